"""The arithmetic of a settlement: sums, cap, complement, instalments, exactness."""

import ast
import random
from collections.abc import Callable
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import schemas.kinds.contract.settlement.reckoning
from schemas.kinds.contract.settlement.reckoning import (
    PricedItem,
    Settlement,
    outstanding,
    settle_instalments,
    settle_quantities,
    share_of,
)
from schemas.law import AmountError

TOTAL = Decimal("43663288.00")
FIRST_PAYMENT = Decimal("29105947.78")
# Price, contract quantity: the four items of the example contract.
TABLE = (("270.00", 111300), ("270.00", 32986), ("316.00", 10003), ("111.00", 13920))
PLAN = tuple(map(Decimal, ("872250.00", "523350.00", "348900.00")))

amounts = st.integers(0, 10**12).map(lambda cents: Decimal(cents).scaleb(-2))
few = st.lists(amounts, max_size=6)
items = st.lists(
    st.builds(
        PricedItem,
        code=st.just("item"),
        contract_quantity=st.integers(0, 10**6),
        unit_price=amounts,
        completed=st.integers(0, 10**6),
    ),
    max_size=6,
)
flags = st.booleans()


def example(*completed: int) -> list[PricedItem]:
    return [
        PricedItem(str(index), quantity, Decimal(price), done)
        for index, ((price, quantity), done) in enumerate(zip(TABLE, completed, strict=True))
    ]


def test_full_performance_of_the_example_contract_comes_to_its_total() -> None:
    done = example(*(quantity for _, quantity in TABLE))
    assert sum(item.completed for item in done) == 168_209
    settled = settle_quantities(done, cap=TOTAL, payments=[FIRST_PAYMENT])
    assert [each.amount for each in settled.items] == [
        Decimal("30051000.00"),
        Decimal("8906220.00"),
        Decimal("3160948.00"),
        Decimal("1545120.00"),
    ]
    assert (settled.gross, settled.payable, settled.excess) == (TOTAL, TOTAL, Decimal("0.00"))
    assert settled.balance == settled.due == Decimal("14557340.22")
    assert not settled.cap_applied


def test_the_first_payment_is_its_share_rounded_half_up_and_not_two_thirds() -> None:
    assert share_of(TOTAL, Decimal("66.66")) == FIRST_PAYMENT
    assert share_of(TOTAL, Decimal(200) / 3) != FIRST_PAYMENT
    assert share_of(Decimal("0.50"), Decimal(1)) == Decimal("0.01")
    assert share_of(TOTAL, Decimal(20)) == Decimal("8732657.60")


@pytest.mark.parametrize(
    ("completed", "complement", "payable", "excess", "capped"),
    [
        ((111300, 32985, 10003, 13920), True, "43663018.00", "0.00", False),
        ((111301, 32985, 10003, 13920), True, "43663288.00", "0.00", False),
        ((111302, 32985, 10003, 13920), True, "43663288.00", "270.00", True),
        ((111302, 32985, 10003, 13920), False, "43663018.00", "540.00", False),
        ((0, 0, 0, 0), True, "0.00", "0.00", False),
    ],
    ids=["one short", "surplus offsets", "surplus beyond the cap", "no complement", "nothing"],
)
def test_surplus_offsets_shortfall_up_to_the_total(
    completed: tuple[int, ...], complement: bool, payable: str, excess: str, capped: bool
) -> None:
    settled = settle_quantities(example(*completed), cap=TOTAL, complement=complement)
    assert (settled.payable, settled.excess) == (Decimal(payable), Decimal(excess))
    assert settled.cap_applied is capped
    assert settled.items[1].difference == completed[1] - 32986


@pytest.mark.parametrize(("current", "due"), list(enumerate(PLAN)))
def test_each_instalment_is_due_once_the_earlier_ones_are_paid(current: int, due: Decimal) -> None:
    settled = settle_instalments(
        PLAN, current=current, cap=Decimal("1744500.00"), payments=PLAN[:current]
    )
    assert (settled.due, settled.is_refund) == (due, False)


def test_overpayment_is_a_refund_of_a_positive_amount() -> None:
    settled = settle_quantities(example(1, 0, 0, 0), cap=TOTAL, payments=[Decimal("270.01")])
    assert (settled.balance, settled.due) == (Decimal("-0.01"), Decimal("0.01"))
    assert settled.is_refund


