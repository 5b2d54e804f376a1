"""What the corpus cannot show of the settlement: notices, house settings, the draft of a refund."""

import re
import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from docgen import Engine, InvalidCaseError
from docgen.case.case import Case, build_case
from docgen.case.payload import read_payload
from docgen.case.words import describe
from docgen.errors import SettingsError
from docgen.house import check_house
from docgen.proof.words import words_of
from schemas.ground.base import Facts, Record
from schemas.kinds.contract.settlement_invoice import SettlementInvoice
from tests.catalogue import CORPUS

KIND = "settlement_invoice"
STANDING = ("invoice_missing",)
ITEMS = ("complaint", "report", "daily_inspection", "remote_inspection")
INSTALMENT: dict[str, Any] = {
    "contract": "hotline-2026",
    "settlement_type": "instalment",
    "instalment": "first",
    "completed": [],
    "acceptance_number": None,
    "accepted_on": None,
    "assessment_number": "示商考〔2026〕1号",
    "period_from": "2026-07-10",
    "period_to": "2026-08-31",
    "issued_on": "2026-07-22",
    "document_number": "示商结算〔2026〕6号",
    "payee": {**SettlementInvoice.example["payee"], "name": "示例市启明治理咨询有限公司"},
}


FIRST = INSTALMENT | {"earlier_payments": [], "deductions": []}


def payload(**changes: Any) -> dict[str, Any]:
    """Return the example with `changes`, confirmed on its day, nothing stated or invoiced."""
    changed = {**SettlementInvoice.example, "stated_capitals": None, "invoices": [], **changes}
    changed["approval"] = {**changed["approval"], "approved_on": changed["issued_on"]}
    return changed


def done(*quantities: int) -> list[dict[str, Any]]:
    return [
        {"item": item, "quantity": quantity}
        for item, quantity in zip(ITEMS, quantities, strict=True)
    ]


def paid(amount: str, purpose: str = "首付款", day: str = "2025-07-17") -> dict[str, Any]:
    return {
        "purpose": purpose,
        "paid_on": day,
        "voucher_number": f"国库支付{day}",
        "amount": amount,
    }


def house_with(contract: int = 0, **changes: Any) -> Record:
    """Return the invented bureau's house facts with one contract changed."""
    values = tomllib.loads(files("schemas.ground").joinpath("house.toml").read_text("utf-8"))
    values["contracts"][contract] |= changes
    return check_house(values, "house.toml")


def check(
    engine: Engine, case: dict[str, Any], *, house: Record | None = None, copy: str = "delivery"
) -> Case:
    facts = Facts(engine.law, house or engine.house, date(2026, 11, 21), copy)
    return build_case(engine.catalogue[KIND], case, facts)


def account_of(engine: Engine, case: Case) -> Any:
    """Return the account in the words a template prints."""
    return describe(case, engine.house_words)["account"]


def codes(case: Case) -> list[str]:
    """Return the codes of a case's notices, those that hold for every changed example left out."""
    return [notice.code for notice in case.notices if notice.code not in STANDING]


@pytest.mark.parametrize(
    ("completed", "expected"),
    [
        ((111300, 32986, 10003, 13920), []),
        ((111301, 32986, 10003, 13920), ["cap_applied"]),
        ((111301, 32985, 10003, 13920), ["complement_used"]),
        ((111302, 32985, 10003, 13920), ["cap_applied", "complement_used"]),
        ((111300, 32985, 10003, 13920), []),
    ],
)
def test_the_cap_and_the_complement_are_noticed(
    engine: Engine, completed: tuple[int, ...], expected: list[str]
) -> None:
    # Which rule speaks first is no promise: both notices are of the same field.
    case, house = payload(completed=done(*completed)), house_with(complement_confirmed=False)
    assert sorted(codes(check(engine, case, house=house))) == sorted(expected)
    confirmed = sorted(codes(check(engine, case)))
    assert confirmed == sorted(each for each in expected if each != "complement_used")


def test_without_complement_each_item_counts_up_to_its_contract_quantity(engine: Engine) -> None:
    house = house_with(complement=False)
    case = check(engine, payload(completed=done(111302, 32985, 10003, 13920)), house=house)
    account = account_of(engine, case)
    assert [line["quantities"]["counted"] for line in account["lines"]] == [
        "111,300",
        "32,985",
        "10,003",
        "13,920",
    ]
    assert (account["gross"], account["excess"]) == ("43,663,018.00", "540.00")
    assert codes(case) == []


