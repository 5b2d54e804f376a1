"""Signs for nothing, faults and gaps are no value where a value is asked; 无 may be an answer."""

from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import example, found

NON_ACCEPTANCE, SITE = "non_acceptance_notice", "site_inspection_record"
SETTLEMENT, REFERRAL = "settlement_invoice", "referral_letter"
NOTHING = (
    "无", "无。", "没有", "/", "／", "—", "----", "……", "不详", "同上", "N/A", "n/a", "暂无", "略",
    "null", "None", "nan", "Nil", "不适用", "　/　",
)  # fmt: skip
OPEN = (
    "待补", "待定", "×年×月×日", "____", "＿＿＿", "#N/A", "#REF!", "#VALUE!", "<b>", "<br/>", "××",
    "undefined", "TODO", "（此处填写理由）", "[待填]", "于××年×月×日购买", "店名为____", "XXX",
)  # fmt: skip
UNSIGNED = {"reason": "当事人看过笔录后拒绝签名。", "recording": "999900-20260710-01"}


@pytest.mark.parametrize("text", NOTHING)
@pytest.mark.parametrize("pointer", ["/reasons", "/complaint_subject", "/approval/opinion"])
def test_nothing_is_no_reason(engine: Engine, pointer: str, text: str) -> None:
    assert found(engine, NON_ACCEPTANCE, {pointer: text}) == {(pointer, "says_nothing", "error")}


@pytest.mark.parametrize("text", OPEN)
@pytest.mark.parametrize("pointer", ["/reasons", "/complaint_subject"])
def test_a_gap_is_no_text(engine: Engine, pointer: str, text: str) -> None:
    assert found(engine, NON_ACCEPTANCE, {pointer: text}) == {(pointer, "left_open", "error")}


@pytest.mark.parametrize("text", ["无", "/", "已录像", "#N/A", "待补", "有录像", "……", "None"])
def test_a_recording_has_a_number(engine: Engine, text: str) -> None:
    told = found(
        engine, SITE, {"/unsigned": UNSIGNED | {"recording": text}, "/party_comment": None}
    )
    assert ("/unsigned/recording", "error") in {(each[0], each[2]) for each in told}


@pytest.mark.parametrize(
    ("kind", "pointer", "text", "where", "code"),
    [
        (SETTLEMENT, "/acceptance_number", "无", "/acceptance_number", "acceptance_missing"),
        (SETTLEMENT, "/acceptance_number", "/", "/acceptance_number", "acceptance_missing"),
        (SETTLEMENT, "/acceptance_number", "待补", "/acceptance_number", "left_open"),
        (SETTLEMENT, "/acceptance_number", "已验收", "/acceptance_number", "no_number"),
        (SETTLEMENT, "/deductions/0/document_number", "无", None, "says_nothing"),
        (SETTLEMENT, "/deductions/0/document_number", "口头决定", None, "no_number"),
        (SETTLEMENT, "/deductions/0/document_number", "#REF!", None, "left_open"),
        (SETTLEMENT, "/deductions/0/reason", "不详", None, "says_nothing"),
        (SETTLEMENT, "/earlier_payments/0/voucher_number", "____", None, "left_open"),
        (SETTLEMENT, "/payee/bank", "同上", None, "says_nothing"),
        (REFERRAL, "/letters/0/facts", "详见附件……………", None, "left_open"),
        (REFERRAL, "/letters/0/facts", "略", None, "says_nothing"),
        (REFERRAL, "/letters/0/reason", "待定", None, "left_open"),
        (NON_ACCEPTANCE, "/document_number", "无", None, "number_missing"),
        (NON_ACCEPTANCE, "/complainant_name", "匿名", None, "not_a_name"),
        (NON_ACCEPTANCE, "/complainant_name", "不详", None, "says_nothing"),
        (NON_ACCEPTANCE, "/complainant_name", "XXX", None, "left_open"),
        (NON_ACCEPTANCE, "/approval/approver", "工作人员", None, "not_a_name"),
        (SITE, "/evidence/0/origin", "无", None, "says_nothing"),
        (SITE, "/inspectors/0/certificate_number", "见证件", None, "no_number"),
        (SITE, "/place", "/", None, "says_nothing"),
    ],
)
def test_what_is_asked_for_is_filled_in(
    engine: Engine, kind: str, pointer: str, text: str, where: str | None, code: str
) -> None:
    assert (where or pointer, code, "error") in found(engine, kind, {pointer: text})


