"""A document of a case keeps from its readers whom the case's other documents name."""

from typing import Any

import pytest

from docgen import Engine
from docgen.errors import InvalidCaseError
from docgen.register.actor import Actor
from docgen.register.cases import open_case
from docgen.register.database import Register
from docgen.register.issue import IssuedDocument, void
from tests.docgen.register.test_issue import example_of, issue_one
from tests.schemas.guard.cases import example

CASE = "2026-0206"
SITE, AGREEMENT, REFERRAL = "site_inspection_record", "mediation_agreement", "referral_letter"


def site_record(
    register: Register, engine: Engine, officer: Actor, changes: dict[str, Any], case: str = CASE
) -> IssuedDocument:
    """Issue a site record of the case, changed."""
    payload = example(engine, SITE, changes)
    return issue_one(register, engine, officer, SITE, payload=payload, case_ref=case)


def refused(
    register: Register, engine: Engine, officer: Actor, changes: dict[str, Any]
) -> set[tuple[str, str]]:
    """Return what a site record of the case is refused for."""
    with pytest.raises(InvalidCaseError) as refusal:
        site_record(register, engine, officer, changes)
    return {(each.pointer, each.code) for each in refusal.value.findings}


@pytest.fixture
def complaint(register: Register, engine: Engine, officer: Actor) -> IssuedDocument:
    """The agreement that names 沈若棠, her phone, paper and address, issued in the case."""
    return issue_one(register, engine, officer, AGREEMENT, case_ref=CASE)


@pytest.mark.parametrize(
    "changes",
    [
        {"/findings": "沈若棠现场指认收银台。"},
        {"/findings": "沈 若 棠现场指认收银台。"},
        {"/findings": "店主与沈若棠发生争执。"},
        {"/presence/account": "由沈若棠带路，经营者在场。"},
        {"/photos/0/shows": "沈若棠所指的货架"},
        {"/evidence/0/origin": "沈若棠提供的小票"},
        {"/evidence/0/name": "沈若棠的会员卡"},
        {"/place": "示例区梧桐里7号楼2单元301室"},
        {"/findings": "小票寄往梧桐里7号楼2单元301室。"},
        {"/findings": "工单1999900002026061900206所列商品仍在架上。"},
        {"/party_comment": "是沈若棠告的我。"},
        {"/witness": {"name": "沈若棠", "position": "顾客"}},
    ],
)
def test_the_complainant_of_the_case_is_kept_from_the_inspected_party(
    register: Register,
    engine: Engine,
    officer: Actor,
    complaint: IssuedDocument,
    changes: dict[str, Any],
) -> None:
    (pointer,) = changes
    told = refused(register, engine, officer, changes)
    assert (pointer + ("/name" if pointer == "/witness" else ""), "person_betrayed") in told


@pytest.mark.parametrize(
    "findings",
    [
        "该店营业执照悬挂在墙面，店员一名。",
        "沈记糕点三盒没有价签。",
        "货架第7号楼层标识脱落，301室为仓库。",
        "棠梨12个没有价签。",
    ],
)
def test_words_of_the_shop_are_left_alone(
    register: Register, engine: Engine, officer: Actor, complaint: IssuedDocument, findings: str
) -> None:
    assert site_record(register, engine, officer, {"/findings": findings}).notices == ()


@pytest.mark.parametrize("findings", ["沈女士所购香油在架上。", "寄往梧桐里7号楼的箱子一个。"])
def test_a_hint_at_the_complainant_asks_for_eyes(
    register: Register, engine: Engine, officer: Actor, complaint: IssuedDocument, findings: str
) -> None:
    issued = site_record(register, engine, officer, {"/findings": findings})
    assert [each.code for each in issued.notices] == ["person_hinted"]


def test_another_case_or_none_is_not_searched(
    register: Register, engine: Engine, officer: Actor, complaint: IssuedDocument
) -> None:
    named = {"/findings": "沈若棠现场指认收银台。"}
    site_record(register, engine, officer, named, case="2026-0999")
    payload = example(engine, SITE, named)
    issue_one(register, engine, officer, SITE, payload=payload)


def test_a_voided_document_has_named_its_people_all_the_same(
    register: Register, engine: Engine, officer: Actor, complaint: IssuedDocument
) -> None:
    void(register, complaint.id, "金额有误", actor=officer)
    changes = {"/findings": "沈若棠现场指认收银台。"}
    assert refused(register, engine, officer, changes) == {("/findings", "person_betrayed")}


def test_whom_the_case_was_opened_with_is_known_too(
    register: Register, engine: Engine, officer: Actor
) -> None:
    fields = {"complainants": [{"name": "程若水", "phone": "13900007777"}]}
    open_case(register, CASE, fields, actor=officer)
    changes = {"/findings": "程若水现场指认收银台。"}
    assert refused(register, engine, officer, changes) == {("/findings", "person_betrayed")}


def test_a_letter_to_another_authority_leaves_the_complainant_out(
    register: Register, engine: Engine, officer: Actor, complaint: IssuedDocument
) -> None:
    payload = example(engine, REFERRAL, {"/letters/0/facts": "沈若棠在上述店铺购买饼干2袋。"})
    with pytest.raises(InvalidCaseError) as refusal:
        issue_one(register, engine, officer, REFERRAL, payload=payload, case_ref=CASE)
    assert [each.code for each in refusal.value.findings] == ["person_betrayed"]


def test_the_parties_of_a_mediation_know_each_other(
    register: Register, engine: Engine, officer: Actor, complaint: IssuedDocument
) -> None:
    void(register, complaint.id, "金额有误", actor=officer)
    again = issue_one(register, engine, officer, AGREEMENT, case_ref=CASE)
    assert "person_betrayed" not in {each.code for each in again.notices}


def test_who_complains_later_is_looked_for_in_what_was_issued_before(
    register: Register, engine: Engine, officer: Actor
) -> None:
    site_record(register, engine, officer, {"/findings": "沈若棠现场指认收银台。"})
    issued = issue_one(
        register, engine, officer, AGREEMENT, payload=example_of(engine, AGREEMENT), case_ref=CASE
    )
    assert "betrayed_before" in {each.code for each in issued.notices}


def test_a_name_of_two_characters_is_told_from_other_words(
    register: Register, engine: Engine, officer: Actor
) -> None:
    open_case(register, CASE, {"complainant_name": "高山"}, actor=officer)
    issued = site_record(register, engine, officer, {"/findings": "货架上有高山茶十二盒。"})
    assert [each.code for each in issued.notices] == ["person_hinted"]
    changes = {"/findings": "高山称该店没有价签。"}
    assert refused(register, engine, officer, changes) == {("/findings", "person_betrayed")}
