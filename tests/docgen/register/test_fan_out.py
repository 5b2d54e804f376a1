"""One task of three hundred objects becomes the papers of each, once, as ordinary payloads."""

import json
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine
from docgen.batch.chunk import Order
from docgen.batch.issuing import issue_all
from docgen.batch.plan import Plan
from docgen.errors import InvalidCaseError
from docgen.register.actor import Actor
from docgen.register.cases import close_case, open_case
from docgen.register.database import Register
from docgen.register.drafts import save
from docgen.register.fan_out import FanOutError, begin_all, fan_out, lines_of
from docgen.register.ids import new_id
from docgen.register.issue import void
from docgen.register.ledger import LedgerFilter, entries
from docgen.register.people import add_person
from tests.docgen.register.accounts import CONSOLE
from tests.docgen.register.objects import objects, plan_of, shared, task_of
from tests.docgen.register.test_issue import example_of, issue_one
from tests.doubles.quick_render import QuickRender

TASK = "inspection_task_assignment"
USUAL = (
    *("inspection_approval_form", "inspection_notice", "inspection_checklist"),
    "site_inspection_record",
)


@pytest.fixture
def spread(register: Register, engine: Engine, officer: Actor) -> Any:
    def issue(count: int, **changes: Any) -> str:
        payload = task_of(engine, count) | changes
        return issue_one(register, engine, officer, TASK, payload=payload).id

    return issue


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_three_hundred_objects_have_their_papers(
    register: Register, engine: Engine, officer: Actor, spread: Any
) -> None:
    task = spread(300)
    given = shared(engine, "inspection_approval_form", "inspection_notice")
    found = fan_out(register, engine, task, given, actor=officer)
    assert [each.kind for each in found] == [*USUAL] * 300
    assert len({each.case_ref for each in found}) == 300
    assert Counter((each.kind, each.state) for each in found) == {
        ("inspection_approval_form", "ready"): 300,
        ("inspection_notice", "ready"): 300,
        # What is seen there nobody knows yet.
        ("inspection_checklist", "to_fill"): 300,
        ("site_inspection_record", "to_fill"): 300,
    }
    last = found[-4]
    assert (last.pointer, last.case_ref) == ("/task_objects/299", "检任2026-0062-300")
    party = last.payload["party"]
    assert party == {
        "party_type": "enterprise",
        "licence_name": "营业执照",
        "business_name": "示例市第300号便民商店有限公司",
        **{
            name: objects(300)[-1][name]
            for name in ("credit_code", "address", "representative", "phone")
        },
    }
    missing = {each.pointer for each in found[-2].findings if each.weight == "error"}
    assert {"/domain", "/contents", "/started_at"} <= missing
    lines = [json.loads(line) for line in lines_of(found)]
    assert len(lines) == 1200
    assert {each["case_ref"] for each in lines} == {each.case_ref for each in found}


def test_what_is_there_is_not_made_again(
    register: Register, engine: Engine, officer: Actor, spread: Any, tmp_path: Path
) -> None:
    """A batch issues the lines, each in its case; a second round finds nothing left to do."""
    task = spread(3)
    given = shared(engine, "inspection_approval_form", "inspection_notice")

    def papers() -> list[Any]:
        found = fan_out(register, engine, task, given, actor=officer)
        return [each for each in found if each.kind in given]

    def issue_lines(name: str) -> Any:
        folder = tmp_path / name
        folder.mkdir()
        source = folder / "lines.jsonl"
        source.write_bytes(b"".join(lines_of(papers())))
        plan = Plan(source, folder / "out", Order(("pdf",), "archive"), issue=True)
        return issue_all(
            plan, engine, register, officer, QuickRender(),
            watch=lambda _: None, stop=threading.Event(),
        )  # fmt: skip

    add_person(register, officer.name, officer.role, None, actor=CONSOLE)
    begun = save(
        register, new_id(register.now()), "inspection_notice", {}, base=0, actor=officer,
        case_ref="检任2026-0062-003",
    )  # fmt: skip
    assert issue_lines("first").done == 5
    assert Counter(each.state for each in papers()) == {"issued": 5, "drafted": 1}
    assert [each.id for each in papers() if each.state == "drafted"] == [begun.id]
    assert [*lines_of(papers())] == []
    ledger = [*entries(register, LedgerFilter(case_ref="检任2026-0062-001"))]
    assert {each.kind for each in ledger} == {*given}
    void(register, ledger[0].id, "时间有变", actor=officer)
    assert len([*lines_of(papers())]) == 1
    open_case(register, "J-9", {}, actor=officer)
    close_case(register, engine.catalogue, "J-9", actor=officer)
    with (tmp_path / "late.jsonl").open("w", encoding="utf-8") as late:
        row = papers()[2]
        line = {"case_ref": "J-9", "kind": row.kind, "payload": row.payload}
        late.write(json.dumps(line))
    plan = Plan(tmp_path / "late.jsonl", tmp_path / "late", Order(("pdf",), "archive"), issue=True)
    summary = issue_all(
        plan, engine, register, officer, QuickRender(),
        watch=lambda _: None, stop=threading.Event(),
    )  # fmt: skip
    (told,) = [json.loads(each) for each in plan.errors.read_text("utf-8").splitlines()]
    assert (summary.failed, told["code"]) == (1, "case_closed")


