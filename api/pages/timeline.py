"""The course of a case as a drawing: what happened, today, and what is due, from left to right.

Everything it shows stands on the page in words too; a browser draws it, no script does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from docgen.clock import BEIJING
from docgen.register.case_list import CaseLine
from docgen.register.deadlines import DueItem
from docgen.register.incoming import Incoming
from docgen.register.ledger import LedgerEntry

# So many points have room for their words beside each other.
MOST_DONE, MOST_DUE = 5, 3
# Between two points, in pixels of the drawing; a word beside a point has so many hanzi.
STEP, LETTERS = 132, 8


@dataclass(frozen=True, slots=True)
class Point:
    """One point: its day, its words, and what it is: `done`, `today`, `due` or `late`."""

    day: date
    words: str
    sort: str
    x: int = 0

    @property
    def label(self) -> str:
        """The words, cut to the room beside the point."""
        return self.words if len(self.words) <= LETTERS else f"{self.words[: LETTERS - 1]}…"


def timeline(
    case: CaseLine,
    papers: Iterable[LedgerEntry],
    came_in: Iterable[Incoming],
    due: Sequence[DueItem],
    today: date,
) -> list[Point]:
    """Return the points of a case in order, each in its place; the last ones of what happened."""
    done = [Point(case.opened_at.astimezone(BEIJING).date(), "立卷", "done")]
    done += [Point(each.dated_on, each.title, "done") for each in papers if each.state == "issued"]
    done += [Point(each.received_on, each.title, "done") for each in came_in if not each.voided_at]
    if case.closed_at:
        done.append(Point(case.closed_at.astimezone(BEIJING).date(), "结案", "done"))
    done.sort(key=lambda each: each.day)
    ends = [
        Point(each.due, each.action, "late" if each.days_left and each.days_left < 0 else "due")
        for each in due
        if each.due
    ][:MOST_DUE]
    points = done[-MOST_DONE:] + ends
    if not case.closed_at:
        points.append(Point(today, "今天", "today"))
    # What is due today is still ahead; what happened today is not.
    rank = {"done": 0, "late": 0, "today": 1, "due": 2}
    points.sort(key=lambda each: (each.day, rank[each.sort]))
    return [
        Point(each.day, each.words, each.sort, STEP // 2 + place * STEP)
        for place, each in enumerate(points)
    ]
