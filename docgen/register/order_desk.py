"""工单 on a desk: the orders that wait, one of them, and the case that begins with it.

Which papers may begin from an order, and what they take from it, stands with the kinds
(`schemas.ground.ordered`). Orders hold parties' data: who looks at one is recorded, what belongs to
a report is told to those alone who handle reports, names and numbers are masked for whoever may not
read issued papers.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select, true, update

from docgen.case.redact import masked
from docgen.clock import BEIJING
from docgen.errors import DocgenError, ExitCode
from docgen.kinds.catalogue import Catalogue, Kind
from docgen.register import audit
from docgen.register.access import UNTOLD, known_to, open_to
from docgen.register.actor import Actor
from docgen.register.cases import (
    REFERENCE,
    CaseReferenceError,
    complete,
    drop_unused,
    enter,
    forget,
)
from docgen.register.database import Register
from docgen.register.drafts import begin
from docgen.register.ids import new_id
from docgen.register.issued import NotAllowedError, allow
from docgen.register.prefill import facts_of, put, recall, taken_over
from docgen.register.rights import Act, may
from docgen.register.tables import cases, documents, drafts, orders
from schemas.ground.fields import Choice, Day, Group, Moment, Personal, Rows

# What platforms call an order that reports somebody.
OF_REPORT = "举报"
# Which orders a list shows, and what each choice is called.
WAITING = "waiting"
VIEWS = {WAITING: "待处理", "begun": "已入案卷", "closed": "已办结", "all": "全部"}
Written = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


class UnknownOrderError(DocgenError):
    """The register holds no such order."""

    code = "unknown_order"
    exit_code = ExitCode.not_found

    def __init__(self) -> None:
        super().__init__("登记簿里没有这件工单，请先导入工单表，或者核对工单编号。")


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders are wanted; `words` are part of a number, a title, a party's name."""

    view: str = WAITING
    system: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see of orders; `region` is the one that masks name."""

    actor: Actor
    region: str

    @property
    def reports(self) -> bool:
        """Whether the orders of reports are his to see."""
        return may(Act.read_reports, self.actor.role)

    @property
    def names(self) -> bool:
        """Whether names and numbers are his to read."""
        return may(Act.read, self.actor.role)

    def shown(self, row: Row[Any]) -> dict[str, Any]:
        """Return an order as it is shown to him: `untold` says that it is of a report."""
        said = dict(row._mapping)
        hidden = is_of_report(said) and not self.reports
        said["untold"] = hidden
        if hidden:
            kept = ("system", "number", "received_at", "due_at", "closed_at", "case_ref", "untold")
            return {name: said[name] if name in kept else None for name in said} | {"title": UNTOLD}
        if not self.names:
            caller, phone = said["caller"] or "", said["caller_phone"] or ""
            covers = {
                caller: masked(caller, Personal.name, self.region) if caller else "",
                phone: masked(phone, Personal.phone, self.region) if phone else "",
            }
            for name in ("title", "text", "caller", "caller_phone", "reply"):
                for open_text, cover in covers.items():
                    if open_text and said[name]:
                        said[name] = said[name].replace(open_text, cover)
        return said


def is_of_report(said: Mapping[str, Any]) -> bool:
    """Tell of what is said of an order whether it reports somebody."""
    return OF_REPORT in (said.get("order_type") or "")


def list_orders(
    register: Register, wanted: OrderFilter, sight: Sight, *, most: int, skip: int = 0
) -> list[dict[str, Any]]:
    """Return orders as they are shown: those that wait by when they are due, others newest first.

    A report is found by its number alone where it is not told.
    """
    column = orders.c
    query = select(orders).where(_condition(wanted, sight))
    if wanted.view == WAITING:
        query = query.order_by(column.due_at.is_(None), column.due_at, column.received_at)
    else:
        query = query.order_by(column.received_at.desc())
    query = query.order_by(column.system, column.number).limit(most).offset(skip)
    with register.reading() as connection:
        return [sight.shown(row) for row in connection.execute(query)]


def count_orders(register: Register, wanted: OrderFilter, sight: Sight) -> int:
    """Return how many orders are wanted."""
    query = select(func.count()).select_from(orders).where(_condition(wanted, sight))
    with register.reading() as connection:
        return int(connection.scalar(query) or 0)


def _condition(wanted: OrderFilter, sight: Sight) -> ColumnElement[bool]:
    column = orders.c
    begun, closed = column.case_ref.is_not(None), column.closed_at.is_not(None)
    views: Mapping[str, ColumnElement[bool]] = {
        WAITING: and_(~closed, ~begun), "begun": begun, "closed": closed,
    }  # fmt: skip
    found = views.get(wanted.view, true())
    if wanted.system:
        found &= column.system == wanted.system
    if wanted.words:
        named = [column.title, column.enterprise, column.case_ref]
        if sight.names:
            named += [column.caller, column.caller_phone]
        in_words = or_(*(each.contains(wanted.words, autoescape=True) for each in named))
        if not sight.reports:
            of_report = func.coalesce(column.order_type, "").contains(OF_REPORT)
            in_words = and_(in_words, ~of_report)
        found &= or_(column.number.contains(wanted.words, autoescape=True), in_words)
    return found


def read_order(register: Register, system: str, number: str, sight: Sight) -> dict[str, Any]:
    """Return one order as it is shown and record who looked at it.

    Errors: `NotAllowedError`, `UnknownOrderError`.
    """
    allow(Act.draft, sight.actor)
    with register.writing() as connection:
        row = _row(connection, system, number)
        detail = {"system": system, "number": number}
        audit.record(connection, register, sight.actor, "read_order", None, detail)
    return sight.shown(row)


def kinds_from_order(
    catalogue: Catalogue, order_type: str | None, actor: Actor
) -> list[tuple[Kind, bool]]:
    """Return the kinds that may begin from an order, those that its type calls for first.

    What is of a report is for those alone who handle reports.
    """
    found = [
        (kind, kind.schema.from_order.calls(order_type))
        for kind in catalogue.values()
        if kind.schema.from_order
        and (kind.header.of_report is not True or may(Act.read_reports, actor.role))
    ]
    return sorted(found, key=lambda each: (not each[1], not _types(each[0])))


def _types(kind: Kind) -> tuple[str, ...]:
    return kind.schema.from_order.types if kind.schema.from_order else ()


def payload_from(kind: Kind, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a paper takes from an order; a word that is none of a field's is left out."""
    started: dict[str, Any] = {}
    for own, columns in kind.schema.from_order.takes.items() if kind.schema.from_order else ():
        steps = own.split(".")
        given = [said[each] for each in columns if said.get(each) is not None]
        value = _plain(_field_at(kind, steps), given) if given else None
        if value is not None:
            put(started, steps, value)
    return started


