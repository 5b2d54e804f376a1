"""Rows compiled from the register for a period: each once, counted, and held by a digest."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Code, Count, Day, Moment, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.parts.fractions import COUNTED

GROUP = "统计期间"
DIGITS = 16


def day_of(moment: date | datetime) -> date:
    """Return the day of a day or of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def digest_of(lines: Iterable[str]) -> str:
    """Return the first digits of a SHA-256 over lines, whatever order they came in."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:DIGITS]


def digest_of_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the digest of rows as a paper holds them."""
    return digest_of(
        json.dumps(dict(row), ensure_ascii=False, sort_keys=True, default=_plain) for row in rows
    )


class PeriodCount(Part):
    """How many rows fall into one month: 2026-07."""

    month = Text("月份")
    rows = Count("件数")


class CompiledPeriod(KindSchema):
    """A paper over a period: from when to when, as of when, counted by which rules."""

    period_from = Day("期间自", group=GROUP)
    period_to = Day("期间至", group=GROUP, planned=True)
    compiled_at = Moment("数据截至", group=GROUP, own=True)
    counting_rule = Text("计数规则及版本", longest=200, group=GROUP)
    row_filter = Text("取数范围", longest=200, group=GROUP, optional=True, kept=True, own=True)
    row_order = Text("排序", longest=100, group=GROUP, optional=True, kept=True, own=True)

    @rule(COUNTED)
    def period_runs_forward(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A period ends after it began, and was over or running when its rows were taken."""
        if value.period_to < value.period_from:
            yield error("/period_to", "period_reversed", "期间的终止日早于起始日，请核对。")
        if value.compiled_at.date() < value.period_from:
            yield error("/compiled_at", "compiled_before", "数据截至时间早于期间起始日，请核对。")


class CompiledFigures(CompiledPeriod):
    """A paper that holds figures over rows, not the rows: it keeps how many, and their digest."""

    row_count = Count("行数", group=GROUP, own=True, hint="生成报告的行数。")
    rows_digest = Code(
        "数据校验值", longest=DIGITS, group=GROUP, own=True, hint="由系统对各行计算的16位校验值。"
    )

    @rule(COUNTED)
    def report_follows_its_figures(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A report is dated no earlier than its data; a running period is told."""
        if value.issued_on < value.compiled_at.date():
            yield error("/issued_on", "before_data", "文书日期早于数据截至时间，请核对。")
        if value.compiled_at.date() <= value.period_to:
            yield notice("/period_to", "period_running", "期间还没有结束，数字以后还会变化。")


class Compiled(CompiledPeriod):
    """A paper over rows of a period.

    `rows_field` names the kind's own rows, `row_key` the fields that tell them apart, `row_day` the
    day or moment each is counted by.
    """

    rows_field: ClassVar[str] = "rows"
    blank = {"row_count": ..., "counts": ...}
    row_key: ClassVar[tuple[str, ...]]
    row_day: ClassVar[str]

    def compiled_rows(self, value: Record) -> Sequence[Record]:
        """Return all rows the paper counts; a kind of several tables puts them together."""
        return value[self.rows_field]  # type: ignore[no-any-return]

    @derived(Count("行数"))
    def row_count(self, value: Record, facts: Facts) -> int:
        """How many rows there are."""
        return len(self.compiled_rows(value))

    @derived(Rows("各月件数", PeriodCount))
    def counts(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The rows of each month, the first month first; they add up to all rows."""
        months = Counter(f"{row[self.row_day]:%Y-%m}" for row in value[self.rows_field])
        return tuple(Record({"month": month, "rows": months[month]}) for month in sorted(months))

    @derived(Text("数据校验值"))
    def rows_digest(self, value: Record, facts: Facts) -> str:
        """The first digits of a SHA-256 over the rows, whatever order they came in."""
        return digest_of_rows(self.compiled_rows(value))

    @rule(COUNTED)
    def each_row_stands_once_and_in_the_period(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """A row counted twice, or of another period, would be paid or reported twice."""
        seen = set()
        for index, row in enumerate(value[self.rows_field]):
            here = f"/{self.rows_field}/{index}"
            key = tuple(row[name] for name in self.row_key)
            if key in seen:
                yield error(
                    f"{here}/{self.row_key[-1]}", "row_repeated", "这一行前面已经有了，请删去。"
                )
            seen.add(key)
            if not value.period_from <= day_of(row[self.row_day]) <= value.period_to:
                yield error(
                    f"{here}/{self.row_day}",
                    "row_outside_period",
                    "这一行的日期不在期间之内，请核对期间或者删去。",
                )


def _plain(value: object) -> object:
    """Return a record within a row as a mapping, a day as its text."""
    return dict(value) if isinstance(value, Record) else str(value)
