"""A backup is one moment of the register, whole, and comes back as it was."""

import json
import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update

from docgen.register import audit, migrations, store
from docgen.register import backup as backups
from docgen.register.actor import Actor, Role
from docgen.register.backup import BackupAlteredError, BackupError, backup, check_backup, restore
from docgen.register.database import Register, open_register
from docgen.register.head import HEAD_NAME
from docgen.register.proof import check_chain
from docgen.register.tables import METADATA, documents, files, people, sessions
from docgen.register.upgrade import migrate
from docgen.settings import Settings
from tests.docgen.register.papers import open_case, put_document

ADMIN = Actor("沈若溪", Role.admin)


@pytest.fixture
def filled(register: Register) -> Register:
    """A register with a case, two versions of a document, and an account."""
    open_case(register, "C-1", received_on="2026-06-10", note="中文、'引号'、😀")
    first = put_document(
        register, "non_acceptance_notice", {"a": 1}, case_ref="C-1", content=b"%PDF-one" * 999
    )
    second = put_document(
        register, "non_acceptance_notice", {"a": 2}, case_ref="C-1", version=2, supersedes=first
    )
    with register.writing() as connection:
        connection.execute(
            update(documents)
            .where(documents.c.id == first)
            .values(state="superseded", superseded_by=second)
        )
        connection.execute(
            insert(people).values(
                name="何静远",
                role="officer",
                password_hash=None,
                disabled=False,
                failures=0,
                created_at=register.now(),
            )
        )
        connection.execute(
            insert(sessions).values(
                secret_sha256="5" * 64,
                person="何静远",
                csrf="c",
                purpose="session",
                created_at=register.now(),
                expires_at=register.now(),
            )
        )
        audit.record(connection, register, ADMIN, "issue", first, {"kind": "notice"})
        audit.record(connection, register, ADMIN, "supersede", second, {"kind": "notice"})
    return register


@pytest.fixture
def empty(tmp_path: Path) -> Register:
    """An empty register on another machine, as `docgen register restore` finds it."""
    settings = Settings(home=tmp_path / "elsewhere", cache=tmp_path, templates=tmp_path)
    register = open_register(settings)
    migrate(register)
    return register


