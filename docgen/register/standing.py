"""The documents of the register as rules and neighbours see them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from docgen.kinds.catalogue import Catalogue
from docgen.register.tables import deliveries, documents
from schemas.ground.neighbours import Excludes, Received, Standing

# One that is being issued at this moment counts as standing.
LIVE = ("pending", "issued")


def live(
    connection: Connection, catalogue: Catalogue, condition: ColumnElement[bool]
) -> list[Standing]:
    """Return the documents in force, or about to be, that a condition selects, the oldest first."""
    wanted = select(documents).where(condition, documents.c.state.in_(LIVE))
    rows = connection.execute(wanted.order_by(documents.c.id))
    return [standing(row, catalogue) for row in rows]


def with_deliveries(connection: Connection, found: Sequence[Standing]) -> list[Standing]:
    """Return documents that know their deliveries, as they were entered."""
    column, known = deliveries.c, {each.id: list[Received]() for each in found}
    ids = iter(known)
    while some := [*islice(ids, 500)]:
        entered = select(column.document_id, column.delivered_on, column.method, column.proof)
        of_these = entered.where(column.document_id.in_(some)).order_by(column.id)
        for row in connection.execute(of_these):
            told = Received(row.delivered_on, row.method, row.proof or "")
            known[row.document_id].append(told)
    return [replace(each, received=tuple(known[each.id])) for each in found]


def standing(row: Any, catalogue: Catalogue) -> Standing:
    """Return a row of the documents as rules see it."""
    return Standing(
        id=row.id,
        kind=row.kind,
        title=row.title,
        document_number=row.document_number,
        dated_on=row.dated_on,
        payload=json.loads(row.payload),
        reader=catalogue[row.kind].reader if row.kind in catalogue else None,
    )


def barred_by(catalogue: Catalogue, other: Standing, kind: str) -> list[Excludes]:
    """Return why a standing document lets none of another kind come, as its own kind says it."""
    if other.kind not in catalogue or other.kind == kind:
        return []
    return [
        each
        for each in catalogue[other.kind].schema.neighbours.excludes
        if each.kind == kind and each.both_ways and each.holds(other.says)
    ]
