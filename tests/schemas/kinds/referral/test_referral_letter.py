"""Whom a case goes to and on which article, how sub-letters are numbered, what stays unsaid."""

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine, InvalidCaseError, Settings
from docgen.case.case import Case
from docgen.engine import assemble
from docgen.proof.words import words_of
from schemas.ground.base import Record
from schemas.kinds.referral.referral_letter import ReferralLetter
from schemas.kinds.referral.transfer.jurisdiction import belongs_to
from schemas.parts.copies import copies_in_words

KIND = "referral_letter"
PROCEDURE = "《市场监督管理行政处罚程序规定》"
LETTER = "/letters/0"

# What no case of the corpus is refused for: it asks for eyes.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "because it lies with us": (
        {f"{LETTER}/reason": "当事人的实际经营地在示例区"},
        f"{LETTER}/reason",
        "reason_in_our_region",
    ),
    "found in another way": (
        {f"{LETTER}/facts": "市场监测发现上述店铺销售的饼干标示保质期8个月，已超过保质期。"},
        f"{LETTER}/facts",
        "source_differs",
    ),
    "verified before it was found": (
        {f"{LETTER}/verification": "本局于2026年6月20日固定了店铺页面。"},
        f"{LETTER}/verification",
        "verified_before_clue",
    ),
    "decided by who hands it over": (
        {f"{LETTER}/findings": "违法事实清楚，建议处罚。"}, f"{LETTER}/findings", "decided_already",
    ),
    "for want of time": (
        {f"{LETTER}/reason": "本局人手不足，无力查办"}, f"{LETTER}/reason", "reason_is_convenience",
    ),
}  # fmt: skip
SHOPS = Path(__file__).parents[3] / "corpus" / KIND / "three_shops.json"


@pytest.fixture(scope="module")
def office() -> Engine:
    """An engine with this kind alone, so that no other kind can disturb these claims."""
    return assemble(Settings.from_env({}), only=[KIND])


def changed(**edits: Any) -> dict[str, Any]:
    payload = deepcopy(dict(ReferralLetter.example)) | edits
    return {name: value for name, value in payload.items() if value is not None}


def to_enforcement_body(**edits: Any) -> dict[str, Any]:
    letter = deepcopy(ReferralLetter.example["letters"][0]) | {"addressee": None}
    situation = {"situation": "enforcement_body", "jurisdiction_rule": None, "letters": [letter]}
    return changed(**situation | edits)


def codes(case: Case) -> list[str]:
    return [finding.code for finding in case.notices]


@pytest.mark.parametrize(
    ("situation", "rule", "conclusion", "places"),
    [
        ("market_supervision", "place_of_conduct", "not_ours", "第十四条"),
        ("market_supervision", "online_operator", "not_ours", "第十条第一款、第十四条"),
        ("market_supervision", "platform_seller", "not_ours", "第十条第二款、第十四条"),
        ("market_supervision", "advertising", "not_ours", "第十一条第一款、第十四条"),
        ("market_supervision", "advertising", "difficult", "第十一条第一款"),
        ("market_supervision", "own_advertising", "not_ours", "第十一条第三款、第十四条"),
        ("other_department", None, "not_ours", "第十七条第一款"),
        ("enforcement_body", None, "not_ours", "第十七条第一款"),
    ],
)
def test_each_situation_rests_on_its_own_article(
    office: Engine, situation: str, rule: str | None, conclusion: str, places: str
) -> None:
    payload = changed(situation=situation, jurisdiction_rule=rule, jurisdiction=conclusion)
    assert office.check(KIND, payload).values.legal_basis == PROCEDURE + places


def test_centralised_basis_is_printed_once_the_house_has_confirmed_it(office: Engine) -> None:
    pending = office.check(KIND, to_enforcement_body())
    assert pending.values.legal_basis == f"{PROCEDURE}第十七条第一款"
    house = Record(dict(office.house) | {"centralised_penalty_basis": "《示例市决定》第二条"})
    confirmed = office.with_house(house).check(KIND, to_enforcement_body())
    assert confirmed.values.legal_basis == f"{PROCEDURE}第十七条第一款和《示例市决定》第二条"


