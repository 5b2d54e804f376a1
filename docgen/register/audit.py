"""The audit trail: who did what to which document when, each entry sealed by the one before.

An entry's digest covers the entry and its predecessor's digest, so an altered or missing entry
breaks the chain; its seals cover every record that the act changed (`seals.py`), so `proof.py` can
replay the trail and name each row that differs from what it says. No entry holds a party's data:
ids, digests, names of fields and counts only.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from docgen.case.case import canonical_json
from docgen.register import seals
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, after_commit, before_commit
from docgen.register.head import (
    HEAD_NAME,
    NOTHING_YET,
    Head,
    advance,
    holds,
    last_entry,
    read_head,
    set_head,
)
from docgen.register.tables import audit

# Who acts when nobody does: the program, cleaning up after a crash.
PROGRAM = Actor("docgen", Role.admin)
# An act that changes more rows than this is told in several entries, the first of them its own.
ROWS_AN_ENTRY = 1000
MORE_ROWS = "more_rows"
# The act that numbers a document and enters it before it is made; it may come to nothing.
BEGIN = "begin"
# The act of a newer program that seals the rows which older entries left without.
SEAL_ALL = "seal_all"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as people read it: who did what when; `detail` has ids, digests and names only."""

    sequence: int
    at: datetime
    actor: str
    act: str
    detail: Mapping[str, Any]


def record(  # noqa: PLR0917 (it reads as a sentence: who did what to which document)
    connection: Connection,
    register: Register,
    actor: Actor,
    act: str,
    document_id: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Append one entry in the caller's writing transaction: it stands or falls with the act.

    It is written when the transaction ends, with the seals of all records that this one changed.
    `detail` holds texts, whole numbers, flags, lists and objects of these, and no party's data.
    """
    unwritten = before_commit(connection, "audit", _Unwritten(connection, register, []))
    unwritten.entries.append(_entry(register, actor, act, document_id, detail))


def life_of(register: Register, document_id: str) -> list[Entry]:
    """Return what was done to one document and who looked at it, in the trail's order.

    That its making began is left out: it was issued, or there is no document.
    """
    wanted = select(*(audit.c[each.name] for each in fields(Entry)))
    with register.reading() as connection:
        rows = connection.execute(
            wanted.where(audit.c.document_id == document_id, audit.c.act != BEGIN).order_by(
                audit.c.sequence
            )
        )
        return [Entry(**row) for row in rows.mappings()]


def was_delivered(life: Iterable[Entry]) -> bool:
    """Tell of what was done to a document whether somebody has received it (送达)."""
    return any(entry.act == "deliver" for entry in life)


def digest_of(entry: Mapping[str, Any]) -> str:
    """Return the digest that seals an entry: of all its columns but the digest itself.

    An entry without `rows` is sealed as it was before there were any.
    """
    at: datetime = entry["at"]
    said = {name: value for name, value in entry.items() if name != "rows" or value is not None}
    said["at"] = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical_json(said)).hexdigest()


def seal_all(connection: Connection, register: Register) -> None:
    """Seal every row as it stands, if no entry ever sealed one: after an upgrade to a program
    that does. What was altered before is told by no seal; the plain facts of older entries still
    count.
    """
    if connection.execute(select(audit.c.sequence).where(audit.c.rows.is_not(None))).first():
        return
    for table in seals.OTHERS.values():
        for each in seals.all_of(connection, table):
            seals.keep(connection, each)
    sealed = (
        [each.table, [*each.key], each.sha256]
        for table in seals.RECORDS.values()
        for each in seals.all_of(connection, table)
    )
    act = _entry(register, PROGRAM, SEAL_ALL)
    parts = iter(lambda: list(islice(sealed, ROWS_AN_ENTRY)), [])
    _append(connection, register.store, ({**act, "rows": rows} for rows in parts))


def anchor(register: Register) -> None:
    """Make the head name the database's last entry, after a restore put both back.

    What the head said before is lost: call it only for a database whose chain was checked.
    """
    with register.writing() as connection:
        set_head(register.store, last_entry(connection))


def _entry(
    register: Register, actor: Actor, act: str, document_id: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    return {
        "at": register.now().astimezone(UTC),
        "actor": actor.name,
        "act": act,
        "document_id": document_id,
        "detail": dict(detail or {}),
    }


@dataclass(frozen=True, slots=True)
class _Unwritten:
    """The entries of a transaction until it ends; the last bears the seals of what it changed."""

    connection: Connection
    register: Register
    entries: list[dict[str, Any]]

    def __call__(self) -> None:
        """Write the entries."""
        _append(self.connection, self.register.store, self._with_rows())

    def _with_rows(self) -> Iterator[dict[str, Any]]:
        changed = (
            [each.table, [*each.key], each.sha256]
            for each in seals.take_changes(self.connection, seals.RECORDS)
        )
        for entry in self.entries[:-1]:
            yield {**entry, "rows": []}
        yield {**self.entries[-1], "rows": list(islice(changed, ROWS_AN_ENTRY))}
        while rows := list(islice(changed, ROWS_AN_ENTRY)):
            yield {**self.entries[-1], "act": MORE_ROWS, "detail": {}, "rows": rows}


def _append(connection: Connection, store: Path, entries: Iterable[dict[str, Any]]) -> None:
    """Chain entries to the last one, and have the head follow once they are committed."""
    before = last = last_entry(connection)
    for entry in entries:
        entry |= {"sequence": last.sequence + 1, "previous": last.digest}
        last = Head(last.sequence + 1, digest_of(entry))
        connection.execute(insert(audit).values(**entry, digest=last.digest))
    if before == NOTHING_YET != last and not (store / HEAD_NAME).exists():
        advance(store, NOTHING_YET)
    if holds(connection, read_head(store)):
        after_commit(connection, "audit head", partial(advance, store, last))
