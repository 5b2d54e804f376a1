"""Fifty callers with keys of their own at a small pool: numbers without a gap, in time's order.

For eight seconds, and for sixty under `DOCGEN_SOAK=1`.
"""

import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

import pytest
from sqlalchemy import select

from api.app import create_app
from docgen import Engine, Settings
from docgen.register.actor import Role
from docgen.register.database import Register
from docgen.register.gaps import gaps
from docgen.register.tables import documents, numbers
from docgen.workers.pool import RenderPool
from tests.api.desks import ISSUE, Desk, open_desk
from tests.docgen.register.wholeness import assert_numbers_follow_time, assert_whole

CALLERS = 50
SECONDS = 60.0 if os.environ.get("DOCGEN_SOAK") else 8.0
# One caller in so many writes a character that no face has, which a worker finds out.
UNPRINTABLE = 7
# What a caller may hear: a document, a character without a glyph, a full house.
ANSWERS = (201, 422, 503)
AFTERWARDS = 20


@dataclass
class Caller:
    """One of the fifty: what it was answered, and of each document when it was asked for and given.

    Moments are seconds of one clock.
    """

    desk: Desk
    payload: dict[str, Any]
    answers: Counter[int] = field(default_factory=Counter)
    given: list[tuple[float, float, str]] = field(default_factory=list)

    def call(self, until: float) -> None:
        """Ask for documents, one after the other."""
        while (began := time.monotonic()) < until:
            key = f"k-{self.answers.total()}"
            answer = self.desk.post(ISSUE, self.payload, key=key)
            self.answers[answer.status_code] += 1
            if answer.status_code == 201:
                number = answer.json["document_number"]
                self.given.append((began, time.monotonic(), number))
            time.sleep(0.05 if answer.status_code == 503 else 0)


@pytest.fixture
def crowded(settings: Settings) -> Iterator[RenderPool]:
    """Two workers and few places: most callers find the house full."""
    with RenderPool(settings, workers=2, backlog=6, deadline=5.0) as pool:
        pool.warm()
        yield pool


def test_fifty_callers_leave_no_gap_and_no_number_out_of_order(
    office_settings: Settings, engine: Engine, office: Register, crowded: RenderPool,
    payload: dict[str, Any],
) -> None:  # fmt: skip
    app = create_app(office_settings, engine, crowded, office)
    unprintable = payload | {"complaint_subject": "古埃及文字\U00013000的摆件"}
    callers = [
        Caller(open_desk(app, office, Role.officer), payload if nth % UNPRINTABLE else unprintable)
        for nth in range(CALLERS)
    ]
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(CALLERS) as threads:
        for _ in threads.map(lambda each: each.call(until), callers):
            pass
    # No gap at any moment after the last answer: nothing is still to be put in order.
    for _ in range(AFTERWARDS):
        assert gaps(office) == []
    said: Counter[int] = sum((each.answers for each in callers), Counter())
    assert said.keys() == {*ANSWERS}
    print(f"{SECONDS:g} s: {dict(said)}")
    assert_whole(office)
    assert_numbers_follow_time(office)
    given = [each for caller in callers for each in caller.given]
    serials = serials_of(office)
    assert serials.keys() == {number for _, _, number in given}
    assert_in_order([(began, ended, serials[number]) for began, ended, number in given])


def serials_of(office: Register) -> dict[str, int]:
    """Return the serial of each number that a document bears."""
    with office.reading() as connection:
        wanted = select(documents.c.document_number, numbers.c.serial).join(numbers)
        return {row.document_number: row.serial for row in connection.execute(wanted)}


def assert_in_order(given: list[tuple[float, float, int]]) -> None:
    """Hold numbers to what callers saw: asked for after another was given, it is the higher one."""
    over: list[tuple[float, int]] = []
    highest = 0
    for began, ended, serial in sorted(given):
        while over and over[0][0] < began:
            highest = max(highest, heappop(over)[1])
        assert serial > highest
        heappush(over, (ended, serial))