def test_enforcement_body_is_the_default_addressee_and_the_house_the_default_contact(
    office: Engine,
) -> None:
    values = office.check(KIND, to_enforcement_body(contact_phone=None)).values
    assert values.letters[0].addressed_to == office.house.enforcement_body
    assert values.shown_phone == office.house.authority.phone
    assert values.shown_address == office.house.authority.address


def test_a_clue_becomes_a_case_when_it_is_filed(office: Engine) -> None:
    clue, case = (office.check(KIND, changed(filed_on=day)).values for day in (None, "2026-07-02"))
    assert (clue.title, case.title) == ("案件移送函", "案件移送函")
    ours = office.with_house(Record({**office.house, "clue_referral_title": "clue"}))
    clue, case = (ours.check(KIND, changed(filed_on=day)).values for day in (None, "2026-07-02"))
    assert (clue.title, case.title) == ("违法线索移送函", "案件移送函")
    page = words_of("html", office.render(KIND, changed(filed_on="2026-07-02"), "html").content)
    assert "一案，因" in page
    assert "现将该案移送你单位处理。" in page
    assert "违法线索移送" not in page


def test_several_letters_share_a_number_and_one_letter_keeps_it_whole(office: Engine) -> None:
    shops = json.loads(SHOPS.read_text("utf-8"))
    assert office.check(KIND, shops).values.number_lines == (
        "示市监案移〔2026〕31-1号",
        "示市监案移〔2026〕31-2号",
        "示市监案移〔2026〕31-3号",
    )
    draft = office.check(KIND, shops, copy="draft").values.number_lines
    assert draft[2] == "示市监案移〔2026〕　　-3号"
    single = office.check(KIND, changed(document_number="示市监案移〔2026〕31-2号")).values
    assert single.number_lines == ("示市监案移〔2026〕31-2号",)


def test_each_letter_counts_its_own_attachments(office: Engine) -> None:
    letter = office.check(KIND, changed()).values.letters[0]
    assert (letter.attachment_copies, letter.attachment_pages) == (3, 11)


def test_conduct_is_always_alleged_and_only_once(office: Engine) -> None:
    for typed in ("销售超过保质期的食品", "涉嫌销售超过保质期的食品"):
        letter = deepcopy(ReferralLetter.example["letters"][0]) | {"violation": typed}
        values = office.check(KIND, changed(letters=[letter])).values
        assert values.letters[0].alleged == "涉嫌销售超过保质期的食品"


def test_feedback_is_asked_for_only_while_the_clerk_leaves_it_on(office: Engine) -> None:
    asked, silent = (
        words_of("html", office.render(KIND, changed(feedback_requested=on), "html").content)
        for on in (None, False)
    )
    assert "自收到本函之日起30个工作日内" in asked
    assert "个工作日" not in silent


@pytest.mark.parametrize(("copies", "words"), [(1, "一"), (2, "两"), (3, "三"), (12, "十二")])
def test_copies_are_counted_as_they_are_spoken(copies: int, words: str) -> None:
    assert copies_in_words(copies) == words


@pytest.mark.parametrize(("issued_on", "noticed"), [("2026-07-22", False), ("2026-07-23", True)])
def test_a_clue_older_than_its_verification_period_is_noticed(
    office: Engine, issued_on: str, noticed: bool
) -> None:
    """The clue came on 2026-07-01: fifteen working days end on 2026-07-22."""
    case = office.check(KIND, changed(issued_on=issued_on))
    assert ("verification_period" in codes(case)) == noticed


@pytest.mark.parametrize(
    ("source", "edits", "expected"),
    [
        ("report", {}, ["order_returned", "reporter_to_be_told"]),
        ("complaint", {}, ["order_returned"]),
        ("inspection", {}, []),
        ("report", {"filed_on": "2026-07-02"}, ["order_returned", "reporter_to_be_told"]),
        ("report", {"order_returned": True}, ["reporter_to_be_told"]),
        ("report", {"order_returned": True, "reporter_told": True}, []),
        ("complaint", {"order_returned": True}, []),
    ],
)
def test_an_order_outside_our_powers_is_returned_and_its_reporter_told(
    office: Engine, source: str, edits: dict[str, Any], expected: list[str]
) -> None:
    edits = {"order_returned": False} | edits
    assert codes(office.check(KIND, changed(clue_source=source, **edits))) == expected