def begin_from_order(  # noqa: PLR0917 (it reads as a sentence: of which order which paper)
    register: Register,
    catalogue: Catalogue,
    order: tuple[str, str],
    kind: str,
    case_ref: str,
    written: Written,
    *,
    actor: Actor,
) -> str:
    """Begin a draft of `kind` from an order, in a case that is opened with it; return its id.

    The case holds from now on what the order says, so its periods run. `written` turns a payload
    into the entries of a form. Whoever began the same paper already gets that draft.
    Errors: `NotAllowedError`, `UnknownOrderError`, `UnknownKindError`, `CaseReferenceError`,
    `CaseClosedError`.
    """
    allow(Act.draft, actor)
    wanted = catalogue[kind]
    offered = {each.name for each, _ in kinds_from_order(catalogue, None, actor)}
    with register.writing() as connection:
        row = _row(connection, *order)
        said = dict(row._mapping)
        if kind not in offered or (
            is_of_report(said) and not may(Act.read_reports, actor.role)
        ):  # fmt: skip
            raise NotAllowedError("这件工单不能由你登记成这种文书；举报由办理举报的人员登记。")
        if not REFERENCE.fullmatch(case_ref):
            raise CaseReferenceError("案卷编号请写 1 至 60 个字符，不含空格。")
        if said["case_ref"] and said["case_ref"] != case_ref:
            raise CaseReferenceError(f"这件工单已归入案卷 {said['case_ref']}，请在那个案卷里办理。")
        if begun := _begun(connection, kind, case_ref, actor):
            return begun
        now, payload = register.now(), payload_from(wanted, said)
        there = connection.scalar(select(cases.c.case_ref).where(cases.c.case_ref == case_ref))
        enter(connection, case_ref, now)
        if there:
            payload |= _of_case(connection, catalogue, wanted, case_ref, actor)
        complete(connection, case_ref, facts_of(wanted, payload))
        same = (orders.c.system == order[0], orders.c.number == order[1])
        connection.execute(update(orders).where(*same).values(case_ref=case_ref))
        made = new_id(now)
        entries = json.dumps(written(kind, payload), ensure_ascii=False)
        begin(connection, made, kind, entries, now, actor=actor, case_ref=case_ref)
        detail = {"case_ref": case_ref, "kind": kind, "fields": sorted(payload), "system": order[0]}
        audit.record(connection, register, actor, "open_case", None, detail)
    return made


