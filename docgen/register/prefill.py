"""What the next document of a case starts from: what the case and its documents said before.

Carried is a field that both kinds declare alike: same name, and the same part or the same type
and label (`accepted_on` is 受理日期 in one kind and 验收日期 in another). On top comes what a kind
takes from fields called otherwise (`Neighbours.taken_from`), from documents in force alone. What is
a document's own is not carried: number, date, approval, delivery, files, and fields marked `own`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import marshmallow
from sqlalchemy import Connection, select

from docgen.kinds.catalogue import Catalogue, Kind
from docgen.register.cases import UnknownCaseError
from docgen.register.database import Register
from docgen.register.standing import standing
from docgen.register.tables import cases, documents
from schemas.ground.base import Part
from schemas.ground.fields import File, Group, Rows
from schemas.ground.neighbours import Standing
from schemas.parts.approvals import Approval
from schemas.parts.delivery import Delivery


@dataclass(frozen=True, slots=True)
class Memory:
    """What a case holds: as the clerk recorded it (`known`) and as its documents say it (`said`).

    The documents are the oldest first; `in_force` holds the ids of those that are.
    """

    known: Mapping[str, Any]
    said: tuple[Standing, ...]
    in_force: frozenset[str]
    closed: bool

    @property
    def standing(self) -> tuple[Standing, ...]:
        """The documents in force, the oldest first."""
        return tuple(each for each in self.said if each.id in self.in_force)


def recall(connection: Connection, catalogue: Catalogue, case_ref: str) -> Memory:
    """Return what a case holds; documents about to be issued have said nothing yet.

    Errors: `UnknownCaseError`.
    """
    wanted = select(cases.c.fields, cases.c.closed_at).where(cases.c.case_ref == case_ref)
    case = connection.execute(wanted).first()
    if case is None:
        raise UnknownCaseError("没有这个案卷，请核对案卷编号。")
    rows = connection.execute(
        select(documents)
        .where(documents.c.case_ref == case_ref, documents.c.state != "pending")
        .order_by(documents.c.issued_at, documents.c.id)
    ).all()
    return Memory(
        case.fields,
        tuple(standing(row, catalogue) for row in rows),
        frozenset(row.id for row in rows if row.state == "issued"),
        case.closed_at is not None,
    )


def prefill(
    register: Register,
    catalogue: Catalogue,
    kind: str,
    case_ref: str,
) -> dict[str, Any]:
    """Return the payload a new document of `kind` starts from; nothing in it is checked as a case.

    Errors: `UnknownKindError`, `UnknownCaseError`.
    """
    wanted = catalogue[kind]
    with register.reading() as connection:
        return taken_over(wanted, catalogue, recall(connection, catalogue, case_ref))


def taken_over(wanted: Kind, catalogue: Catalogue, memory: Memory) -> dict[str, Any]:
    """Return what a new document takes over from its case, the newest statement of each field."""
    return traced(wanted, catalogue, memory)[0]


def traced(
    wanted: Kind, catalogue: Catalogue, memory: Memory
) -> tuple[dict[str, Any], dict[str, Standing]]:
    """Return what `taken_over` does, and which document said each field last.

    What no document said was recorded when the case came in.
    """
    named = {name for each in memory.said for name in each.payload}
    started = {
        name: memory.known[name] for name in _carried(wanted) if name in memory.known.keys() - named
    }
    said_by: dict[str, Standing] = {}
    for each in memory.said:
        if each.kind in catalogue:
            earlier = catalogue[each.kind]
            for name in set(_carried(earlier)).intersection(each.payload, _carried(wanted)):
                if _alike(earlier.reader.fields[name], wanted.reader.fields[name]):
                    started[name], said_by[name] = each.payload[name], each
        if each.id in memory.in_force:
            for own, theirs in wanted.schema.neighbours.taken_from(each.kind).items():
                said = _at(each.payload, theirs.split("."))
                if said is not None:
                    path = own.split(".")
                    put(started, path, said)
                    said_by[path[0]] = each
    return started, said_by


def facts_of(kind: Kind, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of an issued payload its case keeps: all but what is the document's own."""
    return {name: payload[name] for name in _carried(kind) if name in payload}


def _at(said: Any, path: Sequence[str]) -> Any:
    """Return what a payload says at a path; None where it says nothing."""
    for step in path:
        if isinstance(said, list | tuple):
            said = said[int(step)] if step.isdigit() and int(step) < len(said) else None
        else:
            said = said.get(step) if isinstance(said, Mapping) else None
    return said


def put(started: Any, path: Sequence[str], said: Any) -> None:
    """Put a value at a path of names and places into what has been begun, and no deeper.

    What was carried over as a whole is some document's own words and is copied before it changes.
    """
    step, *rest = path
    key: Any = int(step) if step.isdigit() else step
    if isinstance(started, list):
        started += [{} for _ in range(key + 1 - len(started))]
    if not rest:
        started[key] = said
        return
    below = started[key] if isinstance(started, list) else started.get(key)
    if rest[0].isdigit():
        started[key] = list(below) if isinstance(below, list) else []
    else:
        started[key] = dict(below) if isinstance(below, Mapping) else {}
    put(started[key], rest, said)


def _carried(kind: Kind) -> Iterator[str]:
    """Yield the fields that speak of the case, not of the one document."""
    for name, field in kind.reader.fields.items():
        own = name in ("document_number", kind.header.dated_by)
        if not own and not _is_documents_own(field):
            yield name


def _is_documents_own(field: marshmallow.fields.Field[Any]) -> bool:
    if getattr(field, "own", False):
        return True
    part = _part_of(field)
    if part is None:
        return isinstance(field, File)
    return isinstance(part, Approval | Delivery) or any(
        _is_documents_own(below) for below in part.fields.values()
    )


def _part_of(field: marshmallow.fields.Field[Any]) -> Part | None:
    return field.below if isinstance(field, Group | Rows) else None


def _alike(one: marshmallow.fields.Field[Any], other: marshmallow.fields.Field[Any]) -> bool:
    if type(one) is not type(other):
        return False
    parts = (_part_of(one), _part_of(other))
    if parts[0] is not None and parts[1] is not None:
        # One paper may keep in the file what another prints: it is the same party all the same.
        kin = isinstance(parts[0], type(parts[1])) or isinstance(parts[1], type(parts[0]))
        return kin and parts[0].fields.keys() == parts[1].fields.keys()
    if any(parts):
        return False
    return getattr(one, "label", None) == getattr(other, "label", None)
