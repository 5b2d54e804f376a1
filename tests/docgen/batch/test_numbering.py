"""One number, one document: in a batch, against the register, and where the register gives them."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine, Settings
from docgen.batch.check import check_all
from docgen.batch.chunk import Order
from docgen.batch.inputs import open_input
from docgen.batch.issuing import LIST, issue_all
from docgen.batch.item import Reading
from docgen.batch.plan import BatchChangedError, Plan
from docgen.batch.run import Summary, run
from docgen.bench.year import with_serial
from docgen.errors import DocgenError
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, RegisterUnavailableError, open_register
from docgen.register.gaps import gaps
from docgen.register.issue import issue
from docgen.register.issued import NotAllowedError
from docgen.register.numbers import is_given
from docgen.register.proof import prove
from docgen.register.upgrade import migrate
from tests.docgen.batch.batches import count_lines
from tests.doubles.inline_crew import InlineCrew
from tests.doubles.quick_render import QuickRender

KIND = "non_acceptance_notice"
WORD = Order(("docx",), "archive")
OFFICER = Actor("何静远", Role.officer)
Write = Callable[..., Path]


@pytest.fixture
def cases(engine: Engine, tmp_path: Path) -> Write:
    """Write one case a serial (None: a case without a number)."""
    example = engine.catalogue[KIND].schema.example

    def write(*serials: int | None) -> Path:
        (tmp_path / "in").mkdir(exist_ok=True)
        path = tmp_path / "in/cases.jsonl"
        lines = []
        for serial in serials:
            payload = with_serial(example, serial or 1)
            if serial is None:
                del payload["document_number"]
            lines.append(json.dumps({"kind": KIND, "payload": payload}))
        path.write_text("".join(line + "\n" for line in lines), "utf-8")
        return path

    return write


@pytest.fixture
def register(settings: Settings, tmp_path: Path) -> Iterator[Register]:
    """A register without a document."""
    register = open_register(replace(settings, home=tmp_path / "home"))
    migrate(register)
    yield register
    register.engine.dispose()


def go(plan: Plan, engine: Engine, **options: Any) -> Summary:
    return run(
        plan, engine, lambda: InlineCrew(engine), watch=lambda _: None, stop=threading.Event(),
        **options,
    )  # fmt: skip


def failures(plan: Plan) -> list[tuple[int, str]]:
    rows = [json.loads(line) for line in plan.errors.read_text("utf-8").splitlines()]
    return [(row["line"], row["code"]) for row in rows]


def test_number_of_an_earlier_line_is_refused_and_mending_either_settles_it(
    cases: Write, engine: Engine, tmp_path: Path
) -> None:
    plan = Plan(cases(7, 8, 7), tmp_path / "out", WORD)
    summary = go(plan, engine)
    assert (summary.done, summary.failed, summary.numbered) == (2, 1, True)
    assert failures(plan) == [(3, "duplicate_number")]
    assert "第 1 行" in plan.errors.read_text("utf-8")
    cases(7, 8, 9)
    assert go(plan, engine).failed == 0


def test_line_refused_for_another_s_number_is_tried_again_when_the_other_is_mended(
    cases: Write, engine: Engine, tmp_path: Path
) -> None:
    source = cases(7, 7)
    first, second = source.read_text("utf-8").splitlines()
    spoilt = json.loads(first)
    spoilt["payload"]["strange_field"] = 1
    source.write_text("\n".join([json.dumps(spoilt), second]), "utf-8")
    plan = Plan(source, tmp_path / "out", WORD)
    assert go(plan, engine).failed == 2
    cases(6, 7)
    assert count_lines(plan.out)["failed"] == 2
    summary = go(plan, engine)
    assert (summary.done, summary.failed) == (2, 0)


def test_number_that_the_register_has_given_is_refused(
    cases: Write, engine: Engine, tmp_path: Path, register: Register
) -> None:
    example = engine.catalogue[KIND].schema.example
    issue(register, engine, KIND, example, actor=OFFICER, render=QuickRender())
    registered = partial(is_given, register)
    plan = Plan(cases(1, 2), tmp_path / "out", WORD)
    assert go(plan, engine, registered=registered).failed == 1
    assert failures(plan) == [(1, "number_taken")]
    redacted = Plan(plan.source, tmp_path / "redacted", Order(("docx",), "redacted"))
    assert go(redacted, engine, registered=registered).failed == 0
    with open_input(plan.source, Reading(engine.catalogue), tmp_path) as given:
        found = [*check_all(plan, engine, given, registered)]
    assert [each and each.code for each in found] == ["number_taken", None]


def test_ledger_of_an_earlier_release_knows_the_numbers_it_has(
    cases: Write, engine: Engine, tmp_path: Path
) -> None:
    plan = Plan(cases(7), tmp_path / "out", WORD)
    go(plan, engine)
    with sqlite3.connect(plan.ledger) as connection:
        connection.execute("DROP TABLE numbers")
    cases(7, 7)
    assert go(plan, engine).failed == 1
    assert failures(plan) == [(2, "duplicate_number")]


def test_stop_counts_what_nobody_has_read_yet(cases: Write, engine: Engine, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    plan = Plan(cases(*range(1, 8)), tmp_path / "out", WORD)
    summary = run(plan, engine, lambda: InlineCrew(engine), watch=lambda _: None, stop=stop)
    assert (summary.done, summary.waiting, summary.stopped) == (0, 7, True)


class Office:
    """An office that issues batches."""

    def __init__(self, engine: Engine, register: Register, out: Path) -> None:
        self.engine, self.register, self.out = engine, register, out
        self.stop = threading.Event()

    def go(self, source: Path, render: Any = None, actor: Actor = OFFICER) -> Summary:
        plan = Plan(source, self.out, WORD, issue=True)
        return issue_all(
            plan, self.engine, self.register, actor, render or QuickRender(),
            watch=lambda _: None, stop=self.stop,
        )  # fmt: skip

    def listed(self) -> list[list[str]]:
        lines = (self.out / LIST).read_text("utf-8-sig").splitlines()
        return [line.split(",") for line in lines[1:]]

    def sound(self) -> bool:
        return not gaps(self.register) and not prove(self.register).faults


@pytest.fixture
def office(engine: Engine, register: Register, tmp_path: Path) -> Office:
    return Office(engine, register, tmp_path / "issued")


def test_register_numbers_a_batch_in_the_order_of_its_lines(cases: Write, office: Office) -> None:
    source = cases(900, None, 900)
    summary = office.go(source)
    assert (summary.done, summary.failed, summary.numbered) == (3, 0, False)
    serials = [row[2].partition("第")[2] for row in office.listed()]
    assert serials == ["1号", "2号", "3号"]
    assert office.sound()
    assert office.go(source).rendered == 0
    assert len(office.listed()) == 3


def test_only_who_may_issue_issues_a_batch(cases: Write, office: Office) -> None:
    with pytest.raises(NotAllowedError):
        office.go(cases(1), actor=Actor("苗雨", Role.drafter))
    assert not office.out.exists()


class Refusing(QuickRender):
    """Renders until it is told to fail."""

    fault: Exception | None = None
    calls = 0

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Fail at the second file of the second case."""
        self.calls += 1
        if self.fault and self.calls == 5:
            raise self.fault
        return super().__call__(*arguments, **options)


