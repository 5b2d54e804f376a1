"""Look into a case file: what it knows, its documents, what the next document starts from.

What a case knows are parties' data, so every look is recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from docgen.kinds.catalogue import Catalogue
from docgen.register import audit
from docgen.register.access import known_to, open_to
from docgen.register.actor import Actor
from docgen.register.cases import REFERENCE, UnknownCaseError
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.ledger import LedgerEntry, LedgerFilter, entries
from docgen.register.prefill import recall, traced
from docgen.register.rights import Act
from docgen.register.tables import cases
from schemas.ground.neighbours import Standing


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case: `fields` are payload values by field name, `documents` its lines of the ledger."""

    case_ref: str
    opened_at: datetime
    closed_at: datetime | None
    fields: Mapping[str, Any] = field(repr=False)
    documents: tuple[LedgerEntry, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A value that a case holds and the document that said it last.

    Without one it was recorded when the case came in.
    """

    value: Any = field(repr=False)
    said_by: Standing | None


def read_case(register: Register, catalogue: Catalogue, case_ref: str, *, actor: Actor) -> CaseFile:
    """Return a case and record who looked at it; of a report only what the actor may see.

    Errors: `NotAllowedError`, `UnknownCaseError`.
    """
    allow(Act.read, actor)
    with register.writing() as connection:
        wanted = select(cases).where(cases.c.case_ref == case_ref)
        # What can be no reference is not worth asking for, nor can every database be asked.
        row = connection.execute(wanted).first() if REFERENCE.fullmatch(case_ref) else None
        if row is None:
            raise UnknownCaseError("没有这个案卷，请核对案卷编号。")
        audit.record(connection, register, actor, "read_case", None, {"case_ref": case_ref})
        said = recall(connection, catalogue, case_ref).said
    lines = tuple(entries(register, LedgerFilter(case_ref=case_ref)))
    known = known_to(actor, catalogue, row.fields, said)
    return CaseFile(row.case_ref, row.opened_at, row.closed_at, known, lines)


def start_from_case(
    register: Register,
    catalogue: Catalogue,
    kind: str,
    case_ref: str,
    *,
    actor: Actor,
    act: Act = Act.read,
) -> dict[str, Any]:
    """Return the payload a new document of `kind` starts from and record who looked at it.

    `act` is what somebody does who looks: a drafter begins a draft. Of a report he takes over what
    he may see.
    Errors: `NotAllowedError`, `UnknownKindError`, `UnknownCaseError`.
    """
    allow(act, actor)
    started = {
        name: each.value
        for name, each in origins(register, catalogue, kind, case_ref, actor=actor).items()
    }
    with register.writing() as connection:
        detail = {"case_ref": case_ref, "kind": kind, "fields": sorted(started)}
        audit.record(connection, register, actor, "prefill", None, detail)
    return started


def origins(
    register: Register, catalogue: Catalogue, kind: str, case_ref: str, *, actor: Actor
) -> dict[str, Origin]:
    """Return what a new document of `kind` starts from, each field with who said it.

    It records nobody's look: what is handed out is recorded by `start_from_case`.
    Errors: `UnknownKindError`, `UnknownCaseError`.
    """
    wanted = catalogue[kind]
    with register.reading() as connection:
        memory = recall(connection, catalogue, case_ref)
    known = known_to(actor, catalogue, memory.known, memory.said)
    said = tuple(each for each in memory.said if open_to(actor, each))
    started, said_by = traced(wanted, catalogue, replace(memory, known=known, said=said))
    return {name: Origin(value, said_by.get(name)) for name, value in started.items()}
