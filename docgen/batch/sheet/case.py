"""One case of a sheet: its row and the rows that hang on it, as a payload and as places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen.batch.sheet.cells import Cell, is_blank, read_cell
from docgen.batch.sheet.guide import EXAMPLE, EXPLANATION
from docgen.batch.sheet.header import Header, key_text
from docgen.batch.sheet.layout import CASE_KEY, Column, Key, Layout, Path
from docgen.findings import pointer_to
from schemas.base import Finding, Part, Refusal, error
from schemas.fields import Group, Rows

# The rows of a table below a case, by the keys they bear.
Below = Mapping[Path, Mapping[tuple[str, ...], Sequence["SheetRow"]]]

# Begins the pointer of a cell that stands for nothing in the payload.
SHEET_POINTER = "/#"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet as typed; `number` counts from 1 as Excel shows it.

    `broken` are the columns, from 0, whose cells hold an error of a formula.
    """

    header: Header
    number: int
    cells: Sequence[Cell] = field(repr=False)
    broken: frozenset[int] = frozenset()

    def key(self, table: Path) -> str:
        """Return the key the row bears for a table; blank where it bears none."""
        at = self.header.keys.get(table)
        return "" if at is None else key_text(self.cell(at))

    def cell(self, index: int) -> Cell:
        """Return a cell; a row may be shorter than its header."""
        return self.cells[index] if index < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a workbook a value stands: sheet, row and column, both from 1."""

    sheet: str
    row: int
    column: int
    heading: str

    def __str__(self) -> str:
        heading = f"（{self.heading}）" if self.heading else ""
        return f"「{self.sheet}」表第 {self.row} 行 {column_letters(self.column)} 列{heading}"


def column_letters(column: int) -> str:
    """Return A for 1, Z for 26, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class _Entry:
    """One cell of a case: the path of its value, its field, where it stands."""

    path: Path
    column: Column
    row: SheetRow
    index: int


@dataclass(frozen=True, slots=True)
class SheetCase:
    """One case of a sheet: the row of the cases, every row below it, and rows gone astray.

    A stray row bears the key of the case, but hangs on no row of the table above it; where the
    case itself is not there, `row` is the first of them.
    """

    layout: Layout = field(repr=False)
    row: SheetRow
    below: Below = field(default_factory=dict, repr=False)
    strays: tuple[SheetRow, ...] = ()

    @property
    def id(self) -> str:
        """What the sheet calls the case."""
        return self.row.key(())

    def payload(self, *, from_text: bool = False) -> tuple[dict[str, Any], list[Finding]]:
        """Return what the cells say, and a finding for every cell that the sheet has ruined."""
        tree: dict[str | int, Any] = {}
        findings = [finding for row in self.rows() for finding in _not_read(row)]
        if self.id == EXAMPLE:
            detail = f"「{CASE_KEY}」还是“{EXAMPLE}”，请改成这一案自己的编号。"
            findings.append(error("", "example_key", detail))
        for row, path in self._rows():
            entries = list(_entries(row, path))
            # A row that is there counts, even with nothing filled in but its keys.
            if path and all(entry.path == path for entry in entries):
                _plant(tree, path, None)
            else:
                _grow(tree, path)
            for entry in entries:
                cell = row.cell(entry.index)
                if is_blank(cell):
                    continue
                try:
                    value = read_cell(entry.column.field, cell, from_text=from_text)
                except Refusal as refusal:
                    findings += _found(refusal, entry.path)
                else:
                    _plant(tree, entry.path, value)
        payload: dict[str, Any] = _settled(tree)
        _complete(self.layout.kind.reader, payload)
        return payload, findings

    def keyed_rows(self) -> Iterator[tuple[SheetRow, tuple[str, ...]]]:
        """Yield every row on which further rows may hang, with the keys they must bear."""
        for row, _ in self._rows():
            table = self.layout.tables[row.header.table]
            if table.above and table.has_tables:
                yield row, tuple(row.key(key.table) for key in table.keys)

    def has_below(self, table: Path, keys: tuple[str, ...]) -> bool:
        """Tell whether any row hangs on the row of `table` that bears these keys."""
        return any(
            each.above is not None
            and each.above.path == table
            and keys in self.below.get(each.path, {})
            for each in self.layout.tables.values()
        )

    def rows(self) -> Iterator[SheetRow]:
        """Yield every row of the case, its own first."""
        yield from (row for row, _ in self._rows())
        yield from (row for row in self.strays if row is not self.row)

    def place(self, pointer: str) -> tuple[SheetRow, int]:
        """Return the row, and the column from 0, of what a JSON Pointer into the payload names.

        What has no cell of its own (a group, a missing row) is told by the nearest cell there is.
        """
        if pointer.startswith(SHEET_POINTER):
            table, number, column = pointer.removeprefix(SHEET_POINTER).split("/")
            for row in self.rows():
                if (_table_name(row), str(row.number)) == (table, number):
                    return row, int(column) - 1
        nearest, found = 0, (self.row, _first_column(self.row))
        for row, path in self._rows():
            spots = [(_pointer(path), _first_column(row))]
            spots += [(_pointer(entry.path), entry.index) for entry in _entries(row, path)]
            for here, index in spots:
                if here == pointer:
                    return row, index
                if (shared := _shared(here, pointer)) > nearest:
                    nearest, found = shared, (row, index)
        return found

    def _rows(self) -> Iterator[tuple[SheetRow, Path]]:
        """Yield every row with the path it stands for, rows above before rows below."""
        yield self.row, ()
        yield from self._rows_below(self.row, (), ())

    def _rows_below(
        self, above: SheetRow, table: Path, path: Path
    ) -> Iterator[tuple[SheetRow, Path]]:
        keys = tuple(above.key(key.table) for key in self.layout.tables[table].keys)
        for each in self.layout.tables.values():
            if each.above is None or each.above.path != table:
                continue
            for index, row in enumerate(self.below.get(each.path, {}).get(keys, ())):
                here = (*path, *each.path[len(table) :], index)
                yield row, here
                yield from self._rows_below(row, each.path, here)


