"""公告的内容: what everybody reads of the paper that is served, and the rights told with it."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, LongText, Text, When
from schemas.ground.kind import KindSchema
from schemas.kinds.process.service.last_resort import GROUP
from schemas.parts.blanks import blank_findings

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》行政处罚文书送达公告"
RIGHTS = {"remedies": "行政复议和行政诉讼", "other": "陈述、申辩等其他权利"}


class Announcement(KindSchema):
    """The gist that fills the form's blank, and what may be done against the paper."""

    published_as = "public_service_notice"
    blank = {"rights_told": ..., "rights_sort": "other"}

    gist = Text(
        "文书内容", longest=400, group=GROUP, own=True, source=FORM,
        hint="填入「内容是：」之后的文字，只写要点，不写举报人、投诉人。",
    )  # fmt: skip
    rights_sort = Choice("告知的权利", RIGHTS, group=GROUP, own=True, kept=True, source=FORM)
    other_rights = Text(
        "其他权利", longest=300, group=GROUP, optional=True, own=True, source=FORM,
        applies=When("rights_sort", ("other",)), hint="写明什么权利、向谁、在几日内提出。",
    )  # fmt: skip

    @derived(LongText("告知的权利"), prints=("other_rights",))
    def rights_told(self, value: Record, facts: Facts) -> str:
        """What may be done against the paper that is served."""
        if value.rights_sort == "other":
            return str(value.other_rights or "")
        body, court = facts.house.authority.reconsideration_body, facts.house.authority.court
        return (
            f"如不服，可以自公告送达之日起六十日内向{body}申请行政复议，"
            f"也可以自公告送达之日起六个月内依法向{court}提起行政诉讼。"
        )

    @rule(FORM)
    def blanks_are_filled_as_the_form_has_them(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """The form prints the words around its blank."""
        yield from blank_findings("/gist", value.gist, before="内容是")
        if value.rights_sort == "other" and not value.other_rights:
            yield error("/other_rights", "required", "请写明告知的权利；复议、诉讼的请改选。")
        if value.rights_sort == "remedies" and value.other_rights:
            yield notice(
                "/other_rights",
                "rights_not_printed",
                "选了复议和诉讼的，不印「其他权利」，请删去或者改选。",
            )
