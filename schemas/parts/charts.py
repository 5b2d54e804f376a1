"""Charts and rates of reports: figures a reader sees as a bar, and can also be told row by row."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from schemas.ground.base import Part, Record
from schemas.ground.fields import Count, Text

# A bar is a run of wide blanks that the templates shade: it draws, and no reader aloud spells it.
UNIT = "\u3000"
LONGEST = 30
MOST_BARS = 12
OTHERS = "其他"
# Without a denominator there is no rate: neither 0 nor 100 %.
NONE = "—"


class Bar(Part):
    """One bar: what it stands for, how many, and the bar itself."""

    name = Text("名称")
    count = Count("数量")
    bar = Text("图示")


class Rate(Part):
    """A rate with both counts, what it has to reach, and whether it does."""

    name = Text("指标")
    numerator = Count("分子")
    denominator = Count("分母")
    percent = Text("比率")
    threshold = Text("要求", optional=True)
    verdict = Text("结果")


def bars(counts: Iterable[tuple[str, int]], *, ordered: bool = False) -> tuple[Record, ...]:
    """Return a bar for each name and count, the longest `LONGEST` wide.

    The largest comes first and what is beyond `MOST_BARS` is summed up as 其他, unless the names
    are `ordered` by themselves, as months are.
    """
    given = list(counts)
    if not ordered:
        given.sort(key=lambda each: -each[1])
        if len(given) > MOST_BARS:
            kept, rest = given[: MOST_BARS - 1], given[MOST_BARS - 1 :]
            given = [*kept, (OTHERS, sum(count for _, count in rest))]
    most = max((count for _, count in given), default=0)
    return tuple(
        Record({"name": name, "count": count, "bar": UNIT * _length(count, most)})
        for name, count in given
    )


def _length(count: int, most: int) -> int:
    """Return how long a bar is; one that stands for anything can be seen."""
    if not count:
        return 0
    return max(1, round(count * LONGEST / most))


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
