"""How the pages of a PDF are laid out: pieces of lines, the cells they stand in, the type area."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from docgen.proof.sheets import Box, Letter, Rule, Sheet

# Shares of their size: letters on one line are no farther up or down, and no farther apart.
_ON_A_LINE, _APART = 0.3, 1.8
# Of 255 and in points: a rule that is lighter or thinner is not seen on a copy.
_PALE, _HAIR = 176, 0.2
# A line takes so much of the size of its letters; of the type area, a line right across it.
_PITCH, _ACROSS = 1.3, 0.6
# In points: how exactly words stand within the rules around them, and beside a rule.
_CLOSE, _BESIDE = 3.0, 20.0


@dataclass(frozen=True, slots=True)
class Piece(Box):
    """Letters that stand together on a line, from one to behind the last; their cell, if any."""

    start: int
    end: int
    cell: Box | None


class Layout:
    """What stands where on a PDF, letters of its margins left aside."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = sheets
        self.letters = tuple(
            each
            for sheet in sheets
            for each, running in zip(sheet.letters, sheet.running, strict=True)
            if not running
        )
        self.words = "".join(each.sign for each in self.letters)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that can be seen."""
        every = (each for sheet in self.sheets for each in sheet.rules)
        return tuple(each for each in every if each.shade < _PALE and each.thick >= _HAIR)

    @cached_property
    def _frames(self) -> dict[int, tuple[list[Rule], list[Rule]]]:
        """Return the rules of each page that go down, and those that go across."""
        found: dict[int, tuple[list[Rule], list[Rule]]] = {}
        for each in self.rules:
            found.setdefault(each.page, ([], []))[each.wide > each.high].append(each)
        return found

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All letters, line by line."""
        return tuple(self._pieces())

    @cached_property
    def piece_of(self) -> tuple[Piece, ...]:
        """Of every letter, the piece that it stands in."""
        return tuple(each for each in self.pieces for _ in range(each.start, each.end))

    def _pieces(self) -> Iterator[Piece]:
        breaks = [
            at
            for at, (one, other) in enumerate(pairwise(self.letters), start=1)
            if not on_a_line(one, other)
            or not -_APART < (other.left - one.right) / max(one.size, 1) < _APART
            or self._parted(one, other)
        ]
        for start, end in pairwise([0, *breaks, len(self.letters)] if self.letters else []):
            run = self.letters[start:end]
            box = Box(
                run[0].page,
                min(each.left for each in run),
                min(each.top for each in run),
                max(each.right for each in run),
                max(each.bottom for each in run),
            )
            yield Piece(
                box.page, box.left, box.top, box.right, box.bottom, start, end, self._cell(box)
            )

    def _parted(self, one: Letter, other: Letter) -> bool:
        """Tell whether a rule goes down between two letters of a line."""
        level = (one.top + one.bottom) / 2
        return any(
            one.right - _CLOSE < each.left < other.left + _CLOSE and each.top < level < each.bottom
            for each in self._frames.get(one.page, ((), ()))[0]
        )

    def _cell(self, box: Box) -> Box | None:
        """Return the cell that the middle of a box stands in."""
        return self.cell_at(box.page, (box.left + box.right) / 2, (box.top + box.bottom) / 2)

    def cell_at(self, page: int, across: float, down: float) -> Box | None:
        """Return what the nearest rules on all four sides of a place enclose."""
        upright, level = self._frames.get(page, ((), ()))
        beside = [each for each in upright if each.top <= down <= each.bottom]
        lefts = [each.left for each in beside if each.left <= across]
        rights = [each.right for each in beside if each.right > across]
        over = [each for each in level if each.left <= across <= each.right]
        tops = [each.top for each in over if each.top <= down]
        bottoms = [each.bottom for each in over if each.bottom > down]
        if not (lefts and rights and tops and bottoms):
            return None
        return Box(page, max(lefts), max(tops), min(rights), min(bottoms))

    def parted(self, one: Piece, below: Piece) -> bool:
        """Tell whether a rule goes across between the middles of a piece and of one below it."""
        across = (below.left + below.right) / 2
        over, under = (one.top + one.bottom) / 2, (below.top + below.bottom) / 2
        return any(
            each.left - _CLOSE < across < each.right + _CLOSE and over < each.top < under
            for each in self._frames.get(one.page, ((), ()))[1]
        )

    def room(self, piece: Piece) -> float:
        """Return how much of its height a row of a table leaves free at least, in points.

        A cell beside a longer one is no room that was meant.
        """
        return self._rooms[_row(piece.cell)] if piece.cell else 0

    @cached_property
    def _rooms(self) -> dict[tuple[int, int, int], float]:
        """Of each row, the least that the lines of one of its cells leave free."""
        lines: dict[Box, dict[int, float]] = {}
        for each in self.pieces:
            if each.cell:
                lines.setdefault(each.cell, {})[round(each.top / _CLOSE)] = each.high
        found: dict[tuple[int, int, int], float] = {}
        for cell, high in lines.items():
            room = cell.high - _PITCH * sum(high.values())
            found[_row(cell)] = min(found.get(_row(cell), room), room)
        return found

    @cached_property
    def lone_rules(self) -> tuple[Rule, ...]:
        """The rules across beside words, of no table: what a hand writes on."""
        return tuple(
            each
            for upright, level in self._frames.values()
            for each in level
            if not any(_touch(each, other) for other in upright)
            and not any(
                other is not each
                and each.left - _CLOSE < other.right
                and other.left - _CLOSE < each.right
                and abs(each.top - other.top) < _CLOSE
                for other in level
            )
            and any(
                abs(piece.bottom - each.top) < _BESIDE / 2
                and min(abs(piece.right - each.left), abs(piece.left - each.right)) < _BESIDE
                for piece in self.pieces
                if piece.page == each.page
            )
        )

    @cached_property
    def crossing(self) -> tuple[Rule, ...]:
        """The lines of no table that go right across the type area."""
        found = []
        for page, (upright, level) in self._frames.items():
            left, right = self.area(page)
            lines: dict[int, list[Rule]] = {}
            for each in level:
                if not any(_touch(each, other) for other in upright):
                    lines.setdefault(round(each.top), []).append(each)
            for dashes in lines.values():
                begins, ends = min(one.left for one in dashes), max(one.right for one in dashes)
                if ends - begins > (right - left) * _ACROSS:
                    found.append(replace(dashes[0], left=begins, right=ends))
        return tuple(found)

    def below(self, rule: Rule) -> int | None:
        """Return the first letter that stands below a line of its page, in the order of reading."""
        return next(
            (
                at
                for at, each in enumerate(self.letters)
                if each.page == rule.page and each.base > rule.top
            ),
            None,
        )

    def extents(self) -> dict[int, tuple[float, float]]:
        """Return from where to where the text of each page reaches, with what is drawn in it."""
        found: dict[int, tuple[float, float]] = {}
        for each in (*self.letters, *self.rules):
            top, bottom = found.get(each.page, (each.top, each.bottom))
            found[each.page] = min(top, each.top), max(bottom, each.bottom)
        return found

    @cached_property
    def areas(self) -> dict[float, tuple[float, float]]:
        """Of pages of each width, from where to where their words reach."""
        found: dict[float, tuple[float, float]] = {}
        wide = {sheet.number: sheet.wide for sheet in self.sheets}
        for each in self.pieces:
            left, right = found.get(wide[each.page], (each.left, each.right))
            found[wide[each.page]] = min(left, each.left), max(right, each.right)
        return found

    def area(self, page: int) -> tuple[float, float]:
        """Return where the type area of a page begins and ends."""
        return self.areas[self.sheets[page - 1].wide]

    def contrast(self, letter: Letter) -> int:
        """Return how much a letter stands out from its ground."""
        return self.sheets[letter.page - 1].contrast(letter)

    def unfilled(self) -> list[float]:
        """Return which share of the height of each page but the last is free below its text."""
        lowest: dict[int, float] = {}
        pictures = (each for sheet in self.sheets for each in sheet.pictures)
        for each in (*self.letters, *self.rules, *pictures):
            lowest[each.page] = max(lowest.get(each.page, 0), each.bottom)
        return [1 - lowest.get(each.number, 0) / each.high for each in self.sheets[:-1]]

    @cached_property
    def _lines(self) -> tuple[tuple[float, float], ...]:
        """Of every letter, from where to where its line reaches, blanks and pieces together."""
        found: list[tuple[float, float]] = []
        letters = self.letters
        ends = [
            at
            for at, (one, other) in enumerate(pairwise(letters), start=1)
            if not on_a_line(one, other)
        ]
        for start, end in pairwise([0, *ends, len(letters)] if letters else []):
            line = letters[start:end]
            reach = min(each.left for each in line), max(each.right for each in line)
            found += [reach] * (end - start)
        return tuple(found)

    def begins(self, piece: Piece) -> bool:
        """Tell whether a piece is the first of its line."""
        return abs(self._lines[piece.start][0] - piece.left) < _CLOSE

    def gaps(self, piece: Piece) -> tuple[float, float]:
        """Return what is free left and right of a piece's line, as shares of the type area."""
        left, right = self.area(piece.page)
        begins, ends = self._lines[piece.start]
        wide = max(right - left, 1)
        return (begins - left) / wide, (right - ends) / wide


def _touch(level: Rule, upright: Rule) -> bool:
    """Tell whether a line across and one down meet: they are of a table."""
    return (
        level.left - _CLOSE < upright.left < level.right + _CLOSE
        and upright.top - _CLOSE < level.top < upright.bottom + _CLOSE
    )


def _row(cell: Box) -> tuple[int, int, int]:
    return cell.page, round(cell.top), round(cell.bottom)


def on_a_line(one: Letter, other: Letter) -> bool:
    """Tell whether two letters stand on one line."""
    return one.page == other.page and abs(one.base - other.base) < _ON_A_LINE * one.size
