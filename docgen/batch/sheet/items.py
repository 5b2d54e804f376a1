"""Spreadsheets as inputs of a batch: every case of a spreadsheet is one item."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import marshmallow

from docgen.batch.item import Item, digest_of
from docgen.batch.sheet.book import Book, Found
from docgen.case.findings import flatten
from docgen.photo.folder import FolderPhotos
from schemas.ground.base import Finding


def read_cases(book: Book, folder: Path) -> Iterator[Item]:
    """Yield every case of a spreadsheet; its photos lie in `folder`."""
    photos = FolderPhotos(folder)
    kind = book.layout.kind.name
    for found in book.cases():
        payload, findings = _read(found, from_text=book.from_text)
        content: Any = payload
        if findings:
            # What is faulty is in no payload: whether it was mended shows in the cells alone.
            rows = found.case.rows()
            content = [[[at, str(cell)] for at, cell in row.cells.items()] for row in rows]
        yield Item(
            found.line, digest_of(kind, found.case.id, content), kind,
            {} if findings else payload, found.case.id, findings, photos,
        )  # fmt: skip


def _read(found: Found, *, from_text: bool) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Return a case's payload, and everything wrong with it if a cell of it cannot be read."""
    if found.case.row.header.table:
        return {}, found.findings  # Rows gone astray are no case.
    payload, faults = found.case.payload(from_text=from_text)
    findings = [*found.findings, *faults]
    if findings:
        findings += _also(found, payload, {each.pointer for each in faults})
    return payload, tuple(findings)


def _also(found: Found, payload: dict[str, Any], told: set[str]) -> Iterator[Finding]:
    """Yield what the schema finds in the other cells, so that all is mended in one go."""
    reader = found.case.layout.kind.reader
    try:
        reader.load(payload)
    except marshmallow.ValidationError as refusal:
        yield from (each for each in flatten(refusal.messages, reader) if each.pointer not in told)
