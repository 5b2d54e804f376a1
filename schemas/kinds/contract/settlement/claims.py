"""What a settlement that stands comes to, reckoned anew from what it says."""

from collections.abc import Sequence
from decimal import Decimal

from schemas.ground.base import Record
from schemas.ground.neighbours import Standing
from schemas.kinds.contract.settlement.sheet import reckon_quantities

_NAMES = ("completed", "earlier_payments", "deductions")


def due_of(settlement: Standing, contract: Record) -> Decimal | None:
    """Return what a standing settlement by quantities says is due; None if it cannot be told."""
    said = Record({name: _rows(settlement.says(name)) for name in _NAMES})
    account = reckon_quantities(contract, said)
    if account is None or account.is_refund:
        return None
    due: Decimal = account.due
    return due


def _rows(said: Sequence[Record] | None) -> tuple[Record, ...]:
    return tuple(Record(row) for row in said or ())
