"""服务费用结算单: what a service contract owes on one day; a record of both parties, no 发票."""

from collections import Counter
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Count, Day, Group, Rows, Text, When
from schemas.ground.kind import Audience, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours
from schemas.kinds.contract.settlement.earlier import AfterEarlierSettlements
from schemas.kinds.contract.settlement.payments import Payments
from schemas.kinds.contract.settlement.reckoning import outstanding
from schemas.kinds.contract.settlement.sheet import (
    Account,
    entries_of,
    reckon_instalments,
    reckon_quantities,
)
from schemas.kinds.contract.settlement.stated_amounts import StatedAmounts
from schemas.law import chinese_numeral
from schemas.law.amounts import LIMIT
from schemas.parts.approvals import Approval
from schemas.parts.service_contract import UnderContract

TYPES = {"interim": "阶段结算", "final": "最终结算", "instalment": "分期结算"}

PRICE = "合同价款条款"
ACCEPTANCE = "合同验收条款"


class CompletedItem(Part):
    """完成数量: how much of one item of the price table was completed."""

    item = Text(
        "单项编号",
        longest=30,
        suggests="house.contracts.lines.code",
        hint="内部设置中合同明细的编号。",
    )
    quantity = Count("累计完成数量", most=10**8)


class SettlementInvoice(
    AfterEarlierSettlements, StatedAmounts, Payments, UnderContract, NumberedKind
):
    """One settlement of one service contract, by quantities or by instalments."""

    sections = (
        "合同",
        "完成数量与验收",
        "已付款与扣款",
        "收款与发票",
        "核对",
        "文号与日期",
        "审批",
    )
    leading = ("contract", "settlement_type", "instalment")

    header = Header(
        title="服务费用结算单",
        audience=(Audience.contractor, Audience.office),
        dated_by="issued_on",
        summary="按单价和完成数量或者分期约定结算服务费用，列明已付款、扣款和本次应付金额；不是发票。",
        numbering=Numbering("gbt9704", "结算"),
        approval=True,
        copies=2,
    )

    neighbours = Neighbours(
        follows=(
            Follows("completed_quantity_confirmation", "按确认的完成数量结算", PRICE, settles=True),
            Follows(
                "acceptance_report",
                "验收以后结算",
                ACCEPTANCE,
                settles=True,
                takes={"acceptance_number": "document_number"},
            ),
            Follows(
                "contractor_assessment_result",
                "考核以后结算本期款项",
                "合同付款条款",
                takes={"assessment_number": "document_number"},
            ),
        ),
    )

    settlement_type = Choice("结算类型", TYPES, group="合同")
    instalment = Text(
        "本期期次",
        longest=20,
        group="合同",
        optional=True,
        applies=When("settlement_type", ("instalment",)),
        suggests="house.contracts.instalments.code",
        hint="仅分期结算：合同期次的编号。",
    )
    completed = Rows(
        "完成数量",
        CompletedItem,
        group="完成数量与验收",
        optional=True,
        source=ACCEPTANCE,
        hint="按数量结算的合同：每个单项一行，填自合同履行以来累计完成的数量，没有的填 0。",
    )
    acceptance_number = Text(
        "验收书编号", longest=60, group="完成数量与验收", optional=True, source=ACCEPTANCE
    )
    accepted_on = Day("验收日期", group="完成数量与验收", optional=True, source=ACCEPTANCE)
    assessment_number = Text(
        "考核结果文号", longest=60, group="完成数量与验收", optional=True, hint="分期结算必填。"
    )
    issued_on = Day("结算日期", group="文号与日期", starts_as="today")
    copies = Count("份数", least=2, most=20, group="文号与日期", optional=True, default=2)
    supplier_copies = Count(
        "其中乙方执", least=1, most=19, group="文号与日期", optional=True, default=1
    )
    approval = Group("甲方确认", Approval, group="审批", kept=True)

    @derived(Group("结算", Account), prints=("completed", "instalment"))
    def account(self, value: Record, facts: Facts) -> Record | None:
        """The whole reckoning; None while something it rests on is missing or unknown."""
        if value.agreement is None:
            return None
        if value.settlement_type == "instalment":
            return reckon_instalments(value.agreement, value)
        return reckon_quantities(value.agreement, value)

    @derived(Text("份数"), prints=("copies",))
    def copies_numeral(self, value: Record, facts: Facts) -> str:
        """All copies: 一式四份."""
        return _copies(value.copies)

    @derived(Text("甲方执"))
    def buyer_numeral(self, value: Record, facts: Facts) -> str | None:
        """The buyer's copies: all that the supplier does not get."""
        left = value.copies - value.supplier_copies
        return _copies(left) if left > 0 else None

    @derived(Text("乙方执"), prints=("supplier_copies",))
    def supplier_numeral(self, value: Record, facts: Facts) -> str:
        """The supplier's copies."""
        return _copies(value.supplier_copies)

    @rule("合同期限条款")
    def work_is_over(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Work is counted when its period is over; an instalment may fall due before."""
        if value.settlement_type != "instalment" and value.period_to > value.issued_on:
            yield error(
                "/period_to",
                "period_not_over",
                "结算期间尚未届满，未完成的工作不能结算，请核对期间和结算日期。",
            )

    @rule(PRICE)
    def quantities_name_every_item_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A settlement by quantities names each item of the contract's price table once."""
        contract = value.agreement
        if contract is None or value.settlement_type == "instalment":
            return
        if not contract.lines:
            yield error(
                "/settlement_type",
                "no_price_table",
                "这份合同没有价目明细，只能选「分期结算」。",
            )
            return
        if value.instalment:
            yield error(
                "/instalment", "instalment_not_wanted", "按数量结算的不填期次，请删去这一项。"
            )
        known, seen = {line.code for line in contract.lines}, Counter[str]()
        for index, row in enumerate(value.completed):
            if row.item not in known:
                yield error(
                    f"/completed/{index}/item",
                    "item_unknown",
                    "合同明细中没有这个编号，请对照内部设置中的合同明细填写。",
                )
            elif seen[row.item]:
                yield error(
                    f"/completed/{index}/item",
                    "item_repeated",
                    "这个单项已经填过，请合并成一行。",
                )
            seen[row.item] += 1
        missing = [line.name for line in contract.lines if line.code not in seen]
        if missing:
            yield error(
                "/completed",
                "item_missing",
                f"没有填写完成数量的单项：{'、'.join(missing)}；没有完成的请填 0。",
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

    @rule(ACCEPTANCE)
    def rests_on_acceptance_or_assessment(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The final settlement follows acceptance, every instalment an assessment."""
        if value.settlement_type == "final":
            for name, label in (("acceptance_number", "验收书编号"), ("accepted_on", "验收日期")):
                if not value[name]:
                    yield error(f"/{name}", "acceptance_missing", f"最终结算须填写「{label}」。")
        if value.settlement_type == "instalment" and not value.assessment_number:
            yield error(
                "/assessment_number",
                "assessment_missing",
                "分期结算须有甲方的考核结果，请填写「考核结果文号」。",
            )
        if value.accepted_on and value.accepted_on > value.issued_on:
            yield error(
                "/accepted_on", "accepted_after_settlement", "验收日期晚于结算日期，请核对。"
            )
        elif value.accepted_on and value.accepted_on < value.period_to:
            yield notice(
                "/accepted_on",
                "accepted_before_end",
                "验收早于结算期间届满，验收以后的工作是否计入请核对。",
            )
        contract = value.agreement
        if value.settlement_type == "final" and contract and value.issued_on > contract.ends_on:
            yield notice(
                "/issued_on",
                "settled_after_term",
                "结算日期晚于合同服务期满日，付款日期随验收和资金到位而定，请核对合同约定的付款期限。",
            )
        if contract and contract.supplier_is_sme and value.accepted_on:
            yield notice(
                "/accepted_on",
                "sme_payment_term",
                "乙方为中小企业的，应当自验收合格之日起三十日内付款，合同另有约定的最长六十日，"
                "不得以内部付款流程为由拖延，请安排付款。",
                "《保障中小企业款项支付条例》第九条",
            )

    @rule(PRICE)
    def balance_can_be_paid(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing beyond the cap is paid, and money is given back only by the bureau's decision."""
        account = value.account
        if account is None:
            return
        for pointer, amount in (
            ("/completed", account.payable + account.excess),
            ("/earlier_payments", account.paid + account.deducted),
        ):
            if amount >= LIMIT:
                yield error(pointer, "amount_limit", "金额达到一万亿元，请核对数量和金额。")
        if account.is_refund:
            say = notice if facts.copy == "draft" else error
            overpaid = account.paid > account.payable
            yield say(
                "/earlier_payments" if overpaid else "/deductions",
                "refund_needs_decision",
                "已付款和扣款超过应付总额，乙方应退还差额；合同没有约定退还办法，"
                "须由本机关另行决定，不能出具正式结算单，请先出草稿报批。",
            )
        elif not account.due:
            yield notice("", "nothing_due", "本次应付金额为零，请核对是否需要出具结算单。")
        if account.cap_applied:
            yield notice(
                "/completed", "cap_applied", "合计超出合同总金额，超出部分不另行支付，请核对。"
            )

    @rule(ACCEPTANCE)
    def complement_is_seen(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract does not say what 互补 means: eyes on every use of it."""
        if value.account is None or not value.account.lines or not value.agreement.complement:
            return
        completed = {row.item: row.quantity for row in value.completed}
        over = [completed[line.code] - line.quantity for line in value.agreement.lines]
        if any(each > 0 for each in over) and any(each < 0 for each in over):
            yield notice(
                "/completed",
                "complement_used",
                "有的单项超出合同数量、有的不足，已按可以互补计价；互补的含义待合同双方确认，请核对。",
            )

    @rule("合同文本条款")
    def both_parties_get_a_copy(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """At least one copy stays with the buyer."""
        if value.supplier_copies >= value.copies:
            yield error(
                "/supplier_copies", "copies_split", "甲方至少执一份，请减少乙方份数或增加总份数。"
            )

    @rule("合同付款条款")
    def confirmed_before_issue(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The bureau confirms after acceptance and before the settlement goes out."""
        confirmed = value.approval.approved_on
        if confirmed > value.issued_on or (value.accepted_on and confirmed < value.accepted_on):
            yield error(
                "/approval/approved_on",
                "approval_date",
                "甲方确认日期应当在验收之后、结算日期当日或之前，请核对。",
            )

    example = {
        "document_number": "示市监结算〔2027〕4号",
        "contract": "auxiliary-2026",
        "settlement_type": "final",
        "period_from": "2026-06-01",
        "period_to": "2027-06-30",
        "completed": [
            {"item": "complaint", "quantity": 112046},
            {"item": "report", "quantity": 31874},
            {"item": "daily_inspection", "quantity": 10003},
            {"item": "remote_inspection", "quantity": 13920},
        ],
        "acceptance_number": "示市监验〔2027〕2号",
        "accepted_on": "2027-07-06",
        "earlier_payments": [
            {
                "purpose": "首付款",
                "paid_on": "2026-07-29",
                "voucher_number": "国库支付2026070312",
                "amount": "29105947.78",
            }
        ],
        "deductions": [
            {
                "document_number": "示市监考〔2026〕7号",
                "reason": "2026年9月工单响应率低于95%",
                "amount": "12000.00",
            }
        ],
        "payee": {
            "name": "示例市诚办信息服务有限公司",
            "bank": "示例银行示例市示例区支行",
            "account": "999900012345678",
        },
        "invoices": [
            {
                "number": "27999000000012345678",
                "issued_on": "2027-07-07",
                "amount": "14446520.22",
                "buyer": "示例市示例区市场监督管理局",
                "seller": "示例市诚办信息服务有限公司",
            }
        ],
        "stated_capitals": "壹仟肆佰肆拾肆万陆仟伍佰贰拾元零贰角贰分",
        "issued_on": "2027-07-08",
        "copies": 4,
        "supplier_copies": 1,
        "approval": {
            "approver": "何静远",
            "post": "消费者权益保护科科长",
            "employed_by_authority": True,
            "approved_on": "2027-07-08",
            "opinion": "经核对验收书和付款凭证，同意按本结算单支付。",
        },
    }


def _copies(number: int) -> str:
    return "两" if number == 2 else chinese_numeral(number)


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
