"""Case files (案卷): the documents of one case hang together and the next starts from the last.

A case holds what is known of it by field name: what the clerk recorded when it came in, and what
its documents said when they were issued. Facts outlive a document that is voided later.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import marshmallow
from sqlalchemy import Connection, delete, select, update

from docgen.errors import DocgenError, ExitCode
from docgen.kinds.catalogue import Catalogue, Kind
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register, inserting
from docgen.register.delivery import undelivered
from docgen.register.tables import cases, documents
from schemas.ground.base import Part
from schemas.ground.fields import File, Group, Rows
from schemas.parts.approvals import Approval
from schemas.parts.delivery import Delivery

REFERENCE = re.compile(r"[^\s\x00-\x1f\x7f]{1,60}")


class CaseReferenceError(DocgenError):
    """A case reference cannot be used."""

    code = "bad_case_reference"
    exit_code = ExitCode.usage


class UnknownCaseError(DocgenError):
    """The register holds no such case."""

    code = "unknown_case"
    exit_code = ExitCode.not_found


class CaseClosedError(DocgenError):
    """A closed case takes no new document, and an open duty keeps a case from closing."""

    code = "case_closed"


def open_case(
    register: Register, case_ref: str, fields: Mapping[str, Any], *, actor: Actor
) -> None:
    """Open a case with what is known when it comes in, or add to a case that is open.

    `fields` are payload values by field name (`received_on`, `complainants`, …), as JSON holds
    them. Errors: `CaseReferenceError`, `CaseClosedError`.
    """
    with register.writing() as connection:
        enter(connection, case_ref, register.now())
        merge(connection, case_ref, fields)
        detail = {"case_ref": case_ref, "fields": sorted(fields)}
        audit.record(connection, register, actor, "open_case", None, detail)


def close_case(register: Register, catalogue: Catalogue, case_ref: str, *, actor: Actor) -> None:
    """Close a case: nothing in it falls due any more and it takes no new document.

    Errors: `UnknownCaseError`; `CaseClosedError` while a document is unfinished or undelivered.
    """
    waiting = [each for each in undelivered(register, catalogue) if each.case_ref == case_ref]
    if waiting:
        raise CaseClosedError(f"本案还有 {len(waiting)} 份文书没有登记送达，登记后才能结案。")
    with register.writing() as connection:
        unfinished = select(documents.c.id).where(
            documents.c.case_ref == case_ref, documents.c.state == "pending"
        )
        if connection.execute(unfinished).first():
            raise CaseClosedError("本案有文书正在出具，请稍后再结案。")
        _set_closed(connection, case_ref, register.now())
        audit.record(connection, register, actor, "close_case", None, {"case_ref": case_ref})


def reopen_case(register: Register, case_ref: str, *, actor: Actor) -> None:
    """Open a closed case again.

    Errors: `UnknownCaseError`.
    """
    with register.writing() as connection:
        _set_closed(connection, case_ref, None)
        audit.record(connection, register, actor, "reopen_case", None, {"case_ref": case_ref})


def prefill(register: Register, catalogue: Catalogue, kind: str, case_ref: str) -> dict[str, Any]:
    """Return the payload a new document of `kind` starts from: what the case holds for its fields.

    Carried is a field that both kinds declare alike: same name, and the same part or the same type
    and label (`accepted_on` is 受理日期 in one kind and 验收日期 in another). What is a document's
    own is not: number, date, approval, delivery, files. Nothing here is checked as a case.
    Errors: `UnknownKindError`, `UnknownCaseError`.
    """
    wanted = catalogue[kind]
    with register.reading() as connection:
        known = connection.scalar(select(cases.c.fields).where(cases.c.case_ref == case_ref))
        if known is None:
            raise UnknownCaseError("没有这个案卷，请核对案卷编号。")
        rows = connection.execute(
            select(documents.c.kind, documents.c.payload)
            .where(documents.c.case_ref == case_ref, documents.c.state != "pending")
            .order_by(documents.c.issued_at, documents.c.id)
        ).all()
    payloads = [(row.kind, json.loads(row.payload)) for row in rows]
    said = {name for _, payload in payloads for name in payload}
    started = {name: known[name] for name in _carried(wanted) if name in known.keys() - said}
    for earlier, payload in payloads:
        if earlier in catalogue:
            theirs, carried = catalogue[earlier].reader.fields, set(_carried(catalogue[earlier]))
            for name in carried.intersection(payload, _carried(wanted)):
                if _alike(theirs[name], wanted.reader.fields[name]):
                    started[name] = payload[name]
    return started


def enter(connection: Connection, case_ref: str, at: datetime) -> None:
    """Make sure that a case is there and open, in the caller's writing transaction.

    Errors: `CaseReferenceError`, `CaseClosedError`.
    """
    if not REFERENCE.fullmatch(case_ref):
        raise CaseReferenceError("案卷编号请写 1 至 60 个字符，不含空格。")
    connection.execute(
        inserting(connection, cases)
        .values(case_ref=case_ref, fields={}, opened_at=at)
        .on_conflict_do_nothing(index_elements=["case_ref"])
    )
    if connection.scalar(select(cases.c.closed_at).where(cases.c.case_ref == case_ref)):
        raise CaseClosedError("这个案卷已经结案，请先重新打开。")


def merge(connection: Connection, case_ref: str, fields: Mapping[str, Any]) -> None:
    """Add values to what a case holds; a newer value takes the place of an older one."""
    known = connection.scalar(select(cases.c.fields).where(cases.c.case_ref == case_ref))
    connection.execute(
        update(cases).where(cases.c.case_ref == case_ref).values(fields={**(known or {}), **fields})
    )


def facts_of(kind: Kind, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of an issued payload its case keeps: all but what is the document's own."""
    return {name: payload[name] for name in _carried(kind) if name in payload}


def drop_unused(connection: Connection, case_ref: str, opened_at: datetime) -> None:
    """Remove a case that was opened by a document which came to nothing, if it holds nothing."""
    row = connection.execute(
        select(cases.c.fields, cases.c.opened_at).where(cases.c.case_ref == case_ref)
    ).first()
    used = select(documents.c.id).where(documents.c.case_ref == case_ref)
    untouched = row and row.opened_at == opened_at and not row.fields
    if untouched and not connection.execute(used).first():
        connection.execute(delete(cases).where(cases.c.case_ref == case_ref))


def _set_closed(connection: Connection, case_ref: str, closed_at: datetime | None) -> None:
    done = connection.execute(
        update(cases).where(cases.c.case_ref == case_ref).values(closed_at=closed_at)
    )
    if done.rowcount != 1:
        raise UnknownCaseError("没有这个案卷，请核对案卷编号。")


def _carried(kind: Kind) -> Iterator[str]:
    """Yield the fields that speak of the case, not of the one document."""
    for name, field in kind.reader.fields.items():
        own = name in ("document_number", kind.header.dated_by)
        if not own and not _is_documents_own(field):
            yield name


def _is_documents_own(field: marshmallow.fields.Field[Any]) -> bool:
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
    if any(parts):
        return type(parts[0]) is type(parts[1])
    return getattr(one, "label", None) == getattr(other, "label", None)
