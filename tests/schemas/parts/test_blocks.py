"""Blocks that kinds to come will use, each in a small invented kind."""

from datetime import date
from typing import Any

import pytest

from docgen import Engine, InvalidCaseError
from docgen.case.case import Case, build_case
from schemas.ground.base import Facts, Part
from schemas.ground.fields import Day, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.parts.compiled import Compiled
from schemas.parts.opinions import Opinions
from schemas.parts.terms import AtOnceOrByDay, DaysFromReceipt, DaysFromTheDay
from tests.doubles.invented_kinds import Invented, invented

TODAY = date(2026, 7, 10)


class Approvals(Opinions, Invented):
    """A table of opinions."""


class Order(AtOnceOrByDay, Invented):
    """An order to do something."""


class Sheet(DaysFromTheDay, Invented):
    """A sheet with fixed lengths."""

    allowed_days = (7, 15, 30)


class Demand(DaysFromReceipt, Invented):
    """A demand that runs from its receipt."""


class Line(Part):
    """One order of the ledger."""

    number = Text("工单编号")
    closed_on = Day("办结日期")


class Ledger(Compiled, Invented):
    """A list of orders."""

    rows_field, row_key, row_day = "orders", ("number",), "closed_on"
    orders = Rows("工单", Line, group="明细")


def case_of(engine: Engine, schema: type[KindSchema], **payload: Any) -> Case:
    payload = {"issued_on": "2026-07-10"} | payload
    return build_case(invented("test", schema), payload, Facts(engine.law, engine.house, TODAY))


def refused(engine: Engine, schema: type[KindSchema], **payload: Any) -> set[str]:
    with pytest.raises(InvalidCaseError) as refusal:
        case_of(engine, schema, **payload)
    return {f"{each.pointer} {each.code}" for each in refusal.value.findings}


def opinion(station: str, signer: str, day: str, **changes: Any) -> dict[str, Any]:
    return {
        "station": station,
        "decision": "agreed",
        "opinion": "同意。",
        "signer": signer,
        "employed_by_authority": True,
        "signed_on": day,
    } | changes


ALL = (
    opinion("handler", "苗雨", "2026-07-06"),
    opinion("unit_head", "沈嘉木", "2026-07-07"),
    opinion("authority_head", "何静远", "2026-07-07"),
)


def test_opinions_climb_to_whoever_decides(engine: Engine) -> None:
    assert case_of(engine, Approvals, opinions=ALL).notices == ()
    # Who refuses ends it: nobody above is asked.
    case_of(
        engine,
        Approvals,
        opinions=[ALL[0], ALL[1] | {"decision": "refused", "opinion": "不同意。"}],
    )


@pytest.mark.parametrize(
    ("opinions", "expected"),
    [
        (ALL[:2], "/opinions opinion_missing"),
        ((ALL[1], ALL[0], ALL[2] | {"signed_on": "2026-07-08"}), "/opinions stations_order"),
        (
            (ALL[0], ALL[1] | {"signed_on": "2026-07-03"}, ALL[2]),
            "/opinions/1/signed_on signed_before_previous",
        ),
        ((ALL[0], ALL[1] | {"signer": "苗雨"}, ALL[2]), "/opinions/1/signer signer_repeated"),
        ((ALL[0], ALL[1] | {"decision": "不同意"}, ALL[2]), "/opinions/2 refused_already"),
        (
            (ALL[0], ALL[1] | {"employed_by_authority": False}, ALL[2]),
            "/opinions/1/employed_by_authority signer_not_official",
        ),
    ],
)
def test_opinions_out_of_order_are_refused(
    engine: Engine, opinions: tuple[dict[str, Any], ...], expected: str
) -> None:
    assert expected in refused(engine, Approvals, opinions=opinions)


def test_something_is_asked_at_once_or_by_a_day_and_never_both(engine: Engine) -> None:
    case_of(engine, Order, term="at_once")
    case_of(engine, Order, term="by_day", due_on="2026-07-11")
    assert refused(engine, Order, term="by_day") == {"/due_on required"}
    assert refused(engine, Order, term="at_once", due_on="2026-07-20") == {"/due_on due_not_wanted"}
    late = refused(engine, Order, term="by_day", due_on="2026-07-10")
    assert late == {"/due_on due_not_after"}


def test_days_run_from_the_day_after(engine: Engine) -> None:
    assert case_of(engine, Sheet, term_days=15).values.due_on == date(2026, 7, 25)
    assert refused(engine, Sheet, term_days=10) == {"/term_days term_not_allowed"}
    assert "due_on" not in case_of(engine, Demand, term_days=5).values


PERIOD = {
    "period_from": "2026-06-01",
    "period_to": "2026-07-31",
    "compiled_at": "2026-07-31T18:00",
    "counting_rule": "count-1",
}
ROWS = [
    {"number": "A-1", "closed_on": "2026-06-30"},
    {"number": "A-2", "closed_on": "2026-07-01"},
    {"number": "A-3", "closed_on": "2026-07-31"},
]


def test_rows_of_a_period_are_counted_and_held_by_a_digest(engine: Engine) -> None:
    values = case_of(engine, Ledger, orders=ROWS, **PERIOD).values
    assert [(each.month, each.rows) for each in values.counts] == [("2026-06", 1), ("2026-07", 2)]
    assert values.row_count == sum(each.rows for each in values.counts)
    turned = case_of(engine, Ledger, orders=ROWS[::-1], **PERIOD).values
    assert turned.rows_digest == values.rows_digest
    fewer = case_of(engine, Ledger, orders=ROWS[:2], **PERIOD).values
    assert fewer.rows_digest != values.rows_digest


def test_a_row_twice_or_of_another_period_is_refused(engine: Engine) -> None:
    assert refused(engine, Ledger, orders=[*ROWS, ROWS[0]], **PERIOD) == {
        "/orders/3/number row_repeated"
    }
    outside = [*ROWS, {"number": "A-4", "closed_on": "2026-08-01"}]
    assert refused(engine, Ledger, orders=outside, **PERIOD) == {
        "/orders/3/closed_on row_outside_period"
    }
    turned = PERIOD | {"period_from": "2026-08-01"}
    assert "/period_to period_reversed" in refused(engine, Ledger, orders=ROWS, **turned)
