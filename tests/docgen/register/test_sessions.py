"""Sessions end when they should, and what the database holds of them opens nothing."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from docgen.register import sessions
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.sessions import IDLE, LINK_LASTS, Session
from docgen.register.tables import people as people_table
from docgen.register.tables import sessions as table
from docgen.settings import Ages
from tests.docgen.register.accounts import (
    CONSOLE,
    PASSWORD,
    Clock,
    sign_in,
    staff,
    trail,
    with_clock,
)

NAME = "何静远"


@pytest.fixture
def staffed(register: Register) -> tuple[Register, Clock, Session]:
    """A register, its clock, and an officer who has just signed in."""
    register, clock = with_clock(register)
    staff(register, NAME, Role.officer)
    return register, clock, sign_in(register, NAME, PASSWORD)


def rows(register: Register) -> int:
    with register.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_secret_itself_is_nowhere_in_the_database(
    staffed: tuple[Register, Clock, Session],
) -> None:
    register, _, session = staffed
    with register.reading() as connection:
        kept = connection.execute(select(table)).one()
    assert session.secret not in map(str, kept)
    assert session.secret not in repr(session)
    assert sessions.find_session(register, kept.secret_sha256) is None


def test_every_session_has_secrets_of_its_own(staffed: tuple[Register, Clock, Session]) -> None:
    register, _, session = staffed
    other = sign_in(register, NAME, PASSWORD)
    secrets = {session.secret, session.csrf, other.secret, other.csrf}
    assert len(secrets) == 4
    assert all(len(secret) == 43 for secret in secrets)


def test_a_made_up_secret_opens_nothing(
    staffed: tuple[Register, Clock, Session],
) -> None:
    for secret in ("", "x", "\ud800", "0" * 43, "' OR 1=1 --", "x" * 100_000):
        assert sessions.find_session(staffed[0], secret) is None


def test_a_session_left_alone_ends_after_its_idle_time(
    staffed: tuple[Register, Clock, Session],
) -> None:
    register, clock, session = staffed
    clock.forward(seconds=IDLE.total_seconds() - 1)
    assert sessions.find_session(register, session.secret)
    clock.forward(seconds=IDLE.total_seconds())
    assert sessions.find_session(register, session.secret) is None


def test_a_session_in_use_lasts_until_the_end_of_the_day_and_no_longer(
    staffed: tuple[Register, Clock, Session],
) -> None:
    register, clock, session = staffed
    found = None
    while clock.moment + IDLE / 2 < session.began_at + Ages().session:
        clock.forward(seconds=IDLE.total_seconds() / 2)
        found = sessions.find_session(register, session.secret)
        assert found
    assert found
    assert found.expires_at == session.began_at + Ages().session
    clock.forward(seconds=IDLE.total_seconds() / 2)
    assert sessions.find_session(register, session.secret) is None


def test_looking_at_a_session_again_and_again_does_not_write_each_time(
    staffed: tuple[Register, Clock, Session],
) -> None:
    register, clock, session = staffed
    expiries = []
    for _ in range(20):
        clock.forward(seconds=30)
        found = sessions.find_session(register, session.secret)
        assert found
        expiries.append(found.expires_at)
    assert len(set(expiries)) == 3


def test_signing_out_ends_this_session_and_no_other(
    staffed: tuple[Register, Clock, Session],
) -> None:
    register, _, session = staffed
    other = sign_in(register, NAME, PASSWORD)
    sessions.end_session(register, session)
    assert sessions.find_session(register, session.secret) is None
    assert sessions.find_session(register, other.secret)
    assert trail(register)[-1][:2] == (NAME, "signed_out")


def test_a_role_taken_away_is_gone_with_the_next_request(
    staffed: tuple[Register, Clock, Session],
) -> None:
    register, _, session = staffed
    with register.writing_unsealed() as connection:
        connection.execute(update(people_table).values(role="drafter"))
    found = sessions.find_session(register, session.secret)
    assert found
    assert found.actor == Actor(NAME, Role.drafter)


def test_a_session_of_a_disabled_account_opens_nothing_even_if_it_was_left_behind(
    staffed: tuple[Register, Clock, Session],
) -> None:
    register, _, session = staffed
    with register.writing_unsealed() as connection:
        connection.execute(update(people_table).values(disabled=True))
    assert sessions.find_session(register, session.secret) is None


def test_what_has_expired_is_swept_away_when_the_next_session_begins(
    staffed: tuple[Register, Clock, Session],
) -> None:
    register, clock, _ = staffed
    sign_in(register, NAME, PASSWORD)
    clock.forward(days=1)
    sign_in(register, NAME, PASSWORD)
    assert rows(register) == 1


def test_a_link_can_be_looked_at_often_and_is_no_session(register: Register) -> None:
    link = sessions.add_link(register, actor=CONSOLE)
    assert all(sessions.is_link(register, link) for _ in range(3))
    assert not sessions.is_link(register, link + "x")
    assert not sessions.is_link(register, "")
    assert sessions.find_session(register, link) is None


def test_a_session_is_no_link(staffed: tuple[Register, Clock, Session]) -> None:
    register, _, session = staffed
    assert not sessions.is_link(register, session.secret)


def test_a_link_ends_after_half_an_hour_or_with_the_next_one(register: Register) -> None:
    register, clock = with_clock(register)
    first = sessions.add_link(register, actor=CONSOLE)
    second = sessions.add_link(register, actor=CONSOLE)
    assert not sessions.is_link(register, first)
    assert sessions.is_link(register, second)
    clock.forward(seconds=LINK_LASTS.total_seconds())
    assert not sessions.is_link(register, second)


def test_the_database_itself_refuses_a_session_of_nobody(
    staffed: tuple[Register, Clock, Session],
) -> None:
    register, _, _ = staffed
    with pytest.raises(IntegrityError), register.writing_unsealed() as connection:
        connection.execute(update(table).values(person=None))
