"""A list as a workbook: the words of its page, row by row, each in a cell of its own.

The page is the one the PDF is made of, so both say the same. Every cell is text: a number of 22
digits, 2026-11 or =1+1 comes out as it stands in the paper. A heading of several lines becomes as
many columns, and its cells with it, so that each can be sorted and filtered by itself.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import lxml.html
import xlsxwriter

from docgen.listing import LONGEST_CELL, ExportError, close_book

# The class of the table that `_list.html` prints its rows in.
ROWS = "rows"
BLOCKS = ("table", "h1", "h2", "h3", "p", "div")
# A millimetre of paper in the characters that widths are counted in, and the least of them.
PER_MILLIMETRE, NARROWEST = 0.55, 5.0
PAPERS = {"A4": 9, "A3": 8}
_WIDTH = re.compile(r"width:\s*([0-9.]+)mm")
_PAPER = re.compile(r"size:\s*(A[34]) landscape")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
Element = Any


def write_workbook(page: str, *, title: str, moment: datetime) -> bytes:
    """Return the list of a page as XLSX, the same bytes each time.

    `moment` dates the file: that of the paper, never the clock's.
    Errors: `ExportError` for a text no cell can hold.
    """
    document = lxml.html.document_fromstring(page)
    paper = _PAPER.search(page)
    target = io.BytesIO()
    # Strings stay strings: nothing a clerk typed may become a formula, a link or a number.
    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties({"title": title, "created": moment.replace(tzinfo=None)})
    sheet = _Sheet(book, book.add_worksheet(_sheet_name(title)))
    sheet.paper(PAPERS[paper[1] if paper else "A4"])
    for words in document.iterfind(".//*[@data-read='first']"):
        sheet.line([_joined(words)])
    main = document.find(".//main")
    for element in _pieces(main):
        if element.tag == "table":
            sheet.table(_Table.of(element))
        else:
            spans = element.findall("span")
            sheet.line([_joined(each) for each in spans or [element]])
    close_book(book)
    return target.getvalue()


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", "", title)[:31] or "1"


def _pieces(element: Element) -> Iterator[Element]:
    """Yield what stands in a page, block by block, in order."""
    for each in element:
        if not isinstance(each.tag, str):
            continue
        if each.tag in BLOCKS:
            yield each
        elif any(below.tag in BLOCKS for below in each.iterdescendants()):
            yield from _pieces(each)
        elif _joined(each):
            yield each


def _lines(element: Element) -> list[str]:
    """Return the words of an element, a text for each of its lines."""
    pieces = [element.text or ""]
    for each in element.iterdescendants():
        pieces.append("\n" if each.tag == "br" else each.text or "")
        if each.tag == "p" and each.getnext() is not None:
            pieces.append("\n")
        pieces.append(each.tail or "")
    # A blank of the markup is none of the words; a line ends where the page says so.
    text = "".join("\n" if piece == "\n" else _BLANKS.sub(" ", piece) for piece in pieces)
    return [line.strip() for line in text.split("\n")]


def _joined(element: Element) -> str:
    return "\n".join(_lines(element)).strip()


@dataclass(slots=True)
class _Table:
    """A table of a page: its heads by logical column, its rows as (column, lines) of each cell."""

    heads: list[list[str]] = field(default_factory=list)
    widths: list[float | None] = field(default_factory=list)
    rows: list[tuple[bool, list[tuple[int, list[str]]]]] = field(default_factory=list)
    is_list: bool = False

    @classmethod
    def of(cls, element: Element) -> "_Table":
        """Read a table; a cell over several columns stands in the first of them."""
        found = cls(is_list=ROWS in (element.get("class") or "").split())
        for column in element.iterfind("colgroup/col"):
            width = _WIDTH.search(column.get("style") or "")
            found.widths.append(float(width[1]) if width else None)
        found.heads = [_lines(each) for each in element.iterfind("thead/tr/th")]
        for row in element.xpath("./tr | ./tbody/tr"):
            sums = any(name in ("subtotal", "total") for name in (row.get("class") or "").split())
            cells, at = [], 0
            for cell in row:
                cells.append((at, _lines(cell)))
                at += int(cell.get("colspan") or 1)
            found.rows.append((sums, cells))
        return found

    def starts(self) -> list[int]:
        """Return in which column of the sheet each column of the table begins, and the end."""
        columns = max((at + 1 for _, cells in self.rows for at, _ in cells), default=0)
        starts = [0]
        for at in range(max(columns, len(self.heads))):
            starts.append(starts[-1] + (len(self.heads[at]) if at < len(self.heads) else 1))
        return starts


class _Sheet:
    """The one sheet of a workbook, written from the top down."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Any) -> None:
        self._sheet = sheet
        self._next = 0
        self._led = False
        text = {"num_format": "@", "text_wrap": True, "valign": "top"}
        framed = text | {"border": 1, "border_color": "#7F7F7F"}
        self._plain = book.add_format({"num_format": "@"})
        self._head = book.add_format(framed | {"bold": True, "bg_color": "#ECECEC"})
        self._cell = book.add_format(framed)
        self._sum = book.add_format(framed | {"bold": True})

    def paper(self, number: int) -> None:
        """Print across the page, as wide as the paper."""
        self._sheet.set_landscape()
        self._sheet.set_paper(number)
        self._sheet.fit_to_pages(1, 0)

    def line(self, texts: Sequence[str]) -> None:
        """Write words that stand outside of a table, side by side."""
        for at, text in enumerate(texts):
            self._write(self._next, at * 4, text, self._plain)
        self._next += 1

    def table(self, table: _Table) -> None:
        """Write a table; the heads of the list stay in sight and filter what is below."""
        starts = table.starts()
        head = self._next
        leads = table.is_list and not self._led
        self._led = self._led or leads
        if leads:
            self._widths(table, starts)
        for at, lines in zip(starts, table.heads, strict=False):
            for place, text in enumerate(lines):
                self._write(head, at + place, text, self._head)
        self._next += bool(table.heads)
        last = head
        for sums, cells in table.rows:
            self._row(cells, table, starts, self._sum if sums else self._cell)
            last = last if sums else self._next - 1
        if leads:
            self._sheet.freeze_panes(head + 1, 0)
            self._sheet.repeat_rows(head)
            self._sheet.autofilter(head, 0, last, starts[-1] - 1)

    def _row(
        self, cells: Sequence[tuple[int, list[str]]], table: _Table, starts: list[int], look: Any
    ) -> None:
        filled: dict[int, str] = {}
        for at, lines in cells:
            parts = len(table.heads[at]) if at < len(table.heads) else 1
            texts = lines if len(lines) == parts else ["\n".join(lines)]
            filled |= dict(enumerate(texts, start=starts[at]))
        for column in range(starts[-1]):
            self._write(self._next, column, filled.get(column, ""), look)
        self._next += 1

    def _widths(self, table: _Table, starts: list[int]) -> None:
        for at, lines in enumerate(table.heads):
            given = table.widths[at] if at < len(table.widths) else None
            width = max(NARROWEST, (given or 40.0) * PER_MILLIMETRE)
            self._sheet.set_column(starts[at], starts[at] + len(lines) - 1, width)

    def _write(self, row: int, column: int, text: str, look: Any) -> None:
        if not text:
            self._sheet.write_blank(row, column, None, look)
        elif self._sheet.write_string(row, column, text, look):
            # The writer answers with a code instead of raising, and would leave the cell out.
            raise ExportError(f"有一项内容超过 {LONGEST_CELL} 字，电子表格放不下。")
