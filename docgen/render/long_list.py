"""A list of thousands of rows, taken apart into pages of HTML that hold some hundred rows each.

The boxes of a row take a third of a megabyte while it is laid out, so ten thousand rows would take
four gigabytes. Rows have the widths of the list's own columns and a page ends between two rows, so
whoever begins anew with the row that a page begins with gets that page as it would have been.
"""

import re
from collections.abc import Iterable
from copy import deepcopy
from itertools import groupby
from typing import Any

import lxml.etree
import lxml.html
from weasyprint import Document
from weasyprint.formatting_structure import boxes

ROWS_AT_ONCE = 400
# The marks that tags.py and table_heads.py read: a head that goes on, rows that stand before.
GOES_ON, ROWS_BEFORE = "data-goes-on", "data-rows-before"
_ROW = "data-row"
_FAMILY = re.compile(r'<body class="list">')
# The feet count pages, which nobody knows before the last part is laid out.
_WITHOUT_FEET = "@page { @bottom-center { content: none; } }"
_FEET_ALONE = "@page { @top-right { content: none; } } .leaf { break-after: page; }"


class LongList:
    """The page of a list, its rows apart from what stands above and below them."""

    def __init__(self, document: Any) -> None:
        self._title = document.findtext(".//main/h1") or ""
        self._frame = document
        self._rows: list[tuple[int, Any]] = []
        table = self._table(document)
        for place, group in enumerate(table.findall("tbody")):
            for row in group.findall("tr"):
                row.set(_ROW, str(len(self._rows)))
                self._rows.append((place, row))
            table.remove(group)

    @classmethod
    def of(cls, html: str) -> "LongList | None":
        """Return the list of a page; None where all of it can be laid out at once."""
        if html.count("<tr") <= ROWS_AT_ONCE or not _FAMILY.search(html):
            return None
        document = lxml.html.document_fromstring(html)
        table = cls._table(document)
        if table is None or table.xpath("./tbody//*[@rowspan]"):
            return None
        listed = cls(document)
        return listed if len(listed) > ROWS_AT_ONCE else None

    def __len__(self) -> int:
        return len(self._rows)

    def within_group(self, row: int) -> bool:
        """Tell whether the row before belongs to the same group of rows."""
        return row > 0 and self._rows[row - 1][0] == self._rows[row][0]

    def end(self, first: int) -> int:
        """Return where a part ends that begins with a row."""
        return min(first + ROWS_AT_ONCE, len(self))

    def part(self, first: int, last: int) -> str:
        """Return the page of the rows from `first` to before `last`, without feet."""
        document = deepcopy(self._frame)
        table = self._table(document)
        for _, group in groupby(self._rows[first:last], key=lambda each: each[0]):
            body = lxml.etree.SubElement(table, "tbody")
            body.extend(deepcopy(row) for _, row in group)
        if first:
            self._go_on(document, table, first)
        if last < len(self):
            _remove(table.itersiblings())
        return _written(document, _WITHOUT_FEET)

    def feet(self, pages: int) -> str:
        """Return so many pages that hold nothing but their feet."""
        document = deepcopy(self._frame)
        main = document.find(".//main")
        _remove([*main])
        for _ in range(pages):
            lxml.etree.SubElement(main, "div").set("class", "leaf")
        title = re.sub(r'(["\\])', r"\\\1", self._title)
        return _written(document, f'{_FEET_ALONE} main {{ string-set: title "{title}"; }}')

    @staticmethod
    def _table(document: Any) -> Any:
        return document.find(".//main/table[@class='rows']")

    @staticmethod
    def _go_on(document: Any, table: Any, first: int) -> None:
        """Leave out what the first part has said, and mark what only goes on."""
        _remove(table.itersiblings(preceding=True))
        table.set(ROWS_BEFORE, str(first))
        table.find("thead").set(GOES_ON, "")
        for running in document.iterfind(".//*[@data-read]"):
            del running.attrib["data-read"]


def whole_pages(document: Document) -> tuple[int, int]:
    """Return how many pages of a part are whole, and the row that the page after them begins with.

    The last page lacks what comes after the part. Of no whole page there are none.
    """
    rows = [[*_rows_on(page)] for page in document.pages]
    for number in range(len(rows) - 1, 0, -1):
        if rows[number] and rows[number][0] not in rows[number - 1]:
            return number, rows[number][0]
    return 0, 0


def _rows_on(page: Any) -> Iterable[int]:
    for box in page._page_box.descendants():
        if isinstance(box, boxes.TableRowBox) and box.element is not None:
            number = box.element.get(_ROW)
            if number is not None:
                yield int(number)


def _remove(elements: Iterable[Any]) -> None:
    for each in [*elements]:
        each.getparent().remove(each)


def _written(document: Any, rules: str) -> str:
    sheet = document.find(".//style")
    sheet.text = f"{sheet.text}\n{rules}\n"
    page: str = lxml.html.tostring(document, encoding="unicode", doctype="<!DOCTYPE html>")
    return page
