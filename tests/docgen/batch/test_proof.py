"""The folder a batch leaves is proved as a whole: bag, volumes, ledger, list of failures."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine
from docgen.archive.bag_verify import Means
from docgen.archive.verify import Verdict
from docgen.archive.volumes import Merge
from docgen.batch.chunk import Order
from docgen.batch.plan import Plan
from docgen.batch.proof import verify_folder
from docgen.batch.run import run
from tests.docgen.batch.batches import write_mixed
from tests.doubles.inline_crew import InlineCrew

COUNT = 6


@pytest.fixture(scope="module")
def plan(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """A finished batch of six cases, one of which failed, bound by month."""
    folder = tmp_path_factory.mktemp("batch")
    source = folder / "cases.jsonl"
    write_mixed(engine, source, COUNT)
    lines = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    lines[1]["payload"]["strange_field"] = 1
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    order = Order(("pdf",), "archive", "month")
    plan = Plan(source, folder / "out", order, merge=Merge(2, grouped=True), retention="10年")
    go(plan, engine)
    return plan


def go(plan: Plan, engine: Engine, crew: InlineCrew | None = None) -> Any:
    stop = threading.Event()
    return run(plan, engine, lambda: crew or InlineCrew(engine), watch=lambda _: None, stop=stop)


@pytest.fixture
def restored(plan: Plan) -> Iterator[None]:
    """Put ledger and list back as they were."""
    kept = {path: path.read_bytes() for path in (plan.ledger, plan.errors)}
    yield
    for path, content in kept.items():
        path.write_bytes(content)


def test_whole_folder_is_proved_and_left_as_it_was(plan: Plan, engine: Engine) -> None:
    before = {path: path.read_bytes() for path in plan.out.glob("*") if path.is_file()}
    inspection = verify_folder(engine, plan.out)
    assert inspection.verdict is Verdict.identical, inspection.faults
    assert inspection.examined["worklog"] == COUNT - 1
    assert inspection.examined["volumes"] > 2
    assert {path: path.read_bytes() for path in plan.out.glob("*") if path.is_file()} == before


def test_retention_and_volumes_are_as_asked_for(plan: Plan) -> None:
    assert "10年" in (plan.bag / "data/register.csv").read_text("utf-8")
    assert (plan.bag / "data/volumes.csv").is_file()


def sql(text: str) -> Callable[[Plan], None]:
    def spoil(plan: Plan) -> None:
        with sqlite3.connect(plan.ledger) as connection:
            connection.execute(text)
        connection.close()

    return spoil


def _garbage(plan: Plan) -> None:
    plan.ledger.write_bytes(b"no database")


def _shorter_list(plan: Plan) -> None:
    plan.errors.write_bytes(b"")


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (sql("UPDATE items SET document_number = 'x' WHERE line = 3"), "ledger.sqlite3"),
        (sql("UPDATE items SET input_sha256 = 'x' WHERE line = 3"), "ledger.sqlite3"),
        (sql("UPDATE files SET sha512 = 'x' WHERE line = 3"), "ledger.sqlite3"),
        (sql("DELETE FROM items WHERE line = 6"), "ledger.sqlite3"),
        (sql("UPDATE items SET code = 'x' WHERE state = 'failed'"), "errors.jsonl"),
        (_garbage, "ledger.sqlite3"),
        (_shorter_list, "errors.jsonl"),
    ],
)
def test_ledger_or_list_that_disagrees_with_the_bag_is_named(
    plan: Plan, engine: Engine, spoil: Callable[[Plan], None], name: str
) -> None:
    spoil(plan)
    inspection = verify_folder(engine, plan.out, Means(sample=0))
    assert inspection.verdict is Verdict.altered
    assert {(fault.check, fault.path) for fault in inspection.faults} == {("worklog", name)}


def test_other_volumes_are_bound_without_rendering_anything(plan: Plan, engine: Engine) -> None:
    crew = InlineCrew(engine)
    other = replace(plan, merge=Merge(5, grouped=True))
    summary = go(other, engine, crew)
    assert summary.rendered == 0
    assert verify_folder(engine, plan.out, Means(sample=0)).verdict is Verdict.identical
    go(plan, engine)


def test_ledger_that_is_gone_is_missed(plan: Plan, engine: Engine, tmp_path: Path) -> None:
    kept = plan.ledger.rename(tmp_path / "kept")
    inspection = verify_folder(engine, plan.out, Means(sample=0))
    kept.rename(plan.ledger)
    assert [(fault.check, fault.path) for fault in inspection.faults] == [
        ("worklog", "ledger.sqlite3")
    ]
