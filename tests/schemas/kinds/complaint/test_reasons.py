"""What a decision not to accept says bears out the ground it stands on."""

from typing import Any

import pytest

from docgen import Engine
from tests.schemas.guard.cases import found

NOTICE = "non_acceptance_notice"


def incomplete(reasons: str, *materials: str) -> dict[str, Any]:
    return {
        "/ground_item": 5,
        "/harm_known_on": None,
        "/missing_materials": [*materials],
        "/reasons": reasons,
    }


@pytest.mark.parametrize(
    "reasons",
    [
        "你未提供商品的品牌、生产厂家、型号以及与商家的协商过程。",
        "你没有提供商品品牌。",
        "投诉材料缺少生产厂家和规格。",
        "你未能提供与经营者的协商记录。",
        "你没有提交身份证复印件。",
        "经两次通知，你仍未提供身份证正反面照片。",
        "你未按要求提供户口本复印件。",
        "投诉未写明商品的生产日期、批号。",
        "你无法提供检测报告证明质量问题。",
        "你没有提供被投诉人的营业执照。",
        "缺少商品实物和鉴定意见，事实依据不全。",
        "你拒绝提供与商家沟通记录。",
    ],
)
def test_what_no_complaint_has_to_bring_is_no_ground(engine: Engine, reasons: str) -> None:
    told = found(engine, NOTICE, incomplete(reasons, "request_and_facts"))
    assert ("/reasons", "material_not_asked", "error") in told


@pytest.mark.parametrize(
    ("reasons", "material"),
    [
        ("你未提供姓名和通讯地址，经电话询问仍未补充。", "complainant_identity"),
        ("你没有提供被投诉人的名称和地址。", "respondent_name"),
        ("投诉没有具体的投诉请求。", "request_and_facts"),
        ("你未提供购买时间、金额等事实依据，也没有提供任何证明材料。", "request_and_facts"),
        ("你没有提供购物小票、付款凭证等事实依据。", "request_and_facts"),
        ("代理人未附授权委托书原件和受托人身份证明。", "mandate"),
        ("你提交的付款截图系伪造，与商户收款记录不符。", "false"),
        ("你未留电话号码，无法与本人联系核实身份。", "complainant_identity"),
        ("你购买的某品牌按摩椅已退货，但没有提供具体的投诉请求。", "request_and_facts"),
        ("你称按摩椅的型号与宣传不一致。投诉未写明购买时间。", "request_and_facts"),
    ],
)
def test_what_the_law_asks_for_is_a_ground(engine: Engine, reasons: str, material: str) -> None:
    assert found(engine, NOTICE, incomplete(reasons, material)) == set()


@pytest.mark.parametrize(
    ("reasons", "material"),
    [
        ("你没有提供被投诉人的名称。", "mandate"),
        ("代理人未附委托书。", "false"),
        ("你没有写明投诉请求。", "mandate"),
    ],
)
def test_a_material_marked_stands_in_the_reasons(
    engine: Engine, reasons: str, material: str
) -> None:
    told = found(engine, NOTICE, incomplete(reasons, material))
    assert ("/missing_materials/0", "material_not_in_reasons", "notice") in told


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ("2022-12-31", None),
        ("2023-06-09", None),
        ("2023-06-10", "three_years_not_over"),
        ("2023-06-11", "three_years_not_over"),
        ("2025-01-01", "three_years_not_over"),
        ("2026-06-10", "three_years_not_over"),
        ("2026-06-11", "harm_after_complaint"),
        ("2019-02-28", None),
        ("2020-02-29", None),
        ("2010-01-01", None),
    ],
)
def test_three_years_are_counted(engine: Engine, known: str, code: str | None) -> None:
    """The complaint of the example was received on 2026-06-10."""
    reasons = "按摩椅扶手开裂以后你与商家多次交涉，自知道权益受到侵害之日起超过三年。"
    told = found(engine, NOTICE, {"/harm_known_on": known, "/reasons": reasons})
    assert told == ({("/harm_known_on", code, "error")} if code else set())


@pytest.mark.parametrize(
    ("reasons", "code"),
    [
        ("你于2022年11月3日购买按摩椅，2022年12月即发现扶手开裂。", "harm_day_missing"),
        ("你于2024年11月3日购买按摩椅，已超过三年。", "three_years_not_over"),
        ("你于2022年5月3日购买，2024年12月1日才发现扶手开裂，已超过三年。", "three_years_not_over"),
        ("你于2022-05-03购买，2023-07-01得知该店停业。", "three_years_not_over"),
        ("你购买时即知道没有质保，至今已超过三年。", "harm_day_missing"),
    ],
)
def test_without_the_day_the_reasons_are_read(engine: Engine, reasons: str, code: str) -> None:
    told = found(engine, NOTICE, {"/harm_known_on": None, "/reasons": reasons})
    assert code in {each[1] for each in told}


def test_the_day_belongs_to_item_four(engine: Engine) -> None:
    told = found(engine, NOTICE, {"/ground_item": 2})
    assert ("/harm_known_on", "harm_without_ground", "error") in told
