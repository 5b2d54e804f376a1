"""What a bag knows of each document: one frozen line, made by whoever rendered it."""

import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pikepdf

from docgen.case.case import Case
from docgen.kinds.catalogue import Kind
from schemas.ground.kind import subject_of
from schemas.guard.confidences import persons_unsaid

DOCUMENTS = "data/documents"
# What others sent into the cases, as it came, and a list of it: nothing here can be made again.
CAME_IN = "data/incoming"
# The role of a file that came back of a document with hands and seals on it, kept as it came.
SIGNED = "signed"
# Longer, a subject fills a page of a volume's contents list.
LONGEST_SUBJECT = 60
# An id is a file's name on every system and needs no encoding in a manifest.
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a bag: its role, its path below the bag, its digests in hex, its bytes.

    The role of a document's file is its format (`pdf`, `docx`), or `SIGNED`.
    """

    role: str
    path: str
    sha256: str
    sha512: str
    size: int


@dataclass(frozen=True, slots=True)
class Event:
    """One act of a document's life (`created`, `issued`, `superseded`, …), when and by whom."""

    act: str
    at: str
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One finished document of a bag.

    `sequence` counts from 1 in the order of the input; `pages` are those of the PDF (None without
    one); `retention` is the period the house keeps it; `input_sha256` is of the input it was made
    from; `group` is the value that `--merge-by` puts volumes together by.
    """

    sequence: int
    id: str
    kind: str
    title: str
    dated_on: date
    files: tuple[FileEntry, ...]
    input_sha256: str
    document_number: str | None = None
    case_ref: str | None = None
    pages: int | None = None
    retention: str = ""
    group: str = ""
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        if not is_id(self.id):
            raise ValueError("an id has letters, digits, . _ - only, and begins with none of . -")
        for file in self.files:
            path = PurePosixPath(file.path)
            if path.is_absolute() or ".." in path.parts or not file.path.startswith("data/"):
                raise ValueError("a document's file lies below data/")

    def __str__(self) -> str:
        """Return what a fault is blamed on: the document's first file, or its id."""
        return self.files[0].path if self.files else self.id

    def file(self, role: str) -> FileEntry | None:
        """Return the file of a role, None when the document has none."""
        return next((file for file in self.files if file.role == role), None)


def facts_of(case: Case) -> dict[str, Any]:
    """Return what an entry says of its document and the case alone decides."""
    return {
        "kind": case.kind.name,
        "title": title_of(case),
        "dated_on": case.kind.reader.dated(case.values),
        "document_number": case.values.get("document_number") or None,
    }


def title_of(case: Case) -> str:
    """Return the 题名: title and subject of a paper; a redacted copy must not say the latter."""
    bare = bare_title(case)
    return bare if case.facts.copy == "redacted" else full_title(bare, case.kind, case.payload)


def full_title(bare: str, kind: Kind, payload: Mapping[str, Any]) -> str:
    """Return a title with what the case says the paper is about, cut off where it is long.

    Lists of papers are read by many: whoever reported is not named in them.
    """
    about = subject_of(kind.header, payload, persons_unsaid(kind.reader, payload))
    if len(about) > LONGEST_SUBJECT:
        about = f"{about[:LONGEST_SUBJECT]}…"
    return f"{bare}（{about}）" if about else bare


def bare_title(case: Case) -> str:
    """Return the title alone, which is all that bags of earlier releases say."""
    return str(case.values.get("title") or case.kind.header.title)


def is_id(text: str) -> bool:
    """Tell whether a text can be a document's id in a bag."""
    return bool(_ID.fullmatch(text))


def document_path(id: str, dated_on: date, format: str) -> str:
    """Return where a document's file lies below the bag: `data/documents/2026-07/ID.pdf`."""
    return f"{DOCUMENTS}/{dated_on:%Y-%m}/{id}.{format}"


def file_entry(role: str, path: str, content: bytes) -> FileEntry:
    """Return the entry of a file with this content."""
    return FileEntry(
        role,
        path,
        hashlib.sha256(content).hexdigest(),
        hashlib.sha512(content).hexdigest(),
        len(content),
    )


def count_pages(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def as_record(entry: Entry) -> dict[str, Any]:
    """Return an entry as the JSON object the ledger export holds."""
    return {
        "sequence": entry.sequence,
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "dated_on": entry.dated_on.isoformat(),
        "document_number": entry.document_number,
        "case_ref": entry.case_ref,
        "pages": entry.pages,
        "retention": entry.retention,
        "group": entry.group,
        "input_sha256": entry.input_sha256,
        "files": [
            {name: getattr(file, name) for name in FileEntry.__slots__} for file in entry.files
        ],
        "events": [
            {name: getattr(event, name) for name in Event.__slots__} for event in entry.events
        ],
    }


def from_record(record: Mapping[str, Any]) -> Entry:
    """Return the entry of a JSON object.

    Errors: `ValueError`, `KeyError` or `TypeError` for one that `as_record` never made.
    """
    return Entry(
        **{name: record[name] for name in Entry.__slots__ if name not in _READ_APART},
        dated_on=date.fromisoformat(record["dated_on"]),
        files=tuple(FileEntry(**file) for file in record["files"]),
        events=tuple(Event(**event) for event in record["events"]),
    )


_READ_APART = ("dated_on", "files", "events")
