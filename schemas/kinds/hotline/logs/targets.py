"""考核指标: rates of a paper, judged by what the hotline contract asks for."""

from collections.abc import Iterator, Mapping

from schemas.ground.base import Facts, Finding, Record, error, rule
from schemas.ground.fields import Text
from schemas.ground.kind import KindSchema
from schemas.parts.kpi import thresholds


class AgainstTargets(KindSchema):
    """A paper with rates; the contract it names says how high they have to be."""

    contract = Text(
        "合同标识",
        longest=40,
        group="合同",
        optional=True,
        kept=True,
        suggests="house.contracts.code",
        hint="内部设置中登记的服务合同；指标按它的要求判断达标，不填的只列比率。",
    )

    def targets(self, value: Record, facts: Facts) -> Mapping[str, int]:
        """Return what the contract asks for, in whole percent by the name of the rate."""
        return thresholds(_kept(value.contract, facts))

    @rule("合同订立情况")
    def contract_is_kept(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract that is named is known."""
        if value.contract and _kept(value.contract, facts) is None:
            yield error(
                "/contract",
                "contract_unknown",
                "没有登记这个合同标识，请改填已登记的标识，或先在内部设置文件"
                "（house.toml 的 contracts）中登记合同。",
            )


def _kept(code: str | None, facts: Facts) -> Record | None:
    return next((each for each in facts.house.contracts if each.code == code), None)
