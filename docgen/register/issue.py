"""Issue, supersede and void documents: the register's door for whoever acts on it."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import update

from docgen.engine import Engine
from docgen.register import audit, numbers
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.issued import (
    IssuedDocument,
    NotAllowedError,
    UnknownDocumentError,
    allow,
    find,
    find_in,
    known,
    read_file,
    read_payload,
    versions,
)
from docgen.register.issuing import (
    POINTS,
    DocumentStateError,
    InventedBureauError,
    Issuing,
    Render,
    pass_by,
    refuse_unless_in_force,
)
from docgen.register.rights import Act
from docgen.register.tables import documents

__all__ = [
    "POINTS",
    "DocumentStateError",
    "InventedBureauError",
    "IssuedDocument",
    "NotAllowedError",
    "Render",
    "UnknownDocumentError",
    "find",
    "issue",
    "read_file",
    "read_payload",
    "supersede",
    "versions",
    "void",
]


def issue(
    register: Register,
    engine: Engine,
    kind: str,
    payload: Any,
    *,
    actor: Actor,
    case_ref: str | None = None,
    files: Mapping[str, bytes] | None = None,
    drafted_by: str | None = None,
    document_id: str | None = None,
    render: Render | None = None,
    fault: Callable[[str], None] | None = None,
) -> IssuedDocument:
    """Issue one document and return what the register says of it, with the notices of its case.

    The number is the register's to give: one that the payload brings is replaced, with a notice.
    `files` holds photos by name; `drafted_by` who filled it in, if not the actor; `document_id` an
    id from `new_id` for a caller who must know it beforehand; `fault` is told each of `POINTS`.
    Errors: `InvalidCaseError`, `NotAllowedError`, `UnknownKindError`, `RenderError` and a pool's,
    `StoreError`, `RegisterUnavailableError`, `CaseClosedError`, `InventedBureauError`; none
    leaves a trace but in the audit trail.
    """
    return Issuing(
        register=register,
        engine=engine,
        kind=kind,
        actor=actor,
        case_ref=case_ref,
        files=files or {},
        drafted_by=drafted_by or actor.name,
        old=None,
        render=render,
        fault=fault or pass_by,
    ).carry_out(payload, document_id)


def supersede(
    register: Register,
    engine: Engine,
    document_id: str,
    payload: Any,
    *,
    actor: Actor,
    files: Mapping[str, bytes] | None = None,
    drafted_by: str | None = None,
    new_document_id: str | None = None,
    render: Render | None = None,
    fault: Callable[[str], None] | None = None,
) -> IssuedDocument:
    """Issue a new version in the place of an issued document: same kind and case, its own number.

    Arguments and errors are `issue`'s; and `UnknownDocumentError`, `DocumentStateError` when the
    document is void, superseded already, or being superseded at this moment.
    """
    old = known(find(register, document_id))
    return Issuing(
        register=register,
        engine=engine,
        kind=old.kind,
        actor=actor,
        case_ref=old.case_ref,
        files=files or {},
        drafted_by=drafted_by or actor.name,
        old=old,
        render=render,
        fault=fault or pass_by,
    ).carry_out(payload, new_document_id)


def void(register: Register, document_id: str, reason: str, *, actor: Actor) -> IssuedDocument:
    """Void an issued document for a reason; its number is void too and never used again.

    Errors: `NotAllowedError`, `UnknownDocumentError`, `DocumentStateError`, `ReasonMissingError`.
    """
    allow(Act.void, actor)
    told = numbers.checked_reason(reason)
    with register.writing() as connection:
        refuse_unless_in_force(connection, known(find_in(connection, document_id)))
        number_id = connection.scalar(
            update(documents)
            .where(documents.c.id == document_id)
            .values(state="void", void_reason=told)
            .returning(documents.c.number_id)
        )
        if number_id:
            numbers.settle(connection, number_id, "void", told)
        audit.record(connection, register, actor, "void", document_id, {"letters": len(told)})
        return known(find_in(connection, document_id))
