"""The listing of an enterprise: wrong ones, and the article each ground is decided by."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.inspection.abnormal.grounds import BY_CODE
from tests.schemas.guard.cases import TODAY, example, found

KIND = "abnormal_operations_listing_decision"
REMOVAL = "abnormal_operations_removal_decision"
NO_LETTERS = {"/unreachable_proof": None, "/mailings": None}
ON_SITE = {"/unreachable_proof": "site", "/mailings": None, "/site_checked_on": "2026-06-24"}
REPORT = {**NO_LETTERS, "/listing_ground": "annual_report", "/report_year": 2025}
OTHER = {
    "party_type": "individual_business",
    "business_name": "示例区悦邻生鲜便利店",
    "licence_name": "营业执照",
    "credit_code": "91999900MA6B3HN232",
    "address": "示例市示例区创业路21号3层305室",
    "representative": "邱月华",
}

# Written down from the rules on the list of abnormal operations before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "an individual business": ({"/party": OTHER}, "/party/party_type", "not_an_enterprise"),
    "a ground of no list": ({"/listing_ground": "经营困难"}, "/listing_ground", "not_an_option"),
    "no facts": ({"/listing_facts": " "}, "/listing_facts", "required"),
    "out of reach, unproved": (NO_LETTERS, "/unreachable_proof", "required"),
    "out of reach, nobody went": (
        {**ON_SITE, "/site_checked_on": ""}, "/site_checked_on", "required",
    ),
    "letters and a visit": (
        {"/site_checked_on": "2026-06-24"}, "/site_checked_on", "proof_of_another_ground",
    ),
    "one letter": ({"/mailings/1": None}, "/mailings", "two_letters"),
    "three letters": (
        {"/mailings": [{"sent_on": "2026-06-25"}] * 3},
        "/mailings",
        "too_many",
    ),
    "letters fourteen days apart": (
        {"/mailings/1/sent_on": "2026-06-03"}, "/mailings/1/sent_on", "letters_apart",
    ),
    "letters thirty-one days apart": (
        {"/mailings/1/sent_on": "2026-06-20"}, "/mailings/1/sent_on", "letters_apart",
    ),
    "letters in no order": (
        {"/mailings/1/sent_on": "2026-05-10"}, "/mailings/1/sent_on", "letters_apart",
    ),
    "a letter somebody signed": (
        {"/mailings/1/outcome": "signed"}, "/mailings/1/outcome", "letter_signed",
    ),
    "a letter to the shop": (
        {"/mailings/1/sent_to": "示例市示例区滨河路5号"},
        "/mailings/1/sent_to",
        "not_the_registered_address",
    ),
    "a letter that never came back": (
        {"/mailings/0/returned_on": None}, "/mailings/0/returned_on", "return_day",
    ),
    "back after it was certain": (
        {"/mailings/1/returned_on": "2026-06-30"},
        "/mailings/1/returned_on",
        "returned_afterwards",
    ),
    "a report of no year": (
        {**REPORT, "/report_year": ""}, "/report_year", "required",
    ),
    "a report not due yet": (
        {**REPORT, "/report_year": 2026}, "/report_year", "report_not_due",
    ),
    "decided on the eleventh day": (
        {"/issued_on": "2026-07-13", "/approval/approved_on": "2026-07-10"},
        "/issued_on",
        "statutory_deadline",
    ),
    "approved before it was certain": (
        {"/approval/approved_on": "2026-06-25"}, "/approval/approved_on", "approval_date",
    ),
    "approved by a contractor": (
        {"/approval/employed_by_authority": False},
        "/approval/employed_by_authority",
        "approver_not_official",
    ),
    "no copy filed": ({"/copies_total": 1}, "/copies_total", "out_of_range"),
    "who reported it": (
        {"/listing_facts": "举报人李强反映你单位已搬离"}, "/listing_facts", "reporter_named",
    ),
}  # fmt: skip

WRONG_REMOVALS: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "a listing without a number": ({"/listing_number": None}, "/listing_number", "required"),
    "its own number": (
        {"/listing_number": "示市监移异〔2026〕4号"}, "/listing_number", "own_number_cited",
    ),
    "nobody applied": ({"/applied_on": None}, "/applied_on", "required"),
    "a correction applied for": (
        {"/way": "correction"}, "/applied_on", "correction_not_applied",
    ),
    "applied before it was listed": (
        {"/applied_on": "2026-02-09"}, "/applied_on", "before_the_listing",
    ),
    "applied after it was decided": (
        {"/applied_on": "2026-07-09"}, "/applied_on", "applied_after",
    ),
    "verified before it was listed": (
        {"/verified_on": "2026-02-09", "/late_reason": "补充材料2026年7月6日收到"},
        "/verified_on",
        "before_the_listing",
    ),
    "after three years": ({"/listed_on": "2023-07-07"}, "/listed_on", "three_years_over"),
    "on the sixth day": (
        {"/issued_on": "2026-07-13", "/approval/approved_on": "2026-07-10"},
        "/issued_on",
        "statutory_deadline",
    ),
    "an individual business": ({"/party": OTHER}, "/party/party_type", "not_an_enterprise"),
    "nothing cured": ({"/removal_facts": "无"}, "/removal_facts", "says_nothing"),
    "not agreed": (
        {"/approval/decision": "refused", "/approval/opinion": "不同意。"},
        "/approval/decision",
        "approval_refused",
    ),
    "published before": ({"/published_on": "2026-07-07"}, "/published_on", "published_before"),
    "told before": (
        {"/delivery": {"method": "direct", "delivered_on": "2026-07-07"}},
        "/delivery/delivered_on",
        "told_before_decision",
    ),
    "a way of no list": ({"/way": "注销"}, "/way", "not_an_option"),
    "a number of another class": (
        {"/document_number": "示市监列异〔2026〕4号"}, "/document_number", "number_form",
    ),
    "a mark within": ({"/removal_facts": "已取得联系。"}, "/removal_facts", "final_mark"),
    "the form's own words": (
        {"/removal_facts": "经核实，已取得联系"}, "/removal_facts", "words_of_the_form",
    ),
    "the contractor's phone": (
        {"/contact_phone": "0999-60024001"}, "/contact_phone", "contact_phone_of_contractor",
    ),
    "approved before it was verified": (
        {"/approval/approved_on": "2026-07-02"}, "/approval/approved_on", "approval_date",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "pointer", "code"), WRONG_REMOVALS.values(), ids=WRONG_REMOVALS
)
def test_a_wrong_removal_is_refused(
    engine: Engine, changes: dict[str, Any], pointer: str, code: str
) -> None:
    assert (pointer, code) in {(where, what) for where, what, _ in found(engine, REMOVAL, changes)}


def test_three_years_include_their_last_day(engine: Engine) -> None:
    listed = {"/listed_on": "2023-07-08", "/listing_number": "示市监列异〔2023〕2号"}
    assert found(engine, REMOVAL, listed) == set()


@pytest.mark.parametrize(("code", "article"), [(c, g.removed_by) for c, g in BY_CODE.items()])
def test_each_ground_has_its_articles(engine: Engine, code: str, article: str) -> None:
    payload = example(engine, REMOVAL, {"/listing_ground": code})
    removal = engine.check(REMOVAL, payload, today=TODAY)
    assert removal.values.removal_basis == f"《企业经营异常名录管理办法》{article}"
    wrong = engine.check(
        REMOVAL,
        {**{k: v for k, v in payload.items() if k != "applied_on"}, "way": "correction"},
        today=TODAY,
    )
    assert wrong.values.removal_basis == "《企业经营异常名录管理办法》第十六条"
    assert "应予更正" in engine.write(wrong, "html").content.decode()


def test_a_listing_names_its_item_and_article(engine: Engine) -> None:
    case = engine.check(KIND, example(engine, KIND), today=TODAY)
    assert case.values.listing_basis == (
        "《企业经营异常名录管理办法》第四条第一款第（四）项、第九条"
    )