def test_drafts_begun_twice_at_once_are_begun_once(
    register: Register, engine: Engine, officer: Actor, spread: Any
) -> None:
    add_person(register, officer.name, officer.role, None, actor=CONSOLE)
    found = fan_out(register, engine, spread(2), {}, actor=officer)
    counts: list[int] = []

    def begin() -> None:
        counts.append(begin_all(register, found, write, actor=officer))

    second = threading.Thread(target=begin)

    def write(*_: Any) -> dict[str, Any]:
        """Press again while the first is being written; the second has to wait for its turn."""
        if not second.ident:
            second.start()
            second.join(0.5)
        return {}

    begin()
    second.join(30)
    assert sorted(counts) == [0, len(found)]


def test_each_row_says_what_it_lacks(
    register: Register, engine: Engine, officer: Actor, spread: Any
) -> None:
    rows = objects(2)
    del rows[0]["representative"], rows[1]["planned_from"], rows[1]["planned_to"]
    task = spread(2, task_objects=rows)
    found = fan_out(register, engine, task, shared(engine, *USUAL[:2]), actor=officer)
    told = {
        (paper.pointer, paper.kind, each.pointer)
        for paper in found
        for each in paper.findings
        if paper.kind in USUAL[:2] and each.weight == "error"
    }
    assert told == {
        ("/task_objects/0", USUAL[0], "/party/representative"),
        ("/task_objects/0", USUAL[1], "/party/representative"),
        *(
            ("/task_objects/1", kind, f"/{name}")
            for kind in USUAL[:2]
            for name in ("planned_from", "planned_to")
        ),
    }


def test_off_site_nobody_writes_of_a_visit_and_an_inquiry_is_made_when_asked_for(
    register: Register, engine: Engine, officer: Actor, spread: Any
) -> None:
    away = fan_out(register, engine, spread(1, method="off_site"), {}, actor=officer)
    assert [each.kind for each in away] == [*USUAL[:3]]
    asked = fan_out(register, engine, spread(1), {"inquiry_record": {}}, actor=officer)
    assert [each.kind for each in asked] == [*USUAL, "inquiry_record"]
    assert asked[-1].payload["investigated_matter"] == "计量器具使用情况"


def test_a_plan_fans_out_too(register: Register, engine: Engine, officer: Actor) -> None:
    plan = issue_one(register, engine, officer, "inspection_plan")
    found = fan_out(register, engine, plan.id, {}, actor=officer)
    assert [each.kind for each in found] == [*USUAL, *USUAL, *USUAL[:3]]
    assert found[2].payload["domain"] == "measuring"
    assert found[0].payload["visit_limit"] == 2
    assert found[4].case_ref.endswith("-002")
    assert found[0].payload["visits_this_year"] == 0


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_a_plan_goes_through_a_batch(
    register: Register, engine: Engine, officer: Actor, tmp_path: Path
) -> None:
    """Approvals and notices are ready as they come; a checklist wants what was seen there."""
    plan = issue_one(register, engine, officer, "inspection_plan", payload=plan_of(engine, 3))
    given = shared(engine, *USUAL[:3])
    people = example_of(engine, USUAL[0])["inspectors"]
    approval, notice, checklist = (given[kind] for kind in USUAL[:3])
    approval.update(inspectors=people, assistant_count=0, task_type="daily", standing="active")
    notice.update(inspectors=people, assistant_count=0)
    checklist.update(inspectors=people, entry="instant", standing="active")
    add_person(register, officer.name, officer.role, None, actor=CONSOLE)
    found = [
        each
        for each in fan_out(register, engine, plan.id, given, actor=officer)
        if each.kind in given
    ]
    assert [each.state for each in found] == ["ready", "ready", "to_fill"] * 3
    lines = [json.loads(each) for each in lines_of(found)]
    for number, line in enumerate(lines[2::3]):
        hour = {"started_at": f"2026-07-06T{9 + number:02}:00", "signed_on": "2026-07-06"}
        line["payload"] |= hour | {"ended_at": f"2026-07-06T{9 + number:02}:40"}
    source = tmp_path / "lines.jsonl"
    source.write_text("\n".join(json.dumps(each) for each in lines), encoding="utf-8")
    batch = Plan(source, tmp_path / "out", Order(("pdf",), "archive"), issue=True)
    summary = issue_all(
        batch, engine, register, officer, QuickRender(),
        watch=lambda _: None, stop=threading.Event(),
    )  # fmt: skip
    assert (summary.done, summary.failed) == (9, 0)
    again = fan_out(register, engine, plan.id, given, actor=officer)
    assert Counter(each.state for each in again if each.kind in given) == {"issued": 9}


def test_what_cannot_fan_out_is_said(
    register: Register, engine: Engine, officer: Actor, spread: Any
) -> None:
    notice = issue_one(register, engine, officer, "inspection_notice")
    with pytest.raises(FanOutError):
        fan_out(register, engine, notice.id, {}, actor=officer)
    task = spread(1)
    with pytest.raises(InvalidCaseError) as refused:
        fan_out(register, engine, task, {"work_ledger": {}, "inspection_notice": 1}, actor=officer)
    assert {each.pointer for each in refused.value.findings} == {
        "/work_ledger",
        "/inspection_notice",
    }
    void(register, task, "重新分派", actor=officer)
    with pytest.raises(FanOutError):
        fan_out(register, engine, task, {}, actor=officer)
