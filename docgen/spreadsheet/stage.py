"""Lay a spreadsheet out in a database of our own, row by row: read once, with bounds, elsewhere.

What a stranger's file says is taken in by a process with limits on memory and time (`lay_out_rows`)
and read here as often as needed: rows stream in and out, so that memory does not follow the file.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docgen.spreadsheet.cell import Cell, Spoilt, as_typed
from docgen.spreadsheet.ods_file import read_ods
from docgen.spreadsheet.package import FAULTS, is_damage, unreadable
from docgen.spreadsheet.raw import LAST_COLUMN, Merge, RawRow, RawSheet, SheetError
from docgen.spreadsheet.text_file import read_text
from docgen.spreadsheet.xlsx_file import read_xlsx
from docgen.workers.apart import stream_apart

# Rows with something in them, of all sheets together: 20,000 cases have some 200,000.
MOST_ROWS = 1_000_000
MOST_SHEETS = 200
# How often the reading process says that it is getting on.
TOLD_ROWS = 2_000
READERS: Mapping[str, Callable[[Path], Iterator[RawSheet]]] = MappingProxyType({
    ".xlsx": read_xlsx,
    ".ods": read_ods,
    ".csv": read_text,
    ".tsv": read_text,
})  # fmt: skip
# In these every cell is text.
TEXTS = (".csv", ".tsv")
_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE sheets (at INTEGER PRIMARY KEY, name TEXT, hidden INTEGER, columns TEXT, merges TEXT);
CREATE TABLE rows (
    sheet INTEGER, number INTEGER, hidden INTEGER, cells TEXT, PRIMARY KEY (sheet, number)
) WITHOUT ROWID;
"""
_MOMENTS: Mapping[str, Callable[[Any], Cell]] = MappingProxyType({
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
    "Spoilt": lambda words: Spoilt(*words),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class StagedSheet:
    """One sheet as it was laid out: what is hidden of it, and its merged areas in order."""

    at: int
    name: str
    hidden: bool
    hidden_columns: frozenset[int]
    merges: tuple[Merge, ...]


class Stage:
    """A spreadsheet laid out in a database."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, check_same_thread=False)

    def close(self) -> None:
        """Close the database."""
        self.connection.close()

    def sheets(self) -> list[StagedSheet]:
        """Return the sheets in the order of the file."""
        found = self.connection.execute("SELECT * FROM sheets ORDER BY at").fetchall()
        return [
            StagedSheet(
                at, name, bool(hidden),
                frozenset(json.loads(columns)), tuple(Merge(*each) for each in json.loads(merges)),
            )
            for at, name, hidden, columns, merges in found
        ]  # fmt: skip

    def rows(self, sheet: int, last: int | None = None) -> Iterator[RawRow]:
        """Yield the rows of a sheet in order, up to number `last`."""
        query = "SELECT number, hidden, cells FROM rows WHERE sheet = ? AND number <= ?"
        found = self.connection.execute(f"{query} ORDER BY number", (sheet, last or 1 << 40))
        for number, hidden, cells in found:
            yield RawRow(number, decoded(cells), bool(hidden))


def stage(source: Path, target: Path) -> Stage:
    """Lay a spreadsheet out at `target` in a process of its own.

    Errors: `SheetError`, `TooHardToReadError`.
    """
    target.unlink(missing_ok=True)
    for _ in stream_apart(lay_out_rows, source, target):
        pass
    return Stage(target)


def lay_out_rows(source: Path, target: Path) -> Iterator[int]:
    """Write the rows of a spreadsheet into a new database; yield now and then how many there are.

    Errors: `SheetError`.
    """
    connection = sqlite3.connect(target)
    try:
        connection.executescript(_SCHEMA)
        count = 0
        for at, sheet in enumerate(READERS[source.suffix.lower()](source)):
            if at == MOST_SHEETS:
                raise SheetError(f"{source.name} 的工作表超过 {MOST_SHEETS} 张，请删去不用的。")
            for row in sheet.rows:
                connection.execute(
                    "INSERT INTO rows VALUES (?, ?, ?, ?)",
                    (
                        at,
                        row.number,
                        row.hidden,
                        encoded({at: as_typed(cell) for at, cell in row.cells.items()}),
                    ),
                )
                count += 1
                if count > MOST_ROWS:
                    raise SheetError(f"{source.name} 超过 {MOST_ROWS} 行，请分成几个文件。")
                if count % TOLD_ROWS == 0:
                    yield count
            connection.execute(
                "INSERT INTO sheets VALUES (?, ?, ?, ?, ?)",
                (at, sheet.name, sheet.hidden, _hidden_columns(sheet), _merges(sheet)),
            )
        connection.commit()
        yield count
    except FAULTS:
        raise unreadable(source) from None
    except OSError as fault:
        if is_damage(fault):
            raise unreadable(source) from None
        raise
    except sqlite3.Error as fault:
        raise SheetError(f"写不下 {source.name} 的内容（{fault}），请检查磁盘空间。") from fault
    finally:
        connection.close()


def _hidden_columns(sheet: RawSheet) -> str:
    columns = {
        at
        for first, last in sheet.hidden_columns
        for at in range(max(0, first), min(last + 1, LAST_COLUMN))
    }
    return json.dumps(sorted(columns))


def _merges(sheet: RawSheet) -> str:
    merges = sorted(sheet.merges, key=lambda each: (each.first_row, each.first_column))
    return json.dumps(
        [(each.first_row, each.last_row, each.first_column, each.last_column) for each in merges]
    )


def encoded(cells: Mapping[int, Cell]) -> str:
    """Return the cells of a row as the database holds them."""
    return json.dumps({at: _plain(cell) for at, cell in cells.items()})


def _plain(cell: Cell) -> Any:
    """Return a cell as JSON can hold it: what JSON has no word for as a pair."""
    match cell:
        case Spoilt():
            return ["Spoilt", [cell.code, cell.shown, cell.detail]]
        case timedelta():
            return ["timedelta", cell.total_seconds()]
        case datetime() | date() | time():
            return [type(cell).__name__, cell.isoformat()]
    return cell


def decoded(text: str) -> dict[int, Cell]:
    """Return the cells of a row from what the database holds."""
    return {
        int(at): _MOMENTS[cell[0]](cell[1]) if isinstance(cell, list) else cell
        for at, cell in json.loads(text).items()
    }
