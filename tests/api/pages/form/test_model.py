"""The form of every kind is drawn from its schema: each field once, with all it needs."""

from datetime import date
from typing import Any

from api.pages.form.beginnings import Known, beginning, lift_photos
from api.pages.form.entries import entries_of, payload_of
from api.pages.form.items import Form, Item, Section
from api.pages.form.model import FormMaker
from api.pages.form.notes import duties_of, notes_of
from docgen import Engine
from docgen.case.review import review
from schemas.ground.base import Facts, Part
from schemas.ground.fields import Described, Group, Rows
from schemas.ground.house import suggested
from schemas.parts.hand_signatures import HANDS
from tests.catalogue import every_kind

TODAY = date(2026, 7, 20)


def facts_of(engine: Engine) -> Facts:
    return Facts(engine.law, engine.house, TODAY, "draft")


def form_of(engine: Engine, kind: str, entries: Any, *, strict: bool = False) -> Form:
    facts, found = facts_of(engine), engine.catalogue[kind]
    result = review(found, payload_of(found.reader, entries), facts)
    notes = notes_of(found, entries, facts)
    return FormMaker(found, facts, result, notes, strict=strict).make(entries)


def item_at(form: Form, pointer: str) -> Item:
    return next(item for item in form.walk() if item.pointer == pointer)


def singles(part: Part, pointer: str = "") -> set[str]:
    """Return the pointers of everything in a form that has one row wherever rows are."""
    found = set()
    for name, field in part.fields.items():
        here = f"{pointer}/{name}"
        if isinstance(field, Described) and not field.asked:
            continue
        found.add(here)
        if isinstance(field, Group):
            found |= singles(field.below, here)
        elif isinstance(field, Rows) and field.below and name != HANDS:  # Made, not typed.
            found |= singles(field.below, f"{here}/0")
    return found


@every_kind
def test_every_field_of_the_schema_stands_in_the_form_once(engine: Engine, kind: str) -> None:
    reader = engine.catalogue[kind].reader
    one_row = {
        name: [{}]
        for name, field in reader.fields.items()
        if isinstance(field, Rows) and field.below
    }
    letters = {"letters": [{"attachments": [{}]}]} if "letters" in one_row else {}
    form = form_of(engine, kind, one_row | letters)
    shown = [item.pointer for item in form.walk()]
    # A kind that wants two rows at least shows two.
    second = {each for each in shown if "/1/" in each}
    scalars = {each for each in shown if each.endswith("/0")}
    assert len(shown) == len(set(shown))
    assert set(shown) - second - scalars == singles(reader) - {"/document_number"}
    for item in form.walk():
        assert item.label
        assert item.widget != "select" or item.options


@every_kind
def test_an_example_is_shown_as_filled_in_and_right(engine: Engine, kind: str) -> None:
    found = engine.catalogue[kind]
    entries, photos = lift_photos(found.reader, found.schema.example)
    facts = Facts(engine.law, engine.house, TODAY, "draft", photos)
    result = review(found, payload_of(found.reader, entries), facts)
    form = FormMaker(found, facts, result, strict=True).make(entries)
    assert result.case is not None
    # What a form asks beyond the law may be left alone.
    assert {section.state for section in form.sections} <= {("good", "已填好"), ("", "选填")}
    assert form.sections[0].state == ("good", "已填好")


@every_kind
def test_an_empty_form_nags_nobody_until_it_is_checked(engine: Engine, kind: str) -> None:
    early, strict = form_of(engine, kind, {}), form_of(engine, kind, {}, strict=True)
    assert not [item.pointer for item in early.walk() if item.errors]
    assert [item.pointer for item in strict.walk() if item.errors]
    assert all(section.state[0] != "bad" for section in early.sections)
    assert any(section.state[0] == "bad" for section in strict.sections)


def test_a_field_shows_when_it_applies_and_while_something_is_in_it(engine: Engine) -> None:
    kind = "non_acceptance_notice"
    place = "/ground_seven_basis"
    assert not item_at(form_of(engine, kind, {"ground_item": "4"}), place).shown
    assert item_at(form_of(engine, kind, {"ground_item": "7"}), place).shown
    left = {"ground_item": "4", "ground_seven_basis": "《示例条例》第一条"}
    assert item_at(form_of(engine, kind, left), place).shown
    when = item_at(form_of(engine, kind, {}), place).when
    assert when == {"name": "ground_item", "values": ["7"], "rows": 1}


def test_a_group_applies_when_others_are_there(engine: Engine) -> None:
    kind = "mediation_agreement"
    one, two = {"complainants": [{}]}, {"complainants": [{}, {}]}
    assert not item_at(form_of(engine, kind, one), "/joint").shown
    assert item_at(form_of(engine, kind, two), "/joint").shown
    agent = {"respondent": {"agent": {"name": "方可欣"}}}
    assert item_at(form_of(engine, kind, agent), "/respondent/signer").shown
    assert not item_at(form_of(engine, kind, {}), "/respondent/signer").shown


def test_grounds_are_offered_in_the_wording_in_force_on_the_documents_day(engine: Engine) -> None:
    kind = "non_acceptance_notice"
    now = item_at(form_of(engine, kind, {"issued_on": "2026-07-10"}), "/ground_item")
    before = item_at(form_of(engine, kind, {"issued_on": "2026.4.1"}), "/ground_item")
    assert (now.widget, len(now.options), len(before.options)) == ("radio", 7, 6)
    assert now.options[6][1] == "（七）法律、法规、规章规定不予受理的其他情形"


