"""值班表: who was on duty from when to when, and when nobody was."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Moment, PersonName, Text
from schemas.kinds.hotline.logs.sources import SIGNED_IN


class Shift(Part):
    """一班: one person's hours, which may run past midnight."""

    shift = Text("班次", longest=20, hint="例如「早班」。")
    person = PersonName("值班人", personal=None)
    from_at = Moment("起")
    to_at = Moment("止", planned=True)

    @rule(SIGNED_IN)
    def shift_runs_forward(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A shift ends after it began."""
        if value.to_at <= value.from_at:
            yield error("/to_at", "shift_reversed", "班次的止点不晚于起点，请核对。")


def gaps_between(
    shifts: Sequence[Record], first: datetime, last: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Yield when nobody was on duty between two moments, the earliest first."""
    covered = first
    for each in sorted(shifts, key=lambda one: one.from_at):
        if each.from_at >= last:
            break
        if each.from_at > covered:
            yield covered, each.from_at
        covered = max(covered, each.to_at)
    if covered < last:
        yield covered, last
