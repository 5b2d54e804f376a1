"""The head of the trail: a small file in the store that names the last entry, and never goes back.

It tells what a chain alone cannot: that the end was cut off, or that the database is an older copy.
"""

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from docgen.errors import DocgenError
from docgen.register.tables import audit

HEAD_NAME = "audit.head"
NOBODY_BEFORE = "0" * 64


class RegisterBehindError(DocgenError):
    """The database is older than its store: it would give numbers out a second time."""

    code = "register_behind"

    def __init__(self) -> None:
        super().__init__(
            "登记簿的数据库与存放处的记录不符，可能换成了较旧的副本；为免一个文号用在两份文书上，"
            "已停止出具。请管理员按运维手册“数据库倒退”一节处理。"
        )


@dataclass(frozen=True, slots=True)
class Head:
    """An entry of the trail by its number and its digest; number 0 is before the first."""

    sequence: int
    digest: str


NOTHING_YET = Head(0, NOBODY_BEFORE)


def read_head(store: Path) -> Head | None:
    """Return what the store says the last entry is; None if there is no file that says so."""
    try:
        return _parse((store / HEAD_NAME).read_bytes())
    except OSError:
        return None


def last_entry(connection: Connection) -> Head:
    """Return what the database says the last entry is."""
    row = connection.execute(
        select(audit.c.sequence, audit.c.digest).order_by(audit.c.sequence.desc()).limit(1)
    ).first()
    return Head(row.sequence, row.digest) if row else NOTHING_YET


def holds(connection: Connection, head: Head | None) -> bool:
    """Tell whether the trail still holds what the head names: else the head must stay as it is.

    A head that went on with a trail written anew would bear witness to the forgery.
    """
    if head is None or head.sequence == 0:
        return head is not None
    kept = connection.scalar(select(audit.c.digest).where(audit.c.sequence == head.sequence))
    return bool(kept == head.digest)


def refuse_if_behind(connection: Connection, store: Path) -> None:
    """Refuse to go on with a database that lacks what the store saw committed.

    Without a head nobody can tell, as after a restore: `resume` says what was given out since.

    Call it before anything else is read: what is committed meanwhile puts the head ahead of a
    reader's moment. Errors: `RegisterBehindError`.
    """
    head = read_head(store)
    if head is None and last_entry(connection) == NOTHING_YET:
        return
    if not holds(connection, head):
        raise RegisterBehindError


def advance(store: Path, head: Head) -> None:
    """Let the head follow, as far as it can be written.

    The act is committed and told; a head that lags behind claims less and is caught up with next
    time, so a full disk or a read-only folder is no reason to call the act a failure.
    """
    with suppress(OSError):
        _write(store, head)


def set_head(store: Path, head: Head) -> None:
    """Make the head name an entry whatever it named before; before the first, there is no head.

    Errors: `OSError`.
    """
    (store / HEAD_NAME).unlink(missing_ok=True)
    if head.sequence:
        _write(store, head)


def _write(store: Path, head: Head) -> None:
    """Write the head in place, in one sector, and never let it go back."""
    handle = os.open(store / HEAD_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        known = _parse(os.pread(handle, 100, 0))
        if known is None or known.sequence < head.sequence:
            os.pwrite(handle, f"{head.sequence:012d} {head.digest}\n".encode(), 0)
            os.fsync(handle)
    finally:
        os.close(handle)


def _parse(content: bytes) -> Head | None:
    sequence, _, digest = content.decode("ascii", "replace").strip().partition(" ")
    return Head(int(sequence), digest) if sequence.isdigit() and len(digest) == 64 else None
