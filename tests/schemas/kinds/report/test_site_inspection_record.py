"""现场笔录: boundaries of its rules, what it derives, and that it cannot hold a reporter."""

import copy
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from docgen import Engine, InvalidCaseError
from schemas.ground.base import Facts, Part, Record
from schemas.ground.fields import Described, Group, Rows
from schemas.kinds.report.site_inspection_record import SiteInspectionRecord
from schemas.parts.inspected_party import InspectedParty

KIND = "site_inspection_record"
TODAY = date(2026, 11, 21)

# What no case of the corpus is refused for: it asks for eyes.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "a customer for the party": (
        {"/presence/attendee_post": "顾客"}, "/presence/attendee_post", "attendee_not_of_party",
    ),
    "a visit of more than half a day": (
        {"/ended_at": "2026-07-10T22:00"}, "/ended_at", "visit_long",
    ),
    "over a night": ({"/ended_at": "2026-07-11T08:00"}, "/ended_at", "spans_days"),
    "a visit of no time": ({"/ended_at": "2026-07-10T09:31"}, "/ended_at", "visit_short"),
    "evidence without a number": (
        {"/evidence/0/quantity": "若干"}, "/evidence/0/quantity", "quantity_vague",
    ),
}  # fmt: skip


def changed(**changes: Any) -> dict[str, Any]:
    """Return the example with values put in at `a__0__b`; None takes the value out."""
    payload: dict[str, Any] = copy.deepcopy(dict(SiteInspectionRecord.example))
    for path, value in changes.items():
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("__"))
        at: Any = payload
        for step in steps:
            at = at[step]
        at[last] = value
    return payload


def codes(engine: Engine, payload: dict[str, Any]) -> set[str]:
    """Return the codes of everything found, errors and notices."""
    try:
        return {finding.code for finding in engine.check(KIND, payload, today=TODAY).notices}
    except InvalidCaseError as refusal:
        return {finding.code for finding in refusal.findings}


@pytest.mark.parametrize(
    ("taken_at", "found"),
    [
        ("2026-07-10T09:19", "photo_outside_inspection"),
        ("2026-07-10T09:20", "photo_near_inspection"),
        ("2026-07-10T09:29", "photo_near_inspection"),
        ("2026-07-10T09:30", None),
        ("2026-07-10T10:20", None),
        ("2026-07-10T10:21", "photo_near_inspection"),
        ("2026-07-10T10:30", "photo_near_inspection"),
        ("2026-07-10T10:31", "photo_outside_inspection"),
    ],
)
def test_a_photo_belongs_to_the_visit_within_ten_minutes(
    engine: Engine, taken_at: str, found: str | None
) -> None:
    assert codes(engine, changed(photos__0__taken_at=taken_at)) == ({found} if found else set())


def test_a_photo_by_somebody_who_was_not_there_asks_for_eyes(engine: Engine) -> None:
    found = codes(engine, changed(photos__0__photographer="程望舒"))
    assert found == {"photographer_not_listed"}


@pytest.mark.parametrize(
    ("findings", "found"),
    [
        ("货架上有12瓶没有价签。", False),
        ("当事人的行为违反了《中华人民共和国价格法》的规定。", True),
        ("涉嫌违法经营。", True),
        ("拟处罚款500元。", True),
        ("墙上贴有“违者罚款”字样。", True),
        ("构成无照经营行为。", True),
        ("货架由木板构成，分三层。", False),
    ],
)
def test_findings_that_judge_ask_for_eyes(engine: Engine, findings: str, found: bool) -> None:
    assert ("legal_conclusion" in codes(engine, changed(findings=findings))) == found


