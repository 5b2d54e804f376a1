"""One database behind one door: readers read, writers come one at a time, moments keep zones."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import insert, select, text

from docgen.errors import SettingsError
from docgen.register import database
from docgen.register.database import Register, RegisterUnavailableError, open_register
from docgen.register.tables import METADATA, cases
from docgen.register.upgrade import migrate
from docgen.settings import Settings

BEIJING = timezone(timedelta(hours=8))


class Death(BaseException):
    """The process is gone: nothing may catch it."""


def open_a_case(register: Register, case_ref: str, at: datetime) -> None:
    with register.writing_unsealed() as connection:
        connection.execute(insert(cases).values(case_ref=case_ref, fields={}, opened_at=at))


def test_a_moment_comes_back_the_same_in_utc(register: Register) -> None:
    at = datetime(2026, 7, 20, 9, 30, 15, 123456, tzinfo=BEIJING)
    open_a_case(register, "A-1", at)
    with register.reading() as connection:
        kept = connection.scalar(select(cases.c.opened_at))
    assert kept == at
    assert kept.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(register: Register) -> None:
    with pytest.raises(Exception, match="time zone"):
        open_a_case(register, "A-1", datetime(2026, 7, 20))


def test_a_reader_cannot_write(register: Register) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only|数据库"), register.reading() as connection:
        connection.execute(insert(cases).values(case_ref="A", fields={}, opened_at=register.now()))
    open_a_case(register, "A-1", register.now())  # and the connection is fit for writing again


def test_a_reader_sees_one_moment(register: Register) -> None:
    with register.reading() as connection:
        assert connection.execute(select(cases)).all() == []
        open_a_case(register, "A-1", register.now())
        assert connection.execute(select(cases)).all() == []


def test_a_failed_transaction_leaves_nothing(register: Register) -> None:
    def fail() -> None:
        with register.writing() as connection:
            connection.execute(
                insert(cases).values(case_ref="A", fields={}, opened_at=register.now())
            )
            raise Death

    with pytest.raises(Death):
        fail()
    with register.reading() as connection:
        assert connection.execute(select(cases)).all() == []


def test_a_writer_that_waits_too_long_gets_a_sentence(
    office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 1)
    register = open_register(office)
    held, done = Event(), Event()

    def hold() -> None:
        with register.writing():
            held.set()
            done.wait(20)

    holder = Thread(target=hold)
    holder.start()
    try:
        assert held.wait(20)
        with pytest.raises(RegisterUnavailableError, match="稍后重试"), register.writing():
            pytest.fail("two writers at once")
    finally:
        done.set()
        holder.join(20)
        register.engine.dispose()


def test_what_is_to_be_done_after_the_commit_is_not_done_without_it(register: Register) -> None:
    done: list[str] = []

    def fail() -> None:
        with register.writing() as connection:
            database.after_commit(connection, "note", lambda: done.append("failed"))
            raise Death

    with pytest.raises(Death):
        fail()
    with register.writing() as connection:
        database.after_commit(connection, "note", lambda: done.append("first"))
        database.after_commit(connection, "note", lambda: done.append("second"))
        assert done == []
    with register.writing():
        pass
    assert done == ["second"]


def test_migrating_twice_changes_nothing(register: Register) -> None:
    migrate(register)
    with register.reading() as connection:
        for table in METADATA.sorted_tables:
            assert connection.execute(select(table)).all() == []


def test_a_new_sqlite_is_durable_and_strict(settings: Settings, tmp_path: Path) -> None:
    register = open_register(replace(settings, home=tmp_path / "new", database_url=""))
    with register.reading() as connection:
        read = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    register.engine.dispose()
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert (tmp_path / "new" / "store").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://somewhere/x", "sqlite://", "sqlite:///:memory:"]
)
def test_a_database_that_cannot_hold_a_register_is_refused(
    settings: Settings, tmp_path: Path, url: str
) -> None:
    with pytest.raises(SettingsError, match="DOCGEN_DATABASE_URL"):
        open_register(replace(settings, home=tmp_path, database_url=url))


def test_a_folder_that_cannot_be_made_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="数据文件夹"):
        open_register(replace(settings, home=tmp_path / "file" / "home"))


def test_only_the_services_own_account_may_read_the_data(tmp_path: Path) -> None:
    home = tmp_path / "office"
    opened = open_register(replace(Settings.from_env({}), home=home))
    opened.engine.dispose()
    assert home.stat().st_mode & 0o077 == 0
    assert [each for each in home.glob("*.sqlite3") if each.stat().st_mode & 0o077 == 0]
