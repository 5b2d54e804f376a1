"""The order to put something right: wrong ones, what it prints, and when it falls due."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from docgen import Engine
from schemas.kinds.inspection.rectification_order import RectificationOrder
from tests.schemas.guard.cases import TODAY, found

KIND = "rectification_order"
OTHER_PARTY = {"party_type": "unknown", "unverified_reason": "现场无人能够出示证照。"}

# Written down from the form, the penalty law and Order 121 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/document_number": None}, "/document_number", "number_missing"),
    "a number of another class": (
        {"/document_number": "示市监责退〔2026〕31号"}, "/document_number", "number_form",
    ),
    "nobody in particular": ({"/party": OTHER_PARTY}, "/party", "addressee_unknown"),
    "a code that fails its check": (
        {"/party/credit_code": "91999900MA1XG6125N"}, "/party/credit_code", "credit_code_check",
    ),
    "no act": ({"/violating_act": " "}, "/violating_act", "required"),
    "an act that is a verdict": ({"/violating_act": "违规"}, "/violating_act", "act_untold"),
    "an act that has not happened": (
        {"/violating_act": "2026年7月20日检查发现六种商品没有标明价格"},
        "/violating_act",
        "told_after_document",
    ),
    "no provision": ({"/violated_provision": "有关规定"}, "/violated_provision", "provision_form"),
    "a law without its article": (
        {"/empowering_provision": "《中华人民共和国价格法》"},
        "/empowering_provision",
        "provision_form",
    ),
    "the general article of the penalty law": (
        {"/empowering_provision": "《中华人民共和国行政处罚法》第二十八条第一款"},
        "/empowering_provision",
        "general_provision",
    ),
    "an article the law does not have": (
        {"/empowering_provision": "《中华人民共和国行政处罚法》第九十条"},
        "/empowering_provision",
        "article_beyond",
    ),
    "nothing to do": ({"/requirements": "无"}, "/requirements", "says_nothing"),
    "a fine": ({"/requirements": "缴纳罚款五千元。"}, "/requirements", "penalty_in_order"),
    "a licence taken": ({"/requirements": "吊销营业执照。"}, "/requirements", "penalty_in_order"),
    "a price refunded": (
        {"/requirements": "将多付价款退还消费者。"}, "/requirements", "refund_in_order",
    ),
    "a threat without a provision": (
        {"/consequence": "依法处理"}, "/consequence_provision", "required",
    ),
    "at once and by a day": ({"/term": "at_once"}, "/due_on", "due_not_wanted"),
    "by no day": ({"/due_on": None}, "/due_on", "required"),
    "by yesterday": ({"/due_on": "2026-07-08"}, "/due_on", "due_not_after"),
    "by a holiday": ({"/due_on": "2026-10-02"}, "/due_on", "due_on_holiday"),
    "approved afterwards": (
        {"/approval/approved_on": "2026-07-10"}, "/approval/approved_on", "approval_date",
    ),
    "approved by a contractor": (
        {"/approval/employed_by_authority": False},
        "/approval/employed_by_authority",
        "approver_not_official",
    ),
    "not approved": (
        {"/approval/decision": "refused", "/approval/opinion": "不同意。"},
        "/approval/decision",
        "approval_refused",
    ),
    "sixty working days to appeal": (
        {"/consequence": "可以在六十个工作日内申请行政复议"}, "/consequence", "remedy_period",
    ),
    "who reported it": (
        {"/violating_act": "2026年7月6日举报人林某在店内购买的六种商品没有标明价格"},
        "/violating_act",
        "reporter_named",
    ),
    "the contractor's phone": (
        {"/contact_phone": "0999-60024001"}, "/contact_phone", "contact_phone_of_contractor",
    ),
    "found after it was ordered": ({"/act_found_on": "2026-07-20"}, "/act_found_on", "found_after"),
}  # fmt: skip


def test_one_of_the_forms_two_terms_is_printed(engine: Engine) -> None:
    by_day = engine.check(KIND, RectificationOrder.example, today=TODAY)
    assert "现责令你（单位）在2026年7月20日前改正。" in page(engine, by_day)
    changes = {"term": "at_once", "due_on": None}
    at_once = engine.check(KIND, {**RectificationOrder.example, **changes}, today=TODAY)
    assert "现责令你（单位）立即予以改正。" in page(engine, at_once)
    assert "日前改正" not in page(engine, at_once)


def test_what_nothing_provides_for_is_not_threatened(engine: Engine) -> None:
    case = engine.check(KIND, RectificationOrder.example, today=TODAY)
    assert "逾期不改" not in page(engine, case)


def test_a_bureau_without_the_power_orders_nothing(engine: Engine) -> None:
    house = {**engine.house, "rectification_issued_here": False}
    told = {each.code for each in findings_with(engine, house)}
    assert told == {"issued_elsewhere"}
    assert found(engine, KIND) == set()


def findings_with(engine: Engine, house: Mapping[str, Any]) -> list[Any]:
    from docgen.case.case import build_case
    from docgen.errors import InvalidCaseError
    from schemas.ground.base import Facts, Record

    facts = Facts(engine.law, Record(house), date(2026, 11, 28))
    try:
        build_case(engine.catalogue[KIND], RectificationOrder.example, facts)
    except InvalidCaseError as refusal:
        return list(refusal.findings)
    return []


def page(engine: Engine, case: Any) -> str:
    return engine.write(case, "html").content.decode()
