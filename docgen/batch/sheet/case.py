"""One case of a sheet: its row and the rows that hang on it, as a payload and as places."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docgen.batch.sheet.cells import read_cell
from docgen.batch.sheet.guide import EXAMPLE
from docgen.batch.sheet.layout import CASE_KEY, Column, Layout, Path
from docgen.batch.sheet.row import (
    SHEET_POINTER,
    SheetRow,
    doubt,
    first_key,
    table_name,
    unread_cells,
)
from docgen.case.findings import pointer_to
from docgen.spreadsheet.cell import is_blank
from schemas.ground.base import Finding, Part, Refusal, error
from schemas.ground.fields import Group, Rows

# The rows below a case by table and by the keys they bear.
Below = Mapping[Path, Mapping[tuple[str, ...], Sequence[SheetRow]]]


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
        findings = [finding for row in self.rows() for finding in unread_cells(row)]
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
                cell, field = row.cell(entry.index), entry.column.field
                if is_blank(cell):
                    continue
                try:
                    if found := doubt(row, entry.index):
                        raise field.refuse(*found)
                    value = read_cell(field, cell, from_text=from_text)
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
                if (table_name(row), str(row.number)) == (table, number):
                    return row, int(column) - 1
        nearest, found = 0, (self.row, first_key(self.row))
        for row, path in self._rows():
            spots = [(_pointer(path), first_key(row))]
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
