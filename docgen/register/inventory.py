"""The evidence of a case in one list: what it is, whence, its digest, and which papers name it.

Nothing is kept for it: it follows from the papers in force, and digests from the files that their
archive copies carry.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from docgen.archive.verify import carried
from docgen.engine import Engine
from docgen.kinds.catalogue import Catalogue
from docgen.kinds.json_schema import takes_files
from docgen.register import audit, store
from docgen.register.access import open_to
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.rights import Act
from docgen.register.standing import live
from docgen.register.tables import documents, files
from schemas.ground.base import Part
from schemas.ground.exhibits import Exhibited
from schemas.ground.fields import Choice, Group, Rows
from schemas.ground.neighbours import Standing
from schemas.ground.walk import typed_values
from schemas.guard.folding import folded_name

# A shorter name stands in many a text by chance.
SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One piece of evidence; `papers` are the papers that name it, that which took it first."""

    number: int
    sort: str
    name: str
    taken_at: str
    origin: str
    quantity: str
    pages: int | None
    digest: str
    algorithm: str
    document_id: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enclosable:
    """What may go with a letter: a paper or an exhibit, with its pages counted."""

    name: str
    copies: int
    pages: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """The evidence of a case, and what of its papers may be attached to another."""

    exhibits: tuple[Exhibit, ...]
    enclosable: tuple[Enclosable, ...]


def inventory(register: Register, engine: Engine, case_ref: str, *, actor: Actor) -> Inventory:
    """Return the evidence of a case and record who looked at it.

    Papers of a report are left out for whoever does not handle reports.
    Errors: `NotAllowedError`, `FileAlteredError`.
    """
    allow(Act.read, actor)
    seen, filed = _looked_at(register, engine.catalogue, case_ref, actor)
    found: list[Exhibit] = []
    for each in seen:
        row = filed.get((each.id, "archive_pdf"))
        values: Mapping[str, Any] = each.payload
        if row is not None and takes_files(each.reader):  # type: ignore[arg-type]
            # Digests are reckoned from the files themselves.
            values = carried(engine, store.read(register.store, row.path, row.sha256)).case.values
        for said, part, piece in _pieces(each.reader, values):  # type: ignore[arg-type]
            found.append(_exhibit(len(found) + 1, each, said, part, piece))
    named = [replace(one, papers=(*one.papers, *_naming(one, seen))) for one in found]
    return Inventory(tuple(named), tuple(_enclosable(seen, filed, named)))


def enclosable(
    register: Register, catalogue: Catalogue, case_ref: str, *, actor: Actor
) -> tuple[Enclosable, ...]:
    """Return what of a case may go with a paper that somebody drafts, and record who looked.

    Pages are what the register counted and what the papers say: no archive copy is opened. Papers
    of a report are left out for whoever does not handle reports.
    Errors: `NotAllowedError`.
    """
    allow(Act.draft, actor)
    seen, filed = _looked_at(register, catalogue, case_ref, actor)
    exhibits = [
        _exhibit(0, each, *piece)
        for each in seen
        for piece in _pieces(each.reader, each.payload)  # type: ignore[arg-type]
    ]
    return tuple(_enclosable(seen, filed, exhibits))


def _looked_at(
    register: Register, catalogue: Catalogue, case_ref: str, actor: Actor
) -> tuple[list[Standing], Mapping[tuple[str, str], Any]]:
    """Return the papers of a case that somebody may see, and their files by paper and role."""
    kept = select(files.c.document_id, files.c.role, files.c.path, files.c.sha256, files.c.pages)
    with register.writing() as connection:
        standing = live(connection, catalogue, documents.c.case_ref == case_ref)
        rows = connection.execute(
            kept.where(files.c.document_id.in_([each.id for each in standing]))
        )
        filed = {(row.document_id, row.role): row for row in rows}
        audit.record(connection, register, actor, "read_evidence", None, {"case_ref": case_ref})
    seen = [each for each in standing if each.reader is not None and open_to(actor, each)]
    return seen, filed


def _pieces(
    part: Part, values: Mapping[str, Any]
) -> Iterator[tuple[Exhibited, Part, Mapping[str, Any]]]:
    """Yield every piece of evidence in a paper: the paper itself first, then its rows."""
    if part.exhibited:
        yield part.exhibited, part, values
    for name, field in part.fields.items():
        below = field.below if isinstance(field, Group | Rows) else None
        value = values.get(name)
        if below is None or not value:
            continue
        for each in value if isinstance(field, Rows) else (value,):
            yield from _pieces(below, each)


def _exhibit(
    number: int, paper: Standing, said: Exhibited, part: Part, piece: Mapping[str, Any]
) -> Exhibit:
    def words(name: str) -> str:
        value = piece.get(name) if name else None
        field = part.fields.get(name)
        if isinstance(field, Choice):
            return field.options.get(str(value), str(value or ""))
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        if isinstance(value, int):
            return f"{value}{getattr(field, 'unit', '')}"
        return "" if value is None else str(value).replace("T", " ")

    pages = piece.get(said.pages) if said.pages else None
    digest = words(said.digest)
    return Exhibit(
        number,
        said.sort,
        words(said.name),
        words(said.at),
        words(said.origin),
        words(said.quantity),
        int(pages) if pages else None,
        digest,
        (words(said.algorithm) or "SHA-256") if digest else "",
        paper.id,
        (str(paper),),
    )


def _naming(exhibit: Exhibit, papers: list[Standing]) -> Iterator[str]:
    """Yield the other papers of the case in which the exhibit's name stands."""
    name = folded_name(exhibit.name)
    for paper in papers if len(name) >= SHORTEST_NAME else ():
        if paper.id == exhibit.document_id or paper.reader is None:
            continue
        known = {field: paper.payload.get(field) for field in paper.reader.fields}
        texts = (value for _, _, value in typed_values(paper.reader, _whole(paper.reader, known)))
        if any(isinstance(text, str) and name in folded_name(text) for text in texts):
            yield str(paper)


def _whole(part: Part, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with a place for every field, as walking asks for it."""
    found: dict[str, Any] = {}
    for name, field in part.fields.items():
        value = values.get(name)
        below = field.below if isinstance(field, Group | Rows) else None
        if below is not None and value:
            whole = [
                _whole(below, each) for each in (value if isinstance(field, Rows) else [value])
            ]
            value = whole if isinstance(field, Rows) else whole[0]
        found[name] = value
    return found


def _enclosable(
    papers: list[Standing], filed: Mapping[tuple[str, str], Any], exhibits: list[Exhibit]
) -> Iterator[Enclosable]:
    for paper in papers:
        row = filed.get((paper.id, "delivery_pdf")) or filed.get((paper.id, "archive_pdf"))
        if row is not None and row.pages:
            yield Enclosable(
                f"{paper.title}（{paper.document_number or paper.dated_on}）", 1, row.pages
            )
    for each in exhibits:
        if each.pages:
            yield Enclosable(each.name, 1, each.pages)
