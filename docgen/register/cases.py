"""Case files (案卷): the documents of one case hang together and the next starts from the last.

A case holds what is known of it by field name: what the clerk recorded when it came in, and what
its documents said when they were issued. Facts outlive a document that is voided later.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, union_all, update

from docgen.errors import DocgenError, ExitCode
from docgen.kinds.catalogue import Catalogue
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register, inserting
from docgen.register.delivery import undelivered
from docgen.register.standing import live
from docgen.register.tables import cases, documents, incoming
from schemas.ground.compiling import BOUND_BY, CHECKER, FILED_BY
from schemas.guard.folding import folded_name
from schemas.parts.incoming import REPORT_BACK

# As a person's name in a paper is.
LONGEST_NAME = 30
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


def close_case(
    register: Register,
    catalogue: Catalogue,
    case_ref: str,
    *,
    actor: Actor,
    filed_by: str = "",
    checker: str = "",
) -> None:
    """Close a case: nothing in it falls due any more and it takes no new document.

    `filed_by` put its file together, `checker` checked it: the last leaf of the file is made with
    both, and waits for somebody to write it where they are not told.
    Errors: `UnknownCaseError`; `CaseClosedError` while a document is unfinished or undelivered, or
    waits for another (`Neighbours.awaits`), or a paper that came in for the report it asks for, and
    for one who checks himself.
    """
    bound = _bound_by(filed_by, checker)
    waiting = undelivered(register, catalogue, case_ref)
    if waiting:
        raise CaseClosedError(f"本案还有 {len(waiting)} 份文书没有登记送达，登记后才能结案。")
    with register.writing() as connection:
        unfinished = select(documents.c.id).where(
            documents.c.case_ref == case_ref, documents.c.state == "pending"
        )
        if connection.execute(unfinished).first():
            raise CaseClosedError("本案有文书正在出具，请稍后再结案。")
        _refuse_while_awaiting(connection, catalogue, case_ref)
        _refuse_unreported(connection, catalogue, case_ref)
        _set_closed(connection, case_ref, register.now())
        if bound:
            merge(connection, case_ref, {BOUND_BY: bound})
        audit.record(connection, register, actor, "close_case", None, {"case_ref": case_ref})


def reopen_case(register: Register, case_ref: str, *, actor: Actor) -> None:
    """Open a closed case again.

    Errors: `UnknownCaseError`.
    """
    with register.writing() as connection:
        _set_closed(connection, case_ref, None)
        audit.record(connection, register, actor, "reopen_case", None, {"case_ref": case_ref})


def enter(
    connection: Connection, case_ref: str, at: datetime, *, closed_too: bool = False
) -> None:  # fmt: skip
    """Make sure that a case is there and open, in the caller's writing transaction.

    The leaves of a file are made when its case is closed: they are let in (`closed_too`).
    Errors: `CaseReferenceError`, `CaseClosedError`.
    """
    if not REFERENCE.fullmatch(case_ref):
        raise CaseReferenceError("案卷编号请写 1 至 60 个字符，不含空格。")
    connection.execute(
        inserting(connection, cases)
        .values(case_ref=case_ref, fields={}, opened_at=at)
        .on_conflict_do_nothing(index_elements=["case_ref"])
    )
    closed = select(cases.c.closed_at).where(cases.c.case_ref == case_ref)
    if not closed_too and connection.scalar(closed):
        raise CaseClosedError("这个案卷已经结案，请先重新打开。")


def merge(connection: Connection, case_ref: str, fields: Mapping[str, Any]) -> None:
    """Add values to what a case holds; a newer value takes the place of an older one."""
    known = connection.scalar(select(cases.c.fields).where(cases.c.case_ref == case_ref))
    connection.execute(
        update(cases).where(cases.c.case_ref == case_ref).values(fields={**(known or {}), **fields})
    )


def complete(connection: Connection, case_ref: str, fields: Mapping[str, Any]) -> None:
    """Add values that a case does not hold yet."""
    known = connection.scalar(select(cases.c.fields).where(cases.c.case_ref == case_ref)) or {}
    merge(connection, case_ref, {name: fields[name] for name in fields.keys() - known.keys()})


def forget(connection: Connection, case_ref: str, fields: Mapping[str, Any]) -> None:
    """Take back values that a case holds as they are given here."""
    known = connection.scalar(select(cases.c.fields).where(cases.c.case_ref == case_ref)) or {}
    left = {name: value for name, value in known.items() if fields.get(name) != value}
    connection.execute(update(cases).where(cases.c.case_ref == case_ref).values(fields=left))


def drop_unused(connection: Connection, case_ref: str, opened_at: datetime) -> None:
    """Remove a case that was opened by a document which came to nothing, if it holds nothing."""
    row = connection.execute(
        select(cases.c.fields, cases.c.opened_at).where(cases.c.case_ref == case_ref)
    ).first()
    used = union_all(
        select(documents.c.id).where(documents.c.case_ref == case_ref),
        select(incoming.c.id).where(incoming.c.case_ref == case_ref),
    )
    untouched = row and row.opened_at == opened_at and not row.fields
    if untouched and not connection.execute(used).first():
        connection.execute(delete(cases).where(cases.c.case_ref == case_ref))


def _bound_by(filed_by: str, checker: str) -> dict[str, str]:
    """Return who put a file together and who checked it; nothing where neither is told."""
    people = {FILED_BY: filed_by.strip(), CHECKER: checker.strip()}
    if not people[CHECKER]:
        return {}
    if not people[FILED_BY]:
        raise CaseClosedError("写了检查人的，请同时写明立卷人。")
    if folded_name(people[FILED_BY]) == folded_name(people[CHECKER]):
        raise CaseClosedError("检查人不能是立卷人本人，请由另一人检查。")
    if any(len(name) > LONGEST_NAME for name in people.values()):
        raise CaseClosedError(f"立卷人、检查人的姓名不超过 {LONGEST_NAME} 字。")
    return people


def _refuse_while_awaiting(connection: Connection, catalogue: Catalogue, case_ref: str) -> None:
    standing = live(connection, catalogue, documents.c.case_ref == case_ref)
    for each in standing:
        awaits = catalogue[each.kind].schema.neighbours.awaits if each.kind in catalogue else ()
        for wanted in awaits:
            came = any(other.kind == wanted.kind and other.says(wanted.says) for other in standing)
            if wanted.kind in catalogue and wanted.holds(each) and not came:
                title = catalogue[wanted.kind].header.title
                raise CaseClosedError(f"{wanted.why}，登记《{title}》以后再结案。")


def _refuse_unreported(connection: Connection, catalogue: Catalogue, case_ref: str) -> None:
    """Refuse to close while an authority that sent a paper waits for the report it asked for."""
    asked = select(incoming.c.id).where(
        incoming.c.case_ref == case_ref,
        incoming.c.report_back_on.is_not(None),
        incoming.c.voided_at.is_(None),
    )
    if not connection.execute(asked).first():
        return
    reports = {
        kind.name: kind.header.title
        for kind in catalogue.values()
        if any(each.code == REPORT_BACK.code and each.settled_by for each in kind.schema.clocks)
    }
    standing = {each.kind for each in live(connection, catalogue, documents.c.case_ref == case_ref)}
    if not standing & reports.keys():
        titles = "、".join(f"《{title}》" for title in reports.values())
        raise CaseClosedError(f"来文要求报告的处理结果还没有报告，登记{titles}以后再结案。")


def _set_closed(connection: Connection, case_ref: str, closed_at: datetime | None) -> None:
    done = connection.execute(
        update(cases).where(cases.c.case_ref == case_ref).values(closed_at=closed_at)
    )
    if done.rowcount != 1:
        raise UnknownCaseError("没有这个案卷，请核对案卷编号。")
