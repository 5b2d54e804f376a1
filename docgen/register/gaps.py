"""What a series of numbers lacks: serials that no document bears and no reason explains."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, case, false, func, not_, or_, select

from docgen.register.database import Register
from docgen.register.tables import documents, numbers


@dataclass(frozen=True, slots=True)
class Gap:
    """A serial of a series that no document bears and no reason explains."""

    prefix: str
    class_code: str
    year: int
    serial: int
    detail: str


# What a number's state promises about its document.
_BORNE_BY: Mapping[str, Collection[str | None]] = {
    "reserved": {"pending"},
    "used": {"issued", "superseded"},
    "void": {"void", None},
    "free": {None},
}


def gaps(register: Register) -> list[Gap]:
    """Return every gap of every series; none is the proof an auditor asks for.

    Serials run from 1 to the last that is not free; free ones after it are no gap.
    """
    with register.reading() as connection:
        return [
            Gap(*series, serial, detail)
            for series in _doubtful(connection)
            for serial, detail in _gaps(_members(connection, series))
        ]


def how_many(register: Register) -> int:
    """Return how many numbers the register holds, whatever became of them."""
    with register.reading() as connection:
        return connection.scalar(select(func.count()).select_from(numbers)) or 0


def _doubtful(connection: Connection) -> list[tuple[str, str, int]]:
    """Return the series that may have a gap: the database counts, so that few rows travel."""
    series = numbers.c.prefix, numbers.c.class_code, numbers.c.year
    last = func.max(case((numbers.c.state != "free", numbers.c.serial), else_=0))
    odd = func.sum(case((_out_of_step(), 1), else_=0))
    rows = connection.execute(
        select(*series, last, odd, func.count())
        .outerjoin(documents, documents.c.number_id == numbers.c.id)
        .group_by(*series)
        .order_by(*series)
    )
    return [
        (prefix, class_code, year)
        for prefix, class_code, year, end, strange, held in rows
        if strange or held != end
    ]


def _out_of_step() -> ColumnElement[bool]:
    """Pick the numbers that are free, or whose document is not what their state promises."""
    borne = documents.c.state
    promised = [
        (numbers.c.state == state)
        & (borne.in_([each for each in by if each]) | (borne.is_(None) if None in by else false()))
        for state, by in _BORNE_BY.items()
        if state != "free"
    ]
    return not_(func.coalesce(or_(*promised), false()))


def _members(
    connection: Connection, series: tuple[str, str, int]
) -> dict[int, tuple[str, str | None]]:
    """Return the state of each number of a series and of its document, by serial."""
    prefix, class_code, year = series
    rows = connection.execute(
        select(numbers.c.serial, numbers.c.state, documents.c.state.label("document_state"))
        .outerjoin(documents, documents.c.number_id == numbers.c.id)
        .where(
            numbers.c.prefix == prefix,
            numbers.c.class_code == class_code,
            numbers.c.year == year,
        )
    )
    return {row.serial: (row.state, row.document_state) for row in rows}


def _gaps(members: dict[int, tuple[str, str | None]]) -> Iterator[tuple[int, str]]:
    last = max((serial for serial, row in members.items() if row[0] != "free"), default=0)
    for serial in range(1, last + 1):
        if serial not in members:
            yield serial, "没有这个序号的记录。"
            continue
        state, document_state = members[serial]
        if document_state not in _BORNE_BY[state]:
            yield serial, "文号的状态与所属文书的状态不符。"
        elif state == "free":
            yield serial, "文号空出，后面的已经编出，不会再用；请作废并写明理由。"
