"""The ledger lists every document ever in force once, in order, and says nothing of a party."""

from dataclasses import asdict
from datetime import date

import pytest

from docgen.register import ledger
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.delivery import record_delivery
from docgen.register.ledger import LedgerFilter, count, entries
from tests.docgen.register.papers import open_case, put_document

NOTICE, LETTER = "non_acceptance_notice", "referral_letter"
OFFICER = Actor("何静远", Role.officer)


@pytest.fixture
def issued(register: Register) -> list[str]:
    """Four documents of two kinds, one of them void, and a fifth still being issued."""
    open_case(register, "2026-投-17")
    ids = [
        put_document(
            register,
            NOTICE,
            {"complainant_name": "林晓岚"},
            dated_on=date(2026, 6, 1),
            document_number="示市监﹝2026﹞第1号",
            case_ref="2026-投-17",
        ),
        put_document(
            register,
            NOTICE,
            {},
            dated_on=date(2026, 6, 5),
            state="void",
            void_reason="文号有误",
            document_number="示市监﹝2026﹞第2号",
        ),
        put_document(
            register,
            LETTER,
            {},
            dated_on=date(2026, 6, 5),
            drafted_by="沈嘉木",
            document_number="示市监案移〔2026〕1号",
        ),
        put_document(register, "site_inspection_record", {}, dated_on=date(2026, 7, 1)),
    ]
    put_document(register, NOTICE, {}, state="pending")
    return ids


def listed(register: Register, **wanted: object) -> list[str]:
    return [entry.id for entry in entries(register, LedgerFilter(**wanted))]  # type: ignore[arg-type]


def test_every_document_once_in_the_order_of_issue_and_none_half_issued(
    register: Register, issued: list[str]
) -> None:
    assert [entry.id for entry in entries(register)] == issued


def test_a_line_tells_all_about_the_document_and_nothing_about_its_party(
    register: Register, issued: list[str]
) -> None:
    record_delivery(
        register,
        issued[0],
        method="sms",
        recipient="林晓岚",
        delivered_on=date(2026, 6, 2),
        actor=OFFICER,
        proof="短信 20260602",
    )
    line = next(entries(register))
    assert line.document_number == "示市监﹝2026﹞第1号"
    assert (line.state, line.pages, line.case_ref) == ("issued", 2, "2026-投-17")
    assert (line.deliveries, line.delivered_on) == (1, date(2026, 6, 2))
    assert "林晓岚" not in str(asdict(line))


def test_each_filter_picks_its_lines(register: Register, issued: list[str]) -> None:
    first, void, letter, record = issued
    assert listed(register, kind=NOTICE) == [first, void]
    assert listed(register, state="void") == [void]
    assert listed(register, case_ref="2026-投-17") == [first]
    assert listed(register, number="案移") == [letter]
    assert listed(register, person="沈嘉木") == [letter]
    assert listed(register, dated_from=date(2026, 6, 5)) == [void, letter, record]
    assert listed(register, dated_to=date(2026, 6, 5)) == [first, void, letter]
    assert listed(register, dated_from=date(2026, 6, 5), kind=NOTICE) == [void]
    assert listed(register, delivered=True) == []
    assert listed(register, delivered=False) == issued


def test_a_filter_value_is_no_pattern_of_the_database(
    register: Register, issued: list[str]
) -> None:
    assert listed(register, number="%") == []
    assert listed(register, number="_") == []


def test_lines_can_be_read_on_from_the_last_one(
    register: Register, issued: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "PAGE", 2)
    assert [entry.id for entry in entries(register)] == issued
    page = [entry.id for entry in entries(register, most=3)]
    assert page == issued[:3]
    assert [entry.id for entry in entries(register, after=page[-1])] == issued[3:]
    assert list(entries(register, most=0)) == []


def test_a_slow_reader_holds_up_no_writer(
    register: Register, issued: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "PAGE", 1)
    lines = entries(register)
    next(lines)
    put_document(register, NOTICE, {})
    assert len(list(lines)) == len(issued)


def test_lines_are_counted_by_what_is_asked(register: Register, issued: list[str]) -> None:
    assert count(register) == {NOTICE: 2, LETTER: 1, "site_inspection_record": 1}
    assert count(register, by="state") == {"issued": 3, "void": 1}
    assert count(register, LedgerFilter(kind=NOTICE), by="drafted_by") == {"罗一鸣": 2}
    assert count(register, by="case_ref") == {"": 3, "2026-投-17": 1}
    with pytest.raises(ValueError, match="payload"):
        count(register, by="payload")


def test_the_audit_trail_hears_which_filters_were_used_and_not_their_values() -> None:
    assert LedgerFilter(person="林晓岚", delivered=False).names == ["person", "delivered"]
