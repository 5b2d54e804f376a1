"""The rescue: backup under load, restore, resume, and no number stands on two papers."""

import shutil
import threading
from pathlib import Path

import pytest

from docgen import Engine
from docgen.register.actor import Actor
from docgen.register.backup import BackupError, backup, restore
from docgen.register.database import Register, open_register
from docgen.register.gaps import gaps
from docgen.register.head import RegisterBehindError
from docgen.register.issue import IssuedDocument, find
from docgen.register.numbers import series_of
from docgen.register.proof import prove
from docgen.register.resume import resume
from docgen.register.upgrade import migrate
from docgen.sets import rendering
from docgen.settings import Settings
from tests.docgen.register.test_behind import copied, go_back
from tests.docgen.register.test_issue import KIND, issue_one

REASON = "恢复昨夜的备份"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Register:
    """An empty register on a new machine."""
    settings = Settings(home=tmp_path / "new", cache=tmp_path, templates=tmp_path)
    register = open_register(settings)
    migrate(register)
    return register


def really(register: Register, engine: Engine, officer: Actor) -> IssuedDocument:
    """Issue a document whose archive copy can be read again."""
    return issue_one(register, engine, officer, render=rendering(engine))


def test_the_drill_backup_under_load_restore_resume_and_nothing_twice(
    register: Register, elsewhere: Register, engine: Engine, officer: Actor, tmp_path: Path
) -> None:
    papers: list[IssuedDocument] = []
    stop = threading.Event()

    def at_the_counter() -> None:
        while not stop.is_set() and len(papers) < 8:
            papers.append(really(register, engine, officer))

    counter = threading.Thread(target=at_the_counter)
    counter.start()
    try:
        made = backup(register, tmp_path / "copy", actor=officer)
    finally:
        stop.set()
        counter.join(60)
    assert not counter.is_alive()
    papers += [really(register, engine, officer) for _ in range(3)]
    # The database is lost; the store was on another disk.
    shutil.copytree(register.store, elsewhere.store, dirs_exist_ok=True)
    restore(elsewhere, tmp_path / "copy", actor=officer)
    with pytest.raises(RegisterBehindError):
        issue_one(elsewhere, engine, officer)
    done = resume(elsewhere, engine, REASON, actor=officer)
    # What the backup caught half made counts as its document and is taken in all the same.
    after = {each.document_number for each in papers[made.documents :]}
    assert after <= set(done.adopted)
    assert (done.void, done.twice, done.set_aside) == ((), (), ())
    assert done.ends == (papers[-1].document_number,)
    papers += [really(elsewhere, engine, officer) for _ in range(2)]
    given = [each.document_number for each in papers]
    assert len(set(given)) == len(given)
    assert gaps(elsewhere) == []
    assert prove(elsewhere).faults == []
    for each in papers:
        there = find(elsewhere, each.id)
        assert there
        assert (there.document_number, there.sha256) == (each.document_number, each.sha256)


def test_numbers_that_only_paper_knows_become_void_and_are_passed_over(
    register: Register, elsewhere: Register, engine: Engine, officer: Actor, tmp_path: Path
) -> None:
    issue_one(register, engine, officer)
    backup(register, tmp_path / "copy", actor=officer)
    restore(elsewhere, tmp_path / "copy", actor=officer)
    with pytest.raises(RegisterBehindError):
        issue_one(elsewhere, engine, officer)
    last = (series_of(engine, KIND, 2026), 4)
    done = resume(elsewhere, engine, REASON, actor=officer, last=last)
    assert done.void == tuple(f"示市监﹝2026﹞第{serial}号" for serial in (2, 3, 4))
    assert done.ends == ("示市监﹝2026﹞第4号",)
    assert issue_one(elsewhere, engine, officer).document_number == "示市监﹝2026﹞第5号"
    assert gaps(elsewhere) == []
    assert prove(elsewhere).faults == []


def test_a_database_that_went_back_goes_on_behind_what_the_store_has(
    register: Register, engine: Engine, officer: Actor
) -> None:
    really(register, engine, officer)
    then = copied(register)
    lost = really(register, engine, officer)
    go_back(register, then)
    assert resume(register, engine, REASON, actor=officer).adopted == (lost.document_number,)
    assert issue_one(register, engine, officer).document_number == "示市监﹝2026﹞第3号"
    assert resume(register, engine, REASON, actor=officer).adopted == ()
    assert prove(register).faults == []
    assert gaps(register) == []


def test_what_was_pending_then_and_issued_since_keeps_its_number(
    register: Register, engine: Engine, officer: Actor
) -> None:
    then = {}

    def look(point: str) -> None:
        if point == "reserved":
            then.update(copied(register))

    lost = issue_one(register, engine, officer, render=rendering(engine), fault=look)
    go_back(register, then)
    assert resume(register, engine, REASON, actor=officer).adopted == (lost.document_number,)
    assert issue_one(register, engine, officer).document_number == "示市监﹝2026﹞第2号"
    assert prove(register).faults == []
    assert gaps(register) == []


def test_a_number_that_is_on_two_papers_already_is_named(
    register: Register, engine: Engine, officer: Actor
) -> None:
    then = copied(register)
    lost = really(register, engine, officer)
    go_back(register, then)
    head = (register.store / "audit.head").read_bytes()
    (register.store / "audit.head").unlink()
    again = really(register, engine, officer)
    assert again.document_number == lost.document_number
    (register.store / "audit.head").write_bytes(head)
    assert resume(register, engine, REASON, actor=officer).twice == (lost.document_number,)
    assert find(register, lost.id)
    assert prove(register).faults == []


def test_half_a_document_is_set_aside_and_no_file_is_thrown_away(
    register: Register, engine: Engine, officer: Actor
) -> None:
    then = copied(register)
    lost = really(register, engine, officer)
    (half,) = register.store.glob(f"20*/*/{lost.id}")
    (half / "delivery.docx").unlink()
    go_back(register, then)
    assert resume(register, engine, REASON, actor=officer).set_aside == (lost.id,)
    assert (register.store / "set-aside" / lost.id / "archive.pdf").is_file()
    assert prove(register).faults == []


def test_a_used_store_cannot_be_called_final(
    register: Register, elsewhere: Register, engine: Engine, officer: Actor, tmp_path: Path
) -> None:
    issue_one(register, engine, officer)
    backup(register, tmp_path / "copy", actor=officer)
    shutil.copytree(register.store, elsewhere.store, dirs_exist_ok=True)
    with pytest.raises(BackupError, match="--final"):
        restore(elsewhere, tmp_path / "copy", actor=officer, final=True)
