"""工单: the orders of other systems that the register holds, each once by system and number."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, tuple_, update

from docgen.clock import BEIJING
from docgen.register.database import Register
from docgen.register.tables import orders
from schemas.parts.matters import MATTERS

AT_ONCE = 500
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of some rows: how many orders are new, say more than before, or the same."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
        )


def known(connection: Connection, keys: Collection[Key]) -> dict[Key, Row[Any]]:
    """Return those of some orders that the register holds."""
    found = select(orders).where(tuple_(orders.c.system, orders.c.number).in_([*keys]))
    return {(row.system, row.number): row for row in connection.execute(found)}


def take_in(
    connection: Connection,
    rows: Mapping[Key, Mapping[str, Any]],
    before: Mapping[Key, Row[Any]],
    at: datetime,
) -> Taken:
    """Enter orders in the caller's writing transaction; what a later export says stands.

    A cell that says nothing takes nothing away: another export, or the office itself, said it.
    """
    new = [{**_EMPTY, **row, "imported_at": at} for key, row in rows.items() if key not in before]
    if new:
        connection.execute(insert(orders), new)
    changed = 0
    for key in rows.keys() & before.keys():
        said = {name: value for name, value in rows[key].items() if value is not None}
        if all(before[key]._mapping[name] == value for name, value in said.items()):
            continue
        same = (orders.c.system == key[0], orders.c.number == key[1])
        connection.execute(update(orders).where(*same).values(**said, imported_at=at))
        changed += 1
    return Taken(len(new), changed, len(rows) - len(new) - changed)


def find_orders(register: Register, words: str, most: int, *, reports: bool) -> list[Row[Any]]:
    """Return the last orders whose number, caller, enterprise or title holds these words.

    Without `reports`, for whoever does not handle them, only those that name another type.
    """
    column = orders.c
    places = (column.number, column.caller, column.enterprise, column.title)
    asked = select(orders).where(or_(*(each.contains(words, autoescape=True) for each in places)))
    if not reports:
        # Platforms name types in words of their own (投诉举报, 举报类), or not at all.
        asked = asked.where(
            column.order_type.is_not(None), ~column.order_type.contains(MATTERS["report"])
        )
    with register.reading() as connection:
        found = asked.order_by(column.received_at.desc(), column.number).limit(most)
        return list(connection.execute(found))


_EMPTY: Mapping[str, None] = dict.fromkeys(column.name for column in orders.columns)


def beginning(day: date) -> datetime:
    """Return the moment a day begins in Beijing."""
    return datetime.combine(day, time(), BEIJING)


def orders_between(
    register: Register, first: date, last: date, at_once: int = AT_ONCE
) -> Iterator[Row[Any]]:
    """Yield every order that stood between two days or was due then, by system and number.

    It came in by the last day, and was not closed before the first; so many are held at a time.
    """
    since, until = beginning(first), beginning(last + timedelta(days=1))
    column = orders.c
    stood = column.closed_at.is_(None) | (column.closed_at >= since)
    due = (column.due_at >= since) & (column.due_at < until)
    key = tuple_(column.system, column.number)
    query = select(orders).where(column.received_at < until, stood | due)
    after: Key = ("", "")
    while True:
        page = query.where(key > after).order_by(column.system, column.number).limit(at_once)
        with register.reading() as connection:
            rows = connection.execute(page).all()
        yield from rows
        if len(rows) < at_once:
            return
        after = (rows[-1].system, rows[-1].number)
