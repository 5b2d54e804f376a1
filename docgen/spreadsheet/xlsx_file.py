"""Read a workbook (XLSX) as a stream of rows, every cell by its type, whoever has written it.

A formula that was never calculated and a cell in error look like blank cells to most readers; here
they are told apart from blank ones, so that nothing vanishes.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from docgen.spreadsheet.cell import Cell, broken, is_blank, not_calculated
from docgen.spreadsheet.package import Element, Package, drop, local_name, opened
from docgen.spreadsheet.raw import (
    LAST_COLUMN,
    LAST_ROW,
    RawRow,
    RawSheet,
    area_of,
    number_of,
    place_of,
)
from docgen.spreadsheet.xlsx_parts import (
    SharedStrings,
    Shown,
    Workbook,
    is_true,
    moment_of,
    read_styles,
    read_workbook,
    text_of,
    typed_moment,
    unescaped,
)

MOST_MERGES = 100_000
# The two namespaces of a sheet: Excel's usual one and that of "strict" files.
_SHEETS = ("schemas.openxmlformats.org/spreadsheetml", "purl.oclc.org/ooxml/spreadsheetml")

# How the value of a cell of each type is read; shared strings and numbers need the workbook.
_VALUES: Mapping[str, Callable[[str], Cell]] = MappingProxyType({
    "inlineStr": str,
    "str": unescaped,
    "b": lambda text: is_true(text.strip()),
    "e": broken,
    "d": lambda text: typed_moment(text.strip()),
})  # fmt: skip


def read_xlsx(source: Path) -> Iterator[RawSheet]:
    """Yield the sheets of a workbook; the rows of each are read before the next one's.

    Errors: `SheetError`; those in `package.FAULTS`, also while rows are read.
    """
    with opened(source) as package:
        workbook = read_workbook(package)
        strings = SharedStrings(package, workbook.strings)
        try:
            styles = read_styles(package, workbook.styles)
            reader = _Reader(package, workbook, strings, tuple(styles))
            for name, member, hidden in workbook.sheets:
                sheet = RawSheet(name, iter(()), hidden)
                sheet.rows = reader.rows(member, sheet)
                yield sheet
        finally:
            strings.close()


@dataclass(frozen=True, slots=True)
class _Reader:
    package: Package
    workbook: Workbook
    strings: SharedStrings
    styles: tuple[Shown, ...]

    def rows(self, member: str, sheet: RawSheet) -> Iterator[RawRow]:
        """Yield the rows of a sheet; tell `sheet` of merged areas and hidden columns on the way."""
        last, column, all_hidden = 0, -1, False
        cells: dict[int, Cell] = {}
        wanted = ("worksheet", "sheetFormatPr", "col", "row", "c", "mergeCell")
        for event, each in self.package.elements(member, *wanted, start=True):
            name = local_name(each)
            if event == "start":
                if name == "row":
                    last, column, cells = _row_number(each, last), -1, {}
                elif name == "worksheet":
                    _refuse_strange(each)
            elif name == "c":
                column = _column(each, column, cells)
                if not is_blank(cell := self._cell(each)):
                    cells[column] = cell
                drop(each)
            elif name == "row":
                if cells:
                    yield RawRow(last, cells, _is_hidden(each, all_hidden))
                drop(each)
            elif name == "sheetFormatPr":
                all_hidden = is_true(each.get("zeroHeight"))
            else:
                _tell_shape(sheet, each)
                drop(each)

    def _cell(self, element: Element) -> Cell:
        kind, text, formula = element.get("t", "n"), None, False
        for child in element:
            if (name := local_name(child)) == "v":
                text = "".join(child.itertext())
            elif name == "is":
                text = text_of(child)
            elif name == "f":
                formula = True
        if formula and self._is_open(kind, text):
            return not_calculated()
        if text is None:
            return None
        return self._value(kind, text, element.get("s", ""))

    def _is_open(self, kind: str, text: str | None) -> bool:
        """Tell whether nobody has calculated a formula with this result."""
        if text is None or (text.strip() == "" and kind != "str"):
            return True
        return self.workbook.to_be_calculated and text.strip() in ("", "0")

    def _value(self, kind: str, text: str, style: str) -> Cell:
        if kind == "s":
            return self.strings.get(int(text))
        if kind == "n":
            return self._number(text.strip(), style)
        return _VALUES[kind](text)

    def _number(self, text: str, style: str) -> Cell:
        if not text:
            return None
        shown = self.styles[int(style)] if style and self.styles else Shown.number
        return moment_of(number_of(text), shown, from_1904=self.workbook.from_1904)


def _row_number(row: Element, last: int) -> int:
    number = int(row.get("r") or last + 1)
    if not last < number <= LAST_ROW:
        raise ValueError("rows out of order")
    return number


def _column(cell: Element, last: int, taken: Container[int]) -> int:
    """Return the column of a cell, which is the next one where it does not say."""
    column = place_of(cell.get("r"))[1] if cell.get("r") else last + 1
    if column >= LAST_COLUMN or column in taken:
        raise ValueError("a cell outside of every sheet, or two in one place")
    return column


def _refuse_strange(root: Element) -> None:
    if not any(known in root.tag for known in _SHEETS):
        raise ValueError("a sheet of no known kind")


def _tell_shape(sheet: RawSheet, element: Element) -> None:
    """Tell a sheet of a merged area or of hidden columns."""
    if local_name(element) == "mergeCell":
        sheet.merges.append(area_of(element.get("ref", "")))
        if len(sheet.merges) > MOST_MERGES:
            raise ValueError("too many merged areas")
    elif is_true(element.get("hidden")) or _is_nought(element.get("width")):
        sheet.hidden_columns.append((int(element.get("min")) - 1, int(element.get("max")) - 1))


def _is_hidden(row: Element, all_hidden: bool) -> bool:
    height = row.get("ht")
    if is_true(row.get("hidden")) or _is_nought(height):
        return True
    return all_hidden and height is None


def _is_nought(length: str | None) -> bool:
    return length is not None and float(length) == 0
