"""Figures of an analysis: counts by name, rates beside those of before, orders that are overdue."""

from collections.abc import Iterable, Iterator, Sequence

from schemas.ground.base import Finding, Part, Record, error
from schemas.ground.fields import Choice, Code, Count, Day, Text
from schemas.ground.roles import Role
from schemas.parts.charts import NONE, percent, rate
from schemas.parts.fractions import Fraction
from schemas.parts.kpi import NAMES
from schemas.parts.orders import SOURCES

GROUPS = {"all": "合计", "complaint": "投诉", "report": "举报"}


class NamedCount(Part):
    """How many orders fall under one name."""

    name = Text("项目", longest=200)
    count = Count("件数")


class Flow(Part):
    """How many orders came and were closed on one day or in one month."""

    name = Text("时间", longest=20)
    received = Count("收到")
    closed = Count("办结")


class Indicator(Fraction):
    """One rate of one group, beside what it was in the period before and a year ago."""

    parts_of = (
        *Fraction.parts_of,
        ("numerator_before", "denominator_before"),
        ("numerator_year_ago", "denominator_year_ago"),
    )

    name = Choice("指标", {each: each for each in NAMES})
    scope = Choice("范围", GROUPS)
    numerator = Count("分子")
    denominator = Count("分母")
    left_out = Count("不计入分母")
    threshold = Count("要求", most=100, unit="%", optional=True)
    numerator_before = Count("上期分子", optional=True)
    denominator_before = Count("上期分母", optional=True)
    numerator_year_ago = Count("上年同期分子", optional=True)
    denominator_year_ago = Count("上年同期分母", optional=True)


class UnitFigures(Fraction):
    """What one department did with its orders."""

    parts_of = tuple((each, f"{each}_of") for each in ("responded", "solved", "satisfied"))

    name = Text("承办部门", longest=120)
    received = Count("收到")
    closed = Count("办结")
    overdue = Count("超期")
    responded = Count("响应")
    responded_of = Count("响应率分母")
    solved = Count("解决")
    solved_of = Count("解决率分母")
    satisfied = Count("满意")
    satisfied_of = Count("满意率分母")


class OverdueOrder(Part):
    """An order that was overdue in the period; nothing in it says who sent it or against whom."""

    system = Choice("来源", SOURCES)
    number = Code("工单编号", longest=60, role=Role.complainant)
    unit = Text("承办部门", longest=120, optional=True)
    topic = Text("问题分类", longest=200, optional=True)
    due_on = Day("到期日", planned=True)
    days = Count("超期天数", least=1)
    still_open = Choice("办结情况", {"closed": "已办结", "open": "未办结"})


class Judged(Part):
    """A rate as the report prints it: with its fraction, and its change in percentage points."""

    name = Text("指标")
    scope = Text("范围")
    fraction = Text("分子、分母")
    percent = Text("比率")
    threshold = Text("要求")
    verdict = Text("结果")
    before = Text("较上期")
    year_ago = Text("较上年同期")


class UnitRates(Part):
    """The three rates of one department as printed."""

    name = Text("承办部门")
    received = Count("收到")
    closed = Count("办结")
    overdue = Count("超期")
    responded = Text("响应率")
    solved = Text("解决率")
    satisfied = Text("满意率")


def judged(row: Record) -> Record:
    """Return a rate as printed; without a denominator there is neither rate nor change."""
    own = rate(row.name, row.numerator, row.denominator, row.threshold)
    return Record({
        "name": row.name,
        "scope": GROUPS[row.scope],
        "fraction": f"{row.numerator}/{row.denominator}",
        "percent": own["percent"],
        "threshold": own["threshold"] or NONE,
        "verdict": own["verdict"],
        "before": _points(row, "before"),
        "year_ago": _points(row, "year_ago"),
    })  # fmt: skip


def _points(row: Record, when: str) -> str:
    """Return a change in percentage points, of the rates as they are printed."""
    numerator, denominator = row[f"numerator_{when}"], row[f"denominator_{when}"]
    if not denominator or not row.denominator:
        return NONE
    tenths = _tenths(row.numerator, row.denominator) - _tenths(numerator or 0, denominator)
    sign = "+" if tenths > 0 else "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}个百分点"


def _tenths(numerator: int, denominator: int) -> int:
    return int(percent(numerator, denominator).rstrip("%").replace(".", ""))


def unit_rates(row: Record) -> Record:
    """Return a department's figures with its rates."""
    return Record(
        {name: row[name] for name in ("name", "received", "closed", "overdue")}
        | {
            name: percent(row[name], row[f"{name}_of"])
            for name in ("responded", "solved", "satisfied")
        }
    )


def in_words(rows: Iterable[Record], unit: str = "件") -> str:
    """Return counts in a sentence: 投诉12件、举报3件; a figure at a name's end stands apart."""
    return "、".join(
        f"{each.name}{'：' if each.name[-1:].isdigit() else ''}{each.count}{unit}" for each in rows
    )


def adds_up(rows: Sequence[Record], whole: int, field: str) -> Iterator[Finding]:
    """Yield a finding where the parts are not the whole."""
    total = sum(each.count for each in rows)
    if total != whole:
        yield error(f"/{field}", "parts_differ", f"各项之和是{total}，应当是{whole}，请核对。")