def release_order(
    register: Register, catalogue: Catalogue, order: tuple[str, str], *, actor: Actor
) -> None:
    """Take an order out of a case it was put into by mistake: it waits again.

    The case forgets what the order said, and goes with it if it holds nothing else.
    Errors: `NotAllowedError`, `UnknownOrderError`; `CaseReferenceError` where something has been
    written in the case already.
    """
    allow(Act.draft, actor)
    with register.writing() as connection:
        said = dict(_row(connection, *order)._mapping)
        case_ref = said["case_ref"]
        if is_of_report(said) and not may(Act.read_reports, actor.role):
            raise NotAllowedError("涉及举报的工单，由办理举报的人员办理。")
        for table in (documents, drafts):
            if connection.execute(select(table.c.id).where(table.c.case_ref == case_ref)).first():
                raise CaseReferenceError(
                    "案卷里已经有文书或者草稿，不能退回；写错的草稿请先删除，再退回。"
                )
        same = (orders.c.system == order[0], orders.c.number == order[1])
        connection.execute(update(orders).where(*same).values(case_ref=None))
        opened = connection.scalar(select(cases.c.opened_at).where(cases.c.case_ref == case_ref))
        if opened:
            for kind, _ in kinds_from_order(catalogue, None, actor):
                forget(connection, case_ref, facts_of(kind, payload_from(kind, said)))
            drop_unused(connection, case_ref, opened)
        detail = {"system": order[0], "case_ref": case_ref}
        audit.record(connection, register, actor, "release_order", None, detail)


def drafts_of_case(register: Register, case_ref: str, actor: Actor) -> list[Row[Any]]:
    """Return the drafts of a case that somebody may open: id, kind, whose, when saved."""
    column = drafts.c
    query = select(column.id, column.kind, column.person, column.saved_at)
    query = query.where(column.case_ref == case_ref).order_by(column.created_at)
    if not may(Act.issue, actor.role):
        query = query.where(column.person == actor.name)
    with register.reading() as connection:
        return [*connection.execute(query)]


def _of_case(
    connection: Connection, catalogue: Catalogue, kind: Kind, case_ref: str, actor: Actor
) -> dict[str, Any]:
    """Return what a paper takes over from a case that was there before, as somebody may see it."""
    memory = recall(connection, catalogue, case_ref)
    known = known_to(actor, catalogue, memory.known, memory.said)
    said = tuple(each for each in memory.said if open_to(actor, each))
    return taken_over(kind, catalogue, replace(memory, known=known, said=said))


def _begun(connection: Connection, kind: str, case_ref: str, actor: Actor) -> str | None:
    column = drafts.c
    mine = (column.kind == kind, column.case_ref == case_ref, column.person == actor.name)
    found: str | None = connection.scalar(select(column.id).where(*mine).order_by(column.id))
    return found


def _row(connection: Connection, system: str, number: str) -> Row[Any]:
    same = (orders.c.system == system, orders.c.number == number)
    row = connection.execute(select(orders).where(*same)).one_or_none()
    if row is None:
        raise UnknownOrderError
    return row


def _field_at(kind: Kind, steps: list[str]) -> Any:
    part: Any = kind.reader
    field: Any = None
    for step in steps:
        if step.isdigit():
            continue
        field = part.fields[step]
        part = field.below if isinstance(field, Group | Rows) else None
    return field


def _plain(field: Any, given: list[Any]) -> str | None:
    """Return what columns say as a field takes it; None for what it cannot take."""
    first = given[0]
    if isinstance(first, datetime):
        local = first.astimezone(BEIJING)
        if isinstance(field, Day):
            return local.date().isoformat()
        return local.strftime("%Y-%m-%dT%H:%M") if isinstance(field, Moment) else None
    text = "".join(map(str, given))
    if isinstance(field, Choice):
        codes = {words: code for code, words in field.options.items()}
        return text if text in field.options else codes.get(text)
    return text
