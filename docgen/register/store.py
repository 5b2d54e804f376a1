"""The folder of issued files: written whole or not at all, lying under ids, checked when read.

A document's files lie in `yyyy/mm/ID/`. While a document is being issued its process holds a lock
under `.issuing/ID`, which the kernel lets go when the process dies: so nobody takes a document for
abandoned that is still being made. All processes of one register must see the same folder. What
came from outside lies in `incoming/ID/` and `signed/ID/`.
"""

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, Table, inspect, select

from docgen.clock import BEIJING
from docgen.errors import DocgenError, ExitCode
from docgen.folders import level
from docgen.register.database import Register
from docgen.register.tables import documents, files, incoming, signed_copies

CLAIMS = ".issuing"
# Where files lie that came from outside, and which rows name them: scans of papers sent to us, our
# own papers signed.
FROM_OUTSIDE: Mapping[str, Table] = MappingProxyType(
    {"incoming": incoming, "signed": signed_copies}
)
_YEAR = re.compile("[0-9]{4}")


class StoreError(DocgenError):
    """The folder of files cannot be written or read."""

    code = "store_failed"


class FileAlteredError(DocgenError):
    """A stored file is missing or not what was issued."""

    code = "file_altered"
    exit_code = ExitCode.altered


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a document as its row names it; `path` is relative to the store."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileFault:
    """A file that disagrees with the register: its path in the store and a Chinese sentence."""

    path: str
    detail: str


def folder_of(document_id: str, created_at: datetime) -> str:
    """Return a document's folder, relative to the store: the month is Beijing's."""
    return f"{created_at.astimezone(BEIJING):%Y/%m}/{document_id}"


def write(
    store: Path, folder: str, name: str, content: bytes, fault: Callable[[str], None]
) -> StoredFile:
    """Write one file durably: temporary file, fsync, rename, fsync of the folders above.

    `fault` is told `temporary NAME` before the rename and `written NAME` after it.
    Errors: `StoreError`.
    """
    target = store / folder / name
    try:
        _make_folder(store, target.parent)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fault(f"temporary {name}")
        os.replace(temporary, target)
        _sync(target.parent)
    except OSError as refusal:
        raise StoreError(
            f"文书的文件没有存下（{refusal.strerror}），文书没有出具；请检查数据文件夹的空间和权限后重试。"
        ) from refusal
    fault(f"written {name}")
    return StoredFile(f"{folder}/{name}", hashlib.sha256(content).hexdigest(), len(content))


def read(store: Path, path: str, sha256: str) -> bytes:
    """Return a stored file if it is still what was issued.

    Errors: `FileAlteredError`.
    """
    try:
        content = (store / path).read_bytes()
    except OSError:
        raise FileAlteredError("存档文件不见了或读不了，请管理员从备份恢复。") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileAlteredError("存档文件与出具时的不同，被改动过或已损坏，请管理员从备份恢复。")
    return content


def remove(store: Path, folder: str) -> None:
    """Remove a document's folder with all that is in it; it may be gone already.

    Errors: `StoreError`.
    """
    path = store / folder
    try:
        if path.exists():
            shutil.rmtree(path)
            _sync(path.parent)
    except OSError as refusal:
        raise StoreError(
            f"未完成的文书清理不掉（{refusal.strerror}），请检查数据文件夹的权限。"
        ) from refusal


def kept(connection: Connection) -> Sequence[Row[Any]]:
    """Return every file that a row names: its path in the store, its digest, its size.

    They are the files of documents, the scans of papers that came in and signed copies, of which a
    database that is yet to be upgraded knows none.
    """
    rows = [*connection.execute(select(files.c.path, files.c.sha256, files.c.size))]
    scans = incoming.c.scan_path, incoming.c.scan_sha256, incoming.c.scan_size
    signed = signed_copies.c.path, signed_copies.c.sha256, signed_copies.c.size
    for table, columns in ((incoming, scans), (signed_copies, signed)):
        if inspect(connection).has_table(table.name):
            named = zip(columns, ("path", "sha256", "size"), strict=True)
            asked = select(*(column.label(name) for column, name in named))
            rows += connection.execute(asked.where(columns[0].is_not(None)))
    return sorted(rows, key=lambda row: str(row.path))


def check_files(register: Register) -> list[FileFault]:
    """Compare every file with its row: missing or altered files, and files without a row."""
    with register.reading() as connection:
        rows = kept(connection)
        being_made = set(
            connection.scalars(select(documents.c.id).where(documents.c.state == "pending"))
        ).union(claims(register.store))
    faults = []
    for row in rows:
        try:
            read(register.store, row.path, row.sha256)
        except FileAlteredError as fault:
            faults.append(FileFault(row.path, fault.message))
    known = {row.path for row in rows}
    there = [level(folder, 1) for folder in folders(register.store)]
    there += [level(register.store / name, 2) for name in FROM_OUTSIDE]
    for path in chain.from_iterable(there):
        relative = path.relative_to(register.store).as_posix()
        if relative not in known and path.parent.name not in being_made:
            faults.append(FileFault(relative, "登记簿里没有这个文件的记录。"))
    return faults


def folders(store: Path) -> Iterator[Path]:
    """Yield the folders of documents, in the order in which they were begun.

    Errors: `OSError` for one that cannot be listed: what lies in it may be all that is known of it.
    """
    for year in level(store, 1):
        if _YEAR.fullmatch(year.name):
            yield from level(year, 2)


@contextmanager
def claimed(store: Path, document_id: str) -> Iterator[None]:
    """Hold the claim on a document that is being issued, until it is done or the process dies.

    Errors: `StoreError`.
    """
    try:
        handle = _lock(store / CLAIMS / document_id, wait=True)
    except OSError as refusal:
        raise StoreError(
            f"数据文件夹写不了（{refusal.strerror}），文书没有出具；请检查空间和权限后重试。"
        ) from refusal
    try:
        yield
    finally:
        if handle is not None:
            _unlock(store / CLAIMS / document_id, handle)


@contextmanager
def abandoned(store: Path, document_id: str) -> Iterator[bool]:
    """Tell whether whoever was issuing a document is gone; if so, nobody else cleans up meanwhile.

    Errors: `StoreError`.
    """
    path = store / CLAIMS / document_id
    try:
        handle = _lock(path, wait=False)
    except OSError as refusal:
        raise StoreError(f"数据文件夹写不了（{refusal.strerror}），请检查权限。") from refusal
    try:
        yield handle is not None
    finally:
        if handle is not None:
            _unlock(path, handle)


def claims(store: Path) -> list[str]:
    """Return the ids of all documents on which a claim lies, alive or not."""
    folder = store / CLAIMS
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _lock(path: Path, *, wait: bool) -> int | None:
    """Lock the file at `path`, making it; None when somebody holds it and we do not wait."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            # Whoever held the lock may have removed the file; a lock on a removed file is none.
            if os.path.exists(path) and os.path.samestat(os.fstat(handle), os.stat(path)):
                return handle
        except BlockingIOError:
            os.close(handle)
            return None
        except FileNotFoundError:
            pass
        os.close(handle)


def _unlock(path: Path, handle: int) -> None:
    path.unlink(missing_ok=True)
    os.close(handle)


def _make_folder(store: Path, folder: Path) -> None:
    """Make a document's folder so that it survives a power cut.

    The folders above are synced even when they were there: who made them may have been cut off.
    """
    if folder.is_dir():
        return
    below = folder.relative_to(store).parts
    for depth in range(1, len(below) + 1):
        each = store.joinpath(*below[:depth])
        each.mkdir(mode=0o700, exist_ok=True)
        _sync(each.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
