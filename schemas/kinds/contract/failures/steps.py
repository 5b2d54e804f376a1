"""措施的先后: what a contract allows only after it was asked in vain, and how much of it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Money
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.kinds.contract.failures.breaches import FAILURES, strikes_of
from schemas.kinds.contract.failures.measures import MEASURES
from schemas.kinds.contract.settlement.reckoning import share_of

# What a contract allows only after it asked in vain to put things right.
_LATER = ("suspend", "deduct", "replace", "terminate")
_FOR_DAMAGES = ("leak", "transfer")


class MeasuresInOrder(KindSchema):
    """First put right, then the rest; damages by their share, an end after the strikes agreed."""

    @derived(Money("违约金"))
    def damages_amount(self, value: Record, facts: Facts) -> Decimal | None:
        """The share of its total that the contract names; None where no damages are asked."""
        contract = value.agreement
        if (
            contract is None
            or "damages" not in value.contract_measures
            or not contract.damages_share
        ):
            return None
        return share_of(contract.total, Decimal(contract.damages_share))

    @rule(FAILURES)
    def steps_are_taken_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Where a contract asks first to put things right, nothing else comes before that."""
        contract, later = (
            value.agreement,
            [each for each in value.contract_measures if each in _LATER],
        )
        for name in ("earlier_number", "earlier_outcome"):
            if contract and contract.rectify_first and later and not value[name]:
                named = "、".join(MEASURES[each] for each in later)
                yield error(
                    f"/{name}",
                    "rectify_first",
                    f"合同约定不整改才能{named}，请填写「{self.label_of(name)}」；"
                    "还没有要求过整改的，先发服务整改通知书。",
                )
            elif not value.contract_measures and value[name]:
                yield error(f"/{name}", "not_wanted", "只要求整改的不填这一项，请删去。")
        if contract is None:
            return
        limit = contract.strike_limit
        ended = "terminate" in value.contract_measures
        if ended and limit and (value.strike_count or 0) < limit:
            yield error(
                "/contract_measures",
                "strikes_missing",
                f"合同约定累计{limit}次才能解除，次数还不够，请核对。",
            )
        elif limit and (value.strike_count or 0) >= limit and not ended:
            yield notice(
                "/strike_count",
                "strikes_reached",
                f"累计次数达到合同约定的{limit}次，甲方可以解除合同，请核对是否解除。",
            )

    @rule(FAILURES)
    def damages_are_for_leaks_and_transfers(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract names damages for two failures alone, as a share of its total."""
        if "damages" not in value.contract_measures or value.agreement is None:
            return
        if not value.agreement.damages_share:
            yield error(
                "/contract_measures", "no_damages", "这份合同没有约定违约金，请改选其他措施。"
            )
        elif not any(each.breach in _FOR_DAMAGES for each in value.breaches):
            yield error(
                "/contract_measures",
                "damages_unfounded",
                "违约金只用于泄露数据、擅自转让，违约情形里没有这两种，请核对。",
            )

    @beside("contractor_rectification_notice", by="contract", source=FAILURES)
    def follows_the_notices_before(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """The earlier notice stands, its time is over, and failures are counted on."""
        named = [each for each in others if each.document_number == value.earlier_number]
        if value.earlier_number and not named:
            yield error(
                "/earlier_number", "earlier_unknown", "登记簿里没有这个文号的整改通知书，请核对。"
            )
        for other in named:
            due = other.says("due_on")
            if value.earlier_outcome == "overdue" and due and due >= value.issued_on:
                yield error("/earlier_outcome", "not_overdue", f"{other}的期限还没有届满，请核对。")
        strikes = strikes_of(others) + len(value.breaches)
        if value.strike_count is not None and value.strike_count != strikes:
            yield error(
                "/strike_count", "strikes_differ", f"登记的通知书和本次合计{strikes}次，请核对。"
            )
