"""Two inspections from the task to the closed file, by way of HTTP and by way of the page.

A clean one, and one with three problems of which one is not put right: the firm is listed as
abnormal and taken off again. What is open after each paper was written down by hand: the term of
the order ends on its day; a decision on the list is due ten working days from when it is certain.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from docgen import Engine
from docgen.register.database import Register
from tests.api.desks import Desk
from tests.api.pages.conftest import Browser
from tests.api.test_complaint_journeys import DOCUMENT, Step, payload_for
from tests.api.ways import OnThePage, OverHttp, sign_in
from tests.docgen.register.accounts import Clock

CASE, FIRM = "检任2026-0062-001", "示例市优康商贸有限公司"
PARTY = {
    "party_type": "enterprise",
    "business_name": FIRM,
    "licence_name": "营业执照",
    "credit_code": "91999900MA1XG6125M",
    "address": "示例市示例区和平路88号",
    "representative": "许文博",
}
NO_PHOTOS = {"photos": None, "photos_comment": None}
VISIT = {"started_at": "2026-07-06T09:30", "ended_at": "2026-07-06T10:40"}


def item(content: str, finding: str = "", number: str = "") -> dict[str, Any]:
    """Return one line of a checklist."""
    law = "《中华人民共和国计量法》第九条"
    told = {"content": content, "standard": law, "result": "found" if finding else "none"}
    return told | ({"finding": finding, "evidence_number": number} if finding else {})


SCALES, MARKS, PUBLISHED = "电子秤有检定合格印、证", "计量器具有台账", "公示的信息真实"
CLEAN = [item(SCALES), item(MARKS), item(PUBLISHED)]
FOUND = [
    item(SCALES, "三号收银台电子秤没有检定合格证。", "证据1"),
    item(MARKS, "没有建立在用计量器具的台账。", "证据2"),
    item(PUBLISHED, "没有公示股东出资信息。", "证据3"),
]
MATTERS = ("停用三号收银台电子秤，送检合格后再使用", "建立计量器具台账", "公示股东出资信息")
LAW = "《中华人民共和国计量法》第九条"


def checklist(items: list[dict[str, Any]], **says: Any) -> dict[str, Any]:
    """Return what a checklist with these items says otherwise than its kind's example."""
    return (
        NO_PHOTOS | {"contents": [{"heading": "对计量器具使用情况的检查", "checked": items}]} | says
    )


