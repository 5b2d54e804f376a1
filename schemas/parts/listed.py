"""A short list as letters print it: numbered where it has several lines, closed by a full stop."""

from collections.abc import Sequence

from schemas.ground.base import Part, Record
from schemas.ground.fields import Text


class Line(Part):
    """清单的一行: its number apart from its words, so that a reader hears a list."""

    label = Text("项号")
    text = Text("内容")


def lines_of(items: Sequence[str]) -> tuple[Record, ...]:
    """Return the items as lines, `1. …；` `2. …。`; one alone bears no number."""
    last = len(items)
    return tuple(
        Record({"label": f"{place}. " if last > 1 else "", "text": item + "；。"[place == last]})
        for place, item in enumerate(map(str, items), start=1)
    )
