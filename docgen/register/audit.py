"""The audit trail: who did what to which document when, each entry sealed by the one before.

An entry's digest covers the entry and its predecessor's digest, so an altered or missing entry
breaks the chain. What a chain alone cannot show, that its end was cut off, two other things do:
the head (a small file in the store that names the last entry) and the documents themselves, none
of which was issued without an entry. No entry holds a party's data: ids, digests, names of fields
and counts only.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from docgen.case.case import canonical_json
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, after_commit
from docgen.register.tables import audit, documents

HEAD_NAME = "audit.head"
NOBODY_BEFORE = "0" * 64
# Who acts when nobody does: the program, cleaning up after a crash.
PROGRAM = Actor("docgen", Role.admin)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as people read it: who did what when; `detail` has ids, digests and names only."""

    sequence: int
    at: datetime
    actor: str
    act: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the trail does not hold: the entry's number and a Chinese sentence why."""

    sequence: int
    detail: str


def record(  # noqa: PLR0917 (it reads as a sentence: who did what to which document)
    connection: Connection,
    register: Register,
    actor: Actor,
    act: str,
    document_id: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Append one entry in the caller's writing transaction: it stands or falls with the act.

    `detail` holds texts, whole numbers, flags, lists and objects of these, and no party's data.
    """
    last = connection.execute(
        select(audit.c.sequence, audit.c.digest).order_by(audit.c.sequence.desc()).limit(1)
    ).first()
    sequence = last.sequence + 1 if last else 1
    entry = {
        "sequence": sequence,
        "at": register.now().astimezone(UTC),
        "actor": actor.name,
        "act": act,
        "document_id": document_id,
        "detail": dict(detail or {}),
        "previous": last.digest if last else NOBODY_BEFORE,
    }
    digest = _digest(entry)
    connection.execute(insert(audit).values(**entry, digest=digest))
    if last is None and not (register.store / HEAD_NAME).exists():
        _advance(register.store, _Head(0, NOBODY_BEFORE))
    if _agrees(connection, _read_head(register.store)):
        head = _Head(sequence, digest)
        after_commit(connection, "audit head", lambda: _advance(register.store, head))


def life_of(register: Register, document_id: str) -> list[Entry]:
    """Return what was done to one document and who looked at it, in the trail's order."""
    wanted = select(*(audit.c[each.name] for each in fields(Entry)))
    with register.reading() as connection:
        rows = connection.execute(
            wanted.where(audit.c.document_id == document_id).order_by(audit.c.sequence)
        )
        return [Entry(**row) for row in rows.mappings()]


def check_chain(register: Register) -> list[Break]:
    """Return every break of the trail, in its order; none means it is whole to its end."""
    # Read before the entries: what is committed meanwhile may be ahead of it, never behind.
    head = _read_head(register.store)
    with register.reading() as connection:
        entries = connection.execute(select(audit).order_by(audit.c.sequence))
        breaks = list(_breaks(entries, head))
        told = select(audit.c.document_id).where(audit.c.act.in_(("issue", "supersede")))
        untold = connection.scalars(
            select(documents.c.id)
            .where(documents.c.state != "pending")
            .where(documents.c.id.not_in(told.where(audit.c.document_id.is_not(None))))
            .order_by(documents.c.id)
        )
        return breaks + [Break(0, f"文书 {each} 已出具，却没有出具记录。") for each in untold]


def anchor(register: Register) -> None:
    """Make the head name the database's last entry, after a restore put both back.

    What the head said before is lost: call it only for a database whose chain was checked.
    """
    with register.writing() as connection:
        last = connection.execute(
            select(audit.c.sequence, audit.c.digest).order_by(audit.c.sequence.desc()).limit(1)
        ).first()
        (register.store / HEAD_NAME).unlink(missing_ok=True)
        if last:
            _write_head(register.store, _Head(last.sequence, last.digest))


@dataclass(frozen=True, slots=True)
class _Head:
    sequence: int
    digest: str


def _digest(entry: Mapping[str, Any]) -> str:
    at: datetime = entry["at"]
    sealed = {**entry, "at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    return hashlib.sha256(canonical_json(sealed)).hexdigest()


def _breaks(entries: Iterable[Row[Any]], head: _Head | None) -> Iterator[Break]:
    sequence, digest, witnessed = 0, NOBODY_BEFORE, head is None or head.sequence == 0
    for row in entries:
        entry = dict(row._mapping)
        claimed = entry.pop("digest")
        if row.sequence != sequence + 1:
            yield Break(row.sequence, f"第 {sequence + 1} 条至第 {row.sequence - 1} 条缺失。")
        elif row.previous != digest:
            yield Break(row.sequence, "与前一条不衔接，前一条或本条被改动过。")
        if _digest(entry) != claimed:
            yield Break(row.sequence, "内容与摘要不符，本条被改动过。")
        sequence, digest = row.sequence, claimed
        if head and head.sequence == sequence:
            witnessed = True
            if head.digest != digest:
                yield Break(sequence, f"与存放处的 {HEAD_NAME} 不符，记录被整体替换过。")
    if head is None and sequence:
        yield Break(sequence, f"存放处没有 {HEAD_NAME} 或读不出来，无法证明末尾没有缺失。")
    if head and not witnessed and head.sequence > sequence:
        yield Break(head.sequence, f"第 {sequence + 1} 条至第 {head.sequence} 条缺失。")


def _agrees(connection: Connection, head: _Head | None) -> bool:
    """Tell whether the trail still holds what the head names: else the head must stay as it is.

    A head that went on with a trail written anew would bear witness to the forgery.
    """
    if head is None:
        return False
    if head.sequence == 0:
        return True
    kept = connection.scalar(select(audit.c.digest).where(audit.c.sequence == head.sequence))
    return bool(kept == head.digest)


def _advance(store: Path, head: _Head) -> None:
    # The act is committed and told; a head that lags behind claims less and is caught up with next
    # time, so a full disk or a read-only folder is no reason to call the act a failure.
    with suppress(OSError):
        _write_head(store, head)


def _write_head(store: Path, head: _Head) -> None:
    """Write the head in place, in one sector, and never let it go back."""
    handle = os.open(store / HEAD_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        known = _parse_head(os.pread(handle, 100, 0))
        if known is None or known.sequence < head.sequence:
            os.pwrite(handle, f"{head.sequence:012d} {head.digest}\n".encode(), 0)
            os.fsync(handle)
    finally:
        os.close(handle)


def _read_head(store: Path) -> _Head | None:
    try:
        return _parse_head((store / HEAD_NAME).read_bytes())
    except OSError:
        return None


def _parse_head(content: bytes) -> _Head | None:
    sequence, _, digest = content.decode("ascii", "replace").strip().partition(" ")
    return _Head(int(sequence), digest) if sequence.isdigit() and len(digest) == 64 else None
