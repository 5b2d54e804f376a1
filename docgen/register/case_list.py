"""The office's cases, a line a case: when it came in, whether it is closed, how much it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from docgen.kinds.catalogue import Catalogue
from docgen.register.cases import UnknownCaseError
from docgen.register.database import Register
from docgen.register.tables import cases, documents
from schemas.ground.fields import Described


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case, with no word of what it knows."""

    case_ref: str
    opened_at: datetime
    closed_at: datetime | None
    documents: int


def list_cases(
    register: Register,
    most: int,
    *,
    part: str = "",
    closed: bool | None = False,
    before: str = "",
) -> list[CaseLine]:
    """Return the cases opened last, the newest first, from before the case `before`.

    `part` is a part of the reference; `closed` is which of them, None: both.
    Errors: `UnknownCaseError`.
    """
    query = _lines()
    if part:
        query = query.where(cases.c.case_ref.contains(part, autoescape=True))
    if closed is not None:
        is_open = cases.c.closed_at.is_(None)
        query = query.where(~is_open if closed else is_open)
    if before:
        last = find_case(register, before)
        same = (cases.c.opened_at == last.opened_at) & (cases.c.case_ref > before)
        query = query.where((cases.c.opened_at < last.opened_at) | same)
    query = query.order_by(cases.c.opened_at.desc(), cases.c.case_ref).limit(most)
    with register.reading() as connection:
        return [CaseLine(**row) for row in connection.execute(query).mappings()]


def find_case(register: Register, case_ref: str) -> CaseLine:
    """Return the line of one case.

    Errors: `UnknownCaseError`.
    """
    with register.reading() as connection:
        row = connection.execute(_lines().where(cases.c.case_ref == case_ref)).mappings().first()
    if row is None:
        raise UnknownCaseError("没有这个案卷，请核对案卷编号。")
    return CaseLine(**row)


def beginnings(catalogue: Catalogue) -> Mapping[str, str]:
    """Return the fields whose day starts a period in some kind, each with its label."""
    found: dict[str, str] = {}
    for kind in catalogue.values():
        for clock in kind.schema.clocks:
            for name in (clock.starts, clock.contract_starts):
                field = kind.reader.fields.get(name)
                if isinstance(field, Described) and name != kind.header.dated_by:
                    found.setdefault(name, field.label)
    return found


def _lines() -> Select[Any]:
    # Asked for each line that is shown: grouped, all documents of all years would be counted.
    held = (
        select(func.count())
        .where(documents.c.case_ref == cases.c.case_ref, documents.c.state != "pending")
        .scalar_subquery()
    )
    column = cases.c
    return select(
        column.case_ref, column.opened_at, column.closed_at, held.label("documents")
    )  # fmt: skip
