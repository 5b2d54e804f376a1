"""Make a kind's spreadsheet, as a workbook or as CSV, with its example and any cases given."""

import csv
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path as FilePath
from typing import Any

from docgen.batch.sheet.cells import plain_number
from docgen.batch.sheet.fill import KeepPhoto, flat_row, row_counts, table_rows
from docgen.batch.sheet.guide import EXAMPLE, EXPLANATION, explain
from docgen.batch.sheet.layout import Key, Path, lay_out, lay_out_flat
from docgen.batch.sheet.write import SAMPLE, SheetWriter, headers_of
from docgen.kinds.catalogue import Kind
from docgen.spreadsheet.cell import Cell


@dataclass(frozen=True, slots=True)
class Given:
    """A case to put into a sheet: what it is called, its payload."""

    id: str
    payload: Mapping[str, Any] = field(repr=False)


def write_workbook(path: FilePath, kind: Kind, cases: Iterable[Given], keep: KeepPhoto) -> None:
    """Write a workbook: a sheet for the cases and one for each repeated part."""
    layout = lay_out(kind)
    headers = headers_of(layout.tables.values())
    with whole_file(path) as unfinished, SheetWriter(unfinished, layout, headers) as writer:
        for table, cells in table_rows(layout, EXAMPLE, kind.schema.example, _sample_photo):
            writer.add(table.label, dict(enumerate(cells)), SAMPLE)
        for case in cases:
            for table, cells in table_rows(layout, case.id, case.payload, keep):
                writer.add(table.label, dict(enumerate(cells)))


def write_csv(path: FilePath, kind: Kind, cases: Iterable[Given], keep: KeepPhoto) -> None:
    """Write one table as CSV in UTF-8 with a mark: repeated parts stand in numbered columns."""
    cases = [*cases]
    payloads = [kind.schema.example, *(case.payload for case in cases)]
    table = lay_out_flat(kind, _most(payloads))
    with (
        whole_file(path) as unfinished,
        unfinished.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        write = csv.writer(file).writerow
        write(
            [
                each.heading + (" *" if isinstance(each, Key) or each.required else "")
                for each in table.headings
            ]
        )
        write([(kind.name if each.name == "#id" else "") + each.name for each in table.headings])
        write([explain(each) if at else EXPLANATION for at, each in enumerate(table.headings)])
        write(_texts(flat_row(table, EXAMPLE, kind.schema.example, _sample_photo)))
        for case in cases:
            write(_texts(flat_row(table, case.id, case.payload, keep)))


def _most(payloads: list[Any]) -> Callable[[Path], int]:
    counts = [row_counts(payload) for payload in payloads]
    return lambda path: max(count(path) for count in counts)


def _texts(cells: Iterable[Cell]) -> Iterator[str]:
    for cell in cells:
        if isinstance(cell, datetime):
            yield cell.isoformat(" ", "seconds").removesuffix(":00")
        elif isinstance(cell, date):
            yield cell.isoformat()
        elif isinstance(cell, float):
            yield plain_number(cell)
        else:
            yield "" if cell is None else str(cell)


def _sample_photo(content: bytes, suffix: str) -> str:
    return f"IMG_{int(hashlib.sha256(content).hexdigest(), 16) % 9000 + 1000}{suffix}"


@contextmanager
def whole_file(path: FilePath) -> Iterator[FilePath]:
    """Give a place to write a file at, and put it at `path` only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".docgen-", suffix=path.suffix)
    os.close(handle)
    unfinished = FilePath(name)
    try:
        yield unfinished
        unfinished.chmod(0o644)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