def words_for_people(part: Part, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every field and derived value of a part, at any depth, with the words beside it."""
    derivations = type(part).derivations()
    shown = dict(part.fields) | {name: each.display for name, each in derivations.items()}
    for name, field in shown.items():
        here = f"{path}/{name}"
        if isinstance(field, Described):
            yield here, f"{field.label} {field.hint} {getattr(field, 'options', '')}"
        inner = field.inner if isinstance(field, Rows) else field
        if isinstance(inner, Group):
            yield from words_for_people(inner.part(), here)


def test_no_field_can_hold_a_reporter() -> None:
    fields = dict(words_for_people(SiteInspectionRecord()))
    assert len(fields) > 60
    assert "/party/phone" in fields
    assert "/photos/photographer" in fields
    betrays = re.compile("举报|投诉|检举|信访|工单|complain|whistle|informant|order_ref")
    reporter = re.compile("reporter|reported|report_")
    for path, words in fields.items():
        assert not betrays.search(f"{path} {words}"), path
        assert not reporter.search(path), path


def party(**values: Any) -> Record:
    """Return a party's values as a rule sees them, nothing given unless named."""
    return Record(dict.fromkeys(InspectedParty().fields) | values)


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        (
            {
                "party_type": "natural_person",
                "person_name": "盛夏",
                "id_type": "resident_card",
                "id_number": "110105194912310021",
            },
            {
                "name_line": "盛夏",
                "licence_line": "/",
                "code_line": "/",
                "representative_line": "/",
                "identity_line": "110105194912310021",
                "phone_line": "/",
            },
        ),
        (
            {
                "party_type": "individual_business",
                "business_name": "某店",
                "registration_number": "999900600012346",
                "id_type": "passport",
                "id_number": "E90000017",
            },
            {
                "name_line": "某店",
                "code_line": "注册号999900600012346",
                "identity_line": "E90000017（护照）",
            },
        ),
        (
            {"party_type": "unknown", "business_name": "某摊", "unverified_reason": "没有证照"},
            {
                "name_line": "某摊",
                "licence_line": "无法核实",
                "code_line": "无法核实",
                "representative_line": "无法核实",
                "identity_line": "无法核实",
                "phone_line": "无法核实",
            },
        ),
        (
            {"party_type": "natural_person", "unverified_reason": "没有带证件"},
            {
                "name_line": "无法核实",
                "licence_line": "/",
                "address_line": "无法核实",
                "identity_line": "无法核实",
            },
        ),
    ],
)
def test_every_line_of_the_form_is_filled(
    engine: Engine, values: dict[str, Any], lines: dict[str, str]
) -> None:
    part, facts = InspectedParty(), Facts(engine.law, engine.house, TODAY)
    derivations = InspectedParty.derivations()
    filled = {name: derivations[name].compute(part, party(**values), facts) for name in lines}
    assert filled == lines


@pytest.mark.parametrize(
    ("setting", "title"), [("site", "现场笔录"), ("site_inspection", "现场检查笔录")]
)
def test_the_bureau_chooses_the_title(engine: Engine, setting: str, title: str) -> None:
    house = Record({**engine.house, "site_record_title": setting})
    document = engine.with_house(house).render(KIND, SiteInspectionRecord.example, "html")
    assert document.name.startswith(f"{title}_2026-07-10")
    assert f"<h1>{title}</h1>" in document.content.decode()
    assert f"本附页是《{title}》的组成部分" in document.content.decode()


def test_the_example_needs_no_second_look(engine: Engine) -> None:
    assert engine.check(KIND, SiteInspectionRecord.example, today=TODAY).notices == ()


def test_every_page_ends_in_the_lines_to_sign_and_its_number(engine: Engine) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    pages = pypdfium2.PdfDocument(engine.render(KIND, SiteInspectionRecord.example).content)
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        words = re.sub(r"\s", "", page.get_textpage().get_text_range())
        for each in ("当事人：", "见证人：", "检查人员：", f"第{number}页共3页"):
            assert each in words
        assert words.count("年月日") == 2  # no witness, so no day of one


def test_two_photos_share_a_page_with_the_confirmation(engine: Engine) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    pages = pypdfium2.PdfDocument(engine.render(KIND, SiteInspectionRecord.example).content)
    last = re.sub(r"\s", "", pages[2].get_textpage().get_text_range())
    assert last.count("SHA-256校验值") == 2
    assert "以上照片与现场一致" in last
    assert "证据核对意见：照片我看过，与现场一致。" in last