def test_beside_the_fields_stand_capitals_days_and_deadlines(engine: Engine) -> None:
    entries = {
        "received_on": "20260619",
        "accepted_on": "2026-06-23",
        "stated_total": "3,600",
        "respondent": {"credit_code": "91999900MA1XG6125M"},
    }
    kind = engine.catalogue["mediation_agreement"]
    notes = notes_of(kind, entries, facts_of(engine))
    assert [each.words for each in notes["/stated_total"]] == ["人民币叁仟陆佰元整"]
    assert [each.words for each in notes["/respondent/credit_code"]] == ["校验位相符"]
    words = [each.words for each in notes["/accepted_on"]]
    assert words[0] == "2026年6月23日 周二"
    assert "最迟 2026-08-22" in words[1]
    assert "第二十三条" in notes["/accepted_on"][1].more
    duty = duties_of(kind, entries, facts_of(engine))[0]
    assert (duty.due, duty.days_left) == (date(2026, 6, 24), -26)


def test_a_year_without_law_or_calendar_breaks_nothing(engine: Engine) -> None:
    kind = engine.catalogue["mediation_agreement"]
    for day in ("0001-01-01", "9999-12-31", "2031-05-05"):
        assert notes_of(kind, {"received_on": day}, facts_of(engine))["/received_on"]


@every_kind
def test_what_fields_start_with_is_there_and_a_case_can_start_with_it(
    engine: Engine, kind: str
) -> None:
    reader = engine.catalogue[kind].reader
    known = Known(TODAY, "何静远", engine.house, certificate="99990012035")
    started = beginning(reader, known)
    wrong = {
        (each.pointer, each.code)
        for each in review(
            engine.catalogue[kind], payload_of(reader, started), facts_of(engine)
        ).findings
        if each.code != "required"
    }
    assert not wrong
    for item in form_of(engine, kind, started).walk():
        assert isinstance(item.field, Described)
        if item.field.suggests:
            assert list(suggested(engine.house, item.field.suggests)), item.pointer


def test_a_section_that_may_still_fail_is_not_called_done(engine: Engine) -> None:
    kind = "mediation_agreement"
    reader, example = engine.catalogue[kind].reader, engine.catalogue[kind].schema.example
    whole, half = (
        {each.title: each.state for each in form_of(engine, kind, entries).sections}
        for entries in (entries_of(reader, example), entries_of(reader, example) | {"place": ""})
    )
    assert whole["协议内容"] == ("good", "已填好")
    assert half["协议内容"] == ("", "待核对")
    assert half["调解"] == ("", "缺 1 项")


def test_what_an_answer_makes_necessary_is_not_marked_as_optional(engine: Engine) -> None:
    kind = "site_inspection_record"
    for state, required in (("absent", False), ("present", True)):
        form = form_of(engine, kind, {"presence": {"state": state}})
        item = item_at(form, "/presence/attendee_name")
        assert (item.required, item.errors) == (required, ())


def test_the_parts_nobody_touched_are_not_called_done(engine: Engine) -> None:
    form = form_of(engine, "site_inspection_record", {})
    states = {section.title: section.state for section in form.sections}
    assert states["时间、地点和事项"] == ("", "未填")
    assert states["现场照片"] == ("", "选填")


def test_what_only_a_program_knows_is_asked_of_nobody(engine: Engine) -> None:
    form = form_of(engine, "site_inspection_record", {"photos": [{}]})
    labels = {item.label for item in form.walk() if item.pointer.startswith("/photos/0/")}
    assert "拍摄时间" in labels
    assert not [each for each in labels if "SHA" in each]


def test_days_show_how_they_are_written_and_codes_are_chosen_by_name(engine: Engine) -> None:
    form = form_of(engine, "settlement_invoice", {})
    assert item_at(form, "/period_from").example == "如 2026-07-10"
    contract = item_at(form, "/contract")
    assert contract.widget == "select"
    assert contract.options[0] == ("", "请选择")
    assert contract.options[1:] == tuple(suggested(engine.house, "house.contracts.code"))


def test_fields_of_one_name_are_told_apart_by_where_they_lie(engine: Engine) -> None:
    form = form_of(engine, "site_inspection_record", {"inspectors": [{}, {}]})
    where = {item.pointer: words for item, words in form.places()}
    assert where["/inspectors/0/name"] == "检查人员第 1 项"
    assert where["/inspectors/1/name"] == "检查人员第 2 项"
    form = form_of(engine, "mediation_agreement", {"complainants": [{}]})
    where = {item.pointer: words for item, words in form.places()}
    assert where["/complainants/0/phone"] == "投诉人"
    assert where["/complainants/0/name"] == ""
    assert where["/respondent/agent/phone"] == "被投诉人，委托代理人"


def test_a_record_begins_with_one_officer_who_is_me_if_i_hold_a_certificate(
    engine: Engine,
) -> None:
    reader = engine.catalogue["site_inspection_record"].reader
    known = Known(TODAY, "何静远", engine.house, certificate="99990012035")
    mine, other = beginning(reader, known)["inspectors"]
    assert mine == {"name": "何静远", "certificate_number": "99990012035"}
    assert other == {"name": "", "certificate_number": ""}
    others = Known(TODAY, "林晓岚", engine.house)
    assert beginning(reader, others)["inspectors"] == [other, other]


def test_a_section_begun_by_the_form_alone_is_not_filled_in_yet(engine: Engine) -> None:
    known = Known(TODAY, "何静远", engine.house, certificate="99990012035")
    started = beginning(engine.catalogue["site_inspection_record"].reader, known)
    people = section_at(engine, started)
    assert people.state == ("", "未填")
    started["inspectors"][0]["employed_by_authority"] = "true"
    assert section_at(engine, started).state[1].startswith("缺")


def section_at(engine: Engine, entries: Any) -> Section:
    form = form_of(engine, "site_inspection_record", entries)
    return next(each for each in form.sections if each.title == "人员")
