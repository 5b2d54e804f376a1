"""What a series of numbers lacks: serials that no document bears and no reason explains."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from sqlalchemy import func, select

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


def gaps(register: Register) -> list[Gap]:
    """Return every gap of every series; none is the proof an auditor asks for.

    Serials run from 1 to the last that is not free; free ones after it are no gap.
    """
    with register.reading() as connection:
        rows = connection.execute(
            select(
                numbers.c.prefix,
                numbers.c.class_code,
                numbers.c.year,
                numbers.c.serial,
                numbers.c.state,
                documents.c.state.label("document_state"),
            )
            .outerjoin(documents, documents.c.number_id == numbers.c.id)
            .order_by(numbers.c.prefix, numbers.c.class_code, numbers.c.year, numbers.c.serial)
        ).all()
    return [
        Gap(prefix, class_code, year, serial, detail)
        for (prefix, class_code, year), members in groupby(rows, key=itemgetter(0, 1, 2))
        for serial, detail in _gaps(
            {row.serial: (row.state, row.document_state) for row in members}
        )
    ]


def how_many(register: Register) -> int:
    """Return how many numbers the register holds, whatever became of them."""
    with register.reading() as connection:
        return connection.scalar(select(func.count()).select_from(numbers)) or 0


# What a number's state promises about its document.
_BORNE_BY: Mapping[str, Collection[str | None]] = {
    "reserved": {"pending"},
    "used": {"issued", "superseded"},
    "void": {"void", None},
    "free": {None},
}


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
