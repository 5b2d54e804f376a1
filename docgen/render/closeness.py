"""How close a document may be set before paper is spent, and when: the same for PDF and Word.

GB/T 9704-2012 5.2.2: 22 lines a page, which may be adjusted where a case asks for it.
"""

from collections.abc import Sequence
from typing import NamedTuple

# A page before the last may be half empty at most. One less full than FULL, or a last page with no
# more than FEW on it, could be spared.
HALF, FULL, FEW = 0.5, 0.8, 0.35
# What sums of lengths may be off by, in points or pixels.
ROUNDING = 0.5
# The pitch of 23 and of 24 lines a page, by that of 22.
CLOSER_PITCH, CLOSEST_PITCH = 27.7 / 28.95, 26.5 / 28.95


class Unit(NamedTuple):
    """One line of a document: what it takes, whether a page may end before it, and the gap there.

    At the head of a page there is no gap.
    """

    takes: float
    may_end: bool
    gap: float = 0.0


def paged(units: Sequence[Unit], height: float) -> list[float]:
    """Return how full each page is, from 0 to 1, of a document reckoned line by line."""
    pages, used = [], 0.0
    start = place = may_end = 0
    while place < len(units):
        takes, breakable, gap = units[place]
        if place > start:
            takes += gap
            if breakable:
                may_end = place
            if used + takes > height + ROUNDING:
                end = may_end if may_end > start else place
                used = units[start].takes
                used += sum(unit.gap + unit.takes for unit in units[start + 1 : end])
                pages.append(used / height)
                start = place = end
                used = 0.0
                continue
        used += takes
        place += 1
    return [*pages, used / height]


def may_be_mended(pages: Sequence[float]) -> bool:
    """Tell whether pages so full might be fewer, or better filled, if set closer."""
    return len(pages) > 1 and (pages[-1] < FEW or any(page < FULL for page in pages[:-1]))