def test_duties_of_order_121_are_not_named_before_it_is_in_force(office: Engine) -> None:
    approval = ReferralLetter.example["approval"] | {"approved_on": "2026-04-13"}
    undated = {"facts": "上述店铺在售饼干已超过保质期。", "verification": "本局固定了店铺页面。"}
    letters = [deepcopy(ReferralLetter.example["letters"][0]) | undated]
    days = {"found_on": "2026-04-08", "issued_on": "2026-04-14"}
    early = changed(clue_source="report", approval=approval, letters=letters, **days)
    assert codes(office.check(KIND, early)) == []


@pytest.mark.parametrize(
    ("situation", "authority", "fits"),
    [
        ("market_supervision", "示例市东湖区市场监督管理局", True),
        ("market_supervision", "示例市商务局", False),
        ("other_department", "示例市商务局", True),
        ("other_department", "示例市东湖区市场监督管理局", False),
        ("other_department", "示例市综合行政执法局", False),
        ("enforcement_body", "示例市综合行政执法局", True),
        ("enforcement_body", "示例市商务局", False),
    ],
)
def test_an_addressee_fits_its_situation_or_is_noticed(
    situation: str, authority: str, fits: bool
) -> None:
    assert belongs_to(situation, authority, "示例市综合行政执法局") == fits


@pytest.mark.parametrize(
    ("edits", "code", "pointer"),
    [
        ({"facts": "当事人涉嫌构成犯罪。"}, "crime_suspected", "/letters/0/facts"),
        ({"findings": "当事人涉嫌构成犯罪。"}, "crime_suspected", "/letters/0/findings"),
        ({"addressee": "示例市公安局东湖分局"}, "crime_suspected", "/letters/0/addressee"),
        ({"addressee": "示例市商务局"}, "addressee_situation", "/letters/0/addressee"),
    ],
)
def test_what_looks_out_of_place_is_noticed(
    office: Engine, edits: dict[str, str], code: str, pointer: str
) -> None:
    letter = deepcopy(ReferralLetter.example["letters"][0]) | edits
    notices = office.check(KIND, changed(letters=[letter])).notices
    assert (code, pointer) in [(finding.code, finding.pointer) for finding in notices]


def test_a_party_without_a_code_and_a_shop_of_another_name_are_noticed(office: Engine) -> None:
    letter = deepcopy(ReferralLetter.example["letters"][0])
    letter["party"] |= {"credit_code": None, "name": "示例市东湖区无照摊主"}
    found = codes(office.check(KIND, changed(letters=[letter])))
    assert {"party_unidentified", "operator_differs"} <= set(found)


def test_a_case_may_bring_the_basis_of_centralised_penalties(office: Engine) -> None:
    given = to_enforcement_body(centralised_penalty_basis="《示例市决定》第二条")
    case = office.check(KIND, given)
    assert case.values.legal_basis == f"{PROCEDURE}第十七条第一款和《示例市决定》第二条"
    assert "basis_missing" not in codes(case)
    assert "basis_missing" in codes(office.check(KIND, to_enforcement_body()))
    for edits, code in (
        (to_enforcement_body(centralised_penalty_basis="区政府的决定"), "basis_unnamed"),
        (changed(centralised_penalty_basis="《示例市决定》第二条"), "basis_without_situation"),
    ):
        with pytest.raises(InvalidCaseError) as refused:
            office.check(KIND, edits)
        assert [each.code for each in refused.value.findings] == [code]


def test_a_letter_brings_a_slip_that_comes_back(office: Engine) -> None:
    for format in ("html", "docx"):
        words = words_of(format, office.render(KIND, changed(), format).content)
        assert "移送回执" in words, format
        assert "处理情况□立案□不予立案□受理□退回" in words, format
        asked = changed(feedback_requested=False)
        words = words_of(format, office.render(KIND, asked, format).content)
        assert "接收机关（盖章）" in words, format
        assert "处理情况" not in words, format
    without = office.with_house(Record({**office.house, "referral_receipt": False}))
    assert "移送回执" not in words_of("html", without.render(KIND, changed(), "html").content)