def rows(register: Register, *, without: tuple[str, ...] = ("audit", "sessions")) -> dict[str, Any]:
    """Every row of a register, by table."""
    with register.reading() as connection:
        return {
            table.name: [
                dict(row)
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in METADATA.sorted_tables
            if table.name not in without
        }


def test_what_is_restored_is_what_was_backed_up(
    filled: Register, empty: Register, tmp_path: Path
) -> None:
    made = backup(filled, tmp_path / "copy", actor=ADMIN)
    assert (made.documents, made.files, made.faults) == (2, 2, ())
    assert restore(empty, tmp_path / "copy", actor=ADMIN, final=True) == made
    assert rows(empty) == rows(filled)
    assert store.check_files(empty) == []
    assert check_chain(empty) == []


def test_the_trail_goes_on_and_says_when_it_was_copied_and_put_back(
    filled: Register, empty: Register, tmp_path: Path
) -> None:
    backup(filled, tmp_path / "copy", actor=ADMIN)
    restore(empty, tmp_path / "copy", actor=ADMIN, final=True)
    with empty.reading() as connection:
        acts = connection.scalars(select(backups.audit_table.c.act)).all()
    assert acts == ["issue", "supersede", "backup", "restore"]


def test_nobody_is_still_signed_in_after_a_restore(
    filled: Register, empty: Register, tmp_path: Path
) -> None:
    backup(filled, tmp_path / "copy", actor=ADMIN)
    restore(empty, tmp_path / "copy", actor=ADMIN, final=True)
    assert rows(empty, without=())["sessions"] == []
    assert [each["name"] for each in rows(empty)["people"]] == ["何静远"]


def test_a_backup_can_be_read_by_its_owner_alone(filled: Register, tmp_path: Path) -> None:
    backup(filled, tmp_path / "copy", actor=ADMIN)
    for path in [tmp_path / "copy", *(tmp_path / "copy").rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_backup_leaves_no_journal_beside_its_database(filled: Register, tmp_path: Path) -> None:
    backup(filled, tmp_path / "copy", actor=ADMIN)
    check_backup(tmp_path / "copy")
    assert sorted(each.name for each in (tmp_path / "copy").iterdir()) == [
        "manifest.json",
        "register.sqlite3",
        "store",
    ]


def test_others_go_on_issuing_while_a_backup_is_made(
    filled: Register, empty: Register, tmp_path: Path
) -> None:
    """Whatever a backup catches of the others' work, it has the files and entries of it too."""
    stop = threading.Event()

    def issue() -> None:
        while not stop.is_set():
            issued = put_document(filled, "referral_letter", {"n": 1})
            with filled.writing() as connection:
                audit.record(connection, filled, ADMIN, "issue", issued, {})

    others = threading.Thread(target=issue)
    others.start()
    try:
        made = [backup(filled, tmp_path / f"copy-{turn}", actor=ADMIN) for turn in range(3)]
    finally:
        stop.set()
        others.join(30)
    assert not others.is_alive()
    for each in made:
        assert each.files == each.documents
        assert each.faults == ()
    restore(empty, made[-1].folder, actor=ADMIN, final=True)
    assert store.check_files(empty) == []
    assert [each for each in check_chain(empty) if each.sequence] == []


def test_linked_files_are_the_same_files_and_copies_are_not(
    filled: Register, tmp_path: Path
) -> None:
    backup(filled, tmp_path / "linked", actor=ADMIN, link=True)
    backup(filled, tmp_path / "copied", actor=ADMIN)
    for path in filter(Path.is_file, filled.store.glob("[0-9]*/*/*/*")):
        relative = path.relative_to(filled.store)
        assert os.path.samefile(path, tmp_path / "linked" / "store" / relative)
        assert not os.path.samefile(path, tmp_path / "copied" / "store" / relative)


def test_a_damaged_file_is_named_and_the_rest_is_saved(filled: Register, tmp_path: Path) -> None:
    damaged, *_ = sorted(filter(Path.is_file, filled.store.glob("[0-9]*/*/*/*")))
    damaged.write_bytes(b"%PDF-other")
    made = backup(filled, tmp_path / "copy", actor=ADMIN)
    assert made.faults == (damaged.relative_to(filled.store).as_posix(),)
    assert made.files == 1
    assert check_backup(tmp_path / "copy") == made


def test_an_old_backup_is_never_written_over(filled: Register, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with pytest.raises(BackupError, match="已经存在"):
        backup(filled, tmp_path / "copy", actor=ADMIN)


def test_a_backup_that_fails_leaves_nothing_behind(
    filled: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "_save", full)
    (tmp_path / "backups").mkdir()
    with pytest.raises(BackupError, match="空间"):
        backup(filled, tmp_path / "backups" / "copy", actor=ADMIN)
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize("what", ["register.sqlite3", "store", "manifest.json"])
def test_an_altered_backup_is_refused_and_the_register_stays_empty(
    filled: Register, empty: Register, tmp_path: Path, what: str
) -> None:
    source = tmp_path / "copy"
    backup(filled, source, actor=ADMIN)
    target = next((source / what).rglob("*.pdf"), source / what)
    content = target.read_bytes()
    target.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(BackupAlteredError):
        restore(empty, source, actor=ADMIN, final=True)
    assert not any(rows(empty, without=()).values())


def test_a_missing_file_is_named(filled: Register, tmp_path: Path) -> None:
    backup(filled, tmp_path / "copy", actor=ADMIN)
    next((tmp_path / "copy" / "store").rglob("*.pdf")).unlink()
    with pytest.raises(BackupAlteredError, match=r"缺少 delivery\.pdf"):
        check_backup(tmp_path / "copy")


@pytest.mark.parametrize("path", ["../../evil", "/etc/evil", "2026/06/" + "a" * 32 + "/../evil"])
def test_a_manifest_cannot_name_a_path_outside_the_store(
    filled: Register, empty: Register, tmp_path: Path, path: str
) -> None:
    backup(filled, tmp_path / "copy", actor=ADMIN)
    change_manifest(tmp_path / "copy", files=[{"path": path, "sha256": "0" * 64, "size": 1}])
    with pytest.raises(BackupAlteredError, match="路径"):
        restore(empty, tmp_path / "copy", actor=ADMIN, final=True)


def test_another_end_of_the_trail_than_the_manifest_says_is_refused(
    filled: Register, empty: Register, tmp_path: Path
) -> None:
    backup(filled, tmp_path / "copy", actor=ADMIN)
    change_manifest(tmp_path / "copy", audit={"sequence": 9, "digest": "9" * 64})
    with pytest.raises(BackupAlteredError, match="审计"):
        restore(empty, tmp_path / "copy", actor=ADMIN, final=True)
    assert not any(rows(empty, without=()).values())


def test_a_register_that_holds_anything_is_not_restored_over(
    filled: Register, tmp_path: Path
) -> None:
    backup(filled, tmp_path / "copy", actor=ADMIN)
    before = rows(filled)
    with pytest.raises(BackupError, match="已有内容"):
        restore(filled, tmp_path / "copy", actor=ADMIN, final=True)
    assert rows(filled) == before


def test_a_backup_of_a_newer_program_is_refused(
    filled: Register, empty: Register, tmp_path: Path
) -> None:
    backup(filled, tmp_path / "copy", actor=ADMIN)
    change_manifest(tmp_path / "copy", revision="9999")
    with pytest.raises(BackupError, match="升级"):
        restore(empty, tmp_path / "copy", actor=ADMIN, final=True)


@pytest.mark.parametrize("what", ["nothing", "another folder", "another format"])
def test_what_is_no_backup_is_said_to_be_none(filled: Register, tmp_path: Path, what: str) -> None:
    source = tmp_path / "copy"
    if what == "another folder":
        shutil.copytree(filled.store, source)
    if what == "another format":
        backup(filled, source, actor=ADMIN)
        change_manifest(source, format=2)
    with pytest.raises(BackupError, match=r"不是一份备份|不认识"):
        check_backup(source)


def test_an_interrupted_restore_can_simply_be_repeated(
    filled: Register, empty: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(filled, tmp_path / "copy", actor=ADMIN)
    with monkeypatch.context() as patched:
        patched.setattr(backups, "_audit_end", dict.popitem)
        with pytest.raises(TypeError):
            restore(empty, tmp_path / "copy", actor=ADMIN, final=True)
    assert not any(rows(empty, without=()).values())
    restore(empty, tmp_path / "copy", actor=ADMIN, final=True)
    assert rows(empty) == rows(filled)


def test_a_restored_register_goes_back_to_where_it_came_from(
    filled: Register, empty: Register, tmp_path: Path
) -> None:
    """The way from SQLite to PostgreSQL and back: the fixture's database is each in turn."""
    backup(filled, tmp_path / "there", actor=ADMIN)
    restore(empty, tmp_path / "there", actor=ADMIN, final=True)
    before = rows(filled)
    backup(empty, tmp_path / "back", actor=ADMIN)
    shutil.rmtree(filled.store)
    filled.store.mkdir()
    with filled.writing_unsealed() as connection:
        connection.execute(update(documents).values(supersedes=None))
        for table in reversed(METADATA.sorted_tables):
            connection.execute(delete(table))
    (filled.store / HEAD_NAME).unlink(missing_ok=True)
    restore(filled, tmp_path / "back", actor=ADMIN, final=True)
    assert rows(filled) == before
    assert store.check_files(filled) == []
    with filled.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(files)) == 2
        assert migrations.is_current(connection)


def change_manifest(folder: Path, **changes: Any) -> None:
    """Write another manifest over a backup's."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")