def _found(refusal: Refusal, path: Path) -> Iterator[Finding]:
    """Yield the findings of a refusal, at the place of the value it refuses."""
    messages: list[Any] = refusal.messages  # type: ignore[assignment]
    return (each.below(_pointer(path)) for each in messages)


def without_guide(rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
    """Yield the rows that somebody filled in: neither the explanation nor the example.

    Only the first case called 示例 is the example; another is somebody's copy of it.
    """
    example = ""
    for row in rows:
        key = row.key(())
        if key == EXAMPLE and (row.header.table or not example):
            example = key
        elif key != EXPLANATION:
            yield row


def cell_pointer(row: SheetRow, at: int | None = None) -> str:
    """Return the pointer to a cell that stands for nothing in the payload: `/#letters/7/2`.

    Without a column it is that of the row's first key.
    """
    column = (_first_column(row) if at is None else at) + 1
    return f"{SHEET_POINTER}{_table_name(row)}/{row.number}/{column}"


def _table_name(row: SheetRow) -> str:
    return ".".join(map(str, row.header.table))


def _not_read(row: SheetRow) -> Iterator[Finding]:
    """Yield a finding for every filled cell that no column takes, or that a formula spoilt."""
    columns = row.header.columns
    for at, cell in enumerate(row.cells):
        named = at < len(columns) and columns[at]
        if at in row.broken:
            detail = "这一格是出错的公式（如 #N/A），请改成实际内容。"
            yield error(cell_pointer(row, at), "cell_error", detail)
        elif not named and not is_blank(cell):
            detail = "这一列没有标题，不知道填的是什么，请补上标题或者清空这一格。"
            yield error(cell_pointer(row, at), "column_without_name", detail)


def _first_column(row: SheetRow) -> int:
    """Return the column where a row is marked that has no cell to mark: its first key's."""
    keys = (index for index, each in enumerate(row.header.columns) if isinstance(each, Key))
    return next(keys, 0)


def _entries(row: SheetRow, path: Path) -> Iterator[_Entry]:
    """Yield every cell of a row with the path of its value.

    Numbered columns count what is there: with the second of three left blank, the third becomes
    the second, and the blank one comes last.
    """
    columns = [
        (index, column)
        for index, column in enumerate(row.header.columns)
        if isinstance(column, Column)
    ]
    ranks = _ranks(row, columns)
    for index, column in columns:
        below: list[str | int] = []
        steps = column.path[len(row.header.table) :]
        for end, step in enumerate(steps, start=1):
            below.append(ranks[steps[:end]] if isinstance(step, int) else step)
        yield _Entry((*path, *below), column, row, index)


def _ranks(row: SheetRow, columns: Sequence[tuple[int, Column]]) -> dict[Path, int]:
    """Return the position of every numbered part of a row, those with something filled in first."""
    filled: dict[Path, dict[int, bool]] = {}
    for index, column in columns:
        steps = column.path[len(row.header.table) :]
        for end, step in enumerate(steps):
            if isinstance(step, int):
                seen = filled.setdefault(steps[:end], {})
                seen[step] = seen.get(step, False) or not is_blank(row.cell(index))
    return {
        (*above, step): rank
        for above, seen in filled.items()
        for rank, step in enumerate(sorted(seen, key=lambda each: (not seen[each], each)))
    }


def _pointer(path: Path) -> str:
    pointer = ""
    for step in path:
        pointer = pointer_to(pointer, step)
    return pointer


def _shared(here: str, wanted: str) -> int:
    """Return how many steps two pointers share."""
    count = 0
    for mine, theirs in zip(here.split("/"), wanted.split("/"), strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _grow(tree: dict[str | int, Any], path: Path) -> dict[str | int, Any]:
    """Make room for a group or a row, and return it."""
    for step in path:
        tree = tree.setdefault(step, {})
    return tree


def _plant(tree: dict[str | int, Any], path: Path, value: Any) -> None:
    _grow(tree, path[:-1])[path[-1]] = value


def _settled(tree: Any) -> Any:
    """Return the tree with its numbered branches as lists."""
    if not isinstance(tree, dict):
        return tree
    values = {step: _settled(below) for step, below in tree.items()}
    numbered = values and all(isinstance(step, int) for step in values)
    return [values[step] for step in sorted(values)] if numbered else values


def _complete(part: Part, values: dict[str, Any]) -> None:
    """Put in every group that a case must have, so that the schema names what is missing in it."""
    for name, declared in part.fields.items():
        if isinstance(declared, Group):
            if not declared.optional:
                values.setdefault(name, {})
            if name in values:
                _complete(declared.below, values[name])
        elif isinstance(declared, Rows) and declared.below:
            for row in values.get(name, ()):
                _complete(declared.below, row)
