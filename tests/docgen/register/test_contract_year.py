"""A small contract's year over an imported register, by the path that the whole one goes."""

import re
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from pathlib import Path

from docgen.engine import assemble
from docgen.register.database import Register
from docgen.settings import Settings
from tests.doubles.quick_render import QuickRender
from tests.own_house import SHIPPED
from tools.contract_year import INVOICES, MONTHS, NOW, Chain, contract_of, fill

# A thousandth of the pieces for as much money.
SMALL = {111300: (111, "270000.00"), 32986: (33, "270000.00"), 10003: (10, "316000.00"),
         13920: (12, "135274.00")}  # fmt: skip


def small_house(folder: Path) -> Path:
    """Write the shipped facts with a small price table."""
    facts = SHIPPED.read_text("utf-8")
    for before, (quantity, price) in SMALL.items():
        facts, found = re.subn(
            rf'quantity = {before}\nunit_price = "[0-9.]+"',
            f'quantity = {quantity}\nunit_price = "{price}"', facts,
        )  # fmt: skip
        assert found == 1
    path = folder / "house.toml"
    path.write_text(facts, "utf-8")
    return path


def test_a_year_of_imported_orders_is_paid_to_the_fen(
    register: Register, settings: Settings, tmp_path: Path
) -> None:
    here = replace(register, now=lambda: NOW.astimezone(UTC))
    engine = assemble(replace(settings, house=small_house(tmp_path), demo=True))
    assert fill(here, engine) == 111 + 33 + 10 + 12 + 3 + 1 + 2 + 1 + 2 + 1
    told: list[str] = []
    chain = Chain(here, engine, render=QuickRender(), say=told.append)
    completed = chain.confirm()
    assert len(told) == len(MONTHS)
    contracted = {line.code: line.quantity for line in contract_of(engine).lines}
    assert {each["item"]: each["quantity"] for each in completed} == contracted
    assert chain.settle(completed) == Decimal("43663288.00")
    assert chain.issued[INVOICES].state == "issued"
