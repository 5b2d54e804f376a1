"""A consistent copy of the register while it runs, and the way back from it.

A backup is a folder: the database as one SQLite file (whatever database the office runs), the
issued files under the paths their rows name, and `manifest.json` with the digest of each. Rows are
copied as of one moment; the files they name were durable before the rows and never change, so no
lock is needed. Restoring takes an empty register of either database: it is also how an office
moves from SQLite to PostgreSQL. Whoever can read a backup reads every case: keep it locked away.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, select

from docgen.errors import DocgenError, ExitCode
from docgen.register import audit, kept_sets, migrations, store
from docgen.register.actor import Actor
from docgen.register.copies import copy_rows, copy_sqlite, copy_to_sqlite, opened, opened_copy
from docgen.register.database import FILE_NAME, Register
from docgen.register.head import NOTHING_YET, read_head, set_head
from docgen.register.tables import METADATA, documents, sessions
from docgen.register.tables import audit as audit_table
from docgen.sets import FOLDER, SetAlteredError, read_kept
from docgen.settings import STORE_NAME

MANIFEST_NAME = "manifest.json"
FORMAT = 1
# Only what the store itself makes: a forged backup must not write anywhere else.
_PATH = re.compile(
    rf"(?:[0-9]{{4}}/[0-9]{{2}}|{'|'.join(store.FROM_OUTSIDE)})"
    r"/[0-9a-f]{32}/[A-Za-z0-9_-][A-Za-z0-9._-]*"
)
_SET = re.compile(rf"{FOLDER}/[0-9a-f]{{64}}\.zip")


class BackupError(DocgenError):
    """A backup cannot be made or put back as asked."""

    code = "backup_failed"


class BackupAlteredError(BackupError):
    """A backup is not what was written: something is missing or altered."""

    code = "backup_altered"
    exit_code = ExitCode.altered


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: where it is, what it holds, and which files were already bad when it was made.

    `last_entry` is the number of the last entry of the audit trail in it.
    """

    folder: Path
    made_at: str
    revision: str
    documents: int
    files: int
    last_entry: int
    faults: tuple[str, ...]


def backup(register: Register, target: Path, *, actor: Actor, link: bool = False) -> Backup:
    """Copy the register into the new folder `target` while others go on working.

    `link` makes hard links to the issued files instead of copies: quick and small, for a target on
    the same disk, but no help when that disk fails. A stored file that is missing or altered is
    left out and named in `faults`: the rest is still saved.
    Errors: `BackupError` when `target` exists or cannot be written.
    """
    _refuse_existing(target)
    with register.writing() as connection:
        # Before the copy, so that the copy itself says that it was made.
        audit.record(connection, register, actor, "backup", None, {"link": link})
    return copy_out(register, target, link=link)


