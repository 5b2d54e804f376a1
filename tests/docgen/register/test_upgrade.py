"""An upgrade is asked for, saved before, and whole or not at all; nothing else changes tables."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from docgen import Settings
from docgen.register import audit, backup, migrations, upgrade
from docgen.register.actor import Actor, Role
from docgen.register.backup import BackupError, restore
from docgen.register.database import FILE_NAME, Register, open_register
from docgen.register.migrations import NewerRegisterError, UpgradeNeededError
from docgen.register.probe import probe_database
from docgen.register.tables import METADATA, documents
from docgen.register.tables import audit as entries
from docgen.register.upgrade import HeldError, prepare
from tests.docgen.register.everything import Death

OLD = "0003"
OPERATOR = Actor("console:test", Role.admin)
NEWEST = migrations.newest_revision()


@pytest.fixture
def older(register: Register) -> Register:
    """The register as an older program left it: one document that took another's place."""
    with register.writing_unsealed() as connection:
        METADATA.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
        migrations.upgrade(connection, OLD)
        old, new = "a" * 32, "b" * 32
        _enter(connection, new, 2, "NULL")
        _enter(connection, old, 1, f"'{new}'")
        link = f"UPDATE documents SET supersedes = '{old}' WHERE id = '{new}'"  # noqa: S608
        connection.exec_driver_sql(link)
    register.engine.dispose()
    return register


def _enter(connection: Connection, document_id: str, version: int, successor: str) -> None:
    connection.exec_driver_sql(
        "INSERT INTO documents (id, kind, schema_version, title, dated_on, state, version,"  # noqa: S608
        " superseded_by, payload, payload_sha256, drafted_by, created_at) VALUES"
        f" ('{document_id}', 'k', 1, 'T', '2026-07-01', 'issued', {version}, {successor},"
        f" '{{}}', '{'0' * 64}', 'x', '2026-07-01 00:00:00')"
    )


def revision_of(register: Register) -> str | None:
    with register.reading() as connection:
        return migrations.current_revision(connection)


def documents_in(register: Register) -> list[str]:
    with register.reading() as connection:
        return [*connection.scalars(select(documents.c.id).order_by(documents.c.id))]


def test_looking_at_an_older_register_changes_nothing_and_says_what_to_do(
    older: Register, office: Settings
) -> None:
    for look in (lambda: prepare(older, office), lambda: probe_database(older)):
        with pytest.raises(UpgradeNeededError, match=f"{OLD}.*{NEWEST}.*register upgrade"):
            look()
    assert revision_of(older) == OLD


def test_an_upgrade_is_saved_checked_recorded_and_loses_nothing(
    older: Register, office: Settings, tmp_path: Path
) -> None:
    older.engine.dispose()
    done = upgrade.upgrade(older, office, actor=OPERATOR)
    assert (done.before, done.after, revision_of(older)) == (OLD, NEWEST, NEWEST)
    assert documents_in(older) == ["a" * 32, "b" * 32]
    prepare(older, office)
    with older.reading() as connection:
        (entry,) = connection.execute(select(entries).where(entries.c.act == "upgrade")).all()
    assert (entry.actor, entry.detail) == (OPERATOR.name, {"from": OLD, "to": NEWEST})
    assert done.saved
    assert done.saved.revision == OLD
    assert done.saved.folder.is_relative_to(office.home)
    elsewhere = replace(office, home=tmp_path / "elsewhere", database_url="")
    restored = open_register(elsewhere)
    prepare(restored, elsewhere)
    restore(restored, done.saved.folder, actor=OPERATOR)
    assert documents_in(restored) == ["a" * 32, "b" * 32]
    restored.engine.dispose()


def test_upgrading_what_is_up_to_date_does_nothing(register: Register, office: Settings) -> None:
    done = upgrade.upgrade(register, office, actor=OPERATOR)
    assert (done.before, done.after, done.saved) == (NEWEST, NEWEST, None)
    with register.reading() as connection:
        assert connection.execute(select(entries)).all() == []


def test_a_register_that_another_program_holds_is_not_upgraded(
    older: Register, office: Settings
) -> None:
    service = open_register(office)
    with service.engine.connect() as connection:
        connection.execute(text("SELECT 1"))  # Idle since, as in a pool of connections.
        connection.rollback()
        with pytest.raises(HeldError, match="停止"):
            upgrade.upgrade(older, office, actor=OPERATOR)
    assert revision_of(older) == OLD
    service.engine.dispose()
    older.engine.dispose()
    assert upgrade.upgrade(older, office, actor=OPERATOR).after == NEWEST


@pytest.mark.parametrize("step", ["seal_all", "record"])
def test_an_upgrade_cut_off_leaves_all_as_before_and_can_be_repeated(
    older: Register, office: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def dies(*_given: object, **_named: object) -> None:
        raise Death

    with monkeypatch.context() as patched:
        patched.setattr(audit, step, dies)
        with pytest.raises(Death):
            upgrade.upgrade(older, office, actor=OPERATOR)
    assert revision_of(older) == OLD
    older.engine.dispose()
    later = replace(older, now=lambda: older.now().replace(year=2031))
    assert upgrade.upgrade(later, office, actor=OPERATOR).after == NEWEST


def test_without_a_sound_backup_nothing_is_upgraded(
    older: Register, office: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BackupError):
        upgrade.upgrade(older, office, actor=OPERATOR, target=tmp_path)

    def altered(_source: Path) -> None:
        raise backup.BackupAlteredError("坏了")

    monkeypatch.setattr(backup, "check_backup", altered)
    with pytest.raises(backup.BackupAlteredError):
        upgrade.upgrade(older, office, actor=OPERATOR)
    assert revision_of(older) == OLD


def test_a_newer_register_is_refused_in_words(register: Register, office: Settings) -> None:
    with register.writing_unsealed() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for look in (
        lambda: prepare(register, office),
        lambda: probe_database(register),
        lambda: upgrade.upgrade(register, office, actor=OPERATOR),
    ):
        with pytest.raises(NewerRegisterError, match=r"第 9999 版.*更新版本的程序"):
            look()
    assert revision_of(register) == "9999"


@pytest.fixture
def bare(office: Settings) -> Iterator[Register]:
    """An office's database before anything was made in it."""
    (office.home / FILE_NAME).unlink(missing_ok=True)
    register = open_register(office)
    if office.database_url:
        with register.writing_unsealed() as connection:
            METADATA.drop_all(connection)
            connection.exec_driver_sql("DROP TABLE alembic_version")
        register.engine.dispose()
    yield register
    register.engine.dispose()


def test_only_an_offices_own_new_file_is_made_unasked(bare: Register, office: Settings) -> None:
    if office.database_url:
        with pytest.raises(UpgradeNeededError, match="register upgrade"):
            prepare(bare, office)
        assert revision_of(bare) is None
        bare.engine.dispose()
        done = upgrade.upgrade(bare, office, actor=OPERATOR)
        assert (done.before, done.saved) == (None, None)
    else:
        prepare(bare, office)
    assert revision_of(bare) == NEWEST
