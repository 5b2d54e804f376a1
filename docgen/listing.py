"""Write lists for a spreadsheet line by line, every text as the text it is.

A number of 18 digits, 2026-10 or =1+1 must come out of the cell as it went in: XLSX says of each
cell that it is text. CSV is for programs, which read every text as it stands; only what a
spreadsheet would run as a formula gets an apostrophe in front.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, Generic, Self, TypeVar

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from docgen.clock import BEIJING
from docgen.errors import DocgenError

T = TypeVar("T")
Value = str | int | date | datetime | None

# What a sheet and a cell can hold, as the file format has it.
LAST_ROW = 1_048_576
LONGEST_CELL = 32_767
# Leading blanks do not keep a spreadsheet from seeing a formula, nor do wide forms of the marks.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]")
# A number with its sign is run by nobody.
_NUMBER = re.compile(r"[+-]?\d[\d.,]*")


class ExportError(DocgenError):
    """A list cannot be written as asked."""

    code = "bad_export"


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its heading, its width in characters, what stands in it."""

    heading: str
    width: int
    value: Callable[[T], Value]


def close_book(book: xlsxwriter.Workbook) -> None:
    """Have a workbook written.

    Errors: `OSError` as the system said it, which the library wraps.
    """
    try:
        book.close()
    except FileCreateError as unwritten:
        raise (unwritten.__cause__ or unwritten.__context__ or unwritten) from None


class Workbook(Generic[T]):
    """An XLSX file to which lines are added as they come: memory does not grow with the list."""

    def __init__(
        self,
        target: BinaryIO,
        columns: Sequence[Column[T]],
        *,
        title: str,
        sheet: str,
        made_at: datetime,
        last_row: int = LAST_ROW,
    ) -> None:
        options = {
            "constant_memory": True,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "remove_timezone": True,
            "default_date_format": "yyyy-mm-dd",
        }
        self._columns, self._sheet_name, self._last_row = columns, sheet, last_row
        self._book = xlsxwriter.Workbook(target, options)
        self._book.set_properties({"title": title, "created": made_at.astimezone(BEIJING)})
        self._heading = self._book.add_format({"bold": True, "bottom": 1})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._sheet: Any = None
        self._row = last_row
        self.count = 0

    def add(self, line: T) -> None:
        """Add one line.

        Errors: `ExportError` for a text no cell can hold.
        """
        if self._row == self._last_row:
            self._new_sheet()
        for place, column in enumerate(self._columns):
            self._write_cell(place, column.value(line))
        self._row, self.count = self._row + 1, self.count + 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: Any, fault: Any, trace: Any) -> None:
        self.close()

    def close(self) -> None:
        """Write the file; a list without lines still has its headings."""
        if self._sheet is None:
            self._new_sheet()
        close_book(self._book)

    def _new_sheet(self) -> None:
        number = len(self._book.worksheets()) + 1
        name = self._sheet_name if number == 1 else f"{self._sheet_name}{number}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, column.width)
            self._sheet.write_string(0, place, column.heading, self._heading)
        self._row = 1

    def _write_cell(self, place: int, value: Value) -> None:
        if value is None:
            return
        if isinstance(value, datetime):
            written = self._sheet.write_datetime(self._row, place, wall_clock(value), self._moment)
        elif isinstance(value, date):
            written = self._sheet.write_datetime(self._row, place, value)
        elif isinstance(value, int):
            written = self._sheet.write_number(self._row, place, value)
        else:
            written = self._sheet.write_string(self._row, place, value)
        if written:
            # The writer answers with a code instead of raising, and would leave the cell out.
            raise ExportError(f"有一项内容超过 {LONGEST_CELL} 字，电子表格放不下，请改用 CSV。")


def csv_head(columns: Sequence[Column[T]]) -> Iterator[bytes]:
    """Yield how a CSV (RFC 4180) begins: the mark that says UTF-8, and the headings."""
    yield "\ufeff".encode()
    yield _csv([column.heading for column in columns])


def csv_line(columns: Sequence[Column[T]], line: T) -> bytes:
    """Return one line of a CSV; the apostrophes of `guarded` are all that is added."""
    return _csv([_csv_value(column.value(line)) for column in columns])


def guarded(text: str) -> str:
    """Return a text that a spreadsheet shows and never runs."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def wall_clock(moment: datetime) -> datetime:
    """Beijing's clock on the wall, which is what an office means by a time."""
    return moment.astimezone(BEIJING).replace(tzinfo=None)


def _csv_value(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{wall_clock(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else guarded(value)


def _csv(values: list[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue().encode()
