"""Write `errors.xlsx`: the faulty rows of a sheet as typed, the faulty cells marked.

It has the columns of the sheet it comes from and is itself an input: mended, it is run again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path as FilePath

from docgen.batch.sheet.book import Book, Found
from docgen.batch.sheet.case import SheetCase
from docgen.batch.sheet.guide import FAULTS_SHEET
from docgen.batch.sheet.header import Header, numbered_parts
from docgen.batch.sheet.layout import Column, Layout
from docgen.batch.sheet.produce import whole_file
from docgen.batch.sheet.row import Place, SheetRow
from docgen.batch.sheet.write import SheetWriter, headers_of
from docgen.photo.folder import FolderPhotos, named_photos
from docgen.spreadsheet.raw import column_letters
from schemas.ground.base import Finding, error
from schemas.ground.fields import File

LIST_HEADINGS = ("案件编号", "工作表", "单元格", "列", "错误", "依据", "原表位置")
LIST_WIDTHS = (18, 16, 9, 30, 70, 40, 44)
CELL = LIST_HEADINGS.index("单元格")
HEADING = {"bold": True, "bg_color": "#DDEBF7", "border": 1, "border_color": "#A6A6A6"}
TEXT = {"num_format": "@", "text_wrap": True, "valign": "top"}
LINK = {"font_color": "#0563C1", "underline": 1, "valign": "top"}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a line of the input gave no document; `detail` is told where no finding says more."""

    code: str
    detail: str
    findings: Sequence[Finding] = field(default=(), repr=False)


def place_findings(book: Book, failures: Mapping[int, Failure]) -> dict[int, list[Place]]:
    """Return the place of every finding of the failed lines of a sheet, by line, in order."""
    places: dict[int, list[Place]] = {}
    for found in _failed(book.cases(), failures):
        findings = _findings(failures[found.line])
        places[found.line] = [_place(*found.case.place(each.pointer)) for each in findings]
    return places


def write_errors(
    book: Book, photos: FilePath, failures: Mapping[int, Failure], target: FilePath
) -> None:
    """Write the failed lines of a sheet as a workbook.

    The photos they name, which lie in the folder `photos`, are laid beside it.
    """
    headers = _headers(book.layout, book.headers)
    with whole_file(target) as unfinished:
        writer = SheetWriter(unfinished, book.layout, headers)
        told = _ErrorList(writer)
        with writer:
            written: set[tuple[str, int]] = set()
            for found in _failed(book.cases(), failures):
                marks = _marks(found.case, _findings(failures[found.line]))
                for row in found.case.rows():
                    # Two cases of one number share their rows.
                    if (row.header.sheet, row.number) in written:
                        continue
                    written.add((row.header.sheet, row.number))
                    faults = marks.get((row.header.sheet, row.number), {})
                    messages = {at: "\n".join(_words(each)) for at, each in faults.items()}
                    number = writer.add(row.header.sheet, row.cells, marks=messages)
                    told.add(row, number, faults)
                _copy_photos(found.case, photos, target.parent)


class _ErrorList:
    """The first sheet: one line a fault, with a link to the cell that is marked."""

    def __init__(self, writer: SheetWriter) -> None:
        self._writer = writer
        self._sheet = writer.sheet(FAULTS_SHEET)
        self._next = 1
        for at, (heading, width) in enumerate(zip(LIST_HEADINGS, LIST_WIDTHS, strict=True)):
            self._sheet.set_column(at, at, width)
            self._sheet.write_string(0, at, heading, writer.style(HEADING))
        self._sheet.freeze_panes(1, 0)

    def add(self, row: SheetRow, number: int, faults: Mapping[int, Sequence[Finding]]) -> None:
        """List the faults of a row that was written as row `number`."""
        text = self._writer.style(TEXT)
        for at, findings in sorted(faults.items()):
            was = _place(row, at)
            cell = f"{column_letters(at + 1)}{number}"
            for finding in findings:
                words = (row.key(()), was.sheet, "", was.heading, finding.detail, finding.source)
                # Excel fits the height of a row only when somebody types in it.
                lines = max(len(finding.detail) / 36, len(finding.source) / 20, 1)
                self._sheet.set_row(self._next, 16 * ceil(lines))
                for column, word in enumerate((*words, str(was))):
                    if column != CELL:
                        self._sheet.write_string(self._next, column, word, text)
                target = f"internal:'{was.sheet}'!{cell}"
                self._sheet.write_url(self._next, CELL, target, self._writer.style(LINK), cell)
                self._next += 1


def _failed(cases: Iterator[Found], failures: Mapping[int, Failure]) -> Iterator[Found]:
    return (found for found in cases if found.line in failures)


def _findings(failure: Failure) -> Sequence[Finding]:
    """Return what is wrong with a line; what the machine could not do is told of the whole."""
    return failure.findings or (error("", failure.code, failure.detail),)


def _marks(
    case: SheetCase, findings: Sequence[Finding]
) -> dict[tuple[str, int], dict[int, list[Finding]]]:
    """Return the findings by the row and the column they are about."""
    marks: dict[tuple[str, int], dict[int, list[Finding]]] = {}
    for finding in findings:
        row, at = case.place(finding.pointer)
        marks.setdefault((row.header.sheet, row.number), {}).setdefault(at, []).append(finding)
    return marks


def _words(findings: Sequence[Finding]) -> Iterator[str]:
    for each in findings:
        yield each.detail + (f"（{each.source}）" if each.source else "")


def _place(row: SheetRow, at: int) -> Place:
    column = row.header.columns[at] if at < len(row.header.columns) else None
    return Place(row.header.sheet, row.number, at + 1, column.heading if column else "")


def _headers(layout: Layout, given: Sequence[Header]) -> list[Header]:
    """Return the sheets of the input, and those it lacks, which a missing row may need."""
    there = {header.table for header in given}
    there = there.union(*(numbered_parts(header) for header in given))
    missing = [
        table
        for path, table in layout.tables.items()
        if path not in there and (table.above is None or table.above.path in there)
    ]
    return [*given, *headers_of(missing)]


def _copy_photos(case: SheetCase, source: FilePath, target: FilePath) -> None:
    """Lay the photos a case names beside its faulty rows."""
    if source.resolve() == target.resolve():
        return
    photos = FolderPhotos(source)
    names = {
        str(row.cell(at))
        for row in case.rows()
        for at, column in enumerate(row.header.columns)
        if isinstance(column, Column) and isinstance(column.field, File) and row.cell(at)
    }
    for name, content in named_photos([*names], photos).items():
        if not (path := target / name).exists():
            path.write_bytes(content)
