"""看板: what is due today and what is late in an office, by person and by matter, and its rates.

Duties of cases come from the due list that is kept between two looks; orders of other systems are
counted by the database. Rates are the contract's own (`schemas.parts.kpi`), of the present month.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, case, func, or_, select

from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.register.compiled_rows import order_of, papers_of
from docgen.register.database import Register
from docgen.register.deadlines import DueItem
from docgen.register.orders import beginning
from docgen.register.tables import cases, documents, orders
from schemas.ground.base import Record
from schemas.ground.compiling import Order
from schemas.parts import kpi
from schemas.parts.matters import MATTERS
from schemas.parts.sign_in import SignIn

SOON = 3
NOBODY, UNKNOWN = "没有写明", "其他工单"
MOST_ORDERS, AT_ONCE = 20, 500


@dataclass(frozen=True, slots=True)
class Load:
    """How much of one person or of one matter is late, due today, and due soon."""

    name: str
    late: int
    today: int
    soon: int


@dataclass(frozen=True, slots=True)
class UrgentOrder:
    """An open order that is late or due today.

    One that may be a report has no number for whoever may not see it.
    """

    number: str | None
    order_type: str
    unit: str
    handler: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """What the head of an office looks at in the morning."""

    day: date
    duties: Load
    orders: Load
    by_person: tuple[Load, ...]
    by_matter: tuple[Load, ...]
    urgent: tuple[UrgentOrder, ...]
    first: date
    contract: Record | None
    rates: tuple[Record, ...]


def desk_of(
    register: Register, engine: Engine, duties: Sequence[DueItem], day: date, *, reports: bool
) -> Desk:
    """Return the desk of a day; `reports` says that whoever looks handles reports.

    `duties` is the due list of that day.
    """
    since = day.replace(day=1)
    people, matters, of_cases, of_orders = (_Tally() for _ in range(4))
    names = _writers(register, [each.document_id for each in duties if each.document_id])
    for each in duties:
        people.add(names.get(each.document_id or "", NOBODY), *_weight(each))
        matters.add(each.action, *_weight(each))
        of_cases.add("", *_weight(each))
    for row in _open_orders(register, day):
        counts = row.late, row.today, row.soon
        of_orders.add("", *counts)
        people.add(row.handler or row.unit or NOBODY, *counts)
        matters.add(f"{row.order_type}工单" if row.order_type else UNKNOWN, *counts)
    contract = kpi.contract_on(engine.house.contracts, day)
    tallied = kpi.tallies(
        orders_counted(register, engine, since, day), since, day, SignIn.of(engine.house)
    )
    asked = kpi.thresholds(contract)
    return Desk(
        day=day,
        duties=of_cases.whole(),
        orders=of_orders.whole(),
        by_person=people.loads(),
        by_matter=matters.loads(),
        urgent=tuple(_urgent(register, day, reports=reports)),
        first=since,
        contract=contract,
        rates=tuple(tallied[name].record(name, asked.get(name)) for name in kpi.NAMES),
    )


class _Tally:
    """Counts of what is late, due today and due soon, by a name."""

    def __init__(self) -> None:
        self._late, self._today, self._soon = Counter[str](), Counter[str](), Counter[str]()

    def add(self, name: str, late: int, today: int, soon: int) -> None:
        self._late[name] += late
        self._today[name] += today
        self._soon[name] += soon

    def loads(self) -> tuple[Load, ...]:
        """Return everything that has something, the most pressing first."""
        found = (
            Load(name, self._late[name], self._today[name], self._soon[name]) for name in self._late
        )
        busy = [each for each in found if each.late or each.today or each.soon]
        busy.sort(key=lambda each: (-each.late, -each.today, -each.soon, each.name))
        return tuple(busy)

    def whole(self) -> Load:
        """Return the sums over all names."""
        return Load("", *(counts.total() for counts in (self._late, self._today, self._soon)))


def _weight(item: DueItem) -> tuple[int, int, int]:
    """Return one in the place that a duty counts in; what cannot be counted is in none."""
    left = item.days_left
    if left is None:
        return 0, 0, 0
    return int(left < 0), int(left == 0), int(0 < left <= SOON)


def _writers(register: Register, ids: Sequence[str]) -> Mapping[str, str]:
    """Return who drafted the documents that duties come from."""
    found: dict[str, str] = {}
    with register.reading() as connection:
        waiting = iter(ids)
        while some := [*islice(waiting, AT_ONCE)]:
            asked = select(documents.c.id, documents.c.drafted_by)
            asked = asked.where(documents.c.id.in_(some))
            found |= {row.id: row.drafted_by for row in connection.execute(asked)}
    return found


def _open_orders(register: Register, day: date) -> Sequence[Any]:
    """Count open orders that are late, due today and due soon, by who has them and their type."""
    now, tomorrow = beginning(day), beginning(day + timedelta(days=1))
    until = beginning(day + timedelta(days=SOON + 1))
    column = orders.c

    def counted(*conditions: Any) -> Any:
        holds = conditions[0] if len(conditions) == 1 else conditions[0] & conditions[1]
        return func.sum(case((holds, 1), else_=0))

    asked = (
        select(
            column.order_type, column.unit, column.handler,
            counted(column.due_at < now).label("late"),
            counted(column.due_at >= now, column.due_at < tomorrow).label("today"),
            counted(column.due_at >= tomorrow).label("soon"),
        )
        .where(column.closed_at.is_(None), column.due_at < until)
        .group_by(column.order_type, column.unit, column.handler)
    )  # fmt: skip
    with register.reading() as connection:
        return connection.execute(asked).all()


def _urgent(register: Register, day: date, *, reports: bool) -> Iterator[UrgentOrder]:
    column = orders.c
    asked = (
        select(orders)
        .where(column.closed_at.is_(None), column.due_at < beginning(day + timedelta(days=1)))
        .order_by(column.due_at, column.system, column.number)
        .limit(MOST_ORDERS)
    )
    with register.reading() as connection:
        rows = connection.execute(asked).all()
    for row in rows:
        # An order's number leads to whoever called. Platforms name types in words of their own
        # (投诉举报, 举报类), or not at all.
        hidden = not reports and MATTERS["report"] in (row.order_type or MATTERS["report"])
        yield UrgentOrder(
            None if hidden else row.number, row.order_type or "", row.unit or "",
            row.handler or "", row.due_at.astimezone(BEIJING),
        )  # fmt: skip


def orders_counted(register: Register, engine: Engine, first: date, last: date) -> Iterator[Order]:
    """Yield every order that is in a rate of a period, with the papers that give some back.

    Rates are asked of these alone: other papers change none, and a month has thousands.
    """
    since, until = beginning(first), beginning(last + timedelta(days=1))
    column = orders.c
    wanted = [column[each.name] for each in fields(Order) if each.name in column]
    asked = select(*wanted).where(
        or_(
            *(
                (each >= since) & (each < until)
                for each in (column.due_at, column.signed_in_at, column.dispatched_at)
            ),
            column.due_at.is_(None) & (column.received_at >= since) & (column.received_at < until),
        )
    )
    with register.reading() as connection:
        rows = connection.execute(asked).all()
        returning = _returning(connection)
        papers = papers_of(connection, engine.catalogue, [*{*returning.values()}])
    for row in rows:
        of_case = row.case_ref or returning.get((row.system, row.number))
        yield order_of(row, of_case, papers.get(of_case or "", ()))


def _returning(connection: Connection) -> Mapping[tuple[str, str], str]:
    """Return the cases in which an order is given back, by the orders their files name."""
    asked = (
        select(cases.c.case_ref, cases.c.fields)
        .join(documents, documents.c.case_ref == cases.c.case_ref)
        .where(documents.c.kind == kpi.RETURNED_BY, documents.c.state == "issued")
    )
    found: dict[tuple[str, str], str] = {}
    for case_ref, known in connection.execute(asked.order_by(cases.c.case_ref)):
        # Under its own name too: an order may say itself which case it has.
        found["", case_ref] = case_ref
        for each in known.get("order_references") or ():
            found.setdefault((str(each.get("system")), str(each.get("number"))), case_ref)
    return found
