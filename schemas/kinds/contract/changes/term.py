"""期限: a contract that ends on another day, or goes on until somebody takes over."""

from collections.abc import Iterator
from datetime import date

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Day, Flag, When
from schemas.ground.kind import KindSchema
from schemas.guard.prices import prices_that_change
from schemas.guard.reading import Reading
from schemas.kinds.contract.changes.amount import IN_AN_AGREEMENT

BRIDGING = "合同关于服务期满后暂时继续服务的约定"
_BRIDGE_MONTHS = 3


def _months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


class ChangedTerm(KindSchema):
    """Another last day; going on after the end is bridging, and for about three months."""

    new_ends_on = Day(
        "变更后的服务期满日",
        group="金额和期限",
        optional=True,
        own=True,
        planned=True,
        applies=IN_AN_AGREEMENT,
    )
    bridging = Flag(
        "服务期满后暂时继续服务",
        group="金额和期限",
        optional=True,
        own=True,
        applies=When("new_ends_on"),
        hint="在新的承包商接管以前，按原合同标准继续服务。",
    )

    @rule(BRIDGING)
    def term_changes_forward(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A term ends later or earlier than before; bridging is for about three months."""
        contract, ends = value.agreement, value.new_ends_on
        if value.bridging and not ends:
            yield error("/new_ends_on", "required", "继续服务的，请填写「变更后的服务期满日」。")
        if contract is None or ends is None:
            return
        if ends == contract.ends_on or ends < contract.signed_on:
            yield error("/new_ends_on", "term_unchanged", "与合同的服务期满日相同或者早于签订。")
        elif value.bridging and ends <= contract.ends_on:
            yield error("/new_ends_on", "bridging_backwards", "继续服务应当到原服务期满以后。")
        elif value.bridging and ends > _months_after(contract.ends_on, _BRIDGE_MONTHS):
            yield notice(
                "/new_ends_on", "bridging_long", "继续服务一般不超过三个月，请核对。", BRIDGING
            )

    @rule(BRIDGING)
    def service_goes_on_at_its_price(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Until somebody takes over, each piece costs what it cost before."""
        if value.bridging and value.agreement is not None:
            yield from prices_that_change(Reading.of(self, value), value.agreement, BRIDGING)
