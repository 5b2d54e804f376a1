"""The service contract a document stands under: a house fact, chosen in the payload by its code."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Day, Group, Text
from schemas.ground.house import Contract
from schemas.ground.kind import KindSchema

_SATURDAY = 5


class OfContract(KindSchema):
    """The contract a document is made under."""

    contract = Text(
        "合同标识",
        longest=40,
        group="合同",
        suggests="house.contracts.code",
        hint="内部设置中登记的服务合同。",
    )

    @derived(Group("合同", Contract), prints=("contract",))
    def agreement(self, value: Record, facts: Facts) -> Record | None:
        """The contract as the house facts hold it; None if it is not kept there."""
        return _kept(value.contract, facts)

    def number_prefix(self, value: Record, facts: Facts) -> str:
        """Return the 机关代字 of the contract's buyer, who issues the paper; ours by default."""
        # A number is derived before what inherits from it.
        contract = _kept(value.contract, facts)
        own = contract.number_prefix if contract else None
        return str(own or facts.house.authority.number_prefix)

    @rule("合同订立情况")
    def contract_is_kept_and_sane(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract is known, and its dates are those of a contract."""
        contract = value.agreement
        if contract is None:
            yield error(
                "/contract",
                "contract_unknown",
                "没有登记这个合同标识，请改填已登记的标识，或先在内部设置文件"
                "（house.toml 的 contracts）中登记合同。",
            )
            return
        if contract.starts_on and contract.signed_on > contract.starts_on:
            yield notice(
                "/contract",
                "signed_after_start",
                "合同签订日期晚于服务期起始日，签订以前的工作是否计费请对照合同核对。",
            )
        if contract.signed_on.weekday() >= _SATURDAY:
            yield notice("/contract", "signed_at_weekend", "合同签订日期是周末，请核对年份和日期。")
        if self.dated(value) < contract.signed_on:
            yield error(
                f"/{self.header.dated_by}",
                "before_signing",
                "文书日期早于合同签订日期，请核对。",
                "合同期限条款",
            )


class UnderContract(OfContract):
    """The contract and the part of its term a document is about."""

    period_from = Day("期间自", group="合同")
    period_to = Day("期间至", group="合同", planned=True)

    @rule("合同期限条款")
    def period_lies_within_the_contract(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The period is a period, and of the contract's term."""
        if value.period_to < value.period_from:
            yield error("/period_to", "period_reversed", "期间的终止日早于起始日，请核对。")
        contract = value.agreement
        if contract is None:
            return
        if value.period_from < (contract.starts_on or contract.signed_on):
            yield notice(
                "/period_from", "period_before_term", "期间早于合同服务期，请对照合同核对。"
            )
        if value.period_to > contract.ends_on:
            yield notice(
                "/period_to",
                "period_after_term",
                "期间超出合同服务期；属于服务期满后暂时延续服务的，请核对甲方的书面要求。",
            )


def _kept(code: str, facts: Facts) -> Record | None:
    return next((each for each in facts.house.contracts if each.code == code), None)
