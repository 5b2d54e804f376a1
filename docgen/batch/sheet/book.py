"""Read the cases of a workbook: the rows of its sheets, joined by their keys."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path as FilePath

import python_calamine

from docgen.batch.sheet.case import Below, SheetCase
from docgen.batch.sheet.cells import Cell, is_blank
from docgen.batch.sheet.guide import FAULTS_SHEET, GUIDE_SHEET, LISTS_SHEET
from docgen.batch.sheet.header import (
    HEAD_ROWS,
    Header,
    SheetError,
    agreed_kind,
    numbered_parts,
    read_header,
)
from docgen.batch.sheet.layout import CASE_KEY, Layout, Path, lay_out
from docgen.batch.sheet.package import error_cells, unreadable
from docgen.batch.sheet.row import SheetRow, cell_pointer, without_guide
from docgen.kinds.catalogue import Catalogue
from schemas.ground.base import Finding, error


@dataclass(frozen=True, slots=True)
class Found:
    """A case of a sheet, its line in the input, and what is wrong with how its rows are joined."""

    line: int
    case: SheetCase
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One sheet of a kind: its rows from `first` on, and the cells that hold an error."""

    header: Header
    sheet: python_calamine.CalamineSheet = field(repr=False)
    first: int
    broken: Mapping[int, frozenset[int]]

    def __iter__(self) -> Iterator[SheetRow]:
        """Yield every row with something in it that is neither explanation nor example."""
        return without_guide(self._filled())

    def _filled(self) -> Iterator[SheetRow]:
        for number, cells in enumerate(_all_rows(self.sheet), start=1):
            broken = self.broken.get(number, _NONE)
            if number < self.first or not (broken or any(not is_blank(cell) for cell in cells)):
                continue
            yield SheetRow(self.header, number, cells, broken)


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook of a kind, opened: its sheets by the table they hold."""

    layout: Layout
    sheets: Mapping[Path, _Sheet] = field(repr=False)

    @property
    def headers(self) -> list[Header]:
        """What the columns of each sheet are."""
        return [sheet.header for sheet in self.sheets.values()]

    def count(self) -> int:
        """Return how many cases there are, rows gone astray left out."""
        return sum(1 for _ in self.sheets[()])

    def cases(self) -> Iterator[Found]:
        """Yield every case in the order of its row, then the rows that belong to none."""
        names = Counter(row.key(()) for row in self.sheets[()])
        below, strays = self._below({(name,) for name in names if name})
        line = 0
        for row in self.sheets[()]:
            line, name = row.number, row.key(())
            case = SheetCase(self.layout, row, below, tuple(strays.pop(name, ())) if name else ())
            findings = [*_astray(case.strays), *_row_twice(case)]
            if name and names[name] > 1:
                findings.insert(
                    0,
                    error("", "case_key_twice", f"「{CASE_KEY}」与别的行重复，请改成不同的编号。"),
                )
            yield Found(line, case, tuple(findings))
        for rows in strays.values():
            line += 1
            yield Found(
                line, SheetCase(self.layout, rows[0], {}, tuple(rows)), tuple(_astray(rows))
            )

    def _below(self, cases: set[tuple[str, ...]]) -> tuple[Below, dict[str, list[SheetRow]]]:
        """Return the rows below the cases by their keys, and by case those that hang on nothing."""
        below: dict[Path, dict[tuple[str, ...], list[SheetRow]]] = {}
        strays: dict[str, list[SheetRow]] = {}
        there: dict[Path, set[tuple[str, ...]]] = {(): cases}
        for path, table in self.layout.tables.items():
            if table.above is None or path not in self.sheets:
                continue
            above = there.get(table.above.path, set())
            here = there.setdefault(path, set())
            for row in self.sheets[path]:
                keys = tuple(row.key(key.table) for key in table.above.keys)
                if keys in above:
                    below.setdefault(path, {}).setdefault(keys, []).append(row)
                    here.add((*keys, row.key(path)))
                else:
                    strays.setdefault(row.key(()), []).append(row)
        return below, strays


_NONE: frozenset[int] = frozenset()
NO_CASES = (GUIDE_SHEET, LISTS_SHEET, FAULTS_SHEET)


def open_workbook(source: FilePath, catalogue: Catalogue, kind: str = "") -> Book:
    """Open a workbook; `kind` is what its caller says it is, if the workbook does not say so.

    Errors: `SheetError`, `UnknownKindError`.
    """
    broken = error_cells(source)
    try:
        workbook = python_calamine.CalamineWorkbook.from_path(source)
        sheets = {name: workbook.get_sheet_by_name(name) for name in workbook.sheet_names}
    except (python_calamine.CalamineError, OSError):
        raise unreadable(source) from None
    heads = {name: [*islice(_all_rows(sheet), HEAD_ROWS)] for name, sheet in sheets.items()}
    layout = lay_out(catalogue[agreed_kind(source.name, heads.values(), kind)])
    found: dict[Path, _Sheet] = {}
    for name, rows in heads.items():
        if name in NO_CASES or not any(not is_blank(cell) for cells in rows for cell in cells):
            continue
        if (read := read_header(layout, name, rows)) is None:
            raise SheetError(f"看不出「{name}」表填的是什么，不用的请删去，改了名称的请改回。")
        header, first = read
        if header.table in found:
            raise SheetError(
                f"「{name}」表与「{found[header.table].header.sheet}」表内容重复，请合并。"
            )
        found[header.table] = _Sheet(header, sheets[name], first, _by_row(broken.get(name, ())))
    if () not in found:
        raise SheetError(f"没有找到「{layout.cases.label}」表，请用 docgen sheet 写出的表格填写。")
    _refuse_twice(layout, found)
    return Book(layout, found)


def _refuse_twice(layout: Layout, sheets: Mapping[Path, _Sheet]) -> None:
    """Refuse a repeated part that stands both in numbered columns and on a sheet of its own."""
    for path in numbered_parts(sheets[()].header):
        if path in sheets:
            label = layout.tables[path].label
            raise SheetError(f"「{label}」既有自己的表又有编号的列，请只留一处。")


def _all_rows(sheet: python_calamine.CalamineSheet) -> Iterator[Sequence[Cell]]:
    """Yield every row from the first of the sheet on, blank ones too."""
    yield from sheet.iter_rows()


def _by_row(cells: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    rows: dict[int, set[int]] = {}
    for row, column in cells:
        rows.setdefault(row, set()).add(column - 1)
    return {row: frozenset(columns) for row, columns in rows.items()}


def _astray(rows: Iterable[SheetRow]) -> Iterator[Finding]:
    for row in rows:
        yield error(
            cell_pointer(row),
            "row_astray",
            "这一行的编号找不到对应的行，请核对编号，或者补上它所属的那一行。",
        )


def _row_twice(case: SheetCase) -> Iterator[Finding]:
    """Yield a finding for rows of one number with rows below: whose would those be."""
    seen = Counter((row.header.table, keys) for row, keys in case.keyed_rows())
    for row, keys in case.keyed_rows():
        if seen[row.header.table, keys] > 1 and case.has_below(row.header.table, keys):
            yield error(
                cell_pointer(row), "row_key_twice", "同一案件内这个序号用了两次，请改成不同的序号。"
            )
