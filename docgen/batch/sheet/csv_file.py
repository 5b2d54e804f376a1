"""Read the cases of a CSV file row by row, however long it is."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path as FilePath

from docgen.batch.sheet.book import Found
from docgen.batch.sheet.case import SheetCase
from docgen.batch.sheet.cells import is_blank
from docgen.batch.sheet.header import HEAD_ROWS, Header, SheetError, agreed_kind, read_header
from docgen.batch.sheet.layout import Layout, lay_out
from docgen.batch.sheet.row import SheetRow, without_guide
from docgen.kinds.catalogue import Catalogue

# What Excel, WPS and programs write; a file that is none of them is refused, never guessed at.
ENCODINGS = ("utf-8-sig", "gb18030")
BLOCK = 1 << 20
# A photo inside a cell; a quotation mark never closed must not swallow the rest of the file.
LONGEST_CELL = 64 << 20


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file of a kind, opened: its header, and how its text is read."""

    layout: Layout
    header: Header
    source: FilePath
    encoding: str
    first: int

    @property
    def headers(self) -> list[Header]:
        """What the columns are, as a list of one like that of a workbook."""
        return [self.header]

    def count(self) -> int:
        """Return how many cases there are."""
        return sum(1 for _ in without_guide(self._filled()))

    def cases(self) -> Iterator[Found]:
        """Yield every case in the order of its row."""
        for row in without_guide(self._filled()):
            yield Found(row.number, SheetCase(self.layout, row))

    def _filled(self) -> Iterator[SheetRow]:
        for number, cells in enumerate(_all_rows(self.source, self.encoding), start=1):
            if number < self.first or all(is_blank(cell) for cell in cells):
                continue
            yield SheetRow(self.header, number, cells)


def open_csv(source: FilePath, catalogue: Catalogue, kind: str = "") -> CsvFile:
    """Open a CSV file; `kind` is what its caller says it is, if the file does not say so.

    Errors: `SheetError`, `UnknownKindError`.
    """
    encoding = _encoding(source)
    head = [*islice(_all_rows(source, encoding), HEAD_ROWS)]
    layout = lay_out(catalogue[agreed_kind(source.name, [head], kind)])
    read = read_header(layout, layout.cases.label, head, layout.cases)
    if read is None:
        raise SheetError(f"{source.name} 是空的，请用 docgen sheet 写出的表格填写。")
    header, first = read
    if header.table:
        label = layout.tables[header.table].label
        raise SheetError(f"{source.name} 里「{label}」的列没有编号，请写成「{label}1·…」。")
    return CsvFile(layout, header, source, encoding, first)


def _encoding(source: FilePath) -> str:
    """Return the encoding that reads every byte of a file."""
    for encoding in ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with source.open("rb") as file:
                while block := file.read(BLOCK):
                    decoder.decode(block)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise SheetError(f"{source.name} 既不是 UTF-8 也不是 GB18030 编码，请另存为“CSV UTF-8”。")


def _all_rows(source: FilePath, encoding: str) -> Iterator[list[str]]:
    # The limit is the module's own and the same for all: whoever reads first sets it.
    csv.field_size_limit(LONGEST_CELL)
    with source.open(encoding=encoding, newline="") as file:
        try:
            yield from csv.reader(file)
        except csv.Error:
            raise SheetError(
                f"{source.name} 有一格长得不合常理，多半是前面某一行的引号没有成对，请检查引号。"
            ) from None
