"""A day is Beijing's: a machine in UTC dates nothing a day early for eight hours a day."""

import ast
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from docgen.clock import beijing_day

ROOT = Path(__file__).parents[2]
OURS = [path for floor in ("api", "docgen", "schemas") for path in (ROOT / floor).rglob("*.py")]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 10, 15, 59, tzinfo=UTC), date(2026, 7, 10)),
        (datetime(2026, 7, 10, 16, 0, tzinfo=UTC), date(2026, 7, 11)),
        (datetime(2026, 12, 31, 20, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_begins_at_midnight_in_beijing(moment: datetime, day: date) -> None:
    assert beijing_day(moment) == day


def test_nothing_asks_the_machine_for_its_own_day_or_wall_clock() -> None:
    assert len(OURS) > 200
    asked = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in OURS
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if call.func.attr in {"today", "utcnow", "localtime"}
        or (call.func.attr in {"now", "fromtimestamp", "astimezone"} and _is_bare(call))
    ]
    assert asked == []


def _is_bare(call: ast.Call) -> bool:
    """Tell whether a moment is asked for without a time zone; a register's `now` has its own."""
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr == "now":
        names = {"datetime", "dt"}
        return (
            isinstance(call.func.value, ast.Name)
            and call.func.value.id in names
            and not (call.args or call.keywords)
        )
    wanted = 2 if call.func.attr == "fromtimestamp" else 1
    return len(call.args) + len(call.keywords) < wanted
