"""Issued documents as they are handed out: what the register says of one, its case, its files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, select

from docgen.errors import DocgenError, ExitCode
from docgen.register import audit, store
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.rights import Act, may
from docgen.register.tables import documents, files
from schemas.ground.base import Finding


class NotAllowedError(DocgenError):
    """Whoever acts has no right to do this."""

    code = "not_allowed"


class UnknownDocumentError(DocgenError):
    """The register holds no such issued document, or no such file of it."""

    code = "unknown_document"
    exit_code = ExitCode.not_found


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """One document that was issued; it never changes but in what came of it (`state`).

    `state` is issued, superseded or void; `supersedes` and `superseded_by` are the ids of its
    versions before and after; `joined_reason` says why it joined its case after it was issued;
    `sha256` is of the delivery PDF, `payload_sha256` of the archived payload; `notices` are those
    of the moment of issue and are not kept.
    """

    id: str
    kind: str
    title: str
    document_number: str | None
    case_ref: str | None
    dated_on: date
    state: str
    version: int
    supersedes: str | None
    superseded_by: str | None
    void_reason: str | None
    joined_reason: str | None
    drafted_by: str
    issued_by: str
    created_at: datetime
    issued_at: datetime
    sha256: str
    payload_sha256: str
    notices: tuple[Finding, ...] = ()


_COLUMNS = (
    "id",
    "kind",
    "title",
    "document_number",
    "case_ref",
    "dated_on",
    "state",
    "version",
    "supersedes",
    "superseded_by",
    "void_reason",
    "joined_reason",
    "drafted_by",
    "issued_by",
    "created_at",
    "issued_at",
    "payload_sha256",
)


def find(register: Register, document_id: str) -> IssuedDocument | None:
    """Return what the register says of a document; None if it was never issued."""
    with register.reading() as connection:
        return find_in(connection, document_id)


def find_in(connection: Connection, document_id: str) -> IssuedDocument | None:
    """Do as `find` does, within a transaction that is open already."""
    row = connection.execute(
        select(*(documents.c[name] for name in _COLUMNS), files.c.sha256)
        .join(files, and_(files.c.document_id == documents.c.id, files.c.role == "delivery_pdf"))
        .where(documents.c.id == document_id, documents.c.state != "pending")
    ).first()
    return IssuedDocument(**row._mapping) if row else None


def find_by_digest(register: Register, sha256: str) -> IssuedDocument | None:
    """Return the document one of whose files has this SHA-256; None if none has."""
    query = select(files.c.document_id).where(files.c.sha256 == sha256).limit(1)
    with register.reading() as connection:
        document_id = connection.scalar(query)
        return find_in(connection, document_id) if document_id else None


def versions(register: Register, document_id: str) -> list[IssuedDocument]:
    """Return every version of a document, the first to the last, from whichever is asked for.

    Errors: `UnknownDocumentError`.
    """
    with register.reading() as connection:
        found = known(find_in(connection, document_id))
        chain = [found]
        while (before := chain[0].supersedes) and (earlier := find_in(connection, before)):
            chain.insert(0, earlier)
        while (after := chain[-1].superseded_by) and (later := find_in(connection, after)):
            chain.append(later)
    return chain


def read_file(
    register: Register, document_id: str, role: str, *, actor: Actor, made_into: str = ""
) -> bytes:
    """Return a file of an issued document and record who took it.

    `role` is archive_pdf, delivery_pdf or docx; `made_into` names for the trail what is handed out
    in its place. The entry is made before the bytes are handed out.
    Errors: `NotAllowedError`, `UnknownDocumentError`, `FileAlteredError`.
    """
    allow(Act.read, actor)
    with register.writing() as connection:
        row = connection.execute(
            select(files.c.path, files.c.sha256)
            .join(documents, documents.c.id == files.c.document_id)
            .where(files.c.document_id == document_id, files.c.role == role)
            .where(documents.c.state != "pending")
        ).first()
        if row is None:
            raise UnknownDocumentError("登记簿里没有这份文书或这种文件，请核对。")
        detail = {"role": made_into or role, "sha256": row.sha256}
        audit.record(connection, register, actor, "read_file", document_id, detail)
    return store.read(register.store, row.path, row.sha256)


def read_payload(register: Register, document_id: str, *, actor: Actor) -> Mapping[str, Any]:
    """Return the case an issued document was made from and record who looked at it.

    Errors: `NotAllowedError`, `UnknownDocumentError`.
    """
    allow(Act.read, actor)
    with register.writing() as connection:
        payload = connection.scalar(
            select(documents.c.payload).where(
                documents.c.id == document_id, documents.c.state != "pending"
            )
        )
        if payload is None:
            raise UnknownDocumentError("登记簿里没有这份文书，请核对。")
        audit.record(connection, register, actor, "read_payload", document_id)
    return dict(json.loads(payload))


def allow(act: Act, actor: Actor) -> None:
    """Refuse an act that the actor's role has no right to.

    Errors: `NotAllowedError`.
    """
    if not may(act, actor.role):
        raise NotAllowedError("你的角色不能办理这一事项；出具和作废文书由本机关工作人员办理。")


def known(found: IssuedDocument | None) -> IssuedDocument:
    """Return what was found, or refuse.

    Errors: `UnknownDocumentError`.
    """
    if found is None:
        raise UnknownDocumentError("登记簿里没有这份文书，请核对。")
    return found
