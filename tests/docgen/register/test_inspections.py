"""Inspections as a case holds them: from the plan to what was put right, or was not."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from docgen import Engine
from docgen.errors import InvalidCaseError
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.deadlines import due_list
from docgen.register.issue import IssuedDocument, void
from docgen.register.prefill import prefill
from tests.docgen.register.papers import open_case
from tests.docgen.register.test_issue import example_of, issue_one
from tests.docgen.register.wholeness import assert_whole

CASE, LISTED = "J-2026-31", "J-2026-40"
ORDER, LOOK = "rectification_order", "rectification_follow_up_record"
LISTING = "abnormal_operations_listing_decision"
REMOVAL = "abnormal_operations_removal_decision"
NOT_DONE = {"state_now": "not_done", "observed": "没有停用，仍在使用。"}


@pytest.fixture
def put(register: Register, engine: Engine, officer: Actor) -> Any:
    """Issue a kind's example with changes, in the case of the inspection."""

    def issue(kind: str, case_ref: str | None = CASE, **changes: Any) -> IssuedDocument:
        payload = deepcopy(example_of(engine, kind, **changes))
        given = {name: value for name, value in payload.items() if value is not None}
        return issue_one(register, engine, officer, kind, payload=given, case_ref=case_ref)

    return issue


@pytest.fixture
def codes(put: Any) -> Any:
    """What a kind's example with changes is refused for, as `pointer code`."""

    def refusal(kind: str, case_ref: str | None = CASE, **changes: Any) -> set[str]:
        with pytest.raises(InvalidCaseError) as refused:
            put(kind, case_ref, **changes)
        return {f"{each.pointer} {each.code}" for each in refused.value.findings}

    return refusal


def approved(put: Any) -> IssuedDocument:
    put("inspection_plan")
    put("inspection_task_assignment")
    put("inspection_approval_form")
    return put("inspection_notice")  # type: ignore[no-any-return]


def clean(engine: Engine) -> dict[str, Any]:
    """Return what makes the example's checklist find nothing."""
    contents = deepcopy(example_of(engine, "inspection_checklist")["contents"])
    for each in contents:
        for item in each["checked"]:
            item |= {"result": "none", "finding": None, "evidence_number": None}
    return {"contents": contents, "dispositions": None, "rectifications": None}


def open_days(register: Register, engine: Engine) -> list[tuple[str, date | None]]:
    return [(item.code, item.due) for item in due_list(register, engine, date(2026, 7, 10))]


def test_a_clean_inspection_runs_whole(register: Register, engine: Engine, put: Any) -> None:
    open_case(register, CASE)
    assert {each.code for each in approved(put).notices} == set()
    put("inspection_checklist", **clean(engine))
    told = [
        {"content": item["content"], "result": "none"}
        for each in clean(engine)["contents"]
        for item in each["checked"]
    ]
    result = put("inspection_result_notice", told_results=told, issued_measures=None)
    # A record of the visit and an inquiry belong to it; the checklist alone is not enough.
    assert [each.code for each in result.notices] == ["record_missing", "record_missing"]
    assert open_days(register, engine) == []
    assert_whole(register)


def test_what_is_not_put_right_is_listed_and_taken_off_again(
    register: Register, engine: Engine, put: Any
) -> None:
    """Three problems, one not put right in time, a listing, and its removal."""
    open_case(register, CASE)
    approved(put)
    put("inspection_checklist")
    order = put(ORDER)
    assert open_days(register, engine) == [("C-RECTIFY", date(2026, 7, 20))]
    matters = [
        {"matter": matter, "due_on": "2026-07-20", "observed": "已经改好。", "state_now": "done"}
        for matter in ("停用三号收银台电子秤", "送检合格后再使用", "建立计量器具台账")
    ]
    put(
        LOOK,
        original_number=order.document_number,
        original_on="2026-07-09",
        reviewed=[*matters[:2], matters[2] | NOT_DONE],
        next_step="listed",
        submitted=None,
    )
    assert open_days(register, engine) == []
    open_case(register, LISTED)
    listing = put(LISTING, LISTED)
    put(
        REMOVAL,
        LISTED,
        listing_number=listing.document_number,
        listed_on="2026-07-08",
        applied_on="2026-07-08",
        verified_on="2026-07-08",
        removal_facts="你单位已于2026年7月8日办理住所变更登记，本局当日与你单位取得联系",
        approval=example_of(engine, REMOVAL)["approval"] | {"approved_on": "2026-07-08"},
    )
    assert open_days(register, engine) == []
    assert_whole(register)


def test_what_is_told_to_be_done_at_once_may_be_looked_at_that_day(
    register: Register, engine: Engine, put: Any
) -> None:
    open_case(register, CASE)
    put(ORDER, term="at_once", due_on=None)
    assert open_days(register, engine) == [("C-RECTIFY", date(2026, 7, 9))]


def test_a_notice_says_what_was_approved(put: Any, codes: Any) -> None:
    put("inspection_approval_form")
    differing = {"subject": "广告", "assistant_count": 3}
    assert codes("inspection_notice", **differing) == {
        "/subject differs_from_approval",
        "/assistant_count differs_from_approval",
    }
    others = example_of_officers("99990012118", "99990012035")
    assert codes("inspection_notice", inspectors=others) == {"/inspectors differs_from_approval"}


def example_of_officers(*certificates: str) -> list[dict[str, Any]]:
    names = ("乔昇", "于晓")
    return [
        {"name": name, "certificate_number": number, "employed_by_authority": True}
        for name, number in zip(names, certificates, strict=True)
    ]