def test_quantities_are_printed_with_separators_and_sign(engine: Engine) -> None:
    account = account_of(engine, check(engine, payload()))
    assert [line["quantities"]["difference"] for line in account["lines"]] == [
        "+746",
        "−1,112",
        "0",
        "0",
    ]
    assert account["sums"]["completed"] == "167,843"


def test_pieces_of_different_units_are_not_added_up(engine: Engine) -> None:
    lines = tomllib.loads(files("schemas.ground").joinpath("house.toml").read_text("utf-8"))
    lines = lines["contracts"][0]["lines"]
    house = house_with(lines=[lines[0] | {"unit": "人次"}, *lines[1:]])
    assert account_of(engine, check(engine, payload(), house=house))["sums"]["completed"] == "—"


def test_a_refund_is_drafted_in_positive_capitals_and_never_issued(engine: Engine) -> None:
    case = payload(completed=done(100, 0, 0, 0), deductions=[])
    draft = check(engine, case, copy="draft")
    assert "refund_needs_decision" in codes(draft)
    page = words_of("html", engine.render(KIND, case, "html", copy="draft").content)
    assert "应退还（小写）¥29,078,947.78" in page
    assert "应退还（大写）人民币贰仟玖佰零柒万捌仟玖佰肆拾柒元柒角捌分" in page
    assert "本次应付（小写）" not in page
    for copy in ("delivery", "archive", "redacted"):
        with pytest.raises(InvalidCaseError) as refused:
            check(engine, case, copy=copy)
        assert [finding.code for finding in refused.value.findings] == ["refund_needs_decision"]


def test_paid_to_the_last_cent_leaves_nothing_due(engine: Engine) -> None:
    case = payload(completed=done(1, 0, 0, 0), deductions=[], earlier_payments=[paid("270.00")])
    assert codes(check(engine, case)) == ["advance_differs", "nothing_due"]
    case["earlier_payments"] = [paid("270.01")]
    with pytest.raises(InvalidCaseError):
        check(engine, case)


@pytest.mark.parametrize(
    ("capitals", "noticed"),
    [
        ("人民币壹仟肆佰肆拾肆万陆仟伍佰贰拾元零贰角贰分", []),
        ("壹仟肆佰肆拾肆万陆仟伍佰贰拾元贰角贰分", []),
        ("壹仟肆佰肆拾肆万陆仟伍佰贰拾元元贰角贰分", ["capitals_irregular"]),
        ("壹仟肆佰肆拾肆万陆仟伍佰贰拾圆贰角贰分整", ["capitals_irregular"]),
    ],
)
def test_imported_capitals_are_read_in_every_regular_writing(
    engine: Engine, capitals: str, noticed: list[str]
) -> None:
    found = codes(check(engine, payload(stated_capitals=capitals)))
    assert [code for code in found if code != "complement_used"] == noticed


