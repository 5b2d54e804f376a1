"""Reckon a service contract's settlement: exact decimals in, one frozen result out."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, localcontext

from schemas.law import AmountError

_CENT = Decimal("0.01")
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class PricedItem:
    """One item of the price table with what was completed of it; `unit_price` in yuan."""

    code: str
    contract_quantity: int
    unit_price: Decimal
    completed: int


@dataclass(frozen=True, slots=True)
class SettledItem:
    """One item reckoned: `counted` pieces are priced, `amount` is what they come to."""

    item: PricedItem
    counted: int
    amount: Decimal

    @property
    def difference(self) -> int:
        """Completed less contract quantity: negative where the item fell short."""
        return self.item.completed - self.item.contract_quantity


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a contract owes on one day, every amount in yuan with two decimals.

    `gross` is the sum of the items (or of the instalments due so far), `cap` the contract total,
    `payable` the smaller of the two, `excess` what was done beyond it and is not paid for, and
    `balance` what remains after earlier payments and deductions; negative: to be given back.
    """

    items: tuple[SettledItem, ...]
    gross: Decimal
    cap: Decimal
    payable: Decimal
    excess: Decimal
    paid: Decimal
    deducted: Decimal
    balance: Decimal

    @property
    def cap_applied(self) -> bool:
        """Tell whether the contract total cut the gross amount."""
        return self.gross > self.cap

    @property
    def is_refund(self) -> bool:
        """Tell whether the supplier owes the buyer."""
        return self.balance < 0

    @property
    def due(self) -> Decimal:
        """The amount to be paid or given back, never negative: capitals know no sign."""
        return abs(self.balance)


def settle_quantities(
    items: Sequence[PricedItem],
    *,
    cap: Decimal,
    complement: bool = True,
    payments: Sequence[Decimal] = (),
    deductions: Sequence[Decimal] = (),
) -> Settlement:
    """Reckon unit price × completed quantity, capped at the contract total.

    With `complement` the surplus of one item makes up for the shortfall of another; without it no
    item counts for more than its contract quantity. Raises AmountError for an amount that is no
    Decimal of whole cents, and for a negative amount or quantity. Source: 合同验收条款.
    """
    with _exactly():
        settled = tuple(_settle_item(item, complement) for item in items)
        value = sum((_exact(each.unit_price) * each.completed for each in items), _NOTHING)
        gross = sum((each.amount for each in settled), _NOTHING)
        return _close(settled, gross, value, cap, (payments, deductions))


def settle_instalments(
    instalments: Sequence[Decimal],
    *,
    current: int,
    cap: Decimal,
    payments: Sequence[Decimal] = (),
    deductions: Sequence[Decimal] = (),
) -> Settlement:
    """Reckon the fixed instalments up to and including the one at index `current`.

    Payments and deductions are all of those made so far, those of earlier instalments included.
    Raises AmountError like `settle_quantities`. Source: 合同付款条款.
    """
    with _exactly():
        fixed = [_exact(amount) for amount in instalments]
        gross = sum(fixed[: current + 1], _NOTHING)
        return _close((), gross, gross, cap, (payments, deductions))


def share_of(total: Decimal, percent: Decimal) -> Decimal:
    """Return a percentage of a total, rounded half up to the cent: 66.66 of 43,663,288.00.

    Only for checking a share that a contract fixes: what is owed is the amount it names.
    """
    with _exactly():
        share = _exact(total) * percent / 100
    return share.quantize(_CENT, ROUND_HALF_UP, Context(prec=60))


def outstanding(
    amount: Decimal, payments: Sequence[Decimal], deductions: Sequence[Decimal]
) -> Decimal:
    """Return what of one instalment is neither paid nor deducted; negative if too much is."""
    with _exactly():
        return _exact(amount) - _total(payments) - _total(deductions)


def _settle_item(item: PricedItem, complement: bool) -> SettledItem:
    for quantity in (item.contract_quantity, item.completed):
        if isinstance(quantity, bool) or not isinstance(quantity, int) or quantity < 0:
            raise AmountError("数量必须是不小于零的整数，请核对。")
    counted = item.completed if complement else min(item.completed, item.contract_quantity)
    return SettledItem(item, counted, _exact(item.unit_price) * counted)


def _close(
    items: tuple[SettledItem, ...],
    gross: Decimal,
    value: Decimal,
    cap: Decimal,
    taken_off: tuple[Sequence[Decimal], Sequence[Decimal]],
) -> Settlement:
    """Cap the gross amount; take earlier payments and deductions, in this order, off it."""
    payable = min(gross, _exact(cap))
    paid, deducted = map(_total, taken_off)
    return Settlement(
        items=items,
        gross=gross,
        cap=_exact(cap),
        payable=payable,
        excess=value - payable,
        paid=paid,
        deducted=deducted,
        balance=payable - paid - deducted,
    )


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(map(_exact, amounts), _NOTHING)


def _exact(amount: Decimal) -> Decimal:
    # A float would arrive already rounded; bool and int would hide a missing conversion.
    if not isinstance(amount, Decimal) or not amount.is_finite() or amount < 0:
        raise AmountError("金额必须是不小于零的十进制数（Decimal），请不要用浮点数。")
    try:
        return amount.quantize(_CENT)
    except (Inexact, InvalidOperation):
        raise AmountError("金额最多两位小数，请按分取整后再填写。") from None


def _exactly() -> AbstractContextManager[Context]:
    """Sixty digits hold every sum of a contract; a sum that had to be rounded would be a defect."""
    return localcontext(Context(prec=60, traps=[Inexact, InvalidOperation]))
