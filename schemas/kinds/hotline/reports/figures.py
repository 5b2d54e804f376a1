"""统计数字: what a report counts by, over which rows, and how its sentences are made of numbers."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Choice, Count, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.guard import rates
from schemas.guard.reading import Reading
from schemas.kinds.hotline.logs.targets import AgainstTargets
from schemas.parts import kpi
from schemas.parts.charts import Bar, Charted, Rate, bars, percent, rate
from schemas.parts.compiled import CompiledFigures
from schemas.parts.fractions import COUNTED, Fraction

KPIS = {
    "response": kpi.RESPONSE,
    "solved": kpi.SOLVED,
    "satisfied": kpi.SATISFIED,
    "closed_in_time": kpi.IN_TIME,
    "contacted": kpi.CONTACTED,
    "signed_in": kpi.SIGNED_IN,
}


class KpiFigure(Fraction):
    """One rate: what counts, of how many, and how many were left out, with the reason."""

    indicator = Choice("指标", KPIS)
    numerator = Count("分子")
    denominator = Count("分母")
    left_out = Count("不计件数")
    left_out_reason = Text("不计原因", longest=200, optional=True)

    @rule(COUNTED)
    def left_out_for_a_reason(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is left out has a reason."""
        if bool(value.left_out) != bool(value.left_out_reason):
            yield error(
                "/left_out_reason",
                "left_out_unexplained",
                "有不计件数的，写明原因；没有的，不填原因。",
            )


class ComparedCount(Part):
    """How many of one name there are now, and how many there were in the period before."""

    name = Text("名称", longest=60)
    count = Count("本期件数")
    before = Count("上期件数")


class Figures(CompiledFigures, AgainstTargets):
    """A report of figures over the rows of a period, which its digest tells again."""

    kpi_figures = Rows(
        "考核指标数字",
        KpiFigure,
        most=len(KPIS),
        group="指标",
        optional=True,
        own=True,
        source=COUNTED,
    )

    @derived(Rows("指标", Rate), prints=("kpi_figures",))
    def rates_reached(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Every rate, judged by its exact fraction against what the contract asks for."""
        targets = self.targets(value, facts)
        return tuple(
            rate(KPIS[each.indicator], each.numerator, each.denominator,
                 targets.get(KPIS[each.indicator]))
            for each in value.kpi_figures
        )  # fmt: skip

    @derived(Text("不计说明"))
    def left_out_line(self, value: Record, facts: Facts) -> str:
        """What no rate counts, by rate, with its reason."""
        told = [
            f"{KPIS[each.indicator]}不计{each.left_out}件（{each.left_out_reason}）"
            for each in value.kpi_figures
            if each.left_out
        ]
        return "；".join(told) or "各项指标没有不计的工单"

    @derived(Text("数据说明"), prints=("compiled_at", "counting_rule", "row_count", "rows_digest"))
    def source_line(self, value: Record, facts: Facts) -> str:
        """Until when, by which rule, over how many rows, with which digest."""
        at = value.compiled_at
        return (
            f"数据截至{at.year}年{at.month}月{at.day}日{at:%H时%M分}，计数规则{value.counting_rule}，"
            f"共{value.row_count}行，数据校验值{value.rows_digest}"
        )

    @rule("文书所载事实")
    def texts_tell_the_rates(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """No text says of a rate that it was reached where it was missed."""
        asked = self.targets(value, facts)
        told = tuple(
            rates.Rate(name, each.numerator, each.denominator, asked.get(name))
            for each in value.kpi_figures
            if (name := KPIS[each.indicator])
        )
        yield from rates.rates_told_otherwise(Reading.of(self, value), told)

    @rule(COUNTED)
    def rates_are_of_the_rows(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each rate once; what it counts and leaves out is among the rows."""
        seen: set[str] = set()
        for index, each in enumerate(value.kpi_figures):
            here = f"/kpi_figures/{index}"
            if each.indicator in seen:
                yield error(f"{here}/indicator", "rate_repeated", "这项指标前面已经有了，请删去。")
            seen.add(each.indicator)
            if each.denominator + each.left_out > value.row_count:
                yield error(
                    f"{here}/denominator",
                    "beyond_the_rows",
                    "分母和不计件数之和超过全部行数，请核对。",
                )


class BarsByName(KindSchema):
    """What came by topic, district and business, as bars; the kind has the counts."""

    @derived(Charted("各类件数", Bar), prints=("topics",))
    def topic_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each class, the most frequent first."""
        return bars((each.name, each.count) for each in value.topics)

    @derived(Charted("各区域件数", Bar), prints=("districts",))
    def district_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each district."""
        return bars((each.name, each.count) for each in value.districts)

    @derived(Charted("各主体件数", Bar), prints=("subjects",))
    def subject_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A bar for each business that stands in several orders."""
        return bars((each.name, each.count) for each in value.subjects)


def changed(now: int, before: int) -> str:
    """Return how a count changed: 比上期增加138件（14.9%）; of nothing before there is no rate."""
    if not before:
        return "上期为0件，变化率无法计算"
    if now == before:
        return "与上期持平"
    more = now > before
    change = abs(now - before)
    return f"比上期{'增加' if more else '减少'}{change}件（{percent(change, before)}）"


def most_of(rows: Sequence[Record], total: int, most: int = 3) -> str:
    """Return the most frequent names with their shares: 预付款702件（35.3%）、…."""
    ranked = sorted(rows, key=lambda each: -each.count)[:most]
    return "、".join(
        f"{each.name}{each.count}件（{percent(each.count, total)}）" for each in ranked
    )


def adds_up(
    rows: Sequence[Record], field: str, now: int, before: int, *, whole: bool = True
) -> Iterator[Finding]:
    """Yield names that stand twice, and sums that are not (or go beyond) those of all orders."""
    names: set[str] = set()
    for index, each in enumerate(rows):
        if each.name in names:
            yield error(f"/{field}/{index}/name", "name_repeated", "这一名称前面已经有了，请合并。")
        names.add(each.name)
    for name, total in (("count", now), ("before", before)):
        found = sum(each[name] for each in rows)
        if found > total or (whole and rows and found != total):
            label = "本期" if name == "count" else "上期"
            yield error(
                f"/{field}",
                "sum_differs",
                f"各项{label}件数之和是{found}，与总数{total}不符，请核对。",
            )
