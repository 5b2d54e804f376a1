"""Guessing at passwords: whoever guesses is stopped, and nobody else is."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from docgen.register import guesses as bounds
from docgen.register import passwords, people, signing_in
from docgen.register.actor import Role
from docgen.register.database import Register
from docgen.register.guesses import (
    BOUNDS,
    MOST_COUNTS,
    MOST_FAILURES,
    Guesses,
    Origin,
    TooManyGuessesError,
)
from docgen.register.signing_in import SignInRefusedError
from tests.docgen.register.accounts import (
    CONSOLE,
    OTHER_PASSWORD,
    PASSWORD,
    Clock,
    staff,
    trail,
    with_clock,
)

NAME = "何静远"
STRANGER, DESK = Origin("198.51.100.9"), Origin("192.0.2.7")
KNOWN = Origin("192.0.2.7", "mark")


@dataclass
class Door:
    """A register with one officer, the counts of its service, and its clock."""

    register: Register
    guesses: Guesses
    clock: Clock

    def says(self, origin: Origin, password: str = OTHER_PASSWORD, name: str = NAME) -> str:
        """What somebody hears who signs in."""
        try:
            signing_in.sign_in(self.register, self.guesses, name, password, origin)
        except (SignInRefusedError, TooManyGuessesError) as fault:
            return fault.code
        return "welcome"

    def is_open(self, origin: Origin, name: str = NAME) -> bool:
        return self.says(origin, PASSWORD, name) == "welcome"


@pytest.fixture
def door(register: Register) -> Door:
    register, clock = with_clock(register)
    staff(register, NAME, Role.officer)
    return Door(register, Guesses(clock), clock)


def place(number: int) -> Origin:
    return Origin(f"203.0.{number // 250}.{number % 250}")


def test_the_fifth_failure_closes_the_door_to_its_place_for_fifteen_minutes(door: Door) -> None:
    assert [door.says(STRANGER) for _ in range(7)] == [
        *["sign_in_refused"] * MOST_FAILURES,
        *["too_many_guesses"] * 2,
    ]
    assert not door.is_open(STRANGER)
    door.clock.forward(minutes=14, seconds=59)
    assert not door.is_open(STRANGER)
    door.clock.forward(seconds=1)
    assert door.is_open(STRANGER)


def test_a_stranger_closes_the_account_to_nobody_else(door: Door) -> None:
    for _ in range(4 * MOST_FAILURES):
        door.says(STRANGER)
    assert door.is_open(DESK)
    assert door.is_open(KNOWN)


def test_strangers_from_everywhere_close_it_to_strangers_alone(door: Door) -> None:
    said = [door.says(place(number)) for number in range(BOUNDS["account"] + 20)]
    assert said.count("sign_in_refused") == BOUNDS["account"]
    assert not door.is_open(Origin("192.0.2.200"))
    assert door.is_open(KNOWN)


def test_one_place_tries_no_more_than_thirty_times_whatever_the_names(door: Door) -> None:
    said = [door.says(STRANGER, name=f"某人{number}") for number in range(BOUNDS["address"] + 5)]
    assert said.count("sign_in_refused") == BOUNDS["address"]
    assert not door.is_open(STRANGER)
    # Behind the same address a browser that was here before is counted by itself.
    assert door.is_open(Origin(STRANGER.address, "mark"))


def test_a_known_browser_is_no_licence_to_guess(door: Door) -> None:
    said = [door.says(KNOWN) for _ in range(2 * MOST_FAILURES)]
    assert said.count("sign_in_refused") == MOST_FAILURES
    assert door.is_open(DESK)


def test_a_success_forgets_the_failures_before_it(door: Door) -> None:
    for _ in range(3):
        for _ in range(MOST_FAILURES - 1):
            assert door.says(DESK) == "sign_in_refused"
        assert door.is_open(DESK)


def test_trying_while_closed_does_not_prolong_it(door: Door) -> None:
    for _ in range(40):
        door.says(STRANGER)
        door.clock.forward(seconds=20)
    door.clock.forward(seconds=180)
    assert door.is_open(STRANGER)


def test_a_new_password_begins_with_a_clean_count(door: Door) -> None:
    for _ in range(MOST_FAILURES):
        door.says(DESK)
    people.set_password(door.register, NAME, OTHER_PASSWORD, actor=CONSOLE)
    assert door.says(DESK, OTHER_PASSWORD) == "welcome"


def test_many_guesses_at_once_are_no_more_than_five(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is counted before it is looked at; the rest cost no hash and no entry."""
    looked_at: list[str] = []
    monkeypatch.setattr(passwords, "matches", lambda given, _kept: bool(looked_at.append(given)))
    with ThreadPoolExecutor(8) as guessers:
        list(guessers.map(lambda turn: door.says(STRANGER, f"猜测 {turn}"), range(24)))
    tried = [detail for _, act, detail in trail(door.register) if act == "sign_in_tried"]
    assert (len(looked_at), len(tried)) == (MOST_FAILURES, MOST_FAILURES)
    assert sorted(each["bounds_reached"] for each in tried) == [[], [], [], [], ["pair"]]


def test_a_subscriber_s_whole_network_is_one_place() -> None:
    assert Origin("2001:db8:1:2::7").place == Origin("2001:db8:1:2:ffff::1").place
    assert Origin("2001:db8:1:2::7").place != Origin("2001:db8:1:3::7").place
    assert Origin("::ffff:192.0.2.7").place == Origin("192.0.2.7").place


def test_counts_take_bounded_memory_and_hold_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_COUNTS", 50)
    guesses = Guesses(Clock())
    for number in range(200):
        guesses.count(f"口令打错了地方{number}", place(number))
    kept = guesses._counts
    assert len(kept) == 50 < MOST_COUNTS
    assert "口令" not in repr([*kept])
