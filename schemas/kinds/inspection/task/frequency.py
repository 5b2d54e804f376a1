"""检查频次: how often a business has been visited in a year, and how often it may be."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Count, Text
from schemas.ground.neighbours import EVERYWHERE, Standing, beside
from schemas.kinds.inspection.task.visits import (
    FREQUENCY,
    PLAN,
    TELLING,
    code_in,
    published_limit,
    visits_in,
)
from schemas.kinds.inspection.task.words import OUTSIDE_THE_LIMIT

GROUP = "检查频次"


class WithinTheYearlyLimit(Part):
    """Visits of this year, the published limit, and why one goes beyond it."""

    visits_this_year = Count("本年度已入企检查次数", most=999, group=GROUP, unit="次")
    visit_limit = Count(
        "年度入企检查次数上限",
        least=1,
        most=999,
        group=GROUP,
        unit="次",
        optional=True,
        hint="按公布的检查计划或者标准填写；没有公布的不填。",
    )
    over_limit_reason = Text("超过上限的理由", longest=300, group=GROUP, optional=True)

    @rule(FREQUENCY)
    def limit_is_kept(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A visit beyond the published limit has a reason; off site nobody enters."""
        if value.visit_limit is None or value.method != "on_site":
            return
        counts = value.task_type not in OUTSIDE_THE_LIMIT
        if counts and value.visits_this_year >= value.visit_limit and not value.over_limit_reason:
            yield error(
                "/over_limit_reason",
                "over_limit",
                "本次入企将超过年度检查次数上限，请写明「超过上限的理由」或者改为非现场检查。",
            )

    @beside(*TELLING, PLAN, by=EVERYWHERE, source=FREQUENCY)
    def visits_are_those_of_the_register(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """What was typed is not less than what the register tells; the limit is the published."""
        code, day = code_in(value.party), value.planned_from.date()
        visits = visits_in(day.year, others)[code] if code else 0
        if visits > value.visits_this_year:
            yield notice(
                "/visits_this_year",
                "visits_differ",
                f"登记簿里本年度对该对象已入企检查{visits}次，请核对「本年度已入企检查次数」。",
            )
        planned = published_limit(code, day, [each for each in others if each.kind == PLAN])
        if planned and value.visit_limit != planned[1]:
            yield notice(
                "/visit_limit",
                "limit_differs",
                f"{planned[0]}公布的年度上限是{planned[1]}次，请照其填写「年度入企检查次数上限」。",
            )
        limit = planned[1] if planned else value.visit_limit
        counts = value.method == "on_site" and value.task_type not in OUTSIDE_THE_LIMIT
        if limit and counts and visits >= limit and not value.over_limit_reason:
            yield notice(
                "/over_limit_reason",
                "over_limit_by_register",
                f"照登记簿，本次入企将超过公布的年度上限{limit}次，"
                "请写明「超过上限的理由」或者改为非现场检查。",
            )
