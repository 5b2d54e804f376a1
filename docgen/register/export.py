"""Write the ledger for a spreadsheet, every text as the text it is.

A number of 18 digits, 2026-10 or =1+1 must come out of the cell as it went in: XLSX says of each
cell that it is text; CSV cannot, so there a text that a spreadsheet would take for something else
gets an apostrophe in front, which is how a person would type it.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

import xlsxwriter

from docgen.engine import BEIJING
from docgen.errors import DocgenError
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.ledger import LedgerEntry, LedgerFilter, entries
from docgen.register.rights import Act

FORMATS = ("xlsx", "csv")
STATES = {"issued": "有效", "superseded": "已被新版本代替", "void": "作废"}
# What a sheet and a cell can hold, as the file format has it.
LAST_ROW = 1_048_576
LONGEST_CELL = 32_767
# Leading blanks do not keep a spreadsheet from seeing a formula, nor do wide forms of the marks.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]")
# Digits with whatever joins them in numbers, dates, times and fractions.
_NUMBER_LIKE = re.compile(r"\s*[\d.,:/%eE年月日\s-]*\d[\d.,:/%eE年月日\s-]*")


class ExportError(DocgenError):
    """The ledger cannot be written as asked."""

    code = "bad_export"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in characters, what stands in it."""

    heading: str
    width: int
    value: Callable[[LedgerEntry], str | int | date | datetime | None]


def _columns(titles: Mapping[str, str]) -> tuple[Column, ...]:
    return (
        Column("编号", 34, lambda entry: entry.id),
        Column("文书种类", 18, lambda entry: titles.get(entry.kind, entry.kind)),
        Column("标题", 22, lambda entry: entry.title),
        Column("文号", 26, lambda entry: entry.document_number),
        Column("案卷", 22, lambda entry: entry.case_ref),
        Column("文书日期", 12, lambda entry: entry.dated_on),
        Column("状态", 14, lambda entry: STATES[entry.state]),
        Column("版本", 6, lambda entry: entry.version),
        Column("代替", 34, lambda entry: entry.supersedes),
        Column("被代替", 34, lambda entry: entry.superseded_by),
        Column("作废理由", 30, lambda entry: entry.void_reason),
        Column("起草人", 12, lambda entry: entry.drafted_by),
        Column("签发人", 12, lambda entry: entry.issued_by),
        Column("签发时间", 18, lambda entry: entry.issued_at),
        Column("页数", 6, lambda entry: entry.pages),
        Column("送达次数", 9, lambda entry: entry.deliveries),
        Column("首次送达日期", 13, lambda entry: entry.delivered_on),
    )


def write_ledger(
    register: Register,
    target: BinaryIO,
    format: str,
    wanted: LedgerFilter | None = None,
    *,
    actor: Actor,
    titles: Mapping[str, str] | None = None,
) -> int:
    """Write the ledger as `xlsx` or `csv` into `target`, record who took it, return its lines.

    Errors: `NotAllowedError`; `ExportError` for another format or a text no cell can hold.
    """
    allow(Act.export, actor)
    if format not in FORMATS:
        raise ExportError(f"台账只能导出为 {'、'.join(FORMATS)}。")
    wanted = wanted or LedgerFilter()
    lines = entries(register, wanted)
    if format == "xlsx":
        written = to_xlsx(lines, target, made_at=register.now(), titles=titles)
    else:
        # The first two pieces are the mark and the headings.
        written = sum(1 for _ in map(target.write, to_csv(lines, titles=titles))) - 2
    with register.writing() as connection:
        audit.record(
            connection,
            register,
            actor,
            "export",
            None,
            {"format": format, "lines": written, "filters": wanted.names},
        )
    return written


def to_xlsx(
    lines: Iterable[LedgerEntry],
    target: BinaryIO,
    *,
    made_at: datetime,
    titles: Mapping[str, str] | None = None,
) -> int:
    """Write the ledger as XLSX into `target` and return how many lines there were.

    `titles` gives a kind's Chinese title; `made_at` dates the workbook. Rows are written as they
    come, so that memory does not grow with the ledger.
    Errors: `ExportError` for a text no cell can hold.
    """
    options = {
        "constant_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "remove_timezone": True,
        "default_date_format": "yyyy-mm-dd",
    }
    columns, count = _columns(titles or {}), 0
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": "工作台账", "created": made_at.astimezone(BEIJING)})
        formats = {
            "heading": book.add_format({"bold": True, "bottom": 1}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        sheet: Any = None
        row = LAST_ROW
        for entry in lines:
            if row == LAST_ROW:
                sheet, row = _new_sheet(book, columns, formats["heading"]), 1
            for place, column in enumerate(columns):
                _write_cell(sheet, row, place, column.value(entry), formats["moment"])
            row, count = row + 1, count + 1
        if sheet is None:
            _new_sheet(book, columns, formats["heading"])
    return count


def _new_sheet(book: Any, columns: tuple[Column, ...], heading: Any) -> Any:
    number = len(book.worksheets()) + 1
    sheet = book.add_worksheet("台账" if number == 1 else f"台账{number}")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, heading)
    return sheet


def _write_cell(sheet: Any, row: int, place: int, value: Any, moment: Any) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        written = sheet.write_datetime(row, place, _wall_clock(value), moment)
    elif isinstance(value, date):
        written = sheet.write_datetime(row, place, value)
    elif isinstance(value, int):
        written = sheet.write_number(row, place, value)
    else:
        written = sheet.write_string(row, place, value)
    if written:
        # The writer answers with a code instead of raising, and would leave the cell out.
        raise ExportError(f"有一项内容超过 {LONGEST_CELL} 字，电子表格放不下，请改用 CSV。")


def to_csv(
    lines: Iterable[LedgerEntry], *, titles: Mapping[str, str] | None = None
) -> Iterator[bytes]:
    """Yield the ledger as CSV (RFC 4180) in UTF-8 with the mark by which spreadsheets know it.

    The apostrophes of `guarded` are the only difference from the register's own words.
    """
    columns = _columns(titles or {})
    yield "\ufeff".encode()
    yield _line([column.heading for column in columns])
    for entry in lines:
        yield _line([_csv_value(column.value(entry)) for column in columns])


def guarded(text: str) -> str:
    """Return a text that a spreadsheet shows and never computes, counts or rounds."""
    if _FORMULA.match(text) or _NUMBER_LIKE.fullmatch(text) or text.startswith("'"):
        return f"'{text}"
    return text


def _csv_value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{_wall_clock(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else guarded(value)


def _line(values: list[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue().encode()


def _wall_clock(moment: datetime) -> datetime:
    """Beijing's clock on the wall, which is what an office means by a time."""
    return moment.astimezone(BEIJING).replace(tzinfo=None)
