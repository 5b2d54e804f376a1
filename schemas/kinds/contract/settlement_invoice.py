"""服务费用结算单: what a service contract owes on one day; a record of both parties, no 发票."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, Group, Text
from schemas.ground.house import ContractClauses
from schemas.ground.kind import Audience, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.contract.settlement.acceptance import ACCEPTANCE, RestsOnAcceptance
from schemas.kinds.contract.settlement.completed import PRICE, ByQuantities
from schemas.kinds.contract.settlement.earlier import AfterEarlierSettlements
from schemas.kinds.contract.settlement.instalments import ByInstalments
from schemas.kinds.contract.settlement.invoices import Invoiced
from schemas.kinds.contract.settlement.payments import Payments
from schemas.kinds.contract.settlement.sheet import Account, reckon_instalments, reckon_quantities
from schemas.kinds.contract.settlement.stated_amounts import StatedAmounts
from schemas.law.amounts import LIMIT
from schemas.parts.approvals import Approval
from schemas.parts.copies import CopiesOfParties
from schemas.parts.decisions import Approved
from schemas.parts.service_contract import UnderContract

TYPES = {"interim": "阶段结算", "final": "最终结算", "instalment": "分期结算"}


class SettlementInvoice(
    StatedAmounts,
    Payments,
    Invoiced,
    RestsOnAcceptance,
    ByInstalments,
    ByQuantities,
    AfterEarlierSettlements,
    UnderContract,
    CopiesOfParties,
    Approved,
    NumberedKind,
):
    """One settlement of one service contract, by quantities or by instalments."""

    sections = (
        "合同",
        "完成数量与验收",
        "已付款与扣款",
        "收款与发票",
        "核对",
        "文号与日期",
        "审批与告知",
    )
    leading = ("contract", "settlement_type", "instalment")
    approved_since = ("accepted_on",)

    header = Header(
        title="服务费用结算单",
        also=("结算", "费用清单"),
        audience=(Audience.contractor, Audience.office),
        dated_by="issued_on",
        summary="按单价和完成数量或者分期约定结算服务费用，列明已付款、扣款和本次应付金额；不是发票。",
        numbering=Numbering("gbt9704", "结算"),
        approval=True,
        copies=2,
        about=("payee.name", "period_from", "period_to"),
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
    issued_on = Day("结算日期", group="文号与日期", starts_as="today")
    approval = Group("甲方确认", Approval, group="审批与告知", source=ACCEPTANCE, kept=True)

    @derived(Group("结算", Account), prints=("completed", "instalment"))
    def account(self, value: Record, facts: Facts) -> Record | None:
        """The whole reckoning; None while something it rests on is missing or unknown."""
        if value.agreement is None:
            return None
        if value.settlement_type == "instalment":
            return reckon_instalments(value.agreement, value)
        return reckon_quantities(value.agreement, value)

    @derived(Text("合同依据"))
    def contract_basis(self, value: Record, facts: Facts) -> str | None:
        """The clauses it rests on, as the house keeps them: 第五条第一款（价款、付款）."""
        clauses = value.agreement.clauses if value.agreement else None
        about: dict[str, list[str]] = {}
        kept = ContractClauses()
        for name in kept.fields:
            if clauses and clauses[name]:
                about.setdefault(clauses[name], []).append(kept.label_of(name).removesuffix("条款"))
        return "、".join(f"{place}（{'、'.join(it)}）" for place, it in about.items()) or None

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

    # By quantities, as most contracts are; one paid by instalments is reckoned by the program.
    blank = {
        "account": {
            "lines": 4,
            "instalments": None,
            "instalment": None,
            "instalment_amount": None,
            "is_refund": False,
        },
        "earlier_payments": 3,
        "deductions": 2,
        "invoices": 2,
    }

    restated = (
        Restates(("approval.opinion",), of="account.due"),
        Restates(("approval.opinion",), of="accepted_on", done="验收"),
        Restates(("approval.opinion",), of="completed.quantity", counted="件|次|户"),
    )

    example = {
        "document_number": "示市监结算〔2026〕4号",
        "contract": "auxiliary-2025",
        "settlement_type": "final",
        "period_from": "2025-06-01",
        "period_to": "2026-06-30",
        "completed": [
            {"item": "complaint", "quantity": 112046},
            {"item": "report", "quantity": 31874},
            {"item": "daily_inspection", "quantity": 10003},
            {"item": "remote_inspection", "quantity": 13920},
        ],
        "acceptance_number": "示市监验收〔2026〕1号",
        "accepted_on": "2026-07-06",
        "earlier_payments": [
            {
                "purpose": "首付款",
                "paid_on": "2025-07-29",
                "voucher_number": "国库支付2025070312",
                "amount": "29105947.78",
            }
        ],
        "deductions": [
            {
                "document_number": "示市监考〔2025〕7号",
                "reason": "2025年9月工单响应率低于95%",
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
                "number": "26999000000012345678",
                "issued_on": "2026-07-07",
                "amount": "14446520.22",
                "buyer": "示例市示例区市场监督管理局",
                "seller": "示例市诚办信息服务有限公司",
            }
        ],
        "stated_capitals": "壹仟肆佰肆拾肆万陆仟伍佰贰拾元零贰角贰分",
        "issued_on": "2026-07-08",
        "copies": 4,
        "supplier_copies": 1,
        "approval": {
            "approver": "何静远",
            "post": "消费者权益保护科科长",
            "employed_by_authority": True,
            "approved_on": "2026-07-08",
            "decision": "agreed",
            "opinion": "经核对验收书和付款凭证，同意按本结算单支付。",
        },
    }
