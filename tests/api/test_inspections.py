"""Two inspections over HTTP: a clean one, and one whose problem leads to a listing and off it."""

from copy import deepcopy
from typing import Any

import pytest

from docgen import Engine
from tests.api.desks import Desk, payload_of

LISTING = "abnormal_operations_listing_decision"
REMOVAL = "abnormal_operations_removal_decision"
ALIKE = ("inspection_task_assignment", "inspection_approval_form", "inspection_notice")


@pytest.fixture
def issue(desk: Desk, engine: Engine) -> Any:
    """Issue a kind's example with changes in a case; None takes a field out."""

    def post(kind: str, case_ref: str, **changes: Any) -> dict[str, Any]:
        payload = {
            name: value
            for name, value in deepcopy(payload_of(engine, kind, **changes)).items()
            if value is not None
        }
        answer = desk.post(f"/v1/documents/{kind}?case_ref={case_ref}", payload)
        assert answer.status_code == 201, answer.text
        return dict(answer.json)

    return post


def test_a_clean_inspection_is_issued_from_task_to_result(
    desk: Desk, engine: Engine, issue: Any
) -> None:
    for kind in ALIKE:
        issue(kind, "J-1")
    contents = deepcopy(payload_of(engine, "inspection_checklist")["contents"])
    for each in contents:
        for item in each["checked"]:
            item |= {"result": "none", "finding": None, "evidence_number": None}
    issue("inspection_checklist", "J-1", contents=contents, dispositions=None, rectifications=None)
    told = [
        {"content": item["content"], "result": "none"}
        for each in contents
        for item in each["checked"]
    ]
    issue("inspection_result_notice", "J-1", told_results=told, issued_measures=None)
    case = desk.get("/v1/cases/J-1").json
    kinds = [each["kind"] for each in case["documents"]]
    assert sorted(kinds) == sorted((*ALIKE, "inspection_checklist", "inspection_result_notice"))
    assert desk.get("/v1/due?on=2026-07-10").json["due"] == []


def test_what_is_not_put_right_leads_to_a_listing_and_off_it(
    desk: Desk, engine: Engine, issue: Any
) -> None:
    for kind in (*ALIKE, "inspection_checklist"):
        issue(kind, "J-2")
    order = issue("rectification_order", "J-2")
    (due,) = desk.get("/v1/due?on=2026-07-10").json["due"]
    assert due["code"] == "C-RECTIFY"
    matter = {"due_on": "2026-07-20", "observed": "已经改好。", "state_now": "done"}
    open_one = {"due_on": "2026-07-20", "observed": "仍在使用。", "state_now": "not_done"}
    issue(
        "rectification_follow_up_record",
        "J-2",
        original_number=order["document_number"],
        original_on="2026-07-09",
        reviewed=[
            matter | {"matter": "停用"},
            matter | {"matter": "送检"},
            open_one | {"matter": "建账"},
        ],
        next_step="listed",
        submitted=None,
    )
    assert desk.get("/v1/due?on=2026-07-10").json["due"] == []
    listing = issue(LISTING, "J-3")
    removal = issue(
        REMOVAL,
        "J-3",
        listing_number=listing["document_number"],
        listed_on="2026-07-08",
        applied_on="2026-07-08",
        verified_on="2026-07-08",
        removal_facts="你单位已于2026年7月8日办理住所变更登记，本局当日与你单位取得联系",
        approval=payload_of(engine, REMOVAL)["approval"] | {"approved_on": "2026-07-08"},
    )
    assert removal["document_number"] == "示市监移异〔2026〕1号"
    # Off the list, the same ground may lead onto it again.
    issue(LISTING, "J-4")
