"""线索和核查: what is suspected, since when the office knows of it, and what was verified."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error
from schemas.ground.fields import Day, LongText, PersonName, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.kinds.report.filing.grounds import PROCEDURE

VERIFICATION = f"{PROCEDURE}第十八条"


class VerifiedClue(KindSchema):
    """One clue, found or received on the day that the case knows, and verified by whom."""

    case_cause = Text(
        "案由", longest=120, group="线索", own=True, hint="例如「涉嫌销售超过保质期的食品」。"
    )
    found_on = Day("发现线索或者收到材料日期", group="线索", source=VERIFICATION)
    verification = LongText(
        "核查情况", longest=6000, group="核查", own=True, factual=True, source=VERIFICATION
    )
    verifiers = Rows("核查人员", PersonName("姓名", personal=None), most=6, group="核查", own=True)
    checked_on = Day("核查日期", group="核查", own=True)

    @derived(Text("核查人员"), prints=("verifiers",))
    def verifiers_line(self, value: Record, facts: Facts) -> str:
        """Who verified, beside each other."""
        return "、".join(value.verifiers)

    @beside("report_registration_form", "case_source_registration_form", source=VERIFICATION)
    def runs_from_the_day_of_the_clue(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """The period runs from the day that the case knows."""
        days = {each.says("report_received_on") or each.says("found_on") for each in others}
        if days and value.found_on not in days:
            yield error(
                "/found_on",
                "clue_day_differs",
                "收到材料日期与本案登记的线索日期不同，核查期限从那一天起算，请核对。",
            )
