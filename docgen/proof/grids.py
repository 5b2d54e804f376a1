"""The tables of a PDF as their lines make them: how many go across and down, what is empty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from docgen.proof.layout import Layout
from docgen.proof.sheets import Box, Rule

# In points: lines that are nearer meet, and lie on one line.
_CLOSE = 2.5
# In points: a table is at least so wide and so high; room for a hand or a seal is higher.
_TABLE, _ROOM = 12.0, 34.0


@dataclass(frozen=True, slots=True)
class Strokes:
    """What is drawn in a part of a page: lines across and down, as shares of its width and height.

    `downs` are the heights of the lines across.
    """

    level: float
    upright: float
    downs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Grid(Box):
    """A table of a page, its lines, and the cells that hold no word.

    `to_part` tells whether only lines part what hands fill in: two columns side by side that have
    nothing but a head, over rows or room for a seal. A cell left empty among words, or beside its
    label, needs no line, nor do values that a single row lacks.
    """

    strokes: Strokes
    empty: tuple[Box, ...]
    to_part: bool


def grids_of(layout: Layout) -> tuple[Grid, ...]:
    """Return the tables of all pages."""
    return tuple(
        grid
        for sheet in layout.sheets
        for rules in _meeting([each for each in layout.rules if each.page == sheet.number])
        if (grid := _grid(layout, rules))
    )


def around(grids: Sequence[Grid], box: Box) -> Grid | None:
    """Return the smallest table that the middle of a box stands in."""
    across, down = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return min(
        (
            each
            for each in grids
            if each.page == box.page
            and each.left <= across <= each.right
            and each.top <= down <= each.bottom
        ),
        key=lambda each: each.wide * each.high,
        default=None,
    )


def _meeting(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Return the lines that meet each other, together."""
    found: list[list[Rule]] = []
    for each in rules:
        touched = [group for group in found if any(_meet(each, other) for other in group)]
        found = [group for group in found if not any(group is one for one in touched)]
        found.append([each, *(one for group in touched for one in group)])
    return found


def _meet(one: Rule, other: Rule) -> bool:
    return (
        one.left - _CLOSE < other.right
        and other.left - _CLOSE < one.right
        and one.top - _CLOSE < other.bottom
        and other.top - _CLOSE < one.bottom
    )


def _grid(layout: Layout, rules: Sequence[Rule]) -> Grid | None:
    box = Box(
        rules[0].page,
        min(each.left for each in rules),
        min(each.top for each in rules),
        max(each.right for each in rules),
        max(each.bottom for each in rules),
    )
    if box.wide < _TABLE or box.high < _TABLE:
        return None
    level, upright = _across(rules), _down(rules)
    cells = {
        cell: None
        for over, under in pairwise(level)
        for one, other in pairwise(upright)
        if (cell := layout.cell_at(box.page, (one + other) / 2, (over + under) / 2))
    }
    full = {each.cell for each in layout.pieces if each.page == box.page}
    empty = tuple(each for each in cells if each not in full)
    words = [each for each in cells if each in full]
    bare = [each for each in empty if sum(_in_a_column(each, one) for one in words) <= 1]
    beside = [one for one in bare if any(_side_by_side(one, other) for other in bare)]
    to_part = len({each.top for each in beside}) > 1 or any(each.high > _ROOM for each in beside)
    strokes = strokes_in(layout, box)
    return Grid(box.page, box.left, box.top, box.right, box.bottom, strokes, empty, to_part)


def _in_a_column(one: Box, other: Box) -> bool:
    return abs(one.left - other.left) < _CLOSE and abs(one.right - other.right) < _CLOSE


def _side_by_side(one: Box, other: Box) -> bool:
    return abs(one.right - other.left) < _CLOSE and abs(one.top - other.top) < _CLOSE


def strokes_in(layout: Layout, box: Box) -> Strokes:
    """Return what is drawn in a part of a page, as shares of what it takes up of that."""
    rules = [
        Rule(each.page, left, top, right, bottom, each.thick, each.shade)
        for each in layout.rules
        if each.page == box.page
        and (left := max(each.left, box.left)) <= (right := min(each.right, box.right))
        and (top := max(each.top, box.top)) <= (bottom := min(each.bottom, box.bottom))
    ]
    if not rules:
        return Strokes(0, 0, ())
    wide = max(each.right for each in rules) - min(each.left for each in rules)
    high = max(each.bottom for each in rules) - min(each.top for each in rules)
    level, upright = _across(rules), _down(rules)
    return Strokes(
        sum(level.values()) / max(wide, _TABLE),
        sum(upright.values()) / max(high, _TABLE),
        tuple(level),
    )


def _across(rules: Sequence[Rule]) -> dict[float, float]:
    return _lines((each.top, each.left, each.right) for each in rules if each.wide > each.high)


def _down(rules: Sequence[Rule]) -> dict[float, float]:
    return _lines((each.left, each.top, each.bottom) for each in rules if each.wide <= each.high)


def _lines(strokes: Iterator[tuple[float, float, float]]) -> dict[float, float]:
    """Return where lines lie and how long they are, strokes on one line taken together."""
    found: dict[float, float] = {}
    place = end = -_TABLE
    for at, begin, until in sorted((float(round(at)), one, two) for at, one, two in strokes):
        if at - place > _CLOSE:
            place, end = at, begin
            found[place] = 0
        found[place] += max(until - max(begin, end), 0)
        end = max(end, until)
    return found
