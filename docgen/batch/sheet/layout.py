"""What a kind looks like as tables: a column per field, a table per repeated part.

Every column has a machine name that says where its value stands in the payload: names joined by
dots, `respondent.agent.phone`. A repeated part is a table of its own (`complainants.name` on the
sheet 投诉人), or stands in columns with the row's number in their names (`complainants.2.name`).
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from docgen.kinds.catalogue import Kind
from schemas.ground.base import Part
from schemas.ground.fields import Described, Group, Rows

# Names from the root of the payload; an index follows the name of rows that stand in columns.
Path = tuple[str | int, ...]
# How many rows of a repeated part stand in columns; None: they have a table of their own.
Sizes = Callable[[Path], int | None]

BETWEEN = "·"
CASE_KEY = "案件编号"
ROW_KEY = "序号"


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a kind in a table.

    `table` is the path of the table it belongs to, `labels` what leads to it there; `required`
    says whether every row of the table must fill it in.
    """

    path: Path
    table: Path
    field: Described
    labels: tuple[str, ...]
    required: bool
    group: str

    @property
    def name(self) -> str:
        """The machine name: the same whatever the heading says; rows count from 1."""
        return ".".join(str(step + 1) if isinstance(step, int) else step for step in self.path)

    @property
    def heading(self) -> str:
        """What people read above the column."""
        unit = f"（{self.field.unit}）" if self.field.unit else ""
        return BETWEEN.join(self.labels) + unit


@dataclass(frozen=True, slots=True)
class Key:
    """A column that joins rows: the case they belong to, or a row of the table above them."""

    table: Path
    heading: str

    @property
    def name(self) -> str:
        """The machine name: `#id` for the case, `#letters` for a row of letters."""
        return "#" + (".".join(map(str, self.table)) or "id")


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a kind: the cases themselves, or a repeated part of them.

    `above` is the table whose rows its rows belong to; the cases belong to nothing.
    """

    path: Path
    label: str
    above: "Table | None"
    columns: tuple[Column, ...]
    has_tables: bool

    @property
    def keys(self) -> tuple[Key, ...]:
        """What joins its rows: the case, the rows above, and its own where other rows need it."""
        if self.above is None:
            return (Key((), CASE_KEY),)
        own = (Key(self.path, self.label + ROW_KEY),) if self.has_tables else ()
        return (*self.above.keys, *own)

    @property
    def headings(self) -> tuple[Key | Column, ...]:
        """All its columns from left to right."""
        return (*self.keys, *self.columns)


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of a kind by path, the cases first."""

    kind: Kind
    tables: dict[Path, Table] = field(repr=False)

    @property
    def cases(self) -> Table:
        """The table with one row a case."""
        return self.tables[()]


def lay_out(kind: Kind) -> Layout:
    """Return the tables of a kind: each repeated part a table of its own."""
    paths = [(), *_rows_paths(kind.reader)]
    columns = [column_at(kind, path) for path in field_paths(kind.reader)]
    tables: dict[Path, Table] = {}
    for path in paths:
        above = next((tables[path[:end]] for end in _shorter(path) if path[:end] in tables), None)
        tables[path] = Table(
            path,
            _label(kind, path, above, {table.label for table in tables.values()}),
            above,
            tuple(column for column in columns if column.table == path),
            any(other[: len(path)] == path for other in paths if other != path),
        )
    return Layout(kind, tables)


def lay_out_flat(kind: Kind, sizes: Sizes) -> Table:
    """Return the one table that holds a whole case a row, repeated parts in numbered columns."""
    paths = field_paths(kind.reader, sizes=sizes)
    columns = tuple(column_at(kind, path) for path in paths)
    return Table((), kind.header.title, None, columns, has_tables=False)


def field_paths(part: Part, above: Path = (), *, sizes: Sizes = lambda _: None) -> Iterator[Path]:
    """Yield the path of every single value of a part, in the order of its fields."""
    for name, declared in part.fields.items():
        here = (*above, name)
        if isinstance(declared, Group):
            yield from field_paths(declared.below, here, sizes=sizes)
        elif isinstance(declared, Rows):
            size = sizes(here)
            for each in [here] if size is None else [(*here, index) for index in range(size)]:
                yield from (
                    field_paths(declared.below, each, sizes=sizes) if declared.below else [each]
                )
        else:
            yield here


def _rows_paths(part: Part, above: Path = ()) -> Iterator[Path]:
    for name, declared in part.fields.items():
        here = (*above, name)
        if isinstance(declared, Rows):
            yield here
        if isinstance(declared, Group | Rows) and declared.below:
            yield from _rows_paths(declared.below, here)


def _shorter(path: Path) -> Iterator[int]:
    return iter(range(len(path) - 1, -1, -1))


def _label(kind: Kind, path: Path, above: Table | None, taken: Collection[str]) -> str:
    """Return a table's name, as short as it can be: its own label, or the way to it."""
    if above is None:
        return _sheet_name(kind.header.title)
    labels, part = [], kind.reader
    for name in path:
        found: Any = part.fields[str(name)]
        labels.append(found.label)
        part = found.below
    short = labels[-1] if above.above is None else BETWEEN.join([above.label, labels[-1]])
    name = _sheet_name(short)
    return name if name not in taken else _sheet_name(BETWEEN.join(labels))


def _sheet_name(label: str) -> str:
    """Return a label as Excel allows it for a sheet: at most 31 characters, some of them not."""
    return re.sub(r"[\[\]:*?/\\]", " ", label)[:31].strip("' ")


def column_at(kind: Kind, path: Path) -> Column:
    """Return the column of the value at `path`.

    Errors: `KeyError` when no field stands there.
    """
    part: Part | None = kind.reader
    table: Path = ()
    labels: list[str] = []
    required, group, field = True, "", None
    steps = list(path)
    while steps:
        field = part.fields[str(steps.pop(0))] if part else None
        if not isinstance(field, Described):
            raise KeyError(path)
        group = group or field.group
        labels.append(_own_label(part, field))
        required = required and not field.optional
        part = None
        if isinstance(field, Group):
            part = field.below
        elif isinstance(field, Rows):
            if steps and isinstance(steps[0], int):
                labels[-1] += str(steps.pop(0) + 1)
                required = False
            else:
                table, labels, required = path[: len(path) - len(steps)], [], True
                group = ""
            part = field.below
            if part is None:
                field = field.inner
                labels = labels or [field.label]
    if not isinstance(field, Described) or isinstance(field, Group | Rows):
        raise KeyError(path)
    return Column(path, table, field, tuple(labels), required, group)


def _own_label(part: Part | None, field: Any) -> str:
    """Return a field's label, with its name where another field of the part has the same label."""
    others = part.fields.values() if part else ()
    twice = sum(getattr(other, "label", "") == field.label for other in others) > 1
    return f"{field.label}（{field.name}）" if twice else str(field.label)
