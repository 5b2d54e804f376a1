"""Read an OpenDocument spreadsheet (ODS) as a stream of rows, every cell by its type.

LibreOffice repeats: a million blank rows are one element, and so are a thousand equal cells. What
is blank is skipped whatever its count; what is not is given as often as the file says.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from docgen.spreadsheet.cell import Cell, broken, is_blank, not_calculated
from docgen.spreadsheet.package import Element, drop, local_name, opened
from docgen.spreadsheet.raw import (
    LAST_COLUMN,
    LAST_ROW,
    LONGEST_CELL,
    Merge,
    RawRow,
    RawSheet,
    number_of,
)

CONTENT = "content.xml"
MOST_MERGES = 100_000
_TIME = re.compile(r"PT(\d{1,7})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")
_ERROR = re.compile(r"#\S+|Err:\d{3}")
_HIDDEN = ("collapse", "filter")


def read_ods(source: Path) -> Iterator[RawSheet]:
    """Yield the sheets of an OpenDocument spreadsheet; the rows of each before the next one's.

    Errors: `SheetError`; those in `package.FAULTS`, also while rows are read.
    """
    with opened(source) as package:
        hidden_styles: set[str] = set()
        events = package.elements(
            CONTENT, "style", "table", "table-column", "table-row", "table-cell",
            "covered-table-cell", start=True,
        )  # fmt: skip
        for event, each in events:
            name = local_name(each)
            if event == "end" and name == "style":
                if _is_hidden_style(each):
                    hidden_styles.add(_attribute(each, "name"))
            elif event == "start" and name == "table":
                sheet = RawSheet(_attribute(each, "name"), iter(()))
                sheet.hidden = _attribute(each, "style-name") in hidden_styles
                sheet.rows = _rows(events, sheet)
                yield sheet
                for _ in sheet.rows:  # Else the next sheet would begin in the middle of this one.
                    pass


def _rows(events: Iterator[tuple[str, Element]], sheet: RawSheet) -> Iterator[RawRow]:
    """Yield the rows of a sheet; tell it of merged areas and hidden columns on the way."""
    number, columns, column = 1, 0, 0
    cells: dict[int, Cell] = {}
    for event, each in events:
        name = local_name(each)
        if event == "start":
            if name == "table":
                raise ValueError("a sheet within a sheet")
            if name == "table-row":
                column, cells = 0, {}
            continue
        if name == "table":
            drop(each)
            return
        if name == "table-column":
            count = _count(each, "number-columns-repeated")
            if _attribute(each, "visibility") in _HIDDEN:
                sheet.hidden_columns.append((columns, columns + count - 1))
            columns += count
        elif name in ("table-cell", "covered-table-cell"):
            column += _take_cell(each, cells, column, number, sheet)
            drop(each)
        elif name == "table-row":
            count = _count(each, "number-rows-repeated")
            hidden = _attribute(each, "visibility") in _HIDDEN
            if cells and number + count - 1 > LAST_ROW:
                raise ValueError("a row outside of every sheet")
            for repeated in range(count if cells else 0):
                yield RawRow(number + repeated, cells, hidden)
            number += count
            drop(each)


def _take_cell(
    element: Element, cells: dict[int, Cell], column: int, row: int, sheet: RawSheet
) -> int:
    """Put a cell in its place, as often as it is repeated; return how many columns it takes."""
    count = _count(element, "number-columns-repeated")
    if not is_blank(cell := _cell(element)):
        if column + count > LAST_COLUMN:
            raise ValueError("a cell outside of every sheet")
        cells.update(dict.fromkeys(range(column, column + count), cell))
    down, across = _count(element, "number-rows-spanned"), _count(element, "number-columns-spanned")
    if down > 1 or across > 1:
        sheet.merges.append(Merge(row, row + down - 1, column, column + across - 1))
        if len(sheet.merges) > MOST_MERGES:
            raise ValueError("too many merged areas")
    return count


def _cell(element: Element) -> Cell:
    kind, formula = _attribute(element, "value-type"), _attribute(element, "formula")
    text = _text(element)
    if _has_error(element) or (formula and _ERROR.fullmatch(text.strip())):
        return broken(text)
    if not kind:
        return not_calculated() if formula else None
    if kind == "string":
        return _attribute(element, "string-value") or text
    attribute, read = _VALUES[kind]
    return read(_attribute(element, attribute))


def _has_error(element: Element) -> bool:
    return any(
        str(name).endswith("}value-type") and value == "error"
        for name, value in element.attrib.items()
    )


def _day(value: str) -> Cell:
    moment = datetime.fromisoformat(value.partition(".")[0])
    return moment if "T" in value else date.fromisoformat(value)


def _length(value: str) -> Cell:
    found = _TIME.fullmatch(value)
    if found is None:
        raise ValueError("no length of time")
    hours, minutes, seconds = map(int, found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


_NUMBER_VALUE = ("value", number_of)
# Where the value of a cell of each type stands, and how it is read.
_VALUES: Mapping[str, tuple[str, Callable[[str], Cell]]] = MappingProxyType({
    "float": _NUMBER_VALUE,
    "percentage": _NUMBER_VALUE,
    "currency": _NUMBER_VALUE,
    "boolean": ("boolean-value", lambda value: value == "true"),
    "date": ("date-value", _day),
    "time": ("time-value", _length),
})  # fmt: skip


def _text(element: Element) -> str:
    """Return the paragraphs of a cell as lines; a comment pinned to it is none of them."""
    lines = ["".join(_words(each)) for each in element if local_name(each) == "p"]
    text = "\n".join(lines)
    if len(text) > LONGEST_CELL:
        raise ValueError("a text longer than a cell can be")
    return text


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for each in element:
        match local_name(each):
            case "s":
                yield " " * min(_count(each, "c"), LONGEST_CELL)
            case "tab":
                yield "\t"
            case "line-break":
                yield "\n"
            case "annotation":
                pass
            case _:
                yield from _words(each)
        yield each.tail or ""


def _is_hidden_style(style: Element) -> bool:
    return any(_attribute(each, "display") == "false" for each in style)


def _count(element: Element, name: str) -> int:
    """Return how often an element stands for itself.

    Errors: `ValueError` for what is no count.
    """
    count = int(_attribute(element, name) or 1)
    if not 1 <= count <= 2 * LAST_ROW:
        raise ValueError("no count")
    return count


def _attribute(element: Element, name: str) -> str:
    """Return an attribute of the standard's own namespaces by its local name; empty if absent."""
    for key, value in element.attrib.items():
        space, _, local = str(key).rpartition("}")
        if local == name and "oasis" in space:
            return str(value)
    return ""