def test_batch_cut_off_in_a_document_goes_on_without_a_gap_or_a_twin(
    cases: Write, office: Office
) -> None:
    render, source = Refusing(), cases(1, 2, 3)
    render.fault = RegisterUnavailableError("暂时用不了")
    with pytest.raises(DocgenError):
        office.go(source, render)
    assert office.go(source).done == 3
    assert [row[2].partition("第")[2] for row in office.listed()] == ["1号", "2号", "3号"]
    assert office.sound()


def test_document_that_was_issued_before_its_line_was_entered_is_not_issued_again(
    cases: Write, office: Office, engine: Engine
) -> None:
    source = cases(1, 2)
    assert office.go(source).done == 2
    before = office.listed()
    with sqlite3.connect(office.out / "ledger.sqlite3") as connection:
        connection.execute("UPDATE items SET state = 'waiting' WHERE line = 2")
    assert office.go(source).done == 2
    assert office.listed() == before
    assert office.sound()


def test_faulty_case_takes_no_number(cases: Write, office: Office) -> None:
    source = cases(1, 2, 3)
    lines = source.read_text("utf-8").splitlines()
    spoilt = json.loads(lines[1])
    spoilt["payload"]["strange_field"] = 1
    source.write_text("\n".join([lines[0], json.dumps(spoilt), lines[2], "{"]), "utf-8")
    summary = office.go(source)
    assert (summary.done, summary.failed) == (2, 2)
    assert [row[0] for row in office.listed()] == ["1", "3"]
    assert office.sound()


def test_folder_of_a_bag_is_not_used_to_issue(cases: Write, office: Office, engine: Engine) -> None:
    source = cases(1)
    go(Plan(source, office.out, WORD), engine)
    with pytest.raises(BatchChangedError, match="--issue"):
        office.go(source)
