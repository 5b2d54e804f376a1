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


class Block(NamedTuple):
    """A paragraph or a row of a table: its lines, what they take, how it stays together.

    `first` and `last` are what its first and last line take beside `line`. No page begins with
    `gap`. `keep` holds the block beside what follows, `whole` on one page.
    """

    lines: int
    line: float
    gap: float = 0.0
    first: float = 0.0
    last: float = 0.0
    keep: bool = False
    whole: bool = False


def paged(blocks: Sequence[Block], height: float) -> list[float]:
    """Return how full each page is, from 0 to 1, of a document reckoned block by block.

    Two lines of a paragraph stay together before and after the end of a page.
    """
    limit = height + ROUNDING
    pages: list[float] = []
    used, bound = 0.0, True
    # Where the page may end at the latest: what fills it then, the block and line that come next.
    end: tuple[float, int, int] | None = None
    place = skipped = 0
    while place < len(blocks):
        lines, line, gap, first, last, keep, whole = blocks[place]
        if skipped:
            head = 0.0
        elif used:
            head = gap + first
            if not bound:
                end = used, place, 0
        else:
            head = first
        filled = used + head + (lines - skipped) * line + last
        if filled <= limit:
            if lines > skipped + 2 and lines > 3 and not whole:
                end = filled - last - 2 * line, place, lines - 2
            used, bound, place, skipped = filled, keep, place + 1, 0
            continue
        fitting = min(skipped + int((limit - used - head) // line), lines - 1)
        if not whole and (ending := min(fitting, lines - 2)) >= max(2, skipped + 1):
            end = used + head + (ending - skipped) * line, place, ending
        if end is None:
            # Bound together they are more than a page: it ends where it is full.
            taken = max(fitting, skipped if used else skipped + 1)
            end = used + head + (taken - skipped) * line if taken > skipped else used, place, taken
        filled, place, skipped = end
        pages.append(filled / height)
        used, end = 0.0, None
        if skipped == blocks[place].lines:
            place, skipped = place + 1, 0
    return [*pages, used / height]


def may_be_mended(pages: Sequence[float]) -> bool:
    """Tell whether pages so full might be fewer, or better filled, if set closer."""
    return len(pages) > 1 and (pages[-1] < FEW or any(page < FULL for page in pages[:-1]))
