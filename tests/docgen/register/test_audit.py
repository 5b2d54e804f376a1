"""The trail: whole as long as nobody touches it, and broken where somebody did."""

from typing import Any

import pytest
from sqlalchemy import Delete, Update, delete, select, update

from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.head import HEAD_NAME
from docgen.register.proof import Break, check_chain
from docgen.register.tables import audit as rows


@pytest.fixture
def trail(register: Register, officer: Actor) -> Register:
    """A register with five entries."""
    for number in range(1, 6):
        with register.writing() as connection:
            detail: dict[str, Any] = {"count": number, "fields": ["a", "b"], "late": False}
            audit.record(connection, register, officer, "read_file", f"{number:032d}", detail)
    return register


def tamper(register: Register, statement: Update | Delete) -> None:
    with register.writing_unsealed() as connection:
        connection.execute(statement)


def alter(register: Register, sequence: int, **values: Any) -> None:
    tamper(register, update(rows).where(rows.c.sequence == sequence).values(**values))


def places(register: Register) -> list[int]:
    return [each.sequence for each in check_chain(register)]


def test_an_untouched_trail_is_whole(trail: Register) -> None:
    assert check_chain(trail) == []
    with trail.reading() as connection:
        entries = connection.execute(select(rows).order_by(rows.c.sequence)).all()
    assert [row.sequence for row in entries] == [1, 2, 3, 4, 5]
    assert [row.previous for row in entries] == ["0" * 64, *(row.digest for row in entries[:-1])]


def test_an_empty_trail_is_whole(register: Register) -> None:
    assert check_chain(register) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"actor": "别人"},
        {"act": "void"},
        {"document_id": "0" * 32},
        {"document_id": None},
        {"detail": {"count": 4}},
        {"detail": {"count": 3, "fields": ["b", "a"], "late": False}},
    ],
    ids=str,
)
def test_an_altered_entry_is_found(trail: Register, changes: dict[str, Any]) -> None:
    alter(trail, 3, **changes)
    assert check_chain(trail) == [Break(3, "内容与摘要不符，本条被改动过。")]


def test_an_altered_moment_is_found(trail: Register) -> None:
    alter(trail, 5, at=trail.now())
    assert places(trail) == [5]


def test_an_entry_altered_with_its_digest_breaks_the_next(trail: Register) -> None:
    alter(trail, 3, actor="别人", digest="f" * 64)
    assert places(trail) == [3, 4]


@pytest.mark.parametrize("sequence", [1, 3])
def test_a_missing_entry_is_found(trail: Register, sequence: int) -> None:
    tamper(trail, delete(rows).where(rows.c.sequence == sequence))
    assert places(trail) == [sequence + 1]


@pytest.mark.parametrize("left", [0, 3, 4])
def test_a_trail_cut_short_is_found(trail: Register, left: int) -> None:
    tamper(trail, delete(rows).where(rows.c.sequence > left))
    assert check_chain(trail) == [Break(5, f"第 {left + 1} 条至第 5 条缺失。")]


def test_a_trail_written_anew_is_found(trail: Register, officer: Actor) -> None:
    tamper(trail, delete(rows))
    for _ in range(6):
        with trail.writing() as connection:
            audit.record(connection, trail, officer, "read_file", "0" * 32)
    # However far the forged trail goes on, the head stays at what it saw.
    assert check_chain(trail) == [Break(5, f"与存放处的 {HEAD_NAME} 不符，记录被整体替换过。")]


def test_going_on_after_the_head_was_taken_away_does_not_make_a_new_one(
    trail: Register, officer: Actor
) -> None:
    tamper(trail, delete(rows).where(rows.c.sequence > 2))
    (trail.store / HEAD_NAME).unlink()
    with trail.writing() as connection:
        audit.record(connection, trail, officer, "read_file", "0" * 32)
    assert places(trail) == [3]


def test_a_trail_without_its_head_cannot_be_proved(trail: Register) -> None:
    (trail.store / HEAD_NAME).unlink()
    assert places(trail) == [5]
    audit.anchor(trail)
    assert check_chain(trail) == []


def test_the_head_can_be_set_back_after_a_restore(trail: Register) -> None:
    tamper(trail, delete(rows).where(rows.c.sequence > 3))
    audit.anchor(trail)
    assert check_chain(trail) == []


def test_a_head_behind_the_trail_is_no_break(trail: Register, officer: Actor) -> None:
    head = trail.store / HEAD_NAME
    before = head.read_bytes()
    with trail.writing() as connection:
        audit.record(connection, trail, officer, "read_file", "0" * 32)
    head.write_bytes(before)
    assert check_chain(trail) == []


def test_a_head_that_cannot_be_written_fails_no_act(
    trail: Register, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.pwrite", full)
        with trail.writing() as connection:
            audit.record(connection, trail, officer, "read_file", "0" * 32)
    assert check_chain(trail) == []


def test_an_entry_stands_or_falls_with_its_transaction(trail: Register, officer: Actor) -> None:
    def fail() -> None:
        with trail.writing() as connection:
            audit.record(connection, trail, officer, "read_file", "0" * 32)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with trail.reading() as connection:
        assert connection.scalars(select(rows.c.sequence)).all() == [1, 2, 3, 4, 5]
    assert check_chain(trail) == []


def test_several_entries_of_one_transaction_follow_each_other(
    register: Register, officer: Actor
) -> None:
    with register.writing() as connection:
        for _ in range(3):
            audit.record(connection, register, officer, "read_file", "0" * 32)
    assert check_chain(register) == []
    assert (register.store / HEAD_NAME).read_text().startswith("000000000003 ")
