"""送达的文书: the paper that is served, by title, number and day, and the paper's addressee."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Day, PartyName, Text
from schemas.ground.kind import KindSchema, SeriesNumber
from schemas.ground.neighbours import Follows, Standing, beside
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name

SERVICE = "《市场监督管理行政处罚程序规定》第八十二条"
ADDRESS = "《市场监督管理行政处罚程序规定》第八十三条"
GROUP = "文书"
# Every paper of ours that somebody is served; each is dated by its `issued_on`.
SERVED = (
    "rectification_order",
    "inspection_notice",
    "on_site_reminder",
    "inspection_result_notice",
    "abnormal_operations_listing_decision",
    "abnormal_operations_removal_decision",
    "evidence_submission_notice",
    "inquiry_notice",
    "report_result_notice",
    "identity_proof_request_notice",
    "complaint_acceptance_decision",
    "non_acceptance_notice",
    "mediation_notice",
    "mediation_termination_decision",
    "mediation_agreement",
)


def after_served(why: str, kinds: Sequence[str] = SERVED) -> tuple[Follows, ...]:
    """Return that a paper follows those it serves, with their number and day."""
    return tuple(
        Follows(
            kind,
            why,
            SERVICE,
            takes={"served_number": "document_number", "served_paper_on": "issued_on"},
        )
        for kind in kinds
    )


class ServesAPaper(KindSchema):
    """A paper about the service of another one, which has been issued and stands."""

    served_title = Text("送达文书", longest=80, group=GROUP, own=True, source=SERVICE)
    served_number = SeriesNumber("送达文书文号", longest=60, group=GROUP, own=True, optional=True)
    served_paper_on = Day("送达文书的日期", group=GROUP, own=True)
    addressee = PartyName("受送达人", group=GROUP, role=Role.party, source=SERVICE)

    @derived(Text("送达文书名称及文号"), prints=("served_title", "served_number"))
    def served_paper(self, value: Record, facts: Facts) -> str:
        """The paper as a receipt names it."""
        title = value.served_title.strip("《》")
        return f"{title}　{value.served_number}" if value.served_number else str(title)

    @rule("本机关的送达程序")
    def nobody_serves_himself(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The bureau's own name is no addressee's."""
        if folded_name(value.addressee) == folded_name(facts.house.authority.name):
            yield error("/addressee", "served_to_itself", "受送达人不能是本机关，请核对。")

    @beside(*SERVED, source="本机关登记簿")
    def served_paper_stands(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """What is served was issued and is not void; its day is the paper's own."""
        if not value.served_number or not others:
            return
        number = folded_name(value.served_number)
        for each in others:
            if each.document_number and folded_name(each.document_number) == number:
                if each.dated_on != value.served_paper_on:
                    yield error(
                        "/served_paper_on",
                        "served_day_differs",
                        f"{each}的日期不是这一天，请核对。",
                    )
                return
        yield notice(
            "/served_number",
            "served_unknown",
            "本案的登记里没有这个文号的有效文书，请核对文号，或者是否已经作废、更正。",
        )
