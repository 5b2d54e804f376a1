"""Fifty callers with keys of their own at a small pool: numbers without a gap, in time's order."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.app import create_app
from docgen import Engine, Settings
from docgen.register.actor import Role
from docgen.register.database import Register
from docgen.workers.pool import RenderPool
from tests.api.desks import ISSUE, Desk, open_desk
from tests.docgen.register.wholeness import assert_numbers_follow_time, assert_whole

CALLERS = 50
SECONDS = 8.0


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
    desks = [open_desk(app, office, Role.officer) for _ in range(CALLERS)]
    until = time.monotonic() + SECONDS

    def call(desk: Desk) -> Counter[int]:
        answers: Counter[int] = Counter()
        while time.monotonic() < until:
            status = desk.post(ISSUE, payload, key=f"k-{sum(answers.values())}").status_code
            answers[status] += 1
            time.sleep(0.05 if status == 503 else 0)
        return answers

    with ThreadPoolExecutor(CALLERS) as callers:
        said: Counter[int] = sum(callers.map(call, desks), Counter())
    assert said.keys() == {201, 503}
    assert_whole(office)
    assert_numbers_follow_time(office)
