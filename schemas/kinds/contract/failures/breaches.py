"""违约情形: failures by day and sort, counted where a contract counts them, told to a supplier."""

from collections.abc import Iterator, Sequence
from typing import Any

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Choice, Code, Count, Day, Group, Rows, Text
from schemas.ground.neighbours import Standing
from schemas.parts.service_contract import OfContract

GROUP = "违约情形"
FAILURES = "合同关于整改、扣款和违约责任的约定"
BREACHES = {
    "violation": "违规",
    "fabrication": "造假",
    "neglect": "履职不到位",
    "unfit": "完成的工作不符合要求",
    "leak": "泄露数据",
    "transfer": "擅自转让或者转委托",
    "complained": "被投诉举报",
    "criticised": "被通报批评",
    "late_report": "未按时提供报告",
    "content": "内容不符合约定",
    "missed": "漏报",
    "misreported": "错报",
}


class Breach(Part):
    """One failure: when, of which sort, what happened, in which order."""

    happened_on = Day("发生日期")
    breach = Choice("情形", BREACHES)
    account = Text("事实", longest=500, factual=True)
    order_number = Code("工单编号", longest=60, optional=True)


class Issuer(Part):
    """甲方: the buyer in whose name a paper goes out, and its seal."""

    name = Text("机关全称")
    seal_name = Text("印章名称")


class ToSupplier(OfContract):
    """A letter of the buyer to its supplier; the buyer need not be this bureau."""

    @derived(Group("甲方", Issuer))
    def issuer(self, value: Record, facts: Facts) -> Record | None:
        """The buyer with its seal."""
        if value.agreement is None:
            return None
        name, own = value.agreement.buyer.name, facts.house.authority
        seal = own.seal_name if name == own.name else name
        return Record({"name": name, "seal_name": seal})

    @derived(Text("受送达人"))
    def addressee(self, value: Record, facts: Facts) -> str | None:
        """The supplier, as the contract names it."""
        return str(value.agreement.supplier.name) if value.agreement else None


class Counted(OfContract):
    """A paper that says how often a supplier failed so far; it declares `breaches`."""

    strike_count = Count(
        "累计次数",
        least=0,
        most=999,
        group=GROUP,
        optional=True,
        own=True,
        unit="次",
        hint="合同约定累计次数的必填，含本次。",
    )

    @rule(FAILURES)
    def counted_where_the_contract_counts(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Three failures may end one contract; another does not count them."""
        contract = value.agreement
        limit = contract.strike_limit if contract else None
        if limit and value.strike_count is None:
            yield error(
                "/strike_count",
                "required",
                f"合同约定累计{limit}次可以解除，请填写「累计次数」。",
            )
        if contract and not limit and value.strike_count is not None:
            yield error("/strike_count", "not_wanted", "合同没有约定累计次数，请删去这一项。")
        for index, row in enumerate(value.breaches):
            if row.happened_on > self.dated(value):
                yield error(
                    f"/breaches/{index}/happened_on", "happened_after", "发生日期晚于文书，请核对。"
                )
            elif contract and row.happened_on < (contract.starts_on or contract.signed_on):
                yield error(
                    f"/breaches/{index}/happened_on",
                    "happened_before",
                    "发生日期早于合同服务期，请核对。",
                )


def strikes_of(notices: Sequence[Standing]) -> int:
    """Return how many failures standing notices tell of."""
    return sum(len(each.says("breaches") or ()) for each in notices)


# Told in every notice and in most assessments.
def told_breaches(**rest: Any) -> Rows:
    """Return the field of a kind's failures, as both kinds that have one declare it."""
    return Rows("违约情形", Breach, most=100, group=GROUP, own=True, source=FAILURES, **rest)
