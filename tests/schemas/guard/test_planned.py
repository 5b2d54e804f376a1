"""A day that a paper sets for later is planned: no clock keeps the paper back for it."""

from datetime import timedelta

from docgen import Engine
from schemas.ground.fields import Day
from tests.catalogue import every_kind
from tests.schemas.guard.cases import found


@every_kind
def test_the_example_goes_out_on_its_own_day(engine: Engine, kind: str) -> None:
    """On the day it is dated, nothing in an example lies ahead but what is planned, and telling."""
    reader = engine.catalogue[kind].reader
    dated = reader.dated(engine.check(kind, dict(reader.example)).values)
    ahead = {each[0] for each in found(engine, kind, today=dated, going_out=True)}
    assert not {each for each in ahead if not each.endswith("/delivered_on")}
    eve = found(engine, kind, today=dated - timedelta(days=1), going_out=True)
    assert (f"/{reader.header.dated_by}", "future_day", "error") in eve


@every_kind
def test_a_term_that_a_kind_declares_is_planned(engine: Engine, kind: str) -> None:
    for name, field in engine.catalogue[kind].reader.fields.items():
        if name.startswith("due") and isinstance(field, Day):
            assert field.planned