def copy_out(register: Register, target: Path, *, link: bool = False) -> Backup:
    """Do as `backup` does without an entry in the trail: also for a register of an older program.

    Errors: those of `backup`.
    """
    _refuse_existing(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
        try:
            made = _copy_out(register, partial, link)
            os.rename(partial, target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        _sync_folder(target.parent)
    except OSError as fault:
        raise BackupError(f"备份没有写成（{fault.strerror}），请检查空间和权限后重试。") from fault
    return _summary(target, made)


def check_backup(source: Path) -> Backup:
    """Compare every file of a backup with its manifest.

    Errors: `BackupAlteredError` naming the first file that is missing, altered or strange.
    """
    manifest = _read_manifest(source)
    _check(source / FILE_NAME, manifest["database"])
    for each in _stored(manifest):
        if not (_PATH.fullmatch(each["path"]) or _SET.fullmatch(each["path"])):
            raise BackupAlteredError("备份清单里有不属于登记簿的路径，这份备份不能使用。")
        _check(source / STORE_NAME / each["path"], each)
    return _summary(source, manifest)


def restore(register: Register, source: Path, *, actor: Actor, final: bool = False) -> Backup:
    """Put a backup back into an empty, migrated register, and say so in its audit trail.

    What was issued after the backup bears numbers that the backup does not know, so the register
    issues nothing until `resume` was told of them; `final` says that there are none, as when an
    office that stopped its service moves.

    Everything is compared with the manifest first; the rows come in one transaction after the
    files, so a restore that is interrupted leaves an empty register and can simply be repeated. A
    backup of an older version of the program is brought up to date on the way.
    Errors: `BackupError` for a register that is not empty, a backup of a newer version, or a
    `final` one beside a store that a later act left; `BackupAlteredError`.
    """
    restored = check_backup(source)
    manifest = _read_manifest(source)
    if manifest["revision"] not in migrations.known_revisions():
        raise BackupError("这份备份由更新版本的程序制作，请先升级 docgen 再恢复。")
    with register.reading() as connection:
        if any(
            connection.execute(select(table).limit(1)).first() for table in METADATA.sorted_tables
        ):
            raise BackupError(
                "登记簿里已有内容。恢复请用新的空数据文件夹（DOCGEN_HOME）或空数据库。"
            )
    if final and read_head(register.store) not in (None, NOTHING_YET):
        raise BackupError("这个数据文件夹用过，备份之后可能出具过文书。请去掉 --final 重新运行。")
    for each in _stored(manifest):
        folder, _, name = each["path"].rpartition("/")
        content = (source / STORE_NAME / each["path"]).read_bytes()
        store.write(register.store, folder, name, content, _pass_by)
    with opened_copy(source / FILE_NAME) as copied, register.writing_unsealed() as connection:
        copy_rows(copied, connection)
        if _audit_end(connection) != manifest["audit"]:
            raise BackupAlteredError("备份数据库的审计记录与清单不符，这份备份不能使用。")
        audit.seal_all(connection, register)
    if read_head(register.store) == NOTHING_YET:
        set_head(register.store, NOTHING_YET)  # It would vouch for whatever trail comes.
    with register.writing() as connection:
        # Who was signed in is nobody's business a restore later: people sign in again.
        connection.execute(delete(sessions))
        audit.record(
            connection,
            register,
            actor,
            "restore",
            None,
            {"made_at": restored.made_at, "documents": restored.documents},
        )
    if final:
        audit.anchor(register)
    return restored


def _refuse_existing(target: Path) -> None:
    if target.exists():
        raise BackupError(f"{target} 已经存在。备份请写到一个新的文件夹，旧备份不会被覆盖。")


def _copy_out(register: Register, folder: Path, link: bool) -> dict[str, Any]:
    """Write database, files and manifest into `folder`; return the manifest."""
    database = folder / FILE_NAME
    with register.reading() as connection:
        if connection.dialect.name == "sqlite":
            copy_sqlite(connection, database)
        else:
            copy_to_sqlite(connection, database)
    os.chmod(database, 0o600)
    _sync_file(database)
    with opened(database) as snapshot:
        rows = store.kept(snapshot)
        issued = snapshot.execute(select(documents.c.id)).all()
        printed_with = kept_sets.named_in(snapshot)
        revision = migrations.current_revision(snapshot)
        end = _audit_end(snapshot)
    saved, faults = [], []
    for row in rows:
        try:
            _save(register.store, folder / STORE_NAME, row.path, row.sha256, link)
            saved.append({"path": row.path, "sha256": row.sha256, "size": row.size})
        except store.FileAlteredError:
            faults.append(row.path)
    sets = []
    for path in map(kept_sets.place_of, printed_with):
        try:
            sets.append(_save_set(register.store, folder / STORE_NAME, path, link))
        except SetAlteredError:
            faults.append(path)
    manifest = {
        "format": FORMAT,
        "made_at": register.now().isoformat(timespec="seconds"),
        "revision": revision,
        "documents": len(issued),
        "audit": end,
        "database": {"sha256": _digest(database), "size": database.stat().st_size},
        "files": saved,
        "sets": sets,
        "faults": faults,
    }
    content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    store.write(folder, ".", MANIFEST_NAME, content, _pass_by)
    return manifest


def _save(source: Path, target: Path, path: str, sha256: str, link: bool) -> None:
    content = store.read(source, path, sha256)
    if link:
        (target / path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.link(source / path, target / path)
        return
    folder, _, name = path.rpartition("/")
    target.mkdir(mode=0o700, exist_ok=True)
    store.write(target, folder, name, content, _pass_by)


def _save_set(source: Path, target: Path, path: str, link: bool) -> dict[str, Any]:
    read_kept(source / path)
    content = (source / path).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    _save(source, target, path, digest, link)
    return {"path": path, "sha256": digest, "size": len(content)}


def _stored(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what lies in the store of a backup; one of an older program knows of no sets."""
    return [*manifest["files"], *manifest.get("sets", [])]


def _audit_end(connection: Connection) -> dict[str, Any] | None:
    column = audit_table.c
    last = connection.execute(
        select(column.sequence, column.digest).order_by(column.sequence.desc()).limit(1)
    ).first()
    return {"sequence": last.sequence, "digest": last.digest} if last else None


def _read_manifest(source: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((source / MANIFEST_NAME).read_bytes())
    except (OSError, ValueError):
        raise BackupAlteredError(f"{source} 里没有可读的 {MANIFEST_NAME}，不是一份备份。") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BackupError("这份备份的格式本程序不认识，请用制作它的程序版本恢复。")
    return manifest


def _summary(folder: Path, manifest: Mapping[str, Any]) -> Backup:
    end = manifest["audit"]
    return Backup(
        folder=folder,
        made_at=manifest["made_at"],
        revision=manifest["revision"],
        documents=manifest["documents"],
        files=len(manifest["files"]),
        last_entry=end["sequence"] if end else 0,
        faults=tuple(manifest["faults"]),
    )


def _check(path: Path, wanted: Mapping[str, Any]) -> None:
    if not path.is_file():
        raise BackupAlteredError(f"备份里缺少 {path.name}（{path.parent}），请换一份备份。")
    if path.stat().st_size != wanted["size"] or _digest(path) != wanted["sha256"]:
        raise BackupAlteredError(
            f"备份里的 {path.name}（{path.parent}）被改动过或已损坏，请换一份备份。"
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pass_by(step: str) -> None:
    """Do nothing at a step of writing: only issuing is cut at them by tests."""


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
