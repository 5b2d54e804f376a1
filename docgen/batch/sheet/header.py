"""Find out what the columns of a sheet are, by their machine names or by their headings."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.batch.sheet.layout import (
    BETWEEN,
    CASE_KEY,
    ROW_KEY,
    Column,
    Key,
    Layout,
    Path,
    Table,
    column_at,
)  # fmt: skip
from docgen.kinds.catalogue import Kind
from docgen.spreadsheet.cell import Cell, Spoilt, is_blank
from docgen.spreadsheet.raw import SheetError, column_letters
from schemas.ground.base import Part
from schemas.ground.fields import Group, Rows

_MACHINE = re.compile(r"[a-z_]*#[a-z0-9_.]+|[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_UNIT = re.compile(r"（[^（）]*）$")
_MARK = re.compile(r"[*＊\s]+")
# The rows above the cases that may hold the machine names or the headings.
HEAD_ROWS = 10


@dataclass(frozen=True, slots=True)
class Header:
    """What the columns of one sheet are; None where a column has no name and must stay blank.

    `keys` holds the position of each key column, by the table whose rows it names; `headed` the
    columns without a name that bear a heading all the same.
    """

    sheet: str
    table: Path
    columns: tuple[Key | Column | None, ...]
    keys: Mapping[Path, int]
    headed: frozenset[int] = frozenset()


def numbered_parts(header: Header) -> set[Path]:
    """Return the repeated parts whose rows stand in numbered columns of a sheet."""
    return {
        column.path[:end]
        for column in header.columns
        if isinstance(column, Column)
        for end, step in enumerate(column.path)
        if isinstance(step, int)
    }


def key_text(cell: Cell) -> str:
    """Return a key as text: 1, 1.0, "1" and " １" name one row; what says nothing sure is none."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if is_blank(cell) or isinstance(cell, Spoilt):
        return ""
    folded = unicodedata.normalize("NFKC", str(cell))
    visible = "".join(each for each in folded if unicodedata.category(each) != "Cf")
    return " ".join(visible.split())


def agreed_kind(name: str, heads: Iterable[Sequence[Sequence[Cell]]], kind: str) -> str:
    """Return the kind that the first rows of a file name (`mediation_agreement#id`), or `kind`.

    Errors: `SheetError` when they name another, or nobody names any.
    """
    cells = (cell for rows in heads for row in rows for cell in row if isinstance(cell, str))
    found = filter(None, (re.fullmatch(r"([a-z0-9_]+)#id", cell.strip()) for cell in cells))
    said = next((each[1] for each in found), "")
    if kind and said and kind != said:
        raise SheetError(f"这份表格填的是 {said}，不是 {kind}，请核对文书种类（--kind）。")
    if not (kind or said):
        raise SheetError(f"看不出 {name} 是哪一种文书的表格，请指明文书种类（--kind）。")
    return kind or said


def read_header(
    layout: Layout, sheet: str, rows: Sequence[Sequence[Cell]], table: Table | None = None
) -> tuple[Header, int] | None:
    """Return the header found in the first rows of a sheet and the number of the row below it.

    `table` is what the sheet holds where it has headings only; failing that, its name tells.
    None says that the sheet is none of the kind's. Errors: `SheetError` naming the column that
    no field answers to.
    """
    for number, cells in enumerate(rows[:HEAD_ROWS], start=1):
        names = [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]
        if _are_machine_names(layout, names):
            header = _by_names(layout, sheet, cells)
            above = [at for row in rows[: number - 1] for at, each in enumerate(row) if each]
            unnamed = {at for at in above if at >= len(cells) or is_blank(cells[at])}
            return replace(header, headed=frozenset(unnamed)), number + 1
    table = table or next((each for each in layout.tables.values() if each.label == sheet), None)
    for number, cells in enumerate(rows[:HEAD_ROWS], start=1):
        if table and not all(is_blank(cell) for cell in cells):
            return _by_headings(layout, sheet, table, cells), number + 1
    return None


def _are_machine_names(layout: Layout, names: Sequence[str]) -> bool:
    """Tell whether a row names columns: all of it looks like names, and one at least is known."""
    known = {each.name for table in layout.tables.values() for each in table.headings}
    return all(_MACHINE.fullmatch(name) for name in names) and any(
        "#" in name or re.sub(r"\.\d+", "", name) in known for name in names
    )


def _by_names(layout: Layout, sheet: str, cells: Sequence[Cell]) -> Header:
    columns = [None if is_blank(cell) else _named(layout, sheet, str(cell)) for cell in cells]
    return _header(sheet, layout, columns)


