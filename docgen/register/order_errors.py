"""Write the rows of a list that were refused as a workbook of the same columns, the faults marked.

It is itself a list: mended, it is imported again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from docgen.listing import LAST_ROW, LONGEST_CELL, close_book
from docgen.register.order_headings import Head
from docgen.spreadsheet.cell import Cell
from docgen.spreadsheet.raw import RawRow

REASON = "没有导入的原因"
# What Excel takes for the name of a sheet.
LONGEST_NAME = 31


@dataclass(frozen=True, slots=True)
class Faulty:
    """A row that was refused: its cells as they came, why, and in which column, if in one."""

    sheet: str
    row: int
    cells: Mapping[int, Cell] = field(repr=False)
    at: int | None
    why: str


class ErrorBook:
    """The workbook of one list; nothing is written where no row was refused, or nobody wants it."""

    def __init__(self, target: Path | None) -> None:
        self._target = target
        self._book: Any = None
        self._heads: dict[str, tuple[list[RawRow], Head]] = {}
        self._sheets: dict[str, tuple[Any, int]] = {}
        self._next: dict[str, int] = {}

    def head(self, sheet: str, above: list[RawRow], head: Head) -> None:
        """Say what stands above the rows of a sheet: its lines of explanation, its headings."""
        self._heads[sheet] = above, head

    def add(self, faulty: Faulty) -> None:
        """Add a row, its faulty cell coloured and commented, why in a column of its own."""
        if self._target is None:
            return
        sheet, reason = self._sheet(faulty.sheet)
        number = self._next[faulty.sheet]
        if number == LAST_ROW:
            return
        self._next[faulty.sheet] = number + 1
        for at, cell in sorted(faulty.cells.items()):
            self._write(sheet, number, at, cell, self._marked if at == faulty.at else self._plain)
        marked = reason if faulty.at is None else faulty.at
        if faulty.at is not None and faulty.at not in faulty.cells:
            sheet.write_blank(number, faulty.at, None, self._marked)
        sheet.write_string(number, reason, f"原表第 {faulty.row} 行：{faulty.why}", self._wrapped)
        sheet.write_comment(number, marked, faulty.why, {"x_scale": 2, "font_size": 10})

    def close(self) -> None:
        """Have the file written, if there is anything in it."""
        if self._book is not None:
            close_book(self._book)

    def _sheet(self, name: str) -> tuple[Any, int]:
        if self._book is None:
            # Nothing that somebody typed elsewhere may become a formula, a link or a number.
            self._book = xlsxwriter.Workbook(
                self._target,
                {
                    "constant_memory": True, "strings_to_formulas": False,
                    "strings_to_urls": False, "strings_to_numbers": False,
                },
            )  # fmt: skip
            self._plain = self._book.add_format({"num_format": "@", "valign": "top"})
            self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            self._marked = self._book.add_format({"num_format": "@", "bg_color": "#FFC7CE"})
            self._wrapped = self._book.add_format({"text_wrap": True, "font_color": "#9C0006"})
            self._bold = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        if name not in self._sheets:
            self._sheets[name] = self._begin(name)
        return self._sheets[name]

    def _begin(self, name: str) -> tuple[Any, int]:
        above, head = self._heads[name]
        sheet = self._book.add_worksheet(name[:LONGEST_NAME] or None)
        reason = max(each.at for each in head.headings) + 1
        sheet.set_column(0, reason - 1, 16)
        sheet.set_column(reason, reason, 60)
        for number, row in enumerate(above):
            look = self._bold if row.number == head.row else self._plain
            for at, cell in sorted(row.cells.items()):
                self._write(sheet, number, at, cell, look)
            if row.number == head.row:
                sheet.write_string(number, reason, REASON, self._bold)
        self._next[name] = len(above)
        sheet.freeze_panes(len(above), 0)
        return sheet, reason

    def _write(self, sheet: Any, row: int, at: int, cell: Cell, look: Any) -> None:
        if isinstance(cell, bool) or cell is None:
            sheet.write_string(row, at, "" if cell is None else str(cell).upper(), look)
        elif isinstance(cell, int | float):
            sheet.write_number(row, at, cell, look)
        elif hasattr(cell, "year"):
            sheet.write_datetime(row, at, cell, look if look is self._marked else self._moment)
        else:
            sheet.write_string(row, at, str(cell)[:LONGEST_CELL], look)