def told(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items as the result notice repeats them."""
    return [
        {name: each[name] for name in ("content", "result", "finding") if name in each}
        for each in items
    ]


def reviewed(matter: str, state: str, observed: str) -> dict[str, Any]:
    """Return one row of the follow-up."""
    return {"matter": matter, "due_on": "2026-07-20", "observed": observed, "state_now": state}


ARRANGED = (
    Step("inspection_task_assignment", "2026-06-25", {}, reached=("和平路市场监督管理所",)),
    Step("inspection_approval_form", "2026-06-30", {}),
    Step(
        "inspection_notice", "2026-07-01", {}, reached=(FIRM,),
        barred=Step("inspection_notice", "2026-07-01", {}),
    ),
    Step("site_inspection_record", "2026-07-06", {}, NO_PHOTOS | VISIT | {
        "party": PARTY, "place": "示例市示例区和平路88号一层", "subject": "计量器具使用情况",
        "evidence": None, "findings": "一层有收银台三个，各有电子秤一台。",
        "presence": {
            "state": "present", "account": "检查人员出示证件后当场通知，许文博全程在场。",
            "attendee_name": "许文博", "attendee_post": "法定代表人",
        },
    }),
)  # fmt: skip
CLEAN_ONE = (
    *ARRANGED,
    Step(
        "inspection_checklist", "2026-07-06", {},
        checklist(CLEAN, dispositions=None, rectifications=None), reached=(FIRM,),
        barred=Step("inspection_checklist", "2026-07-06", {}, NO_PHOTOS),
    ),
    Step(
        "inspection_result_notice", "2026-07-07", {},
        {"told_results": told(CLEAN), "issued_measures": None}, reached=(FIRM,),
    ),
)  # fmt: skip
LISTING = {
    "party": PARTY, "listing_ground": "ordered", "unreachable_proof": None, "mailings": None,
    "listing_facts": "你单位没有在责令的期限2026年7月20日以前公示股东出资信息",
    "ordered_number": "示市监责改〔2026〕1号", "verified_on": "2026-07-21",
}  # fmt: skip
LISTED_ONE = (
    *ARRANGED,
    Step("inspection_checklist", "2026-07-06", {}, checklist(
        FOUND, dispositions=["written_order"],
        rectifications=[
            {"matter": each, "basis": LAW, "due_day": "2026-07-20"} for each in MATTERS
        ],
    ), reached=(FIRM,)),
    Step("rectification_order", "2026-07-09", {"C-RECTIFY": "2026-07-20"}, {
        "party": PARTY, "act_found_on": "2026-07-06", "due_on": "2026-07-20",
    }, reached=(FIRM,), offered="整改复查记录"),
    Step("rectification_follow_up_record", "2026-07-21", {}, NO_PHOTOS | {
        "party": PARTY, "original": "order", "original_on": "2026-07-09",
        "original_number": "示市监责改〔2026〕1号", "submitted": None, "next_step": "listed",
        "started_at": "2026-07-21T14:00", "ended_at": "2026-07-21T14:40",
        "reviewed": [
            reviewed(MATTERS[0], "done", "电子秤已经检定合格。"),
            reviewed(MATTERS[1], "done", "台账已经建立。"),
            reviewed(MATTERS[2], "not_done", "公示系统里仍没有股东出资信息。"),
        ],
    }, reached=(FIRM,)),
    Step("inspection_result_notice", "2026-07-22", {}, {
        "told_results": told(FOUND),
        "issued_measures": [{"measure": "责令限期改正", "paper": "示市监责改〔2026〕1号"}],
    }, reached=(FIRM,)),
    Step(
        "abnormal_operations_listing_decision", "2026-07-24", {}, LISTING, reached=(FIRM,),

    ),
    Step("abnormal_operations_removal_decision", "2026-08-05", {}, {
        "party": PARTY, "listing_ground": "ordered",
        "listing_number": "示市监列异〔2026〕1号", "listed_on": "2026-07-24",
        "applied_on": "2026-08-03", "verified_on": "2026-08-04",
        "removal_facts": "你单位已于2026年8月3日公示股东出资信息",
    }, reached=(FIRM,)),
)  # fmt: skip
JOURNEYS = {"clean": CLEAN_ONE, "listed and removed": LISTED_ONE}


def due(counter: Desk) -> dict[str, str]:
    """Return the last day of everything still open, by its code."""
    items = counter.get("/v1/due").json["due"]
    assert not [each["problem"] for each in items if each["problem"]]
    return {each["code"]: each["due"] for each in items if not each["untold"]}


@pytest.mark.parametrize("door", [OverHttp, OnThePage])
@pytest.mark.parametrize("journey", JOURNEYS)
def test_an_inspection_runs_from_its_task_to_the_closed_file(
    service: Flask,
    ticking: Register,
    counter: Desk,
    browser: Browser,
    engine: Engine,
    clock: Clock,
    journey: str,
    door: type[OverHttp],
    tmp_path: Path,
) -> None:
    place, way, made = f"/cases/{CASE}", door(counter, browser, engine, CASE), list[str]()
    for number, step in enumerate(JOURNEYS[journey], start=1):
        clock.moment = datetime.fromisoformat(f"{step.on}T10:00").replace(tzinfo=UTC)
        # Sessions end by themselves in the days between two papers.
        browser = way.browser = sign_in(service, ticking, "何静远")
        made.append(way.issue(step.kind, payload_for(engine, step, way.known(step.kind))))
        for name in step.reached:
            # Nobody closes a file whose papers have not reached the firm.
            assert browser.send(place, act="close").status_code == 422
            way.deliver(made[-1], {"method": "direct", "recipient": name, "delivered_on": step.on})
        assert due(counter) == step.due
        if step.barred:
            kind = step.barred.kind
            barred = payload_for(engine, step.barred, OverHttp.known(way, kind))
            answer = counter.post(f"/v1/documents/{kind}?case_ref={CASE}", barred)
            assert "case_excludes" in {each["code"] for each in answer.json["errors"]}
        page = browser.get(place).text
        assert {*DOCUMENT.findall(page)} == {*made}
        assert step.offered in page.split("接着办")[1].split("其他文书")[0]
        assert all(day in page for day in step.due.values())
        if number < len(JOURNEYS[journey]) and not os.environ.get("DOCGEN_SOAK"):
            continue
        bag = way.bag(tmp_path / str(number))
        bag.validate()
        stems = {Path(each).stem for each in bag.payload_files() if each.endswith(".pdf")}
        assert stems == {*made}
    assert browser.send(place, act="close").status_code == 303
    assert counter.get(f"/v1/cases/{CASE}").json["closed_at"]
    assert due(counter) == {}
