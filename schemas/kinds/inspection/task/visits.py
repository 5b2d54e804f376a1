"""入企次数: how often somebody was inspected on the spot in a year, as the register tells it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from schemas.ground.neighbours import Standing
from schemas.kinds.inspection.task.words import OUTSIDE_THE_LIMIT

FREQUENCY = "涉企行政检查频次的规定"
CHECKLIST, RECORD = "inspection_checklist", "site_inspection_record"
APPROVAL, PLAN = "inspection_approval_form", "inspection_plan"
# What tells of visits, and of those that do not count.
TELLING = (CHECKLIST, RECORD, APPROVAL)


def visits_in(year: int, others: Sequence[Standing]) -> Counter[str]:
    """Return how many days of a year each object was visited on, by its code.

    A checklist and a record of one day are one visit. What was approved as passed on or as a clue
    stands apart and does not count; off site nobody enters.
    """
    apart = {
        (code, form.says("planned_from").date(), form.says("planned_to").date())
        for form in others
        if form.kind == APPROVAL and form.says("task_type") in OUTSIDE_THE_LIMIT
        for code in [_code_of(form)]
    }
    visits = {
        (code, day)
        for each in others
        if each.kind == RECORD or (each.kind == CHECKLIST and each.says("method") == "on_site")
        for code, day in [(_code_of(each), each.says("started_at").date())]
        if code and day.year == year
        if not any(code == other and first <= day <= last for other, first, last in apart)
    }
    return Counter(code for code, _ in visits)


def published_limit(code: str, on: date, plans: Sequence[Standing]) -> tuple[Standing, int] | None:
    """Return the newest plan of a day that names an object and publishes a limit, and the limit."""
    for plan in reversed(plans):
        limit = plan.says("visit_limit")
        if (
            limit
            and plan.says("period_from") <= on <= plan.says("period_to")
            and any(code == code_in(row) for row in plan.says("planned_objects"))
        ):
            return plan, limit
    return None


def code_in(row: Any) -> str:
    """Return by which number a business is known: its credit code, or the older one."""
    return str(row.get("credit_code") or row.get("registration_number") or "")


def _code_of(paper: Standing) -> str:
    return code_in(paper.says("party") or {})
