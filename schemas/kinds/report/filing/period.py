"""期限: the day of the decision, the period it had, and whether its result is told."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Day, Flag, Text, When
from schemas.ground.kind import KindSchema
from schemas.kinds.report.filing.verified import VERIFICATION
from schemas.law import DueDate


class DecidedInItsPeriod(KindSchema):
    """Decided by the last signature, within the period or an extension that was approved in it."""

    filing_decided_on = Day(
        "是否立案的决定日期", group="期限", kept=True, source=VERIFICATION,
        hint="部门负责人签署意见的日期。",
    )  # fmt: skip
    extended_on = Day(
        "批准延长核查期限的日期", group="期限", optional=True, kept=True, source=VERIFICATION
    )
    late_reason = Text(
        "逾期说明", group="期限", optional=True, kept=True, factual=True, own=True, longest=500,
        hint="超过期限作出决定时，说明原因，留卷备查。",
    )  # fmt: skip
    tell_not_filed = Flag(
        "不予立案的结果需要告知",
        group="期限",
        optional=True,
        default=False,
        kept=True,
        own=True,
        applies=When("filing_decision", ("not_filed",)),
        hint="有人具名并留有联系方式的选是；合同约定五个工作日内告知。",
    )

    @rule(VERIFICATION)
    def decided_is_what_the_head_agreed_to(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The head of the authority decides, on the day of the last signature."""
        last = value.opinions[-1]
        if last.decision == "refused":
            say = notice if facts.copy == "draft" else error
            yield say(
                f"/opinions/{len(value.opinions) - 1}/decision",
                "approval_refused",
                "不同意立案或者不予立案的，没有作出决定，请按意见核查后重新报批。",
            )
        elif value.filing_decided_on != last.signed_on:
            detail = "是否立案的决定日期应当是部门负责人签署意见的日期，请核对。"
            yield error("/filing_decided_on", "decision_day", detail)

    @rule(VERIFICATION)
    def days_follow_each_other(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Found, verified, signed, within the period, or its extension that was approved in it."""
        found, checked, decided = value.found_on, value.checked_on, value.filing_decided_on
        if checked < found:
            detail = "核查日期早于发现线索或者收到材料日期，请核对。"
            yield error("/checked_on", "before_clue", detail)
        if value.opinions[0].signed_on < checked:
            detail = "核查以后才签署是否立案的意见，签名日期早于核查日期，请核对。"
            yield error("/opinions/0/signed_on", "signed_before_verification", detail)
        if decided < found:
            detail = "是否立案的决定日期早于发现线索或者收到材料日期，请核对。"
            yield error("/filing_decided_on", "before_clue", detail)
            return
        plain, due = self.dues(value, facts)
        if value.extended_on and not found <= value.extended_on <= plain.due:
            detail = f"{plain.sentence}延长应当在期限届满以前批准，请核对批准日期。"
            yield error("/extended_on", "extension_late", detail, plain.citation)
        if decided > due.due:
            say = notice if value.late_reason or due.provisional else error
            yield say(
                "/filing_decided_on",
                "statutory_deadline",
                f"{due.sentence}是否立案的决定已超过期限，请核对；确已逾期的，填写「逾期说明」。",
                due.citation,
            )

    def dues(self, value: Record, facts: Facts) -> tuple[DueDate, DueDate]:
        """Return the end of the period, and the end with the extension that was approved."""
        found, decided = value.found_on, value.filing_decided_on
        plain = facts.law.due("D4", found, on=decided)
        if not value.extended_on:
            return plain, plain
        return plain, facts.law.due("D4", found, on=decided, extended=True)

    @rule(VERIFICATION)
    def told_only_where_nothing_is_filed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract's five days run from a decision not to file."""
        if value.tell_not_filed and value.filing_decision == "filed":
            detail = "决定立案的，请删去「不予立案的结果需要告知」。"
            yield error("/tell_not_filed", "told_of_another_decision", detail)
