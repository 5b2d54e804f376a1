"""送达回证: a paper that proves a delivery enters it in the register when it is issued, once.

How, when and to whom the served paper was delivered stands in the receipt (`KindSchema.receipt`).
What somebody entered before stands: an entry of the same addressee that says otherwise is named,
and nothing is written beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from docgen.case.case import Case
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.delivery import enter
from docgen.register.tables import deliveries, documents
from schemas.ground.base import Finding, notice
from schemas.guard.folding import folded_name
from schemas.law.numerals import chinese_date
from schemas.parts.delivery import DELIVERY_METHODS

_SOURCE = "本机关登记簿"


@dataclass(frozen=True, slots=True)
class _Served:
    """What a receipt says: of which document, how, to whom, when, with which proof."""

    document_id: str
    method: str
    recipient: str
    delivered_on: date
    proof: str | None


def contradictions(connection: Connection, case: Case, case_ref: str | None) -> Iterator[Finding]:
    """Yield where a delivery to the same addressee was entered already, and otherwise."""
    receipt, served = case.kind.schema.receipt, _served(connection, case, case_ref)
    if receipt is None or served is None:
        return
    for row in _entered(connection, served):
        if (row.method, row.delivered_on) != (served.method, served.delivered_on):
            yield notice(
                f"/{receipt.on}",
                "delivery_differs",
                f"登记簿里这份文书已登记{chinese_date(row.delivered_on)}"
                f"{DELIVERY_METHODS.get(row.method, row.method)}，与回证不同；登记不改，请核对。",
                _SOURCE,
            )


def deliver(
    connection: Connection, register: Register, case: Case, case_ref: str | None, *, actor: Actor
) -> None:
    """Enter the delivery that a receipt proves, in the caller's writing transaction."""
    served = _served(connection, case, case_ref)
    if served and not _entered(connection, served):
        enter(
            connection, register, served.document_id, method=served.method,
            recipient=served.recipient, delivered_on=served.delivered_on, proof=served.proof,
            actor=actor,
        )  # fmt: skip


def _served(connection: Connection, case: Case, case_ref: str | None) -> _Served | None:
    """Return what a receipt says of a document in force of its case; None of any other paper.

    A paper without a number is found by its title and day, where one alone has both.
    """
    receipt = case.kind.schema.receipt
    if receipt is None or case_ref is None:
        return None
    said = case.values
    column = documents.c
    rows = connection.execute(
        select(column.id, column.document_number, column.title).where(
            column.case_ref == case_ref,
            column.state == "issued",
            column.kind.in_(receipt.kinds),
            column.dated_on == said[receipt.paper_on],
        )
    ).all()
    if number := said[receipt.number]:
        found = [each for each in rows if _same(each.document_number, number)]
    else:
        found = [each for each in rows if _same(each.title, said[receipt.title].strip("《》"))]
    if len(found) != 1:
        return None
    return _Served(
        found[0].id, said[receipt.method], said[receipt.recipient], said[receipt.on],
        said[receipt.proof],
    )  # fmt: skip


def _entered(connection: Connection, served: _Served) -> list[Any]:
    """Return the deliveries of a document to the receipt's addressee that are entered."""
    rows = connection.execute(
        select(deliveries).where(deliveries.c.document_id == served.document_id)
    )
    return [row for row in rows if _same(row.recipient, served.recipient)]


def _same(one: str | None, other: str) -> bool:
    return one is not None and folded_name(one) == folded_name(other)
