r"""A Word template as what it says: paragraphs in named styles, tables of cells, sections.

Whatever a template may hold can be said with these. The words of a paragraph are in notation:
Jinja as it is, `\t` for a tab, `\n` for a line break, `[页码]` for a field, `[签名处 …]` for a
few words in a style of their own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

# One Jinja tag and nothing beside it: a loop or a condition over whole paragraphs or rows.
_TAG = re.compile(r"\{%-?\s*(?P<tag>(?:(?!%\}).)*?)\s*-?%\}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in a named style."""

    style: str
    text: str


@dataclass(frozen=True, slots=True)
class Control:
    """A Jinja tag that stands for itself, such as `for item in items` or `endif`."""

    tag: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its paragraphs, how many columns and rows it takes, how its words lie in it.

    `place` is 上, 中 or 下; `upright` sets the words from above to below.
    """

    paragraphs: tuple[Paragraph | Control, ...]
    columns: int = 1
    rows: int = 1
    place: str = "中"
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row; a `head` is repeated on every page. `height` (mm) is the least, or `exact`.

    A row stays on one page unless it `splits`.
    """

    cells: tuple[Cell, ...]
    head: bool = False
    height: float = 0
    exact: bool = False
    splits: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its width in mm (0: what the others leave), the style of its plain cells."""

    width: float
    style: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a named style."""

    style: str
    columns: tuple[Column, ...]
    rows: tuple[Row | Control, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The end of a section: what follows lies on a new page, in the set-up of that name."""

    page: str


Piece = Paragraph | Control | Table | Section


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A whole template: the set-up it begins with, its pieces, its own foot if it has one.

    With `anew`, pages are counted from 1 in every section.
    """

    page: str
    pieces: tuple[Piece, ...]
    anew: bool = False
    foot: tuple[Paragraph, ...] = field(default=())


def control_in(text: str) -> Control | None:
    """Return the tag that a line consists of, or None where it holds words besides."""
    found = _TAG.fullmatch(text.strip())
    return Control(found["tag"]) if found else None


def sections_of(manuscript: Manuscript) -> Iterator[str]:
    """Yield the set-up of every section, in order."""
    yield manuscript.page
    yield from (piece.page for piece in manuscript.pieces if isinstance(piece, Section))


def place_cells(cells: Sequence[Cell], taken: list[int]) -> list[int]:
    """Return the column each cell of a row begins in.

    `taken` says of each column for how many rows more a cell from above fills it; it is brought
    up to date for the next row. Cells that find no column get the number of columns.
    """
    places, below, at = [], [max(rows - 1, 0) for rows in taken], 0
    for cell in cells:
        while at < len(taken) and taken[at]:
            at += 1
        places.append(at)
        for column in range(at, min(at + cell.columns, len(taken))):
            below[column] = cell.rows - 1
        at += cell.columns
    taken[:] = below
    return places