def test_an_instalment_paid_in_part_is_due_for_the_rest(engine: Engine) -> None:
    case = payload(**INSTALMENT)
    case["earlier_payments"] = [paid("600000.00", "首期款", "2026-07-17")]
    case["deductions"] = [
        {"document_number": "示商考〔2026〕2号", "reason": "周报迟报", "amount": "250"}
    ]
    account = account_of(engine, check(engine, case))
    assert (account["due"], account["instalment"]) == ("272,000.00", "首期款")
    assert [line["state"].code for line in account["instalments"]] == ["current", "later", "later"]
    assert [line["deducted"] for line in account["instalments"]] == ["250.00", "0.00", "0.00"]


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        ({"signed_on": "2026-02-02", "starts_on": "2026-02-01"}, ["signed_after_start"]),
        ({"signed_on": "2026-02-01", "starts_on": "2026-02-01"}, ["signed_at_weekend"]),
        ({"signed_on": "2016-07-10", "starts_on": "2026-02-01"}, ["signed_at_weekend"]),
        ({"signed_on": "2026-07-10", "starts_on": "2026-07-10"}, []),
        ({"signed_on": "2026-07-13", "starts_on": "2026-07-13"}, ["period_before_term"]),
        ({"ends_on": "2026-08-30", "starts_on": None}, ["period_after_term"]),
        ({"starts_on": None}, []),
    ],
)
def test_doubtful_dates_of_a_contract_are_noticed(
    engine: Engine, contract: dict[str, Any], expected: list[str]
) -> None:
    changes = {name: value for name, value in contract.items() if value}
    house = house_with(1, **({"starts_on": ""} | changes))
    case = payload(**INSTALMENT, earlier_payments=[], deductions=[])
    assert codes(check(engine, case, house=house)) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_on": "2025-05-29"},
        {"starts_on": "2026-07-01"},
        {"total": "43663288.01"},
        {"lines": []},
    ],
    ids=["ends before signing", "starts after its end", "parts off by a cent", "no price at all"],
)
def test_a_contract_that_contradicts_itself_is_not_kept(changes: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        house_with(**changes)


def test_an_item_of_a_contract_has_a_code_of_its_own() -> None:
    line = {"code": "a", "name": "甲项", "unit": "件", "quantity": 1, "unit_price": "1.00"}
    with pytest.raises(SettingsError):
        house_with(total="2.00", lines=[line, line])


@pytest.mark.parametrize(
    ("payments", "expected"),
    [
        ([paid("29105947.78")], []),
        ([paid("29105947.77")], ["advance_differs"]),
        ([paid("9105947.78"), paid("20000000.00", day="2025-07-20")], []),
        ([paid("29105947.78", "预付款")], ["advance_named_otherwise"]),
        ([paid("29105947.77", "首付款（三分之二）")], ["advance_named_otherwise"]),
        ([paid("9105947.78", "进度款")], ["advance_not_listed"]),
        ([paid("29105947.78", day="2025-05-29")], ["payment_before_signing"]),
        ([paid("29105947.78"), paid("1.00", "进度款")], ["voucher_repeated"]),
    ],
)
def test_the_fixed_first_payment_is_looked_for(
    engine: Engine, payments: list[dict[str, Any]], expected: list[str]
) -> None:
    found = codes(check(engine, payload(earlier_payments=payments)))
    assert sorted(set(found) - {"complement_used"}) == expected


def test_a_share_that_contradicts_its_amount_is_noticed_and_the_amount_governs(
    engine: Engine,
) -> None:
    advance = {"code": "first", "name": "首付款", "share": "66.67%", "amount": "29105947.78"}
    case = check(engine, payload(), house=house_with(advance=advance))
    assert "share_differs" in codes(case)
    assert account_of(engine, case)["due"] == "14,446,520.22"


def test_payment_to_a_small_enterprise_is_noticed_where_the_house_says_so(engine: Engine) -> None:
    assert "sme_payment_term" in codes(
        check(engine, payload(), house=house_with(supplier_is_sme=True))
    )
    assert "sme_payment_term" not in codes(check(engine, payload()))


@pytest.mark.parametrize(
    ("accepted_on", "expected"), [("2026-06-29", ["accepted_before_end"]), ("2026-06-30", [])]
)
def test_acceptance_before_the_end_of_the_work_is_noticed(
    engine: Engine, accepted_on: str, expected: list[str]
) -> None:
    found = codes(check(engine, payload(accepted_on=accepted_on)))
    assert [code for code in found if code != "complement_used"] == expected


@pytest.mark.parametrize(
    ("issued_on", "settlement_type", "early"),
    [
        ("2026-06-30", "final", False),
        ("2026-07-20", "final", False),
        ("2026-06-29", "final", True),
        ("2026-03-31", "final", True),
        ("2026-03-31", "interim", False),
    ],
)
def test_a_final_settlement_before_the_contracts_end_is_noticed(
    engine: Engine, issued_on: str, settlement_type: str, early: bool
) -> None:
    days = {"issued_on": issued_on, "accepted_on": issued_on, "period_to": issued_on}
    case = check(engine, payload(settlement_type=settlement_type, **days))
    assert ("settled_before_term" in codes(case)) is early


@pytest.mark.parametrize(("issued_on", "late"), [("2026-07-24", False), ("2026-07-27", True)])
def test_an_instalment_settled_after_its_day_is_noticed(
    engine: Engine, issued_on: str, late: bool
) -> None:
    changes = INSTALMENT | {"earlier_payments": [], "deductions": [], "issued_on": issued_on}
    assert ("payment_overdue" in codes(check(engine, payload(**changes)))) is late


def test_a_settlement_without_the_supplier_s_invoice_is_noticed(engine: Engine) -> None:
    assert "invoice_missing" in [notice.code for notice in check(engine, payload()).notices]


def test_the_account_shows_four_digits_in_a_redacted_copy(engine: Engine) -> None:
    account = SettlementInvoice.example["payee"]["account"]
    page = words_of("html", engine.render(KIND, payload(), "html", copy="redacted").content)
    assert account not in page
    assert f"****{account[-4:]}" in page


def test_unknown_contracts_are_sent_to_the_house_file(engine: Engine) -> None:
    with pytest.raises(InvalidCaseError) as refused:
        check(engine, payload(contract="somewhere-else"))
    (finding,) = refused.value.findings
    assert (finding.pointer, "house.toml" in finding.detail) == ("/contract", True)


@pytest.mark.parametrize("name", ["typical", "long", "third_instalment"])
def test_a_settlement_never_looks_like_a_tax_invoice(engine: Engine, name: str) -> None:
    case = read_payload((CORPUS / KIND / f"{name}.json").read_bytes())
    page = words_of("html", engine.render(KIND, case, "html").content)
    assert "本结算单不是发票，不作报销和抵扣凭证。" in page
    assert "服务费用结算单" in page
    assert not re.findall("发票联|发票代码|税额|税率|价税合计|抵扣联|记账联|监制章|机器编号", page)


def test_an_instalment_is_numbered_by_the_buyer_that_settles_it(engine: Engine) -> None:
    case = check(engine, payload(**FIRST))
    assert case.values.number_line == "示商结算〔2026〕6号"
    with pytest.raises(InvalidCaseError) as refused:
        check(engine, payload(**FIRST | {"document_number": "示市监结算〔2026〕6号"}))
    assert [each.code for each in refused.value.findings] == ["number_prefix"]


def test_the_invoice_needs_the_buyers_tax_number(engine: Engine) -> None:
    number, other = "11999900003415279J", "91999900MAAY4CL120"
    assert check(engine, payload()).values.invoice_tax_number == number
    with pytest.raises(InvalidCaseError) as refused:
        check(engine, payload(buyer_tax_number=other))
    assert [each.code for each in refused.value.findings] == ["tax_number_differs"]
    contract = engine.house.contracts[0]
    buyer = Record({**contract.buyer, "credit_code": None})
    unknown = Record({**contract, "buyer": buyer, "clauses": None})
    house = Record({**engine.house, "contracts": (unknown,)})
    asked = engine.with_house(house)
    assert "tax_number_missing" in [each.code for each in asked.check(KIND, payload()).notices]
    given = asked.check(KIND, payload(buyer_tax_number=other))
    assert given.values.invoice_tax_number == other
    page = asked.render(KIND, payload(buyer_tax_number=other), "html")
    assert other in words_of("html", page.content)
    assert given.values.contract_basis is None


def test_a_settlement_names_the_clauses_it_rests_on(engine: Engine) -> None:
    values = check(engine, payload(**FIRST)).values
    assert (
        values.contract_basis
        == "第五条第一款（价款）、第五条第二款（付款、发票）、第六条第二款（扣款）"
    )


@pytest.mark.parametrize(
    ("targets", "reason", "met"),
    [
        ([{"name": "响应率", "least": 95}], "2025年9月响应率为95%，未达标", True),
        ([{"name": "响应率", "least": 95}], "2025年9月响应率为94.99%，未达标", False),
        ([{"name": "响应率", "least": 100}], "2025年9月响应率为96.2%，未达标", False),
        ([{"name": "解决率", "least": 85}], "2025年9月响应率为96.2%，未达标", False),
        ([], "2025年9月响应率为96.2%，未达标", False),
    ],
)
def test_a_rate_is_held_against_its_own_contract(
    engine: Engine, targets: list[dict[str, Any]], reason: str, met: bool
) -> None:
    (row,) = SettlementInvoice.example["deductions"]
    case = check(
        engine, payload(deductions=[row | {"reason": reason}]), house=house_with(targets=targets)
    )
    assert ("rate_meets_target" in [each.code for each in case.notices]) is met