def _named(layout: Layout, sheet: str, name: str) -> Key | Column:
    name = name.strip()
    before, _, key = name.partition("#")
    if key:
        path = () if key == "id" else tuple(key.split("."))
        if path in layout.tables and before in ("", layout.kind.name):
            return Key(path, layout.tables[path].label + ROW_KEY if path else CASE_KEY)
    else:
        try:
            return column_at(layout.kind, _path(name))
        except KeyError:
            pass
    known = [each.name for table in layout.tables.values() for each in table.headings]
    raise _unknown(sheet, name, known)


def _path(name: str) -> Path:
    """Return the path a machine name spells; a number below 1 counts no row."""
    steps = tuple(int(step) - 1 if step.isdigit() else step for step in name.split("."))
    if any(step == -1 for step in steps):
        raise KeyError(name)
    return steps


def _by_headings(layout: Layout, sheet: str, table: Table, cells: Sequence[Cell]) -> Header:
    keys = {key.heading: key for key in table.keys}
    columns: list[Key | Column | None] = []
    for at, cell in enumerate(cells):
        heading = _MARK.sub("", str(cell or ""))
        if not heading:
            columns.append(None)
            continue
        path = None if heading in keys else _path_headed(layout.kind, table, heading)
        if heading not in keys and path is None:
            raise _unknown(sheet, heading, [each.heading for each in table.headings], at)
        columns.append(keys[heading] if path is None else column_at(layout.kind, path))
    return _header(sheet, layout, columns, table.path)


def _path_headed(kind: Kind, table: Table, heading: str) -> Path | None:
    """Return the path whose labels make up a heading, its unit given or left out."""
    for column in table.columns:
        whole = _MARK.sub("", column.heading)
        if heading in (whole, _MARK.sub("", BETWEEN.join(column.labels))):
            return column.path
    return None if table.path else _path_numbered(kind.reader, _UNIT.sub("", heading))


def _path_numbered(part: Part, heading: str) -> Path | None:
    """Return the path of a heading like 投诉人2·联系电话: rows in columns, counted from 1."""
    label, _, rest = heading.partition(BETWEEN)
    for name, field in part.fields.items():
        if isinstance(field, Group) and _MARK.sub("", field.label) == label:
            below = _path_numbered(field.below, rest)
        elif isinstance(field, Rows) and (
            found := re.fullmatch(re.escape(_MARK.sub("", field.label)) + r"([1-9]\d{0,3})", label)
        ):
            index = int(found[1]) - 1
            inner = _path_numbered(field.below, rest) if field.below and rest else ()
            below = None if inner is None else (index, *inner)
        elif not isinstance(field, Group | Rows) and not rest:
            below = () if _MARK.sub("", getattr(field, "label", "")) == label else None
        else:
            below = None
        if below is not None:
            return (name, *below)
    return None


def _header(
    sheet: str, layout: Layout, columns: list[Key | Column | None], table: Path | None = None
) -> Header:
    """Return the header, sure that every column is there once and belongs to one table."""
    given = [column for column in columns if column]
    names = [column.name for column in given]
    if twice := next((column for column in given if names.count(column.name) > 1), None):
        raise SheetError(f"「{sheet}」表有两列「{twice.heading}」，请只留一列。")
    tables = {column.table for column in given if isinstance(column, Column)}
    if len(tables) > 1:
        labels = "、".join(f"「{layout.tables[path].label}」" for path in tables)
        raise SheetError(f"「{sheet}」表混有 {labels} 的列，请分到各自的工作表。")
    found = tables.pop() if tables else (table or ())
    # Without its keys nobody could tell whose rows they are.
    for key in layout.tables[found].keys if found else ():
        if key.name not in names:
            raise SheetError(f"「{sheet}」表缺少「{key.heading}」列，请补上，以便与案件对应。")
    keys = {each.table: at for at, each in enumerate(columns) if isinstance(each, Key)}
    return Header(sheet, found, tuple(columns), keys)


def _unknown(sheet: str, name: str, known: list[str], at: int | None = None) -> SheetError:
    # A heading somebody typed is no party's data, but a sheet without headings begins with some.
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"，是不是「{near[0]}」？" if near else "，请改正或者删去这一列。"
    place = "一列" if at is None else f" {column_letters(at + 1)} 列"
    shown = f"「{name}」" if _MACHINE.fullmatch(name) or near else f"{place}的标题"
    return SheetError(f"「{sheet}」表没有{shown}对应的项目{hint}")
