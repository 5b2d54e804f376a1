"""考核: who assesses a supplier for the buyer, standard by standard, and what that comes to."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import LongText, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.kinds.contract.failures.breaches import FAILURES
from schemas.kinds.contract.standards.answered import GROUP as STANDARDS
from schemas.kinds.contract.standards.answered import Assessed
from schemas.parts.teams import TeamMember, team_findings

ASSESSED = "合同关于监督考核的约定"


class AssessedByTheBuyer(KindSchema):
    """One period that is over, assessed once; no contract knows points or grades."""

    assessors = Rows("考核小组", TeamMember, most=30, group="考核", own=True, source=ASSESSED)
    answered_standards = Rows(
        "逐条结果",
        Assessed,
        most=60,
        group=STANDARDS,
        own=True,
        source=ASSESSED,
        hint="合同的每一项标准一行。",
    )
    assessment_remark = LongText("考核意见", longest=1500, group="考核", optional=True, own=True)

    @derived(Text("考核结论"))
    def verdict(self, value: Record, facts: Facts) -> str:
        """All standards reached, or how many were not: no contract knows points or grades."""
        missed = sum(each.result == "missed" for each in value.answered_standards)
        total = len(value.answered_standards)
        return f"共{total}项，{missed}项未达标" if missed else f"共{total}项，全部达标"

    @rule(ASSESSED)
    def assessed_by_the_buyer(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The buyer assesses, when the period is over."""
        yield from team_findings("assessors", value.assessors, value.agreement, 1)
        if value.period_to > value.issued_on:
            yield error("/period_to", "period_not_over", "考核期间还没有结束，请核对。")
        for index, row in enumerate(value.breaches):
            if not value.period_from <= row.happened_on <= value.period_to:
                yield error(
                    f"/breaches/{index}/happened_on",
                    "outside_the_period",
                    "发生日期不在考核期间里，请核对。",
                )
        limit = value.agreement.strike_limit if value.agreement else None
        if limit and (value.strike_count or 0) >= limit:
            yield notice(
                "/strike_count",
                "strikes_reached",
                f"累计次数达到合同约定的{limit}次，甲方可以解除合同，请核对是否解除。",
                FAILURES,
            )

    @beside("contractor_assessment_result", by="contract", source=ASSESSED)
    def assessed_once(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """A period is assessed once."""
        for other in others:
            last, first = other.says("period_to"), other.says("period_from")
            if first <= value.period_to and value.period_from <= last:
                yield error("/period_from", "assessed_already", f"这一期间已经考核，见{other}。")
