"""What the register holds, as plain values: orders, papers, cases and reminders, a few at a time.

Moments are by Beijing's clock, and every way to ask gives its rows in one fixed order.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, String, and_, cast, func, select

from docgen.clock import BEIJING
from docgen.kinds.catalogue import Catalogue
from docgen.register.cases import UnknownCaseError
from docgen.register.database import Register
from docgen.register.orders import beginning, orders_between
from docgen.register.reminding import given_between
from docgen.register.standing import standing
from docgen.register.tables import cases, deliveries, documents, files
from schemas.ground.compiling import CaseRow, GivenReminder, Order, Paper

AT_ONCE = 200


def local(moment: datetime | None) -> datetime | None:
    """Return a moment by Beijing's clock, without its zone."""
    return moment and moment.astimezone(BEIJING).replace(tzinfo=None)


def orders_found(
    register: Register, catalogue: Catalogue, first: date, last: date
) -> Iterator[Order]:
    """Yield every order that stood in a period or was due in it, with the papers of its case."""
    by_number = _cases_by_order(register)
    found = orders_between(register, first, last)
    while some := [*islice(found, AT_ONCE)]:
        where = {
            (row.system, row.number): row.case_ref or by_number.get((row.system, row.number))
            for row in some
        }
        with register.reading() as connection:
            papers = papers_of(connection, catalogue, [each for each in where.values() if each])
        for row in some:
            of_case = where[row.system, row.number]
            yield order_of(row, of_case, papers.get(of_case or "", ()))


def order_of(row: Row[Any], case_ref: str | None, papers: Sequence[Paper]) -> Order:
    """Return a row of the orders as a plain value, with its case and the papers of it."""
    said = _plain(row, Order)
    return Order(**{**said, "case_ref": case_ref, "papers": tuple(papers)})


def _plain(row: Row[Any], what: type) -> dict[str, Any]:
    """Return what a row says of the fields of a plain value, its moments by Beijing's clock."""
    wanted = {each.name for each in dataclasses.fields(what)}
    return {
        name: local(value) if isinstance(value, datetime) else value
        for name, value in row._mapping.items()
        if name in wanted
    }


def _cases_by_order(register: Register) -> Mapping[tuple[str, str], str]:
    """Return which case came from which order, as the files of the cases say it."""
    wanted = select(cases.c.case_ref, cases.c.fields).where(
        cast(cases.c.fields, String).contains("order_references")
    )
    found: dict[tuple[str, str], str] = {}
    with register.reading() as connection:
        for case_ref, fields in connection.execute(wanted.order_by(cases.c.case_ref)):
            for each in fields.get("order_references") or ():
                if isinstance(each, Mapping) and {"system", "number"} <= each.keys():
                    found.setdefault((str(each["system"]), str(each["number"])), case_ref)
    return found


def papers_found(
    register: Register, catalogue: Catalogue, first: date, last: date
) -> Iterator[Paper]:
    """Yield every issued paper dated within a period, by day and id."""
    within = (documents.c.dated_on >= first, documents.c.dated_on <= last)
    place: tuple[Any, ...] = ()
    while True:
        query = _selected().where(*within)
        if place:
            query = query.where(
                (documents.c.dated_on > place[0])
                | and_(documents.c.dated_on == place[0], documents.c.id > place[1])
            )
        query = query.order_by(documents.c.dated_on, documents.c.id).limit(AT_ONCE)
        with register.reading() as connection:
            rows = connection.execute(query).all()
        yield from (_paper(row, catalogue) for row in rows)
        if len(rows) < AT_ONCE:
            return
        place = (rows[-1].dated_on, rows[-1].id)


def reminders_found(register: Register, first: date, last: date) -> Iterator[GivenReminder]:
    """Yield every reminder of an hour within a period."""
    for row in given_between(register, first, last):
        yield GivenReminder(**_plain(row, GivenReminder))


def cases_found(
    register: Register, catalogue: Catalogue, first: date, last: date
) -> Iterator[CaseRow]:
    """Yield every case that was opened by the end of a period and not closed before it."""
    since, until = beginning(first), beginning(last + timedelta(days=1))
    still = cases.c.closed_at.is_(None) | (cases.c.closed_at >= since)
    after = ""
    while True:
        query = select(cases).where(cases.c.opened_at < until, still, cases.c.case_ref > after)
        with register.reading() as connection:
            rows = connection.execute(query.order_by(cases.c.case_ref).limit(AT_ONCE)).all()
            papers = papers_of(connection, catalogue, [row.case_ref for row in rows])
        yield from (_case_row(row, papers.get(row.case_ref, ())) for row in rows)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].case_ref


def case_found(register: Register, catalogue: Catalogue, case_ref: str) -> CaseRow:
    """Return one case with its papers, or raise `UnknownCaseError`."""
    with register.reading() as connection:
        row = connection.execute(select(cases).where(cases.c.case_ref == case_ref)).first()
        if row is None:
            raise UnknownCaseError("没有这个案卷，请核对案卷编号。")
        return _case_row(row, papers_of(connection, catalogue, [case_ref]).get(case_ref, ()))


def _case_row(row: Row[Any], papers: Sequence[Paper]) -> CaseRow:
    opened = local(row.opened_at)
    if opened is None:
        raise LookupError("a case without the moment it was opened")
    return CaseRow(row.case_ref, opened, local(row.closed_at), row.fields, tuple(papers))


def papers_of(
    connection: Connection, catalogue: Catalogue, case_refs: Sequence[str]
) -> Mapping[str, list[Paper]]:
    """Return the issued papers of some cases, the oldest first."""
    found: dict[str, list[Paper]] = {}
    if case_refs:
        query = _selected().where(documents.c.case_ref.in_(case_refs))
        for row in connection.execute(query.order_by(documents.c.dated_on, documents.c.id)):
            found.setdefault(row.case_ref, []).append(_paper(row, catalogue))
    return found


def _selected() -> Any:
    copy = files.alias("delivered_file")
    delivered = (
        select(func.max(deliveries.c.delivered_on))
        .where(deliveries.c.document_id == documents.c.id)
        .scalar_subquery()
        .label("delivered_on")
    )
    same = and_(copy.c.document_id == documents.c.id, copy.c.role == "delivery_pdf")
    return (
        select(documents, copy.c.pages, copy.c.sha256, delivered)
        .join(copy, same, isouter=True)
        .where(documents.c.state != "pending")
    )


def _paper(row: Row[Any], catalogue: Catalogue) -> Paper:
    at = local(row.issued_at or row.created_at)
    if at is None:
        raise LookupError("a paper without the moment it was made")
    return Paper(
        said=standing(row, catalogue),
        state=row.state,
        at=at,
        pages=row.pages,
        sha256=row.sha256,
        case_ref=row.case_ref,
        delivered_on=row.delivered_on,
        void_reason=row.void_reason,
    )
