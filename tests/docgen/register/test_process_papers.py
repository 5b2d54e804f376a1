"""What papers of service, deadlines and files have to do with their case, on the shipped kinds."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from docgen import Engine
from docgen.register import case_rules
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.deadlines import due_list
from docgen.register.delivery import deliveries_of
from docgen.register.issue import issue
from docgen.register.prefill import prefill
from docgen.register.proof import check_chain
from tests.docgen.register.accounts import trail
from tests.docgen.register.papers import open_case, put_document
from tests.doubles.quick_render import QuickRender

TODAY = date(2026, 11, 28)
SHEETS = ("file_contents_list", "case_file_cover", "file_reference_sheet")


def example(engine: Engine, kind: str, **changes: Any) -> dict[str, Any]:
    """Return an example with changes; None takes a value out."""
    payload = dict(engine.catalogue[kind].schema.example) | changes
    return {name: value for name, value in payload.items() if value is not None}


def judged(
    register: Register, engine: Engine, kind: str, case_ref: str = "C-1", **changes: Any
) -> set[tuple[str, str]]:
    """Return where and for what the register stops or warns about a paper of the case."""
    case = engine.check(kind, example(engine, kind, **changes), today=TODAY)
    with register.reading() as connection:
        found = case_rules.judge(connection, engine, case, case_ref)
    return {(each.pointer, each.code) for each in found}


@pytest.mark.parametrize("kind", SHEETS)
def test_each_part_of_a_file_has_one_sheet(register: Register, engine: Engine, kind: str) -> None:
    open_case(register, "C-1")
    put_document(
        register, "file_contents_list", example(engine, "file_contents_list", volume="secondary"),
        case_ref="C-1",
    )  # fmt: skip
    other = {"archive_number": None} if kind == "case_file_cover" else {}
    put_document(register, kind, example(engine, kind, volume="正卷", **other), case_ref="C-1")
    ((pointer, code),) = judged(register, engine, kind, **other)
    assert (pointer, code.endswith("_repeated")) == ("/volume", True)
    if kind != "file_contents_list":
        assert judged(register, engine, kind, volume="secondary", **other) == set()


def test_the_cover_counts_what_the_contents_name(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    assert judged(register, engine, "case_file_cover") == {("", "neighbour_missing")}
    listed = example(engine, "file_contents_list")
    put_document(register, "file_contents_list", listed, case_ref="C-1")
    assert judged(register, engine, "case_file_cover") == set()
    assert judged(register, engine, "case_file_cover", paper_count=5, page_count=12) == {
        ("/paper_count", "papers_differ"),
        ("/page_count", "pages_differ"),
    }
    begun = prefill(register, engine.catalogue, "case_file_cover", "C-1")
    assert begun["case_name"] == listed["case_name"]
    assert begun["volume"] == "main"


def test_one_archive_number_finds_one_file(register: Register, engine: Engine) -> None:
    for case_ref in ("C-1", "C-2"):
        open_case(register, case_ref)
        listed = example(engine, "file_contents_list")
        put_document(register, "file_contents_list", listed, case_ref=case_ref)
    cover = example(engine, "case_file_cover")
    put_document(register, "case_file_cover", cover, case_ref="C-2")
    told = judged(register, engine, "case_file_cover")
    assert told == {("/archive_number", "archive_number_taken")}
    assert judged(register, engine, "case_file_cover", archive_number="2026-TS-0119") == set()


def test_what_is_served_stands_and_has_its_day(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    order = example(engine, "rectification_order")
    put_document(
        register, "rectification_order", order, case_ref="C-1", dated_on=date(2026, 7, 9),
        document_number=order["document_number"],
    )  # fmt: skip
    assert judged(register, engine, "service_receipt") == set()
    begun = prefill(register, engine.catalogue, "service_receipt", "C-1")
    assert begun["served_number"] == order["document_number"]
    assert begun["served_paper_on"] == "2026-07-09"
    assert judged(register, engine, "service_receipt", served_paper_on="2026-07-08") == {
        ("/served_paper_on", "served_day_differs")
    }
    other = {"served_number": "示市监责改〔2026〕99号"}
    assert judged(register, engine, "service_receipt", **other) == {
        ("/served_number", "served_unknown")
    }


def test_a_receipt_that_is_issued_enters_the_delivery_once(
    register: Register, engine: Engine, officer: Actor
) -> None:
    order = example(engine, "rectification_order")
    open_case(register, "C-1")
    served = put_document(
        register, "rectification_order", order, case_ref="C-1", dated_on=date(2026, 7, 9),
        document_number=order["document_number"],
    )  # fmt: skip
    later = replace(register, now=lambda: datetime(2026, 7, 13, 1, tzinfo=UTC))

    def receipt(**changes: Any) -> set[str]:
        issued = issue(
            later, engine, "service_receipt", example(engine, "service_receipt", **changes),
            actor=officer, case_ref="C-1", render=QuickRender(),
        )  # fmt: skip
        return {each.code for each in issued.notices}

    def entered() -> list[tuple[Any, ...]]:
        names = ("method", "recipient", "delivered_on", "proof")
        found = deliveries_of(later, served, actor=officer)
        return [tuple(getattr(each, name) for name in names) for each in found]

    assert receipt() == set()
    told = ("direct", "示例市优康商贸有限公司", date(2026, 7, 10), None)
    assert entered() == [told]
    acts = [(act, detail.get("method")) for _, act, detail in trail(later)]
    assert ("deliver", "direct") in acts
    # The same again enters nothing; another day is named, and the register keeps what it has.
    assert receipt() == set()
    assert receipt(served_on="2026-07-11", signed_for_on="2026-07-11") == {"delivery_differs"}
    assert entered() == [told]
    # Nobody is told of a paper that is not the case's.
    assert receipt(served_number="示市监责改〔2026〕99号") == {"served_unknown"}
    assert entered() == [told]
    assert check_chain(later) == []


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("示例市示例区和平路68号", {("/service_place", "served_at_another_door")}),
        ("示例市示例区和平路88号", set()),
        ("示例市示例区和平路88号一层前台", set()),
        ("示例市示例区翀溪路9号市场监督管理所", set()),
    ],
)
def test_served_is_the_addressee_where_the_papers_have_him(
    register: Register, engine: Engine, place: str, told: set[tuple[str, str]]
) -> None:
    open_case(register, "C-1")
    order = example(engine, "rectification_order")
    put_document(
        register, "rectification_order", order, case_ref="C-1", dated_on=date(2026, 7, 9),
        document_number=order["document_number"],
    )  # fmt: skip
    assert judged(register, engine, "service_receipt", service_place=place) == told


@pytest.mark.parametrize(
    ("consents", "told"),
    [
        (None, {("/confirmed_on", "confirmation_missing")}),
        (False, {("/service_method", "electronic_refused")}),
        (True, set()),
    ],
)
def test_electronic_service_rests_on_the_addressees_sheet(
    register: Register, engine: Engine, consents: bool | None, told: set[tuple[str, str]]
) -> None:
    open_case(register, "C-1")
    if consents is not None:
        sheet = example(engine, "service_address_confirmation", accepts_electronic=consents)
        put_document(register, "service_address_confirmation", sheet, case_ref="C-1")
    unsigned = dict.fromkeys(("signed_for_by", "signed_for_as", "signed_for_on"))
    sent = {
        "service_method": "electronic",
        "confirmed_on": "2026-07-06",
        "service_proof": "JT-01",
        **unsigned,
    }
    assert judged(register, engine, "service_receipt", **sent) == told


def test_a_notice_runs_thirty_days_until_its_receipt(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    put_document(
        register, "public_service_notice", example(engine, "public_service_notice"), case_ref="C-1"
    )

    def open_days() -> dict[str, str]:
        items = due_list(register, engine, date(2026, 7, 13), case_ref="C-1")
        return {each.code: each.due.isoformat() for each in items if each.due}

    assert open_days() == {"PP-82": "2026-08-09"}
    receipt = example(
        engine,
        "service_receipt",
        service_method="public_notice",
        served_on="2026-08-10",
        notice_published_on="2026-07-10",
        service_account="受送达人下落不明。",
        **dict.fromkeys(("signed_for_by", "signed_for_as", "signed_for_on")),
    )
    put_document(register, "service_receipt", receipt, case_ref="C-1")
    assert open_days() == {}


def test_a_paper_is_served_by_one_notice(register: Register, engine: Engine) -> None:
    open_case(register, "C-1")
    first = example(engine, "public_service_notice")
    put_document(register, "public_service_notice", first, case_ref="C-1")
    again = {"document_number": "示市监罚送告〔2026〕4号"}
    assert ("/served_title", "notice_repeated") in judged(
        register, engine, "public_service_notice", **again
    )
    other = {**again, "served_number": "示市监责改〔2026〕28号"}
    assert judged(register, engine, "public_service_notice", **other) == set()


def test_an_extension_ends_the_period_and_begins_its_own(
    register: Register, engine: Engine
) -> None:
    open_case(register, "C-1")
    source = example(engine, "case_source_registration_form")
    extension = example(engine, "handling_extension_approval")

    def open_days() -> dict[str, str]:
        items = due_list(register, engine, date(2026, 7, 13), case_ref="C-1")
        return {each.code: each.due.isoformat() for each in items if each.due}

    put_document(register, "case_source_registration_form", source, case_ref="C-1")
    assert "D4" in open_days()
    put_document(
        register, "handling_extension_approval", extension, case_ref="C-1",
        dated_on=date(2026, 6, 25),
    )  # fmt: skip
    assert open_days() == {"D4-EXT": "2026-07-21"}
    assert judged(register, engine, "handling_extension_approval") == {("", "case_excludes")}
    filing = example(engine, "case_filing_approval_form", tell_not_filed=None)
    put_document(register, "case_filing_approval_form", filing, case_ref="C-1")
    assert "D4-EXT" not in open_days()


@pytest.mark.parametrize("kind", ["complaint_acceptance_decision", "non_acceptance_notice"])
@pytest.mark.parametrize(("result", "barred"), [("agreed", True), ("refused", False)])
def test_what_was_given_back_is_decided_on_no_more(
    register: Register, engine: Engine, kind: str, result: str, barred: bool
) -> None:
    open_case(register, "C-1")
    returned = example(engine, "order_return_application", return_result=result)
    put_document(register, "order_return_application", returned, case_ref="C-1")
    assert (("", "case_excludes") in judged(register, engine, kind)) is barred
