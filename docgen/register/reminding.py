"""Remind of what falls due, once for each hour, and keep when each reminder was given.

An order of the hotline is called to mind on its fifth day, a case on the last day of its period,
at the hours of the contract; what fell due open is reported to the client's officer, once. An hour
that nobody was reminded at stays missed: only the latest one that has come is given.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.errors import DocgenError
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.deadlines import REMINDERS, DueItem, due_list
from docgen.register.ids import new_id
from docgen.register.issued import allow
from docgen.register.orders import beginning
from docgen.register.rights import Act
from docgen.register.tables import orders, reminders
from schemas.ground.base import Facts
from schemas.parts.orders import HOTLINE
from schemas.parts.reminding import reminder_day

AT_ONCE = 500
NOBODY = "承办人"


class NothingRemindedError(DocgenError):
    """An order was answered for of which nobody was reminded."""

    code = "nothing_reminded"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reminder that is called for now: of what, for which hour, whom it is for.

    `subject` is system/number of an order, or case#duty. A `reported` one tells the client's
    officer that it fell due open; then `hour` is when it did, by Beijing's clock.
    """

    subject: str
    hour: datetime
    reported: bool
    told: str


@dataclass(frozen=True, slots=True)
class Given:
    """What became of the reminders that were called for: given now, and already given before.

    `unreported` is how many fell due open with nobody named to tell it to: they wait.
    """

    now: Sequence[Wanted]
    before: int
    unreported: int = 0


def wanted_now(
    register: Register, engine: Engine, officer: str, times: Sequence[time] = REMINDERS
) -> list[Wanted]:
    """Return what is called for now; `officer` is whom the client named for what is overdue."""
    now = register.now().astimezone(BEIJING)
    found = [
        *_of_orders(register, Facts(engine.law, engine.house, now.date()), now, officer, times)
    ]
    for item in due_list(register, engine, now.date()):
        found += _of_case(item, now, officer, times)
    return found


def remind(
    register: Register,
    engine: Engine,
    channel: str,
    report_to: str | None = None,
    times: Sequence[time] = REMINDERS,
    *,
    actor: Actor,
) -> Given:
    """Give what is called for now; what fell due open goes to `report_to` or the house's officer.

    Errors: `NotAllowedError`.
    """
    officer = report_to or engine.house.overdue_reported_to or ""
    wanted = wanted_now(register, engine, officer, times)
    named = [each for each in wanted if officer or not each.reported]
    given = give(register, named, channel, actor=actor)
    return Given(given.now, given.before, len(wanted) - len(named))


def give(register: Register, wanted: Iterable[Wanted], channel: str, *, actor: Actor) -> Given:
    """Enter reminders as given now; one that was given for its hour before is not given again.

    Errors: `NotAllowedError`.
    """
    allow(Act.draft, actor)
    given: list[Wanted] = []
    before = 0
    waiting = iter(wanted)
    while some := [*islice(waiting, AT_ONCE)]:
        with register.writing() as connection:
            known = _known(connection, [each.subject for each in some])
            fresh = [each for each in some if (each.subject, each.hour, each.reported) not in known]
            before += len(some) - len(fresh)
            if fresh:
                _enter(connection, register, fresh, channel, actor)
                given += fresh
    return Given(given, before)


def answer(register: Register, number: str, response: str, *, actor: Actor) -> None:
    """Enter what was answered to the last reminder of a hotline order.

    Errors: `NotAllowedError`, `NothingRemindedError`.
    """
    allow(Act.draft, actor)
    of_order = reminders.c.subject == f"{HOTLINE}/{number}"
    last = select(reminders.c.id).where(of_order, ~reminders.c.reported)
    with register.writing() as connection:
        found = connection.scalar(last.order_by(reminders.c.hour.desc()).limit(1))
        if found is None:
            raise NothingRemindedError("这件工单还没有提醒过，请核对工单编号。")
        said = {"response": response[:60], "acknowledged": True}
        connection.execute(update(reminders).where(reminders.c.id == found).values(**said))
        audit.record(connection, register, actor, "answer_reminder", None, {"reminder": found})


def given_between(register: Register, first: date, last: date) -> Iterator[Row[Any]]:
    """Yield the reminders whose hour lies between two days, by hour and subject."""
    column = reminders.c
    since, until = beginning(first), beginning(last + timedelta(days=1))
    query = select(reminders).where(column.hour >= since, column.hour < until)
    with register.reading() as connection:
        yield from connection.execute(query.order_by(column.hour, column.subject)).all()


def _of_orders(
    register: Register, facts: Facts, now: datetime, officer: str, times: Sequence[time]
) -> Iterator[Wanted]:
    """Yield what open orders of the hotline call for."""
    latest = _latest(now, times)
    still_open = orders.c.closed_at.is_(None) | (orders.c.closed_at > now)
    there = (orders.c.system == HOTLINE, orders.c.received_at <= now)
    query = select(orders).where(*there, still_open)
    with register.reading() as connection:
        rows = connection.execute(query.order_by(orders.c.number)).all()
    for row in rows:
        subject = f"{row.system}/{row.number}"
        if row.due_at and row.due_at <= now:
            yield Wanted(subject, row.due_at.astimezone(BEIJING), True, officer)
            continue
        fifth = reminder_day(row.received_at.astimezone(BEIJING).date(), facts)
        if latest and fifth == now.date() and (not row.due_at or latest < row.due_at):
            yield Wanted(subject, latest, False, _handler(row))


def _of_case(
    item: DueItem, now: datetime, officer: str, times: Sequence[time]
) -> Iterator[Wanted]:  # fmt: skip
    """Yield what a duty of a case calls for; what cannot be counted is for a person to look at."""
    if item.due is None or item.problem:
        return
    subject = f"{item.case_ref or item.document_id}#{item.code}"
    if item.due < now.date():
        yield Wanted(subject, beginning(item.due + timedelta(days=1)), True, officer)
    elif item.due == now.date() and (latest := _latest(now, times)):
        yield Wanted(subject, latest, False, NOBODY)


def _latest(now: datetime, times: Sequence[time]) -> datetime | None:
    """Return the last of the day's hours that has come; None before the first."""
    come = (datetime.combine(now.date(), each, BEIJING) for each in times)
    return max((each for each in come if each <= now), default=None)


def _handler(row: Row[Any]) -> str:
    return " ".join(filter(None, (row.unit, row.handler)))[:120] or NOBODY


def _known(
    connection: Connection, subjects: Sequence[str]
) -> set[tuple[str, datetime, bool]]:  # fmt: skip
    query = select(reminders.c.subject, reminders.c.hour, reminders.c.reported)
    found = connection.execute(query.where(reminders.c.subject.in_(subjects)))
    return {(subject, hour, reported) for subject, hour, reported in found}


def _enter(
    connection: Connection,
    register: Register,
    given: Sequence[Wanted],
    channel: str,
    actor: Actor,
) -> None:
    at = register.now()
    rows = [
        {
            "id": new_id(at), "subject": each.subject, "hour": each.hour,
            "reported": each.reported, "told": each.told, "given_at": at,
            "given_by": actor.name, "channel": channel, "response": None, "acknowledged": False,
        }
        for each in given
    ]  # fmt: skip
    connection.execute(insert(reminders), rows)
    reported = sum(each.reported for each in given)
    detail = {"given": len(given) - reported, "reported": reported}
    audit.record(connection, register, actor, "remind", None, detail)
