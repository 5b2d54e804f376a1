"""What the file of a spreadsheet says, row by row, before anybody knows what its columns mean."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docgen.errors import DocgenError, ExitCode
from docgen.spreadsheet.cell import Cell

# What Excel can address; a file that speaks of more is none of its making.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
# Excel holds no more in a cell.
LONGEST_CELL = 32_767
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class SheetError(DocgenError):
    """A spreadsheet as a whole cannot be read or written."""

    code = "bad_sheet"
    exit_code = ExitCode.usage


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row with something in it: its number from 1, its filled cells by column from 0."""

    number: int
    cells: Mapping[int, Cell] = field(repr=False)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area: rows from 1, columns from 0, the last ones included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def __str__(self) -> str:
        first = f"{column_letters(self.first_column + 1)}{self.first_row}"
        return f"{first}:{column_letters(self.last_column + 1)}{self.last_row}"


@dataclass(slots=True)
class RawSheet:
    """One sheet of a file. `rows` can be read once, in order; what is said of merged areas and
    hidden columns (from 0, both ends included) is whole when they have been.
    """

    name: str
    rows: Iterator[RawRow] = field(repr=False)
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list, repr=False)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list, repr=False)


def place_of(reference: str) -> tuple[int, int]:
    """Return row from 1 and column from 0 of a reference like `AB12`.

    Errors: `ValueError` for what no sheet has.
    """
    found = _REFERENCE.fullmatch(reference)
    column = column_number(found[1]) if found else 0
    row = int(found[2]) if found else 0
    if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
        raise ValueError("a cell outside of every sheet")
    return row, column - 1


def area_of(reference: str) -> Merge:
    """Return the area of a reference like `A1:B2`.

    Errors: those of `place_of`.
    """
    first, _, last = reference.partition(":")
    row, column = place_of(first)
    last_row, last_column = place_of(last or first)
    if last_row < row or last_column < column:
        raise ValueError("an area that ends before it begins")
    return Merge(row, last_row, column, last_column)


def number_of(text: str) -> float:
    """Return a number as files spell it.

    Errors: `ValueError` for what is none, or is beyond measure.
    """
    number = float(text) if _NUMBER.fullmatch(text) else math.inf
    if not math.isfinite(number):
        raise ValueError("no number")
    return number


def column_number(letters: str) -> int:
    """Return 1 for A, 26 for Z, 27 for AA."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def column_letters(column: int) -> str:
    """Return A for 1, Z for 26, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
