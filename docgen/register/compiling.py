"""Compile a paper that nobody types: an ordinary payload made of what the register holds.

Which kinds there are, and what they make of it, stands with the kinds (`schemas.ground.compiling`).
From the same register the same payload comes: no clock is asked, and rows come in one order.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, String, and_, cast, func, select

from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.errors import DocgenError, ExitCode
from docgen.kinds.catalogue import Catalogue
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.cases import UnknownCaseError
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.orders import beginning, orders_between
from docgen.register.reminding import given_between
from docgen.register.rights import Act
from docgen.register.standing import standing
from docgen.register.tables import audit as entries
from docgen.register.tables import cases, deliveries, documents, files
from schemas.ground.base import Facts
from schemas.ground.compiling import CaseRow, Found, GivenReminder, Order, Paper

AT_ONCE = 200
# What changes an order, a paper or a case, as the trail calls it.
CHANGING = (
    "import_orders", "issue", "supersede", "void", "deliver", "open_case", "close_case",
    "reopen_case", "restore", "remind", "answer_reminder",
)  # fmt: skip
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class CompileError(DocgenError):
    """A paper cannot be compiled as asked."""

    code = "cannot_compile"
    exit_code = ExitCode.usage


def period_of(text: str | None) -> tuple[date, date] | None:
    """Return the first and the last day of 2026, 2026-11, 2026-11-03 or 2026-11-03..2026-12-02.

    Of nothing there is no period. Errors: `CompileError`.
    """
    if not text:
        return None
    first, parted, last = text.partition("..")
    try:
        since, until = _days(first), _days(last or first)
    except ValueError:
        raise CompileError("期间请写成 2026、2026-11 或者 2026-11-01..2026-11-30。") from None
    if until[1] < since[0] or (parted and not last):
        raise CompileError("期间的终止日早于起始日，请核对。")
    return since[0], until[1]


def compile_payload(
    register: Register,
    engine: Engine,
    kind: str,
    *,
    period: tuple[date, date] | None = None,
    case_ref: str | None = None,
    part: str | None = None,
    actor: Actor,
) -> dict[str, Any]:
    """Return the payload of a kind that declares a compiler, and record who had it made.

    `part` is main or secondary, where a kind is of one part of a file.
    It is checked, edited and rendered as any other.
    Errors: `NotAllowedError`, `UnknownKindError`, `UnknownCaseError`, `CompileError`.
    """
    compiler = engine.catalogue[kind].schema.compiler
    if compiler is None:
        raise CompileError("这种文书由人填写，不由登记簿生成。")
    allow(Act.read_reports if compiler.of_reports else Act.read, actor)
    if (case_ref if compiler.of_case else period) is None:
        wanted = "案卷编号（case）" if compiler.of_case else "期间（period）"
        raise CompileError(f"生成这种文书，请写明{wanted}。")
    found = found_in(
        register, engine, period=period, case_ref=case_ref if compiler.of_case else None, part=part
    )
    payload = compiler.make(found)
    first, last = found.first, found.last
    detail = {"kind": kind, "period": [str(first), str(last)], "case_ref": case_ref}
    with register.writing() as connection:
        audit.record(connection, register, actor, "compile", None, detail)
    return payload


def found_in(
    register: Register,
    engine: Engine,
    *,
    period: tuple[date, date] | None = None,
    case_ref: str | None = None,
    part: str | None = None,
) -> Found:
    """Return what the register holds, as a kind's compiler is handed it.

    Errors: `UnknownCaseError`; `CompileError` where nothing has ever been entered.
    """
    as_of = _as_of(register)
    if as_of is None:
        raise CompileError("登记簿里还没有工单、文书和案卷，没有什么可汇总。")
    first, last = period or (date.min, as_of.date())
    catalogue = engine.catalogue
    return Found(
        facts=Facts(engine.law, engine.house, as_of.date()),
        as_of=as_of,
        orders=partial(_orders, register, catalogue),
        papers=partial(_papers, register, catalogue),
        cases=partial(_cases, register, catalogue),
        reminders=partial(_reminders, register),
        first=first,
        last=last,
        case=_case(register, catalogue, case_ref) if case_ref else None,
        part=part,
    )


def _days(text: str) -> tuple[date, date]:
    found = _PERIOD.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    year, month, day = (int(each) if each else 0 for each in found.groups())
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    following = date(year + 1, 1, 1) if not month else (first + timedelta(days=31)).replace(day=1)
    return first, following - timedelta(days=1)


def _as_of(register: Register) -> datetime | None:
    """Return when an order, a paper or a case changed last; None where there is none."""
    wanted = select(entries.c.at).where(entries.c.act.in_(CHANGING))
    with register.reading() as connection:
        at = connection.scalar(wanted.order_by(entries.c.sequence.desc()).limit(1))
    return _local(at)


def _local(moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(BEIJING).replace(tzinfo=None)


def _orders(
    register: Register, catalogue: Catalogue, first: date, last: date
) -> Iterator[Order]:  # fmt: skip
    """Yield every order that stood in a period or was due in it, with the papers of its case."""
    by_number = _cases_by_order(register)
    found = orders_between(register, first, last)
    while some := [*islice(found, AT_ONCE)]:
        where = {
            (row.system, row.number): row.case_ref or by_number.get((row.system, row.number))
            for row in some
        }
        with register.reading() as connection:
            papers = _papers_of(connection, catalogue, [each for each in where.values() if each])
        for row in some:
            of_case = where[row.system, row.number]
            yield _order(row, of_case, papers.get(of_case or "", ()))


def _order(row: Row[Any], case_ref: str | None, papers: Sequence[Paper]) -> Order:
    said = _plain(row, Order)
    return Order(**{**said, "case_ref": case_ref, "papers": tuple(papers)})


def _plain(row: Row[Any], what: type) -> dict[str, Any]:
    """Return what a row says of the fields of a plain value, its moments by Beijing's clock."""
    wanted = {each.name for each in dataclasses.fields(what)}
    return {
        name: _local(value) if isinstance(value, datetime) else value
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


def _papers(register: Register, catalogue: Catalogue, first: date, last: date) -> Iterator[Paper]:
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


def _reminders(register: Register, first: date, last: date) -> Iterator[GivenReminder]:
    """Yield every reminder of an hour within a period."""
    for row in given_between(register, first, last):
        yield GivenReminder(**_plain(row, GivenReminder))


def _cases(register: Register, catalogue: Catalogue, first: date, last: date) -> Iterator[CaseRow]:
    """Yield every case that was opened by the end of a period and not closed before it."""
    since, until = beginning(first), beginning(last + timedelta(days=1))
    still = cases.c.closed_at.is_(None) | (cases.c.closed_at >= since)
    after = ""
    while True:
        query = select(cases).where(cases.c.opened_at < until, still, cases.c.case_ref > after)
        with register.reading() as connection:
            rows = connection.execute(query.order_by(cases.c.case_ref).limit(AT_ONCE)).all()
            papers = _papers_of(connection, catalogue, [row.case_ref for row in rows])
        yield from (_case_row(row, papers.get(row.case_ref, ())) for row in rows)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].case_ref


def _case(register: Register, catalogue: Catalogue, case_ref: str) -> CaseRow:
    with register.reading() as connection:
        row = connection.execute(select(cases).where(cases.c.case_ref == case_ref)).first()
        if row is None:
            raise UnknownCaseError("没有这个案卷，请核对案卷编号。")
        return _case_row(row, _papers_of(connection, catalogue, [case_ref]).get(case_ref, ()))


def _case_row(row: Row[Any], papers: Sequence[Paper]) -> CaseRow:
    opened = _local(row.opened_at)
    if opened is None:
        raise LookupError("a case without the moment it was opened")
    return CaseRow(row.case_ref, opened, _local(row.closed_at), row.fields, tuple(papers))


def _papers_of(
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
    at = _local(row.issued_at or row.created_at)
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
