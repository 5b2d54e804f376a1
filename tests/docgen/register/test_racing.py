"""Many issue at once: threads and processes get consecutive numbers, each once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from docgen import Engine
from docgen.register.actor import Actor
from docgen.register.database import Register, open_register
from docgen.register.issue import DocumentStateError, supersede
from docgen.settings import Settings
from tests.docgen.register.test_issue import example_of, issue_one
from tests.docgen.register.wholeness import (
    assert_numbers_follow_time,
    assert_whole,
    numbers_given,
)
from tests.doubles.quick_render import QuickRender

ROOT = Path(__file__).parents[3]
RACERS = 20


def test_twenty_threads_get_consecutive_numbers(
    register: Register, engine: Engine, officer: Actor
) -> None:
    with ThreadPoolExecutor(RACERS) as racers:
        issued = list(
            racers.map(lambda _: issue_one(register, engine, officer), range(RACERS), timeout=120)
        )
    assert len({each.id for each in issued}) == RACERS
    assert numbers_given(register) == [f"示市监﹝2026﹞第{n}号" for n in range(1, RACERS + 1)]
    assert_whole(register)


def test_processes_and_threads_get_consecutive_numbers(
    office: Settings, register: Register, engine: Engine, officer: Actor
) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.docgen.register.issuer",
        str(office.home),
        office.database_url,
        "issue",
        "5",
    ]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    with ThreadPoolExecutor(10) as racers:
        list(racers.map(lambda _: issue_one(register, engine, officer), range(10), timeout=120))
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    assert numbers_given(register) == [f"示市监﹝2026﹞第{n}号" for n in range(1, RACERS + 1)]
    assert_whole(register)


def test_failures_among_the_racers_leave_no_gap(
    register: Register, engine: Engine, officer: Actor
) -> None:
    def race(lane: int) -> bool:
        refuses = "delivery" if lane % 3 == 0 else ""
        try:
            issue_one(register, engine, officer, render=QuickRender(refuses=refuses))
        except Exception:
            return False
        return True

    with ThreadPoolExecutor(8) as racers:
        succeeded = sum(racers.map(race, range(24), timeout=120))
    assert succeeded == 16
    # Numbers that came free below ones borne meanwhile are void: nobody waits for the next.
    assert_whole(register)
    assert_numbers_follow_time(register)


def test_of_two_new_versions_at_once_one_wins(
    office: Settings, register: Register, engine: Engine, officer: Actor
) -> None:
    old = issue_one(register, engine, officer)
    other = open_register(office)

    def replace_it(where: Register) -> str:
        try:
            supersede(
                where, engine, old.id, example_of(engine), actor=officer, render=QuickRender()
            )
        except DocumentStateError:
            return "refused"
        return "issued"

    with ThreadPoolExecutor(2) as racers:
        outcomes = sorted(racers.map(replace_it, (register, other), timeout=60))
    other.engine.dispose()
    assert outcomes == ["issued", "refused"]
    assert_whole(register)


@pytest.fixture(autouse=True)
def _close_engines(register: Register) -> None:
    """Every race begins with the connections of its own register only."""
    register.engine.dispose()