def test_nobody_inspects_two_places_at_once(put: Any, codes: Any) -> None:
    put("inspection_checklist")
    there = {"place": "示例市示例区滨河路5号", "register_number": "检单2026-0418"}
    assert codes("inspection_checklist", "J-2", **there) == {
        "/inspectors/0 officer_at_two_places",
        "/inspectors/1 officer_at_two_places",
    }
    photos = {"photos": None, "photos_comment": None}
    later = {"started_at": "2026-07-06T10:40", "ended_at": "2026-07-06T11:40", **photos}
    put("inspection_checklist", "J-2", **there, **later)


def test_the_register_knows_how_often_somebody_was_visited(put: Any) -> None:
    put("inspection_checklist")
    notices = put("inspection_approval_form", "J-2").notices
    assert "visits_differ" in {each.code for each in notices}
    again = put("inspection_approval_form", "J-3", visits_this_year=1).notices
    assert "visits_differ" not in {each.code for each in again}


def test_a_result_is_the_checklists_word_for_word(engine: Engine, put: Any, codes: Any) -> None:
    put("inspection_checklist")
    put("inspection_result_notice")
    told = deepcopy(example_of(engine, "inspection_result_notice")["told_results"])
    told[1]["finding"] = "电子秤过期。"
    refused = codes("inspection_result_notice", told_results=told)
    assert refused == {"/told_results/1 result_differs"}


def test_a_follow_up_is_of_an_order_of_its_case(put: Any, codes: Any) -> None:
    order = put(ORDER)
    assert codes(LOOK, original_number="示市监责改〔2026〕99号") == {
        "/original_number order_unknown"
    }
    days = {"original_number": order.document_number, "original_on": "2026-07-05"}
    assert codes(LOOK, **days) == {"/original_on order_day"}


def test_an_order_has_the_term_that_was_signed(put: Any) -> None:
    put("inspection_checklist")
    assert "term_differs" not in {each.code for each in put(ORDER).notices}
    other = put(ORDER, due_on="2026-07-24").notices
    assert "term_differs" in {each.code for each in other}


def test_nobody_is_listed_twice_on_one_ground(
    register: Register, officer: Actor, put: Any, codes: Any
) -> None:
    listing = put(LISTING, None)
    assert codes(LISTING, None) == {"/listing_ground listed_already"}
    void(register, listing.id, "邮件号有误", actor=officer)
    put(LISTING, None)


def test_a_removal_is_of_the_listing_of_its_case(put: Any, codes: Any) -> None:
    put(LISTING)
    assert "/listing_number listing_unknown" in codes(REMOVAL)


def test_a_task_goes_to_objects_of_the_plan(engine: Engine, put: Any, codes: Any) -> None:
    put("inspection_plan")
    objects = deepcopy(example_of(engine, "inspection_task_assignment")["task_objects"])
    objects[1]["credit_code"] = "91999900MA7LLJY1X7"
    refused = codes("inspection_task_assignment", task_objects=objects)
    assert refused == {"/task_objects/1 object_off_plan"}
    put("inspection_task_assignment", task_objects=objects, off_plan_reason="新开业，补充列入")


def test_papers_begin_with_what_those_before_them_say(
    register: Register, engine: Engine, put: Any
) -> None:
    open_case(register, CASE)
    put("inspection_task_assignment")
    begun = prefill(register, engine.catalogue, "inspection_approval_form", CASE)
    assert begun["task_number"] == "检任2026-0062"
    assert begun["subject"] == "计量器具使用情况"
    put("inspection_approval_form")
    notice = prefill(register, engine.catalogue, "inspection_notice", CASE)
    assert notice["party"]["business_name"] == "示例市优康商贸有限公司"
    assert notice["planned_from"] == "2026-07-06T09:00"
    put("inspection_checklist")
    order = prefill(register, engine.catalogue, ORDER, CASE)
    assert order["party"]["credit_code"] == "91999900MA1XG6125M"
    assert (order["act_found_on"], order["due_on"]) == ("2026-07-06", "2026-07-20")


def test_a_plan_counts_each_object_from_the_register(engine: Engine, put: Any) -> None:
    """A checklist and a record of one day are one visit; what came of a clue stands apart."""
    put("inspection_checklist")
    put("site_inspection_record", "J-2", party=example_of(engine, "inspection_checklist")["party"])
    objects = deepcopy(example_of(engine, "inspection_plan")["planned_objects"])
    plan = {"document_number": None, "planned_objects": objects}
    told = {(each.pointer, each.code) for each in put("inspection_plan", None, **plan).notices}
    # The record is of 10 July, the checklist of the 6th: two visits, and two are the limit.
    assert told == {
        ("/planned_objects/0/visits_this_year", "visits_differ"),
        ("/planned_objects/0/remark", "over_limit_by_register"),
    }
    put("inspection_approval_form", "J-3", task_type="clue", visits_this_year=2)
    objects[0]["visits_this_year"] = 1
    told = {(each.pointer, each.code) for each in put("inspection_plan", None, **plan).notices}
    assert told == set()


def test_an_approval_is_held_to_the_published_limit(engine: Engine, put: Any) -> None:
    put("inspection_plan", None)
    put("inspection_checklist")
    for place in ("J-2", "J-3"):
        at = f"2026-07-0{5 + int(place[-1])}"
        put(
            "inspection_checklist",
            place,
            **{"started_at": f"{at}T09:30", "ended_at": f"{at}T10:40", "signed_on": at},
            photos=None,
            photos_comment=None,
            **clean(engine),
        )
    approved_again = put("inspection_approval_form", "J-4", visits_this_year=1, visit_limit=9)
    assert {(each.pointer, each.code) for each in approved_again.notices} == {
        ("/visits_this_year", "visits_differ"),
        ("/visit_limit", "limit_differs"),
        ("/over_limit_reason", "over_limit_by_register"),
    }
