"""Case files: what one document said, the next need not be told again."""

import pytest
from sqlalchemy import select

from docgen import Engine
from docgen.errors import UnknownKindError
from docgen.register import cases
from docgen.register.actor import Actor
from docgen.register.cases import CaseClosedError, CaseReferenceError, UnknownCaseError
from docgen.register.compiling import compile_payload
from docgen.register.database import Register
from docgen.register.issue import supersede, void
from docgen.register.prefill import prefill
from docgen.register.tables import cases as rows
from tests.docgen.register.test_issue import example_of, issue_one
from tests.doubles.quick_render import QuickRender

CASE = "2026-0118"


def held(register: Register) -> dict[str, object]:
    with register.reading() as connection:
        return dict(connection.scalars(select(rows.c.fields)).one())


def test_a_new_document_starts_from_what_its_case_holds(
    register: Register, engine: Engine, officer: Actor
) -> None:
    issue_one(register, engine, officer, case_ref=CASE)
    started = prefill(register, engine.catalogue, "mediation_agreement", CASE)
    given = example_of(engine)
    assert started == {name: given[name] for name in ("order_references", "received_on")}
    assert prefill(register, engine.catalogue, "referral_letter", CASE) == {
        "order_references": given["order_references"]
    }


def test_a_new_document_of_the_same_kind_starts_with_all_but_its_own(
    register: Register, engine: Engine, officer: Actor
) -> None:
    issued = issue_one(register, engine, officer, case_ref=CASE)
    void(register, issued.id, "投诉事项写错", actor=officer)
    started = prefill(register, engine.catalogue, "non_acceptance_notice", CASE)
    assert set(example_of(engine)) - set(started) == {"issued_on", "approval", "delivery"}


def test_fields_that_only_share_a_name_are_not_carried(
    register: Register, engine: Engine, officer: Actor
) -> None:
    # 地点 of an inspection is no place of mediation, nor is 验收日期 a day of acceptance.
    issue_one(register, engine, officer, "site_inspection_record", case_ref=CASE)
    issue_one(register, engine, officer, "settlement_invoice", case_ref=CASE)
    assert prefill(register, engine.catalogue, "mediation_agreement", CASE) == {}
    carried = prefill(register, engine.catalogue, "site_inspection_record", CASE)
    assert {"place", "subject", "party", "inspectors"} <= set(carried)
    # What was seen and said on one day is evidence of that day alone.
    assert {
        "photos", "findings", "evidence", "id_shown_answer", "party_comment", "presence",
        "ended_at",
    }.isdisjoint(carried)  # fmt: skip


@pytest.mark.parametrize("kind", ["referral_letter", "settlement_invoice"])
def test_how_many_copies_there_are_each_paper_says_for_itself(
    register: Register, engine: Engine, officer: Actor, kind: str
) -> None:
    issue_one(register, engine, officer, kind, case_ref=CASE)
    carried = prefill(register, engine.catalogue, kind, CASE)
    assert carried
    assert not [name for name in carried if "copies" in name]


def test_the_newest_version_is_what_the_case_holds(
    register: Register, engine: Engine, officer: Actor
) -> None:
    old = issue_one(register, engine, officer, case_ref=CASE)
    supersede(
        register,
        engine,
        old.id,
        example_of(engine, received_on="2026-06-11"),
        actor=officer,
        render=QuickRender(),
    )
    started = prefill(register, engine.catalogue, "mediation_agreement", CASE)
    assert started["received_on"] == "2026-06-11"
    assert held(register)["received_on"] == "2026-06-11"


def test_a_case_keeps_what_was_known_when_it_came_in(
    register: Register, engine: Engine, officer: Actor
) -> None:
    cases.open_case(register, CASE, {"received_on": "2026-06-09", "place": "东湖区"}, actor=officer)
    assert prefill(register, engine.catalogue, "mediation_agreement", CASE) == {
        "received_on": "2026-06-09",
        "place": "东湖区",
    }
    issue_one(register, engine, officer, case_ref=CASE)
    started = prefill(register, engine.catalogue, "mediation_agreement", CASE)
    assert (started["received_on"], started["place"]) == ("2026-06-10", "东湖区")
    assert {"document_number", "approval", "issued_on"}.isdisjoint(held(register))


def test_an_unknown_case_or_kind_is_named(register: Register, engine: Engine) -> None:
    with pytest.raises(UnknownCaseError):
        prefill(register, engine.catalogue, "mediation_agreement", "nowhere")
    with pytest.raises(UnknownKindError):
        prefill(register, engine.catalogue, "no_such_kind", CASE)


@pytest.mark.parametrize("case_ref", ["", " ", "a b", "a\nb", "x" * 61])
def test_a_reference_that_cannot_be_one_is_refused(
    register: Register, engine: Engine, officer: Actor, case_ref: str
) -> None:
    with pytest.raises(CaseReferenceError):
        issue_one(register, engine, officer, case_ref=case_ref)
    with pytest.raises(CaseReferenceError):
        cases.open_case(register, case_ref, {}, actor=officer)


def test_a_closed_case_takes_no_document_until_it_is_open_again(
    register: Register, engine: Engine, officer: Actor
) -> None:
    cases.open_case(register, CASE, {}, actor=officer)
    cases.close_case(register, engine.catalogue, CASE, actor=officer)
    with pytest.raises(CaseClosedError):
        issue_one(register, engine, officer, case_ref=CASE)
    cases.reopen_case(register, CASE, actor=officer)
    issued = issue_one(register, engine, officer, "mediation_agreement", case_ref=CASE)
    assert issued.document_number == "示市监﹝2026﹞第1号"
    with pytest.raises(CaseClosedError, match="送达"):
        cases.close_case(register, engine.catalogue, CASE, actor=officer)
    with pytest.raises(UnknownCaseError):
        cases.close_case(register, engine.catalogue, "nowhere", actor=officer)
    with pytest.raises(UnknownCaseError):
        cases.reopen_case(register, "nowhere", actor=officer)


def test_who_closes_a_case_says_who_checked_its_file(
    register: Register, engine: Engine, officer: Actor
) -> None:
    cases.open_case(register, CASE, {}, actor=officer)
    for people, words in (
        ({"filed_by": "周启明", "checker": "周 启明"}, "立卷人本人"),
        ({"checker": "何静远"}, "同时写明立卷人"),
        ({"filed_by": "周启明", "checker": "何" * 31}, "不超过 30 字"),
    ):
        with pytest.raises(CaseClosedError, match=words):
            cases.close_case(register, engine.catalogue, CASE, actor=officer, **people)
    cases.close_case(
        register, engine.catalogue, CASE, actor=officer, filed_by="周启明", checker=" 何静远 "
    )
    sheet = compile_payload(register, engine, "file_reference_sheet", case_ref=CASE, actor=officer)
    assert (sheet["filed_by"], sheet["checker"]) == ("周启明", "何静远")
    assert engine.check("file_reference_sheet", sheet, today=register.now().date())


def test_a_case_cannot_be_closed_while_a_document_is_being_made(
    register: Register, engine: Engine, officer: Actor
) -> None:
    def close(point: str) -> None:
        if point == "stored":
            with pytest.raises(CaseClosedError, match="正在出具"):
                cases.close_case(register, engine.catalogue, CASE, actor=officer)

    issue_one(register, engine, officer, case_ref=CASE, fault=close)
