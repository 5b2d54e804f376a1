"""Charts and rates of reports: figures a reader sees drawn, and can also be told row by row."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from schemas.ground.base import Part, Record
from schemas.ground.fields import Count, Rows, Text

MOST_BARS = 12
OTHERS = "其他"
# Without a denominator there is no rate: neither 0 nor 100 %.
NONE = "—"


class Charted(Rows):
    """Rows that are drawn too: templates ask them for `.chart`, the table behind it stays.

    `shape` is bars, lines or shares. `values` names the fields that are drawn, one series each;
    bars and shares have one. `target` names the field that says what each row is to reach. Drawn
    are counts and printed percentages; each row has a `name`.
    """

    def __init__(
        self,
        label: str,
        row: type[Part],
        *,
        shape: str = "bars",
        values: tuple[str, ...] = ("count",),
        target: str = "",
        **rest: Any,
    ) -> None:
        super().__init__(label, row, **rest)
        self.shape, self.values, self.target = shape, values, target


class Bar(Part):
    """One bar: what it stands for, and how many."""

    name = Text("名称")
    count = Count("数量")


class Gauge(Part):
    """A rate as it is drawn: beside what it has to reach, where anything is asked for."""

    name = Text("指标")
    percent = Text("比率")
    threshold = Text("要求", optional=True)


class Rate(Part):
    """A rate with both counts, what it has to reach, and whether it does."""

    name = Text("指标")
    numerator = Count("分子")
    denominator = Count("分母")
    percent = Text("比率")
    threshold = Text("要求", optional=True)
    verdict = Text("结果")


def bars(counts: Iterable[tuple[str, int]], *, ordered: bool = False) -> tuple[Record, ...]:
    """Return a bar for each name and count.

    The largest comes first and what is beyond `MOST_BARS` is summed up as 其他, unless the names
    are `ordered` by themselves, as months are.
    """
    given = list(counts)
    if not ordered:
        given.sort(key=lambda each: -each[1])
        if len(given) > MOST_BARS:
            kept, rest = given[: MOST_BARS - 1], given[MOST_BARS - 1 :]
            given = [*kept, (OTHERS, sum(count for _, count in rest))]
    return tuple(Record({"name": name, "count": count}) for name, count in given)


def rate(name: str, numerator: int, denominator: int, threshold: int | None = None) -> Record:
    """Return a rate, judged by the exact fraction: 94.96 % is printed 95.0 % and misses 95 %.

    `threshold` is in whole percent; reaching it is enough.
    """
    verdict = "无法计算" if not denominator else NONE
    if denominator and threshold is not None:
        reached = Fraction(numerator, denominator) >= Fraction(threshold, 100)
        verdict = "达标" if reached else "未达标"
    return Record({
        "name": name,
        "numerator": numerator,
        "denominator": denominator,
        "percent": percent(numerator, denominator),
        "threshold": None if threshold is None else f"{threshold}%",
        "verdict": verdict,
    })  # fmt: skip


def percent(numerator: int, denominator: int) -> str:
    """Return a fraction as a percentage with one digit, halves rounded up; — of nothing."""
    if not denominator:
        return NONE
    exact = Decimal(numerator * 100) / Decimal(denominator)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def percent_of(part: Decimal, whole: Decimal) -> str:
    """Return a sum of money as a percentage of another with two digits: 66.66%; — of nothing."""
    if not whole:
        return NONE
    return f"{(part * 100 / whole).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"
