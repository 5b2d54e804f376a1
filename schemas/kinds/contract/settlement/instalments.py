"""A settlement by instalments: one at a time, all earlier ones being settled."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Text, When
from schemas.kinds.contract.settlement.reckoning import outstanding
from schemas.kinds.contract.settlement.sheet import entries_of


class ByInstalments(Part):
    """A settlement by instalments; it has `settlement_type` and derives `agreement`."""

    instalment = Text(
        "本期期次",
        longest=20,
        group="合同",
        optional=True,
        applies=When("settlement_type", ("instalment",)),
        suggests="house.contracts.instalments.code",
        hint="仅分期结算：合同期次的编号。",
    )

    @rule("合同付款条款")
    def instalments_follow_the_contract(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A settlement by instalments pays one instalment, all earlier ones being settled."""
        contract = value.agreement
        if contract is None or value.settlement_type != "instalment":
            return
        if value.completed:
            yield error(
                "/completed", "quantities_not_wanted", "分期结算不按完成数量计价，请删去完成数量。"
            )
        codes = [instalment.code for instalment in contract.instalments]
        if not codes:
            yield error(
                "/settlement_type",
                "no_instalments",
                "这份合同没有约定分期付款，请选「阶段结算」或「最终结算」。",
            )
        elif not value.instalment:
            yield error("/instalment", "required", "分期结算须填写「本期期次」。")
        elif value.instalment not in codes:
            yield error(
                "/instalment",
                "instalment_unknown",
                f"合同没有这一期，请从{'、'.join(codes)}中选填。",
            )
        else:
            yield from _settled_so_far(contract, codes.index(value.instalment), value)


def _settled_so_far(contract: Record, current: int, value: Record) -> Iterator[Finding]:
    """Compare what was paid and deducted with the instalments up to the current one."""
    names = [instalment.name for instalment in contract.instalments]
    due_now, so_far = names[current], names[: current + 1]
    for part, field in (("earlier_payments", "purpose"), ("deductions", "against")):
        for index, row in enumerate(value[part]):
            if (row[field] or due_now) not in so_far:
                yield error(
                    f"/{part}/{index}/{field}",
                    "not_an_instalment_so_far",
                    f"请填写本期或以前各期的款项名称：{'、'.join(so_far)}。",
                )
    due_on = contract.instalments[current].due_on
    if due_on and value.issued_on > due_on:
        yield notice("/issued_on", "payment_overdue", "结算日期晚于本期约定付款日，请尽快付款。")
    for instalment in contract.instalments[:current]:
        if outstanding(instalment.amount, *entries_of(value, instalment.name, due_now)):
            yield error(
                "/earlier_payments",
                "earlier_instalment_open",
                f"{instalment.name}的已付款与扣款之和不等于合同金额，请补列或核对。",
            )
