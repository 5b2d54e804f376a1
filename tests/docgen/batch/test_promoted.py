"""A batch makes each document with the set of its day, and its bag carries the sets it used."""

import json
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docgen import Settings
from docgen.archive.bag_verify import verify_bag
from docgen.archive.verify import Verdict
from docgen.batch.chunk import Order
from docgen.batch.cluster import put_sets, sets_in
from docgen.batch.plan import BatchChangedError, Plan
from docgen.batch.promoted import choosing, with_sets
from docgen.batch.run import Summary, run
from docgen.engine import Engine, assemble
from docgen.proof.records import Proof, Records
from docgen.proof.words import words_of
from docgen.register.actor import Actor, Role
from docgen.register.database import open_register
from docgen.register.in_force import InForce
from docgen.register.promotions import promote
from docgen.register.upgrade import migrate
from tests.docgen.batch.batches import documents
from tests.doubles.clock import Clock
from tests.doubles.inline_crew import InlineCrew
from tests.reworded import KIND, NEW, OLD, write_reworded

ADMIN = Actor("高铭", Role.admin)
DAYS = ("2026-07-19", "2026-07-20")


@pytest.fixture
def in_force(settings: Settings, own_cache: Path, tmp_path: Path) -> InForce:
    """An office that promoted a set from the second of the days on."""
    here = replace(settings, home=tmp_path / "home", database_url="", cache=own_cache)
    engine, register = assemble(here), open_register(here, now=Clock())
    migrate(register)
    folder = write_reworded(here.templates, tmp_path / "ours")
    then = assemble(replace(here, templates=folder))
    Records(then.settings, then.catalogue).enter(KIND, Proof())
    promote(register, then.settings, date(2026, 7, 20), [KIND], actor=ADMIN)
    return InForce(engine, register)


def plan_of(engine: Engine, folder: Path) -> Plan:
    folder.mkdir(exist_ok=True)
    example = engine.catalogue[KIND].schema.example
    cases = [
        {"kind": KIND, "payload": example | {"issued_on": day, "document_number": number}}
        for day, number in zip(DAYS, numbers_of(example["document_number"]), strict=True)
    ]
    (folder / "cases.jsonl").write_text("".join(json.dumps(each) + "\n" for each in cases))
    return Plan(folder / "cases.jsonl", folder / "out", Order(("docx",), "archive"))


def numbers_of(number: str) -> tuple[str, str]:
    head, _, _ = number.partition("〕")
    return f"{head}〕1号", f"{head}〕2号"


def go(plan: Plan, in_force: InForce) -> Summary:
    chooser = choosing(in_force)
    engine = in_force.engine
    return run(
        with_sets(plan, chooser), engine, lambda: InlineCrew(engine),
        watch=lambda _: None, stop=threading.Event(), in_force=chooser,
    )  # fmt: skip


def test_each_document_has_the_set_of_its_day(in_force: InForce, tmp_path: Path) -> None:
    plan = plan_of(in_force.engine, tmp_path / "in")
    assert go(plan, in_force).done == 2
    said = [words_of("docx", path.read_bytes()) for path in documents(plan.out)]
    assert sorted((OLD in each, NEW in each) for each in said) == [(False, True), (True, False)]
    sets = [path.name for path in (plan.bag / "data/resources/sets").iterdir()]
    assert sets == [file.name for _, file in with_sets(plan, in_force).order.sets if file]
    inspection = verify_bag(in_force.engine, plan.bag)
    assert not inspection.faults
    assert {*inspection.verdicts} <= {Verdict.identical, Verdict.unprovable}
    assert in_force.register is not None
    source = plan.source.read_text()
    plan.source.write_text(source + source.replace("1号", "3号").replace("2号", "4号"))
    write_reworded(in_force.engine.settings.templates, tmp_path / "ours", "谨此提醒如下")
    other = assemble(replace(in_force.engine.settings, templates=tmp_path / "ours"))
    promote(in_force.register, other.settings, date(2026, 7, 21), [KIND], actor=ADMIN)
    with pytest.raises(BatchChangedError, match="启用的模板"):
        go(plan, in_force)


def test_sets_travel_to_machines_that_have_no_register(in_force: InForce, tmp_path: Path) -> None:
    order = with_sets(plan_of(in_force.engine, tmp_path / "in"), in_force).order
    (file,) = [each for _, each in order.sets if each]
    place = put_sets(tmp_path / "far", sets_in(order))
    assert (place / file.name).read_bytes() == file.read_bytes()
