"""指标: the rates of a period, beside what the contract asks for, and those of each department."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Rows, Text
from schemas.ground.kind import KindSchema
from schemas.guard.rates import Rate, rates_told_otherwise
from schemas.guard.reading import Reading
from schemas.kinds.process.analysis.figures import (
    GROUPS,
    Indicator,
    Judged,
    UnitFigures,
    UnitRates,
    judged,
    unit_rates,
)
from schemas.parts import kpi
from schemas.parts.charts import Charted, Gauge, percent

SAID = "合同关于汇总分析的约定"


class RatesOfAPeriod(KindSchema):
    """Every rate with its fraction; what is asked for is what a report's `contract` asks for."""

    blank = {"rates": 3, "unit_table": 3, "missed_line": ...}

    indicators = Rows("指标", Indicator, group="指标", own=True)
    units = Rows("承办部门统计", UnitFigures, most=300, group="指标", optional=True, own=True)

    @derived(Rows("指标完成情况", Judged), prints=("indicators",))
    def rates(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Every rate with its fraction, what is asked for, and its change."""
        return tuple(judged(each) for each in value.indicators)

    @derived(Charted("指标完成情况", Gauge, values=("percent",), target="threshold"))
    def gauges(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The rates of all orders, each beside what it has to reach."""
        return tuple(
            Record({
                "name": each.name,
                "percent": percent(each.numerator, each.denominator),
                "threshold": None if each.threshold is None else f"{each.threshold}%",
            })
            for each in value.indicators
            if each.scope == "all"
        )  # fmt: skip

    @derived(Text("未达标的指标", longest=300))
    def missed_line(self, value: Record, facts: Facts) -> str:
        """未达标：投诉响应率、举报解决率."""
        missed = [
            f"{each.scope if each.scope != GROUPS['all'] else '全部'}{each.name}"
            for each in value.rates
            if each.verdict == "未达标"
        ]
        return f"未达标的有：{'、'.join(missed)}" if missed else "有要求的指标没有未达标的"

    @derived(Rows("承办部门情况", UnitRates), prints=("units",))
    def unit_table(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Every department with its rates."""
        return tuple(unit_rates(each) for each in value.units)

    @rule("文书所载事实")
    def texts_tell_the_rates(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """No text says of a rate that it was reached where it was missed."""
        rates = tuple(
            Rate(each.name, each.numerator, each.denominator, each.threshold)
            for each in value.indicators
            if each.scope == "all"
        )
        yield from rates_told_otherwise(Reading.of(self, value), rates)

    @rule(SAID)
    def thresholds_are_the_contract_s(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is asked for is what the contract kept in the house facts asks for."""
        contract = next(
            (each for each in facts.house.contracts if each.code == value.contract), None
        )
        if value.contract and contract is None:
            yield error("/contract", "contract_unknown", "内部设置没有登记这个合同标识，请核对。")
            return
        asked = kpi.thresholds(contract)
        for index, each in enumerate(value.indicators):
            if each.threshold != asked.get(each.name):
                here = f"/indicators/{index}/threshold"
                yield error(here, "threshold_differs", "指标的要求与合同登记的不同，请核对。")
