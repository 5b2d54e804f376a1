"""One row of a sheet: its keys, its cells, and how they are named to whoever filled them in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from docgen.batch.sheet.cells import Cell, is_blank
from docgen.batch.sheet.guide import EXAMPLE, EXPLANATION
from docgen.batch.sheet.header import Header, key_text
from docgen.batch.sheet.layout import Key, Path
from schemas.ground.base import Finding, error

# Begins the pointer of a cell that stands for nothing in the payload.
SHEET_POINTER = "/#"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet as typed; `number` counts from 1 as Excel shows it.

    `broken` are the columns, from 0, whose cells hold an error of a formula.
    """

    header: Header
    number: int
    cells: Sequence[Cell] = field(repr=False)
    broken: frozenset[int] = frozenset()

    def key(self, table: Path) -> str:
        """Return the key the row bears for a table; blank where it bears none."""
        at = self.header.keys.get(table)
        return "" if at is None else key_text(self.cell(at))

    def cell(self, index: int) -> Cell:
        """Return a cell; a row may be shorter than its header."""
        return self.cells[index] if index < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a workbook a value stands: sheet, row and column, both from 1."""

    sheet: str
    row: int
    column: int
    heading: str

    def __str__(self) -> str:
        heading = f"（{self.heading}）" if self.heading else ""
        return f"「{self.sheet}」表第 {self.row} 行 {column_letters(self.column)} 列{heading}"


def column_letters(column: int) -> str:
    """Return A for 1, Z for 26, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def without_guide(rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
    """Yield the rows that somebody filled in: neither the explanation nor the example.

    Only the first case called 示例 is the example; another is somebody's copy of it.
    """
    example = ""
    for row in rows:
        key = row.key(())
        if key == EXAMPLE and (row.header.table or not example):
            example = key
        elif key != EXPLANATION:
            yield row


def cell_pointer(row: SheetRow, at: int | None = None) -> str:
    """Return the pointer to a cell that stands for nothing in the payload: `/#letters/7/2`.

    Without a column it is that of the row's first key.
    """
    column = (first_key(row) if at is None else at) + 1
    return f"{SHEET_POINTER}{table_name(row)}/{row.number}/{column}"


def table_name(row: SheetRow) -> str:
    """Return the path of a row's table as one word; empty for the cases."""
    return ".".join(map(str, row.header.table))


def unread_cells(row: SheetRow) -> Iterator[Finding]:
    """Yield a finding for every filled cell that no column takes, or that a formula spoilt."""
    columns = row.header.columns
    for at, cell in enumerate(row.cells):
        named = at < len(columns) and columns[at]
        if at in row.broken:
            detail = "这一格是出错的公式（如 #N/A），请改成实际内容。"
            yield error(cell_pointer(row, at), "cell_error", detail)
        elif not named and not is_blank(cell):
            detail = "这一列没有标题，不知道填的是什么，请补上标题或者清空这一格。"
            yield error(cell_pointer(row, at), "column_without_name", detail)


def first_key(row: SheetRow) -> int:
    """Return the column where a row is marked that has no cell to mark: its first key's."""
    keys = (index for index, each in enumerate(row.header.columns) if isinstance(each, Key))
    return next(keys, 0)
