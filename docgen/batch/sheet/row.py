"""One row of a sheet: its keys, its cells, and how they are named to whoever filled them in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from docgen.batch.sheet.guide import EXAMPLE, EXPLANATION
from docgen.batch.sheet.header import Header, key_text
from docgen.batch.sheet.layout import Column, Key, Path
from docgen.spreadsheet.cell import Cell, Spoilt
from docgen.spreadsheet.raw import column_letters
from schemas.ground.base import Finding, error

# Begins the pointer of a cell that stands for nothing in the payload.
SHEET_POINTER = "/#"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet as typed; `number` counts from 1 as Excel shows it.

    `cells` are those with something in them by column from 0, `merged` the merged areas that
    leave it open whose the value of a cell is.
    """

    header: Header
    number: int
    cells: Mapping[int, Cell] = field(repr=False)
    merged: Mapping[int, str] = field(default_factory=dict)
    hidden: bool = False

    def key(self, table: Path) -> str:
        """Return the key the row bears for a table; blank where it bears none."""
        at = self.header.keys.get(table)
        return "" if at is None else key_text(self.cell(at))

    def cell(self, index: int) -> Cell:
        """Return a cell, None for a blank one."""
        return self.cells.get(index)


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


def doubt(row: SheetRow, at: int) -> tuple[str, str] | None:
    """Return why nobody can be sure what a cell says, as code and sentence; None if it is sound."""
    if at in row.merged:
        detail = f"{row.merged[at]} 是合并的单元格，看不出各行各是什么，请取消合并，逐行填写。"
        return "cells_merged", detail
    cell = row.cell(at)
    return (cell.code, cell.detail) if isinstance(cell, Spoilt) else None


def unread_cells(row: SheetRow) -> Iterator[Finding]:
    """Yield a finding for every filled cell that no column takes, and for every doubtful key."""
    columns = row.header.columns
    for at in row.cells:
        column = columns[at] if at < len(columns) else None
        if isinstance(column, Column):
            continue
        if found := doubt(row, at):
            yield error(cell_pointer(row, at), *found)
        elif column is None:
            if at in row.header.headed:
                detail = "这一列的标题不是这种文书的项目，填的内容用不上，请删去这一列。"
                yield error(cell_pointer(row, at), "column_not_of_kind", detail)
            else:
                detail = "这一列没有标题，不知道填的是什么，请补上标题或者清空这一格。"
                yield error(cell_pointer(row, at), "column_without_name", detail)


def first_key(row: SheetRow) -> int:
    """Return the column where a row is marked that has no cell to mark: its first key's."""
    keys = (index for index, each in enumerate(row.header.columns) if isinstance(each, Key))
    return next(keys, 0)
