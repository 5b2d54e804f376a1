"""Write workbooks: headings, hidden machine names, hints, drop-down lists, rows, marked cells."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from math import ceil
from pathlib import Path as FilePath
from types import MappingProxyType, TracebackType
from typing import Any, Self

import xlsxwriter

from docgen.batch.sheet.cells import NO, YES
from docgen.batch.sheet.fill import LONGEST_CELL
from docgen.batch.sheet.guide import EXPLANATION, GUIDE_SHEET, LISTS_SHEET, explain, guide_lines
from docgen.batch.sheet.header import Header
from docgen.batch.sheet.layout import Column, Key, Layout, Table
from docgen.listing import close_book
from docgen.spreadsheet.cell import Cell
from schemas.ground.fields import Choice, Count, Day, Flag, LongText, Moment, Money

# The headings, the machine names, the hints; cases begin below.
HEAD_ROWS = 3
# Rows that have drop-down lists and hints beyond those written: programs that read a workbook cell
# by cell (exceljs) need ten minutes for hints that reach down to the last row.
ROWS_TO_COME = 2_000
# Excel's limits: the last row, the words shown beside a cell, and their title.
LAST_ROW = 1_048_575
LONGEST_PROMPT, LONGEST_TITLE = 255, 32
# How many Chinese characters a line of the explanation has.
GUIDE_WIDTH = 42
CUT = "…（过长，没有写全）"
# A file that says nothing of when it was made is the same whenever it is made.
MADE = datetime(2026, 1, 1)
_FORMATS: Mapping[type, str] = {
    Day: "yyyy-mm-dd",
    Moment: "yyyy-mm-dd hh:mm",
    Money: "#,##0.00",
    Count: "0",
}
_WIDTHS: Mapping[type, int] = {Day: 12, Moment: 18, Money: 14, Count: 9, Flag: 8, LongText: 60}
_TINTS = ("#DDEBF7", "#E2EFDA")
Look = Mapping[str, Any]
PLAIN: Look = MappingProxyType({})
SAMPLE: Look = MappingProxyType({"italic": True, "font_color": "#7F7F7F"})
FAULTY: Look = MappingProxyType({"bg_color": "#FFC7CE"})


def headers_of(tables: Iterable[Table]) -> list[Header]:
    """Return the headers of fresh sheets for these tables."""
    return [
        Header(
            table.label,
            table.path,
            table.headings,
            {each.table: at for at, each in enumerate(table.headings) if isinstance(each, Key)},
        )
        for table in tables
    ]


class SheetWriter:
    """A workbook that is written row by row, so that its size does not matter."""

    def __init__(self, path: FilePath, layout: Layout, headers: Sequence[Header]) -> None:
        # Strings stay strings: nothing a clerk typed may become a formula, a link or a number.
        self._book = xlsxwriter.Workbook(
            path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._book.set_properties({"title": layout.kind.header.title, "created": MADE})
        self._layout = layout
        self._styles: dict[tuple[Any, ...], Any] = {}
        self._lists: dict[tuple[str, ...], str] = {}
        self._sheets: dict[str, Any] = {}
        self._next: dict[str, int] = {}
        self._headers = {header.sheet: header for header in headers}

    def __enter__(self) -> Self:
        for header in self._headers.values():
            self._head(header)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            for header in self._headers.values():
                self._validate_all(header)
            self._guide()
            self._write_lists()
        close_book(self._book)

    def add(
        self,
        sheet: str,
        cells: Mapping[int, Cell],
        style: Look = PLAIN,
        marks: Mapping[int, str] | None = None,
    ) -> int:
        """Write one row, its marked cells coloured and commented; return its number from 1.

        `cells` are by column from 0; what is not there is blank.
        """
        number = self._next[sheet]
        self._next[sheet] += 1
        columns = self._headers[sheet].columns
        beyond = sorted(at for at in cells if at >= len(columns))
        for at in (*range(len(columns)), *beyond):
            column, cell = columns[at] if at < len(columns) else None, cells.get(at)
            message = (marks or {}).get(at)
            look = self.style({**_number_format(column), **style, **(FAULTY if message else {})})
            self._write(sheet, number, at, cell, look)
            if message:
                self._sheets[sheet].write_comment(
                    number, at, message, {"x_scale": 2, "y_scale": 1.2, "font_size": 10}
                )
        return number + 1

    def sheet(self, name: str) -> Any:
        """Return a further sheet that holds no rows of the kind."""
        return self._book.add_worksheet(name)

    def _write(self, sheet: str, row: int, at: int, cell: Cell, look: Any) -> None:
        target = self._sheets[sheet]
        if cell is None or cell == "":
            target.write_blank(row, at, None, look)
        elif isinstance(cell, bool):
            target.write_boolean(row, at, cell, look)
        elif isinstance(cell, int | float):
            target.write_number(row, at, cell, look)
        elif isinstance(cell, date):
            target.write_datetime(row, at, cell, look)
        else:
            text = str(cell)
            # Only CSV has such cells; cut short, this one is refused again rather than believed.
            cut = text[: LONGEST_CELL - len(CUT)] + CUT
            target.write_string(row, at, text if len(text) <= LONGEST_CELL else cut, look)

    def _head(self, header: Header) -> None:
        sheet = self._book.add_worksheet(header.sheet)
        self._sheets[header.sheet] = sheet
        self._next[header.sheet] = HEAD_ROWS
        sheet.set_default_row(20)
        keys = sum(isinstance(each, Key) for each in header.columns)
        sheet.freeze_panes(HEAD_ROWS, keys)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{LAST_ROW + 1}"})
        for at, column in enumerate(header.columns):
            sheet.set_column(at, at, _width(column), self.style(_number_format(column)))
        tints = _tints(header.columns)
        sheet.set_row(0, 48)
        for at, column in enumerate(header.columns):
            if column:
                self._heading(sheet, at, column, tints[at])
        sheet.set_row(1, None, None, {"hidden": True})
        for at, column in enumerate(header.columns):
            if column:
                prefix = self._layout.kind.name if column.name == "#id" else ""
                sheet.write_string(1, at, prefix + column.name)
        sheet.set_row(2, 62)
        small = {"font_size": 9, "font_color": "#595959", "text_wrap": True, "valign": "top"}
        for at, column in enumerate(header.columns):
            first = isinstance(column, Key) and not column.table
            words = EXPLANATION if first else explain(column) if column else ""
            sheet.write_string(2, at, words, self.style({**small, "bg_color": "#F2F2F2"}))

    def _heading(self, sheet: Any, at: int, column: Key | Column, tint: str) -> None:
        must = isinstance(column, Key) or column.required
        look = {
            "bold": True, "text_wrap": True, "valign": "vcenter", "align": "center",
            "border": 1, "border_color": "#A6A6A6", "bg_color": tint,
            **({"font_color": "#C00000"} if must else {}),
        }  # fmt: skip
        sheet.write_string(0, at, column.heading + (" *" if must else ""), self.style(look))

    def _validate_all(self, header: Header) -> None:
        """Give the rows written, and some to come, their drop-down lists and hints."""
        last = min(self._next[header.sheet] + ROWS_TO_COME, LAST_ROW)
        for at, column in enumerate(header.columns):
            if isinstance(column, Column):
                self._validate(self._sheets[header.sheet], at, column, last)

    def _validate(self, sheet: Any, at: int, column: Column, last: int) -> None:
        field = column.field
        rule: dict[str, Any] = {"validate": "any"}
        if isinstance(field, Choice):
            rule = {"validate": "list", "source": self._list(tuple(field.options.values()))}
        elif isinstance(field, Flag):
            rule = {"validate": "list", "source": [YES, NO]}
        rule |= {
            "ignore_blank": True,
            "input_title": column.labels[-1][:LONGEST_TITLE],
            "input_message": explain(column)[:LONGEST_PROMPT],
            "error_title": column.labels[-1][:LONGEST_TITLE],
            "error_message": "请从下拉列表中选一项。",
        }
        sheet.data_validation(HEAD_ROWS, at, last, at, rule)

    def _list(self, wordings: tuple[str, ...]) -> str:
        """Return where a drop-down list stands: Excel takes no more than 255 characters inline."""
        if wordings not in self._lists:
            column = xlsxwriter.utility.xl_col_to_name(len(self._lists))
            place = f"={LISTS_SHEET}!${column}$1:${column}${len(wordings)}"
            self._lists[wordings] = place
        return self._lists[wordings]

    def _write_lists(self) -> None:
        if not self._lists:
            return
        sheet = self._book.add_worksheet(LISTS_SHEET)
        # In constant memory a row once left cannot be written to again.
        for row in range(max(map(len, self._lists))):
            for at, wordings in enumerate(self._lists):
                if row < len(wordings):
                    sheet.write_string(row, at, wordings[row])
        sheet.hide()

    def _guide(self) -> None:
        sheet = self._book.add_worksheet(GUIDE_SHEET)
        sheet.set_column(0, 0, 2 * GUIDE_WIDTH)
        sheet.fit_to_pages(1, 0)
        look = self.style({"text_wrap": True, "valign": "top", "font_size": 11})
        for row, line in enumerate(guide_lines(self._layout)):
            # Excel fits the height of a row only when somebody types in it.
            sheet.set_row(row, 18 * ceil(_wide(line) / GUIDE_WIDTH))
            sheet.write_string(row, 0, line, look)

    def style(self, look: Look) -> Any:
        """Return the format of a look, made once."""
        key = tuple(sorted(look.items()))
        if key not in self._styles:
            self._styles[key] = self._book.add_format(dict(look))
        return self._styles[key]


def _wide(text: str) -> float:
    """Return how many Chinese characters' room a text takes."""
    return sum(1 if ord(each) > 0x2FFF else 0.55 for each in text)


def _number_format(column: Key | Column | None) -> dict[str, Any]:
    if not isinstance(column, Column):
        return {"num_format": "@", "valign": "vcenter"}
    found = next((each for each in type(column.field).__mro__ if each in _FORMATS), None)
    wrap = {"text_wrap": True} if isinstance(column.field, LongText) else {}
    return {"num_format": _FORMATS[found] if found else "@", "valign": "vcenter", **wrap}


def _width(column: Key | Column | None) -> float:
    if column is None:
        return 8
    # The hint below must be readable too.
    least = 14 if isinstance(column, Key) else 16
    if not isinstance(column, Column):
        return least
    wide = next((_WIDTHS[each] for each in type(column.field).__mro__ if each in _WIDTHS), 22)
    return max(least, wide)


def _tints(columns: Sequence[Key | Column | None]) -> list[str]:
    """Return a tint per column that changes with the group of the form."""
    tints, last, now = [], None, 0
    for column in columns:
        group = column.group if isinstance(column, Column) else ""
        now = now if group == last else 1 - now
        last = group
        tints.append(_TINTS[now])
    return tints
