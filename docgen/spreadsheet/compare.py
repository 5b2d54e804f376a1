"""Compare two workbooks by what they say, whoever has written them."""

from itertools import zip_longest
from pathlib import Path

from docgen.spreadsheet.package import FAULTS
from docgen.spreadsheet.raw import RawSheet, SheetError
from docgen.spreadsheet.xlsx_file import read_xlsx


def same_cells(one: Path, other: Path) -> bool:
    """Tell whether two workbooks have the same sheets and cells; damaged ones have not."""
    try:
        return all(_same(*pair) for pair in zip_longest(read_xlsx(one), read_xlsx(other)))
    except (*FAULTS, SheetError, OSError):
        return False


def _same(one: RawSheet | None, other: RawSheet | None) -> bool:
    if one is None or other is None or one.name != other.name:
        return False
    return all(mine == theirs for mine, theirs in zip_longest(one.rows, other.rows))
