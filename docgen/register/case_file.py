"""Look into a case file: what it knows, its documents, what the next document starts from.

What a case knows are parties' data, so every look is recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from docgen.kinds.catalogue import Catalogue
from docgen.register import audit
from docgen.register.access import open_to
from docgen.register.actor import Actor
from docgen.register.cases import REFERENCE, UnknownCaseError
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.ledger import LedgerEntry, LedgerFilter, entries
from docgen.register.prefill import prefill
from docgen.register.rights import Act
from docgen.register.tables import cases


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case: `fields` are payload values by field name, `documents` its lines of the ledger."""

    case_ref: str
    opened_at: datetime
    closed_at: datetime | None
    fields: Mapping[str, Any] = field(repr=False)
    documents: tuple[LedgerEntry, ...]


def read_case(register: Register, case_ref: str, *, actor: Actor) -> CaseFile:
    """Return a case and record who looked at it.

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
    lines = tuple(entries(register, LedgerFilter(case_ref=case_ref)))
    return CaseFile(row.case_ref, row.opened_at, row.closed_at, row.fields, lines)


def start_from_case(
    register: Register, catalogue: Catalogue, kind: str, case_ref: str, *, actor: Actor
) -> dict[str, Any]:
    """Return the payload a new document of `kind` starts from and record who looked at it.

    Errors: `NotAllowedError`, `UnknownKindError`, `UnknownCaseError`.
    """
    allow(Act.read, actor)
    started = prefill(register, catalogue, kind, case_ref, partial(open_to, actor))
    with register.writing() as connection:
        detail = {"case_ref": case_ref, "kind": kind, "fields": sorted(started)}
        audit.record(connection, register, actor, "prefill", None, detail)
    return started
