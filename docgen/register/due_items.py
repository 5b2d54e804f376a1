"""The due list kept between two looks: only cases that changed meanwhile are read again.

What an act changed stands in its entry of the trail, so nothing that writes need know of this.
"""

import threading
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from docgen.engine import Engine
from docgen.register.database import Register
from docgen.register.deadlines import DueItem, due_list, in_order
from docgen.register.head import last_entry
from docgen.register.tables import audit, cases, deliveries, documents, incoming

# Beyond so many changed cases all are read anew at once.
MOST_CHANGED = 100


class DueItems:
    """The due list of one office on the present day; several threads may ask."""

    def __init__(self, engine: Engine, register: Register) -> None:
        self._engine, self._register = engine, register
        self._looking = threading.Lock()
        self._day: date | None = None
        self._sequence = 0
        self._items: list[DueItem] = []

    def on(self, day: date) -> list[DueItem]:
        """Return what `due_list` returns for this day.

        Errors: `RegisterUnavailableError`.
        """
        with self._looking:
            with self._register.reading() as connection:
                # Before the rows: what comes in meanwhile is read once more the next time.
                now = last_entry(connection).sequence
                changed = self._changed(connection) if day == self._day else None
            if changed is None or now < self._sequence:
                self._items = due_list(self._register, self._engine, day)
            elif changed:
                kept = [each for each in self._items if each.case_ref not in changed]
                for case_ref in sorted(changed):
                    kept += due_list(self._register, self._engine, day, case_ref)
                self._items = in_order(kept)
            self._day, self._sequence = day, now
            return self._items

    def _changed(self, connection: Connection) -> set[str] | None:
        """Return the cases that changed since the last look; None when that cannot be told."""
        entries = connection.scalars(
            select(audit.c.rows).where(audit.c.sequence > self._sequence).limit(MOST_CHANGED * 10)
        ).all()
        if len(entries) == MOST_CHANGED * 10 or any(rows is None for rows in entries):
            return None
        touched: dict[str, set[str]] = {}
        for table, key, _ in (row for rows in entries for row in rows):
            touched.setdefault(table, set()).add(str(key[0]))
        ids = touched.get(documents.name, set()) | _delivered(
            connection, touched.get(deliveries.name, set())
        )
        found = connection.execute(
            select(documents.c.id, documents.c.case_ref).where(documents.c.id.in_(ids))
        ).all()
        if any(row.case_ref is None for row in found):
            return None  # A document without a case stands alone in the list.
        changed = touched.get(cases.name, set()) | {str(row.case_ref) for row in found}
        came_in = incoming.c.id.in_(touched.get(incoming.name, set()))
        changed |= {*connection.scalars(select(incoming.c.case_ref).where(came_in))}
        return changed if len(changed) <= MOST_CHANGED else None


def _delivered(connection: Connection, ids: Iterable[Any]) -> set[str]:
    wanted = select(deliveries.c.document_id).where(deliveries.c.id.in_([*ids]))
    return {*connection.scalars(wanted)}
