"""Make sheets as clerks have them: written by docgen, then changed cell by cell."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl

from docgen import Engine
from docgen.batch.inputs import Input, open_input
from docgen.batch.item import Item, Reading
from docgen.batch.sheet.produce import Given, write_csv, write_workbook

WRITERS = {".xlsx": write_workbook, ".csv": write_csv}
# Headings, names, hints and the example stand above the first case.
FIRST_ROW = 5


def photo_name(content: bytes, suffix: str) -> str:
    """Name a photo taken out of a payload after its size, which is all a test needs."""
    return f"IMG_{len(content)}{suffix}"


def write(path: Path, engine: Engine, kind: str, payloads: Mapping[str, Any]) -> Path:
    """Write payloads by id as the kind's sheet at `path`."""
    given = [Given(id, payload) for id, payload in payloads.items()]
    WRITERS[path.suffix](path, engine.catalogue[kind], given, photo_name)
    return path


def read(path: Path, engine: Engine, kind: str = "", hidden: str = "") -> list[Item]:
    """Read a sheet as a batch does."""
    with opened(path, engine, kind, hidden) as given:
        return [*given.items()]


@contextmanager
def opened(path: Path, engine: Engine, kind: str = "", hidden: str = "") -> Iterator[Input]:
    """Open a sheet as a batch does."""
    with (
        TemporaryDirectory() as scratch,
        open_input(path, Reading(engine.catalogue, kind, hidden), Path(scratch)) as given,
    ):
        yield given


class Workbook:
    """A workbook under a clerk's hands; saved where it was."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def column(self, sheet: str, heading: str) -> int:
        """Return the number of the column with a heading."""
        return next(
            cell.column
            for cell in self.book[sheet][1]
            if str(cell.value).removesuffix(" *") == heading
        )

    def first_row(self, sheet: str) -> int:
        """Return the row below the explanation and the rows of the example."""
        keys = [cell.value for cell in self.book[sheet]["A"]]
        return max(row for row, key in enumerate(keys, start=1) if key in ("说明", "示例")) + 1

    def cell(self, sheet: str, row: int, heading: str) -> Any:
        """Return a cell."""
        return self.book[sheet].cell(row, self.column(sheet, heading))

    def type(self, sheet: str, row: int, heading: str, value: Any, format: str = "General") -> None:
        """Type a value into a cell, whose format is that of no care taken."""
        cell = self.cell(sheet, row, heading)
        cell.number_format = format
        cell.value = value

    def save(self) -> Path:
        """Save and return the path."""
        self.book.save(self.path)
        self.book.close()
        return self.path


def codes(items: Iterable[Item]) -> list[tuple[str, str]]:
    """Return pointer and code of every finding."""
    return [(each.pointer, each.code) for item in items for each in item.findings]
