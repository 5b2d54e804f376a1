"""A crash between any two steps of issuing: nothing lost, nothing used twice, no half document."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from docgen import Engine
from docgen.register import recover as recovery
from docgen.register import store
from docgen.register.actor import Actor
from docgen.register.database import Register, open_register
from docgen.register.issue import POINTS, find, issue, supersede
from docgen.register.issued import IssuedDocument
from docgen.register.numbers import CAME_TO_NOTHING
from docgen.register.recover import recover
from docgen.register.tables import audit as audit_rows
from docgen.register.tables import cases, documents
from docgen.register.tables import numbers as number_rows
from docgen.settings import Settings
from tests.docgen.register.test_issue import KIND, example_of, issue_one
from tests.docgen.register.wholeness import assert_numbers_follow_time, assert_whole, numbers_given
from tests.doubles.quick_render import QuickRender

ROOT = Path(__file__).parents[3]
# From here on the document is issued, whoever dies.
LAST = "issued"
NOT_ENTERED = ("checked", "numbered", "entered")


class Death(BaseException):
    """The process is gone: nothing may catch it."""


def die_at(wanted: str):
    def fault(point: str) -> None:
        if point == wanted:
            raise Death(point)

    return fault


@pytest.mark.parametrize("point", POINTS)
def test_death_at_any_point_leaves_all_or_nothing(
    register: Register, engine: Engine, officer: Actor, point: str
) -> None:
    before = issue_one(register, engine, officer)
    with pytest.raises(Death):
        issue_one(register, engine, officer, case_ref="A-1", fault=die_at(point))
    # Somebody issues before anybody has cleaned up: the dead one's number is still held.
    between = issue_one(register, engine, officer)
    undone = recover(register)
    assert len(undone) == (0 if point in (*NOT_ENTERED, LAST) else 1)
    assert recover(register) == []
    after = issue_one(register, engine, officer)
    # A number held until a later one was borne is void; one that was not is borne by the next.
    serials = {LAST: [1, 2, 3, 4]}.get(point, [1, 2, 3] if point in NOT_ENTERED else [1, 3, 4])
    assert numbers_given(register) == [f"示市监﹝2026﹞第{n}号" for n in serials]
    assert {before.document_number, between.document_number, after.document_number} <= {
        *numbers_given(register)
    }
    assert_numbers_follow_time(register)
    with register.reading() as connection:
        opened = connection.scalars(select(cases.c.case_ref)).all()
        told = connection.scalars(
            select(audit_rows.c.document_id).where(audit_rows.c.act == "undo_issue")
        ).all()
    assert opened == (["A-1"] if point == LAST else [])
    assert told == undone
    assert_whole(register)


@pytest.mark.parametrize("point", POINTS)
def test_death_while_superseding_leaves_the_old_version_in_force_or_replaced(
    register: Register, engine: Engine, officer: Actor, point: str
) -> None:
    old = issue_one(register, engine, officer, case_ref="A-1")
    with pytest.raises(Death):
        supersede(
            register,
            engine,
            old.id,
            example_of(engine),
            actor=officer,
            render=QuickRender(),
            fault=die_at(point),
        )
    recover(register)
    now = find(register, old.id)
    assert now is not None
    assert now.state == ("superseded" if point == LAST else "issued")
    newest = find(register, now.superseded_by) if now.superseded_by else now
    assert isinstance(newest, IssuedDocument)
    again = supersede(
        register, engine, newest.id, example_of(engine), actor=officer, render=QuickRender()
    )
    assert again.version == newest.version + 1
    assert_whole(register)


def test_processes_killed_at_every_point_lose_no_number(
    office: Settings, register: Register, engine: Engine, officer: Actor
) -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.docgen.register.issuer",
            str(office.home),
            office.database_url,
            "die",
            *POINTS,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert run.stdout.splitlines() == [f"{point}\t-9" for point in POINTS], run.stderr
    undone = recover(register)
    assert len(undone) == len(POINTS) - len(NOT_ENTERED) - 1
    # The document that was issued before its process died keeps its number: those that the dead
    # held before it are void, with their reason.
    last = len(undone) + 1
    assert numbers_given(register) == [f"示市监﹝2026﹞第{last}号"]
    assert issue_one(register, engine, officer).document_number == f"示市监﹝2026﹞第{last + 1}号"
    with register.reading() as connection:
        reasons = connection.scalars(select(number_rows.c.reason)).all()
    assert reasons.count(CAME_TO_NOTHING) == len(undone)
    assert_whole(register)


@pytest.mark.parametrize("point", ["reserved", "written archive.pdf", "stored"])
def test_a_document_that_is_still_being_made_is_left_alone(
    office: Settings, register: Register, engine: Engine, officer: Actor, point: str
) -> None:
    other = open_register(office)
    recovered = []

    def recover_beside(now: str) -> None:
        if now == point:
            recovered.append(recover(other))

    issued = issue_one(register, engine, officer, fault=recover_beside)
    other.engine.dispose()
    assert recovered == [[]]
    assert find(register, issued.id) is not None
    assert_whole(register)


def test_death_while_recovering_is_recovered_from(
    register: Register, engine: Engine, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Death):
        issue_one(register, engine, officer, fault=die_at("stored"))

    def dies(*args: object) -> None:
        raise Death

    for victim in ("docgen.register.store.remove", "docgen.register.numbers.settle"):
        with monkeypatch.context() as patched:
            patched.setattr(victim, dies)
            with pytest.raises(Death):
                recover(register)
    assert len(recover(register)) == 1
    assert_whole(register)


def test_a_document_withdrawn_behind_its_back_is_not_issued(
    register: Register, engine: Engine, officer: Actor
) -> None:
    # No lock protects a folder that two machines do not share: the last transaction still does.
    def withdraw_all(point: str) -> None:
        if point == "stored":
            with register.reading() as connection:
                waiting = connection.scalars(select(documents.c.id)).all()
            for document_id in waiting:
                recovery.withdraw(register, document_id, actor=officer)

    with pytest.raises(Exception, match="已被撤销"):
        issue_one(register, engine, officer, fault=withdraw_all)
    assert_whole(register)


def test_a_failure_that_cannot_be_undone_at_once_is_undone_by_recover(
    register: Register, engine: Engine, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object) -> None:
        raise store.StoreError("清理不掉")

    with monkeypatch.context() as patched:
        patched.setattr("docgen.register.store.remove", fails)
        with pytest.raises(Exception, match="渲染不出来"):
            issue(
                register,
                engine,
                KIND,
                example_of(engine),
                actor=officer,
                render=QuickRender(refuses="delivery"),
            )
    assert len(recover(register)) == 1
    assert_whole(register)


def test_an_answer_lost_after_the_commit_is_no_failure(
    register: Register, engine: Engine, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def breaks_the_second_time(*args: object) -> None:
        calls.append(args)
        raise ConnectionError

    def patch(point: str) -> None:
        if point == "recorded":
            monkeypatch.setattr("docgen.register.audit.advance", breaks_the_second_time)

    issued = issue_one(register, engine, officer, fault=patch)
    monkeypatch.undo()
    assert len(calls) == 1
    assert find(register, issued.id) is not None
    assert_whole_but_for_the_head(register)


def assert_whole_but_for_the_head(register: Register) -> None:
    issued = numbers_given(register)
    assert issued == ["示市监﹝2026﹞第1号"]
    assert store.check_files(register) == []
