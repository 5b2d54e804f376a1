"""What the corpus cannot show of acceptance and of papers like it: settings, roundings, layouts."""

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from docgen import Engine, InvalidCaseError
from docgen.case.case import Case, build_case
from docgen.case.words import describe
from docgen.house import check_house
from schemas.ground.base import Facts, Record

ACCEPTANCE, AGREEMENT = "acceptance_report", "supplementary_agreement"
NOTICE, APPLICATION = "contractor_rectification_notice", "payment_application"


def house_with(contract: int | None = None, **changes: Any) -> Record:
    """Return the invented bureau's house facts with some changed, its own or a contract's."""
    values = tomllib.loads(files("schemas.ground").joinpath("house.toml").read_text("utf-8"))
    (values if contract is None else values["contracts"][contract]).update(changes)
    return check_house(values, "house.toml")


def check(engine: Engine, kind: str, house: Record | None = None, **changes: Any) -> Case:
    payload = dict(engine.catalogue[kind].schema.example) | changes
    facts = Facts(engine.law, house or engine.house, date(2026, 11, 21))
    return build_case(engine.catalogue[kind], payload, facts)


def refused(engine: Engine, kind: str, house: Record | None = None, **changes: Any) -> set[str]:
    with pytest.raises(InvalidCaseError) as refusal:
        check(engine, kind, house, **changes)
    return {f"{each.pointer} {each.code}" for each in refusal.value.findings}


def test_those_served_are_asked_where_the_bureau_says_so(engine: Engine) -> None:
    asking = house_with(acceptance_invites_users=True)
    assert refused(engine, ACCEPTANCE, asking) == {"/users_opinion required"}
    assert check(engine, ACCEPTANCE, asking, users_opinion="服务对象没有不同意见。").notices == ()


def test_a_team_is_as_large_as_the_bureau_says(engine: Engine) -> None:
    assert check(engine, ACCEPTANCE, house_with(acceptance_team=3)).notices == ()
    assert refused(engine, ACCEPTANCE, house_with(acceptance_team=4)) == {"/team team_too_small"}


def test_a_contract_without_standards_is_not_accepted(engine: Engine) -> None:
    bare = house_with(0, standards=[])
    assert refused(engine, ACCEPTANCE, bare) == {"/contract no_standards"}


def test_a_rate_is_judged_by_its_exact_fraction(engine: Engine) -> None:
    """94.96 % is printed as 95.0 % and misses 95 %; 95 % itself reaches it."""
    counts = list(engine.catalogue[ACCEPTANCE].schema.example["target_counts"])
    near = {"target": "响应率", "numerator": 9496, "denominator": 10000}
    missed = refused(engine, ACCEPTANCE, target_counts=[near, *counts[1:]])
    assert missed == {"/answered_standards/0/result rate_missed"}
    case = check(engine, ACCEPTANCE, target_counts=[near | {"numerator": 9500}, *counts[1:]])
    assert describe(case, engine.house_words)["rates"][0]["verdict"] == "达标"


@pytest.mark.parametrize(
    ("limit", "amount", "noticed"),
    [
        (10, "4366328.80", False),
        (10, "4366328.81", True),
        (5, "2183164.40", False),
        (5, "2183164.41", True),
    ],
)
def test_what_is_added_is_held_to_the_bureaus_limit(
    engine: Engine, limit: int, amount: str, noticed: bool
) -> None:
    case = check(engine, AGREEMENT, house_with(supplement_limit=limit), amount_change=amount)
    assert ("supplement_limit" in {each.code for each in case.notices}) is noticed


@pytest.mark.parametrize(
    ("ends", "noticed"), [("2026-09-30", False), ("2026-10-01", True), ("2026-12-31", True)]
)
def test_bridging_is_for_three_months(engine: Engine, ends: str, noticed: bool) -> None:
    case = check(engine, AGREEMENT, new_ends_on=ends, bridging=True)
    assert ("bridging_long" in {each.code for each in case.notices}) is noticed


def test_damages_are_a_share_of_the_total_and_no_other_sum(engine: Engine) -> None:
    leak = [{"happened_on": "2026-06-01", "breach": "leak", "account": "将统计表给了第三方。"}]
    case = check(engine, NOTICE, breaches=leak, contract_measures=["damages"])
    words = describe(case, engine.house_words)
    assert words["damages_amount"].yuan == "¥8,732,657.60"
    assert words["title"] == "服务整改（违约金）通知书"


def test_a_contract_without_steps_deducts_at_once(engine: Engine) -> None:
    changes = {"contract_measures": ["deduct"], "deducted_amount": "500.00"}
    assert refused(engine, NOTICE, **changes) == {
        "/earlier_number rectify_first",
        "/earlier_outcome rectify_first",
    }
    assert check(engine, NOTICE, house_with(0, rectify_first=False), **changes).notices == ()


def test_the_first_payment_is_a_share_to_two_digits(engine: Engine) -> None:
    words = describe(check(engine, APPLICATION), engine.house_words)
    assert (words["share_asked"], words["share_paid"]) == ("33.09%", "99.75%")
    assert words["paid_after"].yuan == "¥43,552,468.00"


@pytest.mark.parametrize(
    ("performance", "noticed"),
    [
        ("抽查200件，均按时反馈。", False),
        ("没有发现泄露数据。", False),
        ("没有遗漏，全部登记。", False),
        ("两件未达到要求。", True),
        ("没有做到逐件登记。", True),
        ("归档材料缺失三件。", True),
    ],
)
def test_an_answer_that_tells_of_a_failure_is_looked_at(
    engine: Engine, performance: str, noticed: bool
) -> None:
    example = engine.catalogue[ACCEPTANCE].schema.example
    answers = [dict(each) for each in example["answered_standards"]]
    answers[2]["performance"] = performance
    case = check(engine, ACCEPTANCE, answered_standards=answers)
    assert ("performance_contradicts" in {each.code for each in case.notices}) is noticed


def test_an_invoice_older_than_its_contract_is_noticed(engine: Engine) -> None:
    kind = "invoice_record"
    row = engine.catalogue[kind].schema.example["registered_invoices"][0]
    case = check(engine, kind, registered_invoices=[row | {"issued_on": "2025-05-29"}])
    assert [each.code for each in case.notices] == ["invoice_before_signing"]