def test_what_is_left_of_an_instalment_counts_payments_and_deductions() -> None:
    assert outstanding(PLAN[0], [Decimal("800000.00")], [Decimal("72250.00")]) == 0
    assert outstanding(PLAN[0], [Decimal("872250.01")], []) == Decimal("-0.01")


@given(items, amounts, flags, few, few)
def test_parts_add_up_and_the_cap_is_never_exceeded(
    done: list[PricedItem], cap: Decimal, complement: bool, paid: list[Decimal], off: list[Decimal]
) -> None:
    settled = settle_quantities(done, cap=cap, complement=complement, payments=paid, deductions=off)
    value = sum((item.unit_price * item.completed for item in done), Decimal(0))
    assert settled.gross == sum((each.amount for each in settled.items), Decimal(0))
    assert settled.payable <= cap
    assert settled.payable + settled.excess == value
    assert settled.payable in (settled.gross, cap)
    assert settled.payable == settled.balance + sum(paid, Decimal(0)) + sum(off, Decimal(0))
    for each in settled.items:
        assert each.amount == each.item.unit_price * each.counted
        if not complement:
            assert each.counted <= each.item.contract_quantity


@given(items, amounts, flags, st.tuples(few, few), st.randoms(use_true_random=False))
def test_order_makes_no_difference(
    done: list[PricedItem],
    cap: Decimal,
    complement: bool,
    taken_off: tuple[list[Decimal], list[Decimal]],
    chance: random.Random,
) -> None:
    paid, off = taken_off

    def settle() -> tuple[Decimal, ...]:
        settled = settle_quantities(
            done, cap=cap, complement=complement, payments=paid, deductions=off
        )
        return settled.gross, settled.payable, settled.excess, settled.balance

    before = settle()
    for each in (done, paid, off):
        chance.shuffle(each)
    assert settle() == before


@given(items, amounts, few)
def test_a_complement_never_pays_less(
    done: list[PricedItem], cap: Decimal, paid: list[Decimal]
) -> None:
    with_it, without_it = (
        settle_quantities(done, cap=cap, complement=complement, payments=paid)
        for complement in (True, False)
    )
    assert with_it.balance >= without_it.balance


@given(items, amounts, few)
def test_every_amount_is_a_decimal_of_two_places_in_any_context(
    done: list[PricedItem], cap: Decimal, paid: list[Decimal]
) -> None:
    exact = settle_quantities(done, cap=cap, payments=paid)
    with localcontext(prec=3):
        assert settle_quantities(done, cap=cap, payments=paid) == exact
    for name in ("gross", "cap", "payable", "excess", "paid", "deducted", "balance", "due"):
        amount = getattr(exact, name)
        assert type(amount) is Decimal
        assert amount.as_tuple().exponent == -2


@pytest.mark.parametrize(
    "amount",
    [
        29105947.78,
        1,
        True,
        "1.00",
        Decimal("NaN"),
        Decimal("-0.01"),
        Decimal("0.005"),
        Decimal(10) ** 70,
    ],
    ids=repr,
)
@pytest.mark.parametrize(
    "settle",
    [
        lambda amount: settle_quantities([], cap=amount),
        lambda amount: settle_quantities([], cap=TOTAL, payments=[amount]),
        lambda amount: settle_quantities([], cap=TOTAL, deductions=[amount]),
        lambda amount: settle_quantities([PricedItem("a", 1, amount, 1)], cap=TOTAL),
        lambda amount: settle_instalments([amount], current=0, cap=TOTAL),
        lambda amount: outstanding(amount, [], []),
        lambda amount: share_of(amount, Decimal(20)),
    ],
    ids=["cap", "payment", "deduction", "price", "instalment", "outstanding", "share"],
)
def test_no_float_and_no_fraction_of_a_cent_gets_in(
    settle: Callable[[object], Settlement | Decimal], amount: object
) -> None:
    with pytest.raises(AmountError):
        settle(amount)


@pytest.mark.parametrize("quantity", [-1, 1.5, True], ids=repr)
def test_pieces_are_whole_and_not_negative(quantity: int) -> None:
    with pytest.raises(AmountError):
        settle_quantities([PricedItem("a", 1, TOTAL, quantity)], cap=TOTAL)


def test_the_source_of_the_arithmetic_knows_no_float() -> None:
    tree = ast.parse(Path(schemas.kinds.contract.settlement.reckoning.__file__).read_text("utf-8"))
    assert not [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id in ("float", "round"))
    ]