@pytest.mark.parametrize("text", ["林某", "林某某", "林先生", "林女士", "林*", "周科长"])
def test_half_a_name_asks_for_eyes(engine: Engine, text: str) -> None:
    here = "/complainant_name"
    assert found(engine, NON_ACCEPTANCE, {here: text}) == {(here, "half_a_name", "notice")}


@pytest.mark.parametrize(
    "text",
    [
        "有关规定",
        "相关法律法规",
        "法律、法规规定的其他情形",
        "《消费者权益保护法》",
        "上级文件精神",
        "依法",
        "第四十四条",
        "《市场监督管理投诉举报处理办法》有关条款",
    ],
)
def test_ground_seven_names_a_provision(engine: Engine, text: str) -> None:
    seven = {"/ground_item": 7, "/ground_seven_basis": text}
    told = found(engine, NON_ACCEPTANCE, seven)
    assert ("/ground_seven_basis", "basis_not_named", "error") in told


@pytest.mark.parametrize(
    "text",
    [
        "《中华人民共和国消费者权益保护法》第三十九条",
        "《市场监督管理投诉举报处理办法》第44条",
        "《中华人民共和国民事诉讼法》第一百二十七条第二项",
    ],
)
def test_a_provision_is_accepted(engine: Engine, text: str) -> None:
    seven = {"/ground_item": 7, "/ground_seven_basis": text}
    told = found(engine, NON_ACCEPTANCE, seven)
    assert not {each for each in told if each[0] == "/ground_seven_basis"}


@pytest.mark.parametrize(
    ("kind", "pointer", "text"),
    [
        (SITE, "/recusal_answer", "无"),
        (SITE, "/recusal_answer", "没有"),
        (SITE, "/party_comment", "无"),
        (SITE, "/photos_comment", "无。"),
        (SITE, "/party/phone", "无"),
        (SITE, "/photos/0/device", "/"),
        (SITE, "/internal_number", "无"),
        (NON_ACCEPTANCE, "/delivery/proof", "无"),
        (NON_ACCEPTANCE, "/competent_body", "/"),
        (NON_ACCEPTANCE, "/late_reason", "无"),
        (NON_ACCEPTANCE, "/reasons", "经核对，该公司无营业执照，你购买的商品没有价签。"),
        (NON_ACCEPTANCE, "/complainant_name", "吴有为"),
        (NON_ACCEPTANCE, "/complaint_subject", "某平台“无理由退货”未兑现"),
    ],
)
def test_none_may_be_an_answer(engine: Engine, kind: str, pointer: str, text: str) -> None:
    assert not {each for each in found(engine, kind, {pointer: text}) if each[2] == "error"}


def test_nothing_in_an_optional_field_is_not_filled_in(engine: Engine) -> None:
    payload: dict[str, Any] = example(engine, NON_ACCEPTANCE, {"/delivery/proof": "无"})
    assert engine.check(NON_ACCEPTANCE, payload).values.delivery.proof is None


@pytest.mark.parametrize(
    "text",
    [
        "不符合受理条件。",
        "经审查，你的投诉不属于受理范围，依法不予受理。",
        "根据有关规定，决定不予受理。",
    ],
)
def test_a_reason_says_more_than_the_decision(engine: Engine, text: str) -> None:
    told = found(engine, NON_ACCEPTANCE, {"/reasons": text})
    assert ("/reasons", "reasons_empty", "error") in told
