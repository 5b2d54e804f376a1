"""Search a new document for the people of its case who must stay unknown to whoever reads it.

What the case's other documents and its own record say of complainants and reporters is known; a
voided document has told of them all the same.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from docgen.kinds.catalogue import Catalogue
from docgen.register.tables import cases, documents
from schemas.ground.base import Finding, notice
from schemas.ground.kind import KindSchema
from schemas.guard.confidences import Confidence, betrayals, confidences, hidden_from
from schemas.guard.reporters import CONFIDENTIALITY


def judge(
    connection: Connection,
    catalogue: Catalogue,
    reader: KindSchema,
    values: Mapping[str, Any],
    case_ref: str,
    *,
    replaces: str | None = None,
) -> list[Finding]:
    """Return where a new document betrays somebody, and which earlier one betrays its people.

    `values` are those of the case, or its payload: either will do.
    """
    rows = connection.execute(
        select(documents.c.kind, documents.c.title, documents.c.payload)
        .where(documents.c.case_ref == case_ref, documents.c.id != (replaces or ""))
        .where(documents.c.kind.in_(catalogue))
        .order_by(documents.c.id)
    )
    others = [(catalogue[row.kind].reader, row.title, json.loads(row.payload)) for row in rows]
    recorded = connection.scalar(select(cases.c.fields).where(cases.c.case_ref == case_ref)) or {}
    found = list[Finding]()
    if hidden_from(reader, values):
        known = [each for kind, _, payload in others for each in confidences(kind, payload)]
        found += betrayals(reader, values, [*known, *_recorded(catalogue, recorded)])
    ours = list(confidences(reader, values))
    for kind, title, payload in others if ours else ():
        if any(True for _ in betrayals(kind, payload, ours)):
            detail = f"本案已出具的《{title}》里像有这些人的情况，请核对；确有的，更正后重新送达。"
            found.append(notice("", "betrayed_before", detail, CONFIDENTIALITY))
    return found


def _recorded(catalogue: Catalogue, fields: Mapping[str, Any]) -> Iterator[Confidence]:
    """Yield whom the case's own record names, as any kind with these fields would read it."""
    for kind in catalogue.values():
        if not fields.keys().isdisjoint(kind.reader.fields):
            yield from confidences(kind.reader, fields)
