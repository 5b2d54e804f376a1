"""The due list kept between two looks is always the one that would be read anew."""

from datetime import date
from typing import Any

import pytest

from docgen import Engine
from docgen.register import cases, due_items, issue
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.deadlines import due_list
from docgen.register.delivery import record_delivery
from docgen.register.due_items import DueItems
from tests.docgen.register.test_issue import KIND, example_of, issue_one

TODAY = date(2026, 6, 18)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was read anew: a case, or None for everything."""
    seen: list[Any] = []

    def counted(register: Register, engine: Engine, day: date, case: Any = None) -> Any:
        seen.append(case)
        return due_list(register, engine, day, case)

    monkeypatch.setattr(due_items, "due_list", counted)
    return seen


def test_every_act_is_followed_and_only_its_case_is_read_again(
    register: Register, engine: Engine, officer: Actor, reads: list[Any]
) -> None:
    kept = DueItems(engine, register)

    def agree(*changed: str) -> None:
        reads.clear()
        assert kept.on(TODAY) == due_list(register, engine, TODAY)
        assert reads == [*changed]

    for case in ("C-1", "C-2", "C-3"):
        cases.open_case(register, case, {"received_on": "2026-06-10"}, actor=officer)
    assert kept.on(TODAY) == due_list(register, engine, TODAY) != []
    agree()
    payload = example_of(engine, delivery=None)
    first = issue_one(register, engine, officer, payload=payload, case_ref="C-1")
    agree("C-1")
    record_delivery(
        register, first.id, method="sms", recipient="李某", delivered_on=TODAY, proof=None,
        actor=officer,
    )  # fmt: skip
    agree("C-1")
    cases.close_case(register, engine.catalogue, "C-2", actor=officer)
    agree("C-2")
    cases.reopen_case(register, "C-2", actor=officer)
    issue.void(register, first.id, "写错了", actor=officer)
    agree("C-1", "C-2")
    issue.read_payload(register, first.id, actor=officer)
    agree()


def test_another_day_or_a_paper_without_a_case_is_read_whole(
    register: Register, engine: Engine, officer: Actor, reads: list[Any]
) -> None:
    kept = DueItems(engine, register)
    kept.on(TODAY)
    issue_one(register, engine, officer, KIND, payload=example_of(engine, delivery=None))
    assert kept.on(TODAY) == due_list(register, engine, TODAY)
    assert kept.on(date(2026, 7, 1)) == due_list(register, engine, date(2026, 7, 1))
    assert reads == [None, None, None]
