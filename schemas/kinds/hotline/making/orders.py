"""The hotline's own orders of a period, and the contract that its reports are made under."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from schemas.ground.base import Record
from schemas.ground.compiling import Found, Order
from schemas.parts.orders import HOTLINE

ROW_ORDER = "工单编号"


def orders_of(found: Found, first: date, last: date) -> Iterator[Order]:
    """Yield the orders of the hotline that stood in a period or were due in it, by number."""
    return (each for each in found.orders(first, last) if each.system == HOTLINE)


def within(moment: datetime | None, found: Found) -> bool:
    """Tell whether something happened in the period."""
    return moment is not None and found.first <= moment.date() <= found.last


def period_of(found: Found, rule: str, rows: str) -> dict[str, Any]:
    """Return what every log and report says of its period."""
    return {
        "period_from": found.first.isoformat(),
        "period_to": found.last.isoformat(),
        "compiled_at": found.as_of.isoformat(timespec="seconds"),
        "counting_rule": rule,
        "row_filter": rows,
        "row_order": ROW_ORDER,
    }


def contract_of(found: Found) -> Record | None:
    """Return the hotline's contract that runs at the end of a period.

    The hotline is served for a fixed price: the contract that pays by the piece is another one.
    """
    for each in found.facts.house.contracts:
        starts = each.starts_on or each.signed_on
        if each.instalments and each.targets and starts <= found.last <= each.ends_on:
            return each  # type: ignore[no-any-return]
    return None


def under_contract(found: Found) -> dict[str, Any]:
    """Return which contract the rates are judged by, and whose product the report is."""
    contract = contract_of(found)
    if contract is None:
        return {}
    return {"contract": contract.code, "product_of": contract.supplier.name}


def said(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without what nobody knows; moments by the second."""
    return {
        name: value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
        for name, value in row.items()
        if value is not None and value != ""
    }


def shortened(text: str, longest: int) -> str:
    """Return a text that a narrow field takes in."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
