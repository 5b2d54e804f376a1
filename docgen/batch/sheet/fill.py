"""Fill a kind's tables with payloads: the reverse of reading, for examples and existing cases."""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from docgen.batch.sheet.cells import write_cell
from docgen.batch.sheet.layout import Column, Key, Layout, Path, Table
from docgen.spreadsheet.cell import Cell
from docgen.spreadsheet.raw import SheetError
from schemas.ground.fields import File
from schemas.parts.enclosed_files import suffix_of

# Excel holds no more in a cell.
LONGEST_CELL = 32_767

# Takes the bytes of a photo that a payload carries inside, and its suffix; returns its file name.
KeepPhoto = Callable[[bytes, str], str]


def table_rows(
    layout: Layout, id: str, payload: Mapping[str, Any], keep: KeepPhoto
) -> Iterator[tuple[Table, list[Cell]]]:
    """Yield every row of one case, rows above before rows below, with the table it belongs to."""
    yield from _rows(layout, layout.cases, {(): id}, payload, keep)


def flat_row(table: Table, id: str, payload: Mapping[str, Any], keep: KeepPhoto) -> list[Cell]:
    """Return the one row of a case whose repeated parts stand in numbered columns."""
    return [_cell(each, {(): id}, payload, (), keep) for each in table.headings]


def row_counts(payload: Any) -> Callable[[Path], int]:
    """Return how many rows each repeated part of a payload has; without any, room for one."""

    def count(path: Path) -> int:
        return max(1, len(_value(payload, path) or ()))

    return count


def _rows(
    layout: Layout, table: Table, keys: Mapping[Path, str], value: Any, keep: KeepPhoto
) -> Iterator[tuple[Table, list[Cell]]]:
    yield table, [_cell(each, keys, value, table.path, keep) for each in table.headings]
    for below in layout.tables.values():
        if below.above is not table:
            continue
        rows = _value(value, below.path[len(table.path) :]) or ()
        for number, row in enumerate(rows, start=1):
            yield from _rows(layout, below, {**keys, below.path: str(number)}, row, keep)


def _cell(
    column: Key | Column, keys: Mapping[Path, str], value: Any, table: Path, keep: KeepPhoto
) -> Cell:
    if isinstance(column, Key):
        return keys[column.table]
    found = _value(value, column.path[len(table) :])
    if isinstance(column.field, File) and isinstance(found, str) and found.startswith("data:"):
        found = _beside(found, keep)
    cell = write_cell(column.field, found)
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        raise SheetError(f"「{column.heading}」超过 {LONGEST_CELL} 字，一格写不下，请用 JSON。")
    return cell


def _value(value: Any, path: Sequence[str | int]) -> Any:
    """Return what stands at a path of a payload, None where nothing does."""
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, Sequence) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _beside(url: str, keep: KeepPhoto) -> str:
    """Take a photo or a file out of a `data:` URL and return the name it goes by."""
    head, _, body = url.partition(",")
    media_type = head.removeprefix("data:").removesuffix(";base64")
    return keep(base64.b64decode(body), suffix_of(media_type))
