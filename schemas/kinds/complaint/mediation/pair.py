"""Two letters of one meeting: each says what the other says, and nothing that is not for it."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Text
from schemas.ground.neighbours import Standing, beside
from schemas.ground.walk import typed_values
from schemas.guard.folding import folded_name, same_number
from schemas.guard.numbers import personal_numbers
from schemas.guard.wording import REPORT, texts_matching
from schemas.kinds.complaint.mediation.period import REGULATION
from schemas.kinds.complaint.mediation.summons import SUMMONS


class OneOfAPair(Part):
    """A letter `addressed_to` one party; the other party is called to the same by its own."""

    @rule(f"{REGULATION}第三十七条")
    def tells_nothing_of_a_report(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Both read of the same complaint: whether anybody reported it is told to neither."""
        for pointer in texts_matching(self, value, REPORT):
            yield error(
                pointer,
                "report_mentioned",
                "通知书也送被投诉人，不得写有关举报的任何情况，请删去。",
            )

    @rule("《中华人民共和国个人信息保护法》第六条")
    def tells_nobody_the_others_data(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A phone or an identity number in a sentence of the letter reaches the other side."""
        open_to_all = {same_number(value.shown_phone), same_number(facts.house.authority.phone)}
        for pointer, field, text in typed_values(self, value):
            if not isinstance(field, Text) or field.kept or field.personal or field.role:
                continue
            if pointer in ("/document_number", "/contact_phone"):
                continue
            if any(each.number not in open_to_all for each in personal_numbers(text)):
                yield error(
                    pointer,
                    "personal_number",
                    "通知书里不写当事人的电话、证件号码、账号等个人信息，请删去。",
                )

    @beside("mediation_notice", source=SUMMONS)
    def pair_says_the_same(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Both parties are called to one meeting: same hour, place, mediators, subject."""
        other_side = [each for each in others if each.says("addressed_to") != value.addressed_to]
        for each in others:
            if each.says("mediation_at") != value.mediation_at:
                continue
            if each not in other_side:
                yield error(
                    "/addressed_to",
                    "party_called_twice",
                    f"本案已有{each}通知这一方参加同一时间的调解，请改选另一方或者改正时间。",
                )
                continue
            for name in ("place", "complaint_subject"):
                if folded_name(each.says(name) or "") != folded_name(value[name]):
                    yield error(
                        f"/{name}",
                        "pair_differs",
                        f"「{self.label_of(name)}」与通知另一方的{each}不同，请改成一致。",
                    )
            theirs = {folded_name(one["name"]) for one in each.says("mediators") or ()}
            if theirs != {folded_name(one.name) for one in value.mediators}:
                yield error(
                    "/mediators",
                    "pair_differs",
                    f"调解人员与通知另一方的{each}不同，请改成一致。",
                )
        if other_side and other_side[-1].says("mediation_at") != value.mediation_at:
            yield notice(
                "/mediation_at",
                "pair_differs",
                f"调解时间与通知另一方的{other_side[-1]}不同，请核对；改期的，双方都要重新通知。",
            )
