"""Days are held to the clock, to each other and to the form: the clock refuses what goes out."""

from datetime import date

import pytest
from stdnum.cn import ric

from docgen import Engine, InvalidCaseError
from tests.schemas.guard.cases import TODAY, example, found

NON_ACCEPTANCE, AGREEMENT = "non_acceptance_notice", "mediation_agreement"
SITE, SETTLEMENT, REFERRAL = "site_inspection_record", "settlement_invoice", "referral_letter"
# Every sort of day that has come when the document is made, the eve of the example's own day.
COME = (
    (NON_ACCEPTANCE, "/issued_on", date(2026, 6, 16)),
    (NON_ACCEPTANCE, "/received_on", date(2026, 6, 9)),
    (NON_ACCEPTANCE, "/approval/approved_on", date(2026, 6, 15)),
    (NON_ACCEPTANCE, "/delivery/delivered_on", date(2026, 6, 16)),
    (AGREEMENT, "/issued_on", date(2026, 7, 9)),
    (AGREEMENT, "/mediated_on", date(2026, 7, 9)),
    (AGREEMENT, "/accepted_on", date(2026, 6, 22)),
    (AGREEMENT, "/notified_on", date(2026, 7, 2)),
    (SITE, "/started_at", date(2026, 7, 9)),
    (SITE, "/photos/0/taken_at", date(2026, 7, 9)),
    (SETTLEMENT, "/issued_on", date(2026, 7, 7)),
    (SETTLEMENT, "/accepted_on", date(2026, 7, 5)),
    (SETTLEMENT, "/earlier_payments/0/paid_on", date(2025, 7, 28)),
    (SETTLEMENT, "/invoices/0/issued_on", date(2026, 7, 6)),
    (REFERRAL, "/found_on", date(2026, 6, 30)),
)


@pytest.mark.parametrize(("kind", "pointer", "eve"), COME)
def test_a_day_to_come_is_noticed_and_does_not_go_out(
    engine: Engine, kind: str, pointer: str, eve: date
) -> None:
    told = (pointer, "future_day")
    assert (*told, "notice") in found(engine, kind, today=eve)
    assert (*told, "error") in found(engine, kind, today=eve, going_out=True)
    assert (*told, "notice") in found(engine, kind, today=eve, going_out=True, copy="draft")
    next_day = date.fromordinal(eve.toordinal() + 1)
    assert pointer not in {
        each[0] for each in found(engine, kind, today=next_day) if each[1] == "future_day"
    }


@pytest.mark.parametrize(
    ("kind", "pointer", "day"),
    [
        (AGREEMENT, "/agreement_items/2/due_on", "2027-12-31"),
        (AGREEMENT, "/agreement_items/2/due_on", "2028-08-05"),
        (AGREEMENT, "/respondent/agent/mandate/term_to", "2030-01-01"),
        (SETTLEMENT, "/period_to", "2026-06-30"),
    ],
)
def test_a_planned_day_may_lie_ahead(engine: Engine, kind: str, pointer: str, day: str) -> None:
    assert found(engine, kind, {pointer: day}, going_out=True) == set()


@pytest.mark.parametrize("kind", [NON_ACCEPTANCE, AGREEMENT, SITE, SETTLEMENT, REFERRAL])
def test_what_has_come_goes_out(engine: Engine, kind: str) -> None:
    assert found(engine, kind, going_out=True) == set()


def test_the_clock_changes_no_rendered_byte(engine: Engine) -> None:
    payload = example(engine, NON_ACCEPTANCE)
    early = engine.render(NON_ACCEPTANCE, payload, "html", today=date(2026, 1, 1))
    assert early.content == engine.render(NON_ACCEPTANCE, payload, "html", today=TODAY).content


@pytest.mark.parametrize(
    ("number", "born_after"),
    [
        ("999999202607110021", True),
        ("999999202612010028", True),
        ("999999203001010020", True),
        ("999999202607090028", False),
        ("999999199205120022", False),
        ("999999194912310020", False),
    ],
)
def test_nobody_is_born_after_the_document(engine: Engine, number: str, born_after: bool) -> None:
    here = "/complainants/0/id_number"
    told = found(engine, AGREEMENT, {here: number[:17] + ric.calc_check_digit(number)})
    assert ((here, "born_after_document", "notice") in told) is born_after


@pytest.mark.parametrize(
    ("kind", "changes", "older"),
    [
        (SITE, {"/started_at": "2021-07-14T09:30", "/ended_at": "2021-07-14T10:20"}, True),
        (SITE, {"/started_at": "2019-03-01T09:30", "/ended_at": "2019-03-01T10:20"}, True),
        (SITE, {"/started_at": "2021-07-15T09:30", "/ended_at": "2021-07-15T10:20"}, False),
        (SITE, {}, False),
        (NON_ACCEPTANCE, {}, False),
    ],
)
def test_a_record_older_than_its_form_is_noticed(
    engine: Engine, kind: str, changes: dict[str, str], older: bool
) -> None:
    told = found(engine, kind, changes | {"/photos": []} if kind == SITE else changes)
    assert ("older_than_form" in {each[1] for each in told}) is older


@pytest.mark.parametrize(
    ("received", "decided", "code"),
    [
        ("2027-01-04", "2027-01-13", {"provisional_calendar"}),
        ("2027-01-04", "2027-01-14", {"statutory_deadline", "provisional_calendar"}),
        ("2027-02-01", "2027-03-01", {"statutory_deadline", "provisional_calendar"}),
        ("2026-12-25", "2027-01-11", {"statutory_deadline", "provisional_calendar"}),
    ],
)
def test_a_provisional_calendar_never_refuses(
    engine: Engine, received: str, decided: str, code: set[str]
) -> None:
    days = {
        "/received_on": received,
        "/issued_on": decided,
        "/approval/approved_on": decided,
        "/delivery/delivered_on": decided,
        "/document_number": "示市监﹝2027﹞第118号",
        "/reasons": f"你2022年12月即知道权益受到侵害，至{received}向我局投诉，已超过三年。",
    }
    told = found(engine, NON_ACCEPTANCE, days, today=date(2027, 4, 1))
    assert told == {("/issued_on", each, "notice") for each in code}


def test_an_official_calendar_does(engine: Engine) -> None:
    days = {"/received_on": "2026-06-01", "/delivery": None}
    with pytest.raises(InvalidCaseError) as refused:
        engine.check(NON_ACCEPTANCE, example(engine, NON_ACCEPTANCE, days), today=TODAY)
    assert [each.code for each in refused.value.findings] == ["statutory_deadline"]
