"""The documents of the register as rules and neighbours see them."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from docgen.kinds.catalogue import Catalogue
from docgen.register.tables import documents
from schemas.ground.neighbours import Excludes, Standing

# One that is being issued at this moment counts as standing.
LIVE = ("pending", "issued")


def live(
    connection: Connection, catalogue: Catalogue, condition: ColumnElement[bool]
) -> list[Standing]:
    """Return the documents in force, or about to be, that a condition selects, the oldest first."""
    wanted = select(documents).where(condition, documents.c.state.in_(LIVE))
    rows = connection.execute(wanted.order_by(documents.c.id))
    return [standing(row, catalogue) for row in rows]


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
