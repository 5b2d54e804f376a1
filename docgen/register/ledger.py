"""工作台账: everything the office has issued, a line a document, no word of any payload."""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from docgen.register.database import Register
from docgen.register.tables import deliveries, documents, files

# Lines read at once: between two such pages no connection is held, however slow the reader.
PAGE = 500
ESCAPE = "/"
_OPENING, _CLOSING = "([{<〔【〈《「", ")]}>〕】〉》」"
STATES = {"issued": "有效", "superseded": "已被新版本代替", "void": "作废"}


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which lines are wanted; None means any.

    `dated_from` and `dated_to` are days of the documents, both included; `number` is a part of
    the document number, in whichever brackets and width (`like_number`), `case_part` of the case's
    reference, `words` of any text of the case, so a party's name; `state` is issued, superseded or
    void.
    """

    kind: str | None = None
    state: str | None = None
    case_ref: str | None = None
    case_part: str | None = None
    number: str | None = None
    words: str | None = None
    person: str | None = None
    dated_from: date | None = None
    dated_to: date | None = None
    delivered: bool | None = None

    @property
    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """The conditions on `documents`; a document still being issued is in no ledger."""
        column = documents.c
        wanted = [column.state != "pending"]
        wanted.extend(
            column[name] == value
            for name in ("kind", "state", "case_ref")
            if (value := getattr(self, name)) is not None
        )
        if self.number is not None:
            pattern = like_number(self.number)
            wanted.append(column.document_number.like(pattern, escape=ESCAPE))
        if self.case_part is not None:
            wanted.append(column.case_ref.contains(self.case_part, autoescape=True))
        if self.words is not None:
            written = json.dumps(self.words, ensure_ascii=False)[1:-1]
            wanted.append(column.payload.contains(written, autoescape=True))
        if self.person is not None:
            wanted.append((column.drafted_by == self.person) | (column.issued_by == self.person))
        if self.dated_from is not None:
            wanted.append(column.dated_on >= self.dated_from)
        if self.dated_to is not None:
            wanted.append(column.dated_on <= self.dated_to)
        if self.delivered is not None:
            reached = column.id.in_(select(deliveries.c.document_id))
            wanted.append(reached if self.delivered else ~reached)
        return tuple(wanted)

    @property
    def names(self) -> list[str]:
        """The names of what is asked for, for the audit trail: never the values."""
        return [each.name for each in fields(self) if getattr(self, each.name) is not None]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line: what was issued, by whom, what became of it, how far it has been delivered."""

    id: str
    kind: str
    title: str
    document_number: str | None
    case_ref: str | None
    dated_on: date
    state: str
    version: int
    supersedes: str | None
    superseded_by: str | None
    void_reason: str | None
    drafted_by: str
    issued_by: str | None
    issued_at: datetime | None
    pages: int | None
    deliveries: int
    delivered_on: date | None


def like_number(part: str) -> str:
    """Return the pattern of the numbers that hold `part`, whatever its brackets and its width.

    After a bracket that closes, 第 may have been left out: 〔2026〕188 is 〔2026〕第188号.
    """
    pattern = ""
    for each in unicodedata.normalize("NFKC", part):
        if each in _OPENING:
            pattern += "_"
        elif each in _CLOSING:
            pattern += "_%"
        elif each.isspace():
            pattern += "%"
        else:
            pattern += ESCAPE + each if each in ("%", "_", ESCAPE) else each
    return f"%{pattern}%"


def entries(
    register: Register,
    wanted: LedgerFilter | None = None,
    *,
    after: str = "",
    most: int | None = None,
) -> Iterator[LedgerEntry]:
    """Yield the lines in the order they were issued in, from behind the id `after`.

    `most` stops after so many; the id of the last line continues from there.
    """
    conditions = (wanted or LedgerFilter()).conditions
    left = most
    while left is None or left > 0:
        size = PAGE if left is None else min(PAGE, left)
        query = _lines().where(*conditions, documents.c.id > after)
        with register.reading() as connection:
            rows = connection.execute(query.order_by(documents.c.id).limit(size)).mappings().all()
        yield from (LedgerEntry(**row) for row in rows)
        if len(rows) < size:
            return
        after = rows[-1]["id"]
        left = None if left is None else left - size


def latest(
    register: Register, most: int, wanted: LedgerFilter | None = None, *, before: str = ""
) -> list[LedgerEntry]:
    """Return the last lines, the newest first, from before the id `before` if one is given."""
    conditions = list((wanted or LedgerFilter()).conditions)
    if before:
        conditions.append(documents.c.id < before)
    query = _lines().where(*conditions).order_by(documents.c.id.desc()).limit(most)
    with register.reading() as connection:
        return [LedgerEntry(**row) for row in connection.execute(query).mappings()]


def count(
    register: Register, wanted: LedgerFilter | None = None, *, by: str = "kind"
) -> Mapping[str, int]:
    """Count the lines by `kind`, `state`, `case_ref`, `drafted_by` or `issued_by`."""
    if by not in COUNTED_BY:
        raise ValueError(f"cannot count by {by}")
    column = func.coalesce(documents.c[by], "")
    query = select(column, func.count()).where(*(wanted or LedgerFilter()).conditions)
    with register.reading() as connection:
        rows = connection.execute(query.group_by(column).order_by(column))
        return {row[0]: row[1] for row in rows}


def total(register: Register, wanted: LedgerFilter | None = None) -> int:
    """Return how many lines there are; quicker than `count`, which looks at each."""
    query = select(func.count()).select_from(documents)
    with register.reading() as connection:
        return connection.scalar(query.where(*(wanted or LedgerFilter()).conditions)) or 0


COUNTED_BY = ("kind", "state", "case_ref", "drafted_by", "issued_by")


def _lines() -> Select[Any]:
    # Asked for each line that is shown: grouped, all deliveries of all years would be counted.
    of_it = deliveries.c.document_id == documents.c.id
    delivered = files.alias("delivered_file")
    own = [documents.c[each.name] for each in fields(LedgerEntry) if each.name in documents.c]
    return select(
        *own,
        delivered.c.pages,
        select(func.count()).where(of_it).scalar_subquery().label("deliveries"),
        select(func.min(deliveries.c.delivered_on))
        .where(of_it)
        .scalar_subquery()
        .label("delivered_on"),
    ).join(
        delivered,
        (documents.c.id == delivered.c.document_id) & (delivered.c.role == "delivery_pdf"),
        isouter=True,
    )
