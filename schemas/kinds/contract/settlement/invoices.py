"""Who receives the money of a settlement, and the supplier's invoices for it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Code, CreditCode, Day, Group, PartyName, Personal, Rows, Text
from schemas.ground.roles import Role
from schemas.kinds.contract.settlement.deductions import Sum, listed_twice

_NOTHING = Decimal("0.00")
INVOICES = "合同发票条款；《中华人民共和国发票管理办法》第十八条"


class BankAccount(Code):
    """账号: 8 to 30 digits; corporate accounts carry no universal check digit."""

    own_form = True

    def __init__(self, label: str = "账号", **rest: Any) -> None:
        super().__init__(label, longest=40, personal=Personal.account, **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        account = re.sub(r"[ -]", "", super()._deserialize(value, attr, data, **rest))
        if not re.fullmatch(r"[0-9]{8,30}", account):
            raise self.refuse("not_an_account", "应为 8 至 30 位数字，请对照合同或开户资料填写。")
        return account


class InvoiceNumber(Code):
    """发票号码 of an electronic invoice (数电票): 20 digits."""

    own_form = True

    def __init__(self, label: str = "发票号码", **rest: Any) -> None:
        super().__init__(label, longest=30, **({"source": INVOICES} | rest))

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        number = super()._deserialize(value, attr, data, **rest).replace(" ", "")
        if not re.fullmatch(r"[0-9]{20}", number):
            raise self.refuse("invoice_number", "应为 20 位数字的电子发票号码，请对照发票填写。")
        return number


class InvoiceRecord(Sum):
    """发票登记: the supplier's own electronic invoice; we record it and never draw one."""

    number = InvoiceNumber()
    issued_on = Day("开票日期")
    buyer = Text(
        "购买方（发票抬头）",
        suggests="house.contracts.buyer.name",
        hint="发票抬头是购买方，即合同甲方。",
    )
    seller = Text("销售方", suggests="house.contracts.supplier.name", hint="销售方即合同乙方。")


# Cards of persons begin with 62; accounts of firms seldom have this length and beginning.
_CARD = re.compile("62[0-9]{14,17}")


class Payee(Part):
    """收款人: where the money goes; never the 抬头 of an invoice, which names the buyer."""

    name = PartyName(
        "收款人",
        role=Role.payee,
        suggests="house.contracts.supplier.name",
        hint="合同乙方的全称。",
    )
    bank = Text("开户银行", longest=100)
    account = BankAccount()

    @rule("合同付款条款")
    def paid_into_a_bank(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Public money goes to an account at a bank."""
        if not re.search("银行|信用社|信用合作|农商|支行|分行|营业部|国库|bank", value.bank, re.I):
            yield notice(
                "/bank", "bank_doubtful", "「开户银行」不像银行的名称，请照开户资料填写到支行。"
            )
        if _CARD.fullmatch(value.account):
            yield notice(
                "/account",
                "account_personal",
                "「账号」像是个人银行卡的号码，请对照合同核对收款账户。",
            )


class Invoiced(Part):
    """The payee and the invoices; whoever inherits this derives `agreement`.

    `wanted_label` is what a paper calls the amount that the invoices come to.
    """

    wanted_label: ClassVar[str] = "本次应付金额"

    def invoices_wanted(self, value: Record) -> Decimal | None:
        """Return what the invoices have to come to; None while nothing can be reckoned."""
        if value.account is None:
            return None
        return _NOTHING if value.account.is_refund else value.account.due

    payee = Group("收款人", Payee, group="收款与发票")
    buyer_tax_number = CreditCode(
        "纳税人识别号",
        group="收款与发票",
        optional=True,
        source=INVOICES,
        suggests="house.contracts.buyer.credit_code",
        hint="发票抬头上购买方的纳税人识别号，即甲方的统一社会信用代码；内部设置已经登记的不用填。",
    )
    invoices = Rows(
        "乙方发票登记",
        InvoiceRecord,
        group="收款与发票",
        optional=True,
        source=INVOICES,
        hint="只登记乙方已开的电子发票；各张金额之和须等于本次应付或者申请的金额。",
    )

    @derived(CreditCode("纳税人识别号"), prints=("buyer_tax_number",))
    def invoice_tax_number(self, value: Record, facts: Facts) -> str | None:
        """The number the supplier's invoices must bear; None while nobody has told it."""
        known = value.agreement.buyer.credit_code if value.agreement else None
        found: str | None = known or value.buyer_tax_number
        return found

    @rule("合同发票条款")
    def buyer_has_one_tax_number(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is typed is what the house keeps; an invoice to an office needs its number."""
        if value.invoice_tax_number is None:
            yield notice(
                "/buyer_tax_number",
                "tax_number_missing",
                "没有甲方的纳税人识别号，乙方开票须写明，请填写，或者在内部设置中登记甲方的统一社会信用代码。",
            )
        elif value.buyer_tax_number not in (None, value.invoice_tax_number):
            yield error(
                "/buyer_tax_number",
                "tax_number_differs",
                "与内部设置中甲方的统一社会信用代码不同，请核对，改正其中一处。",
            )

    @rule(INVOICES)
    def invoices_cover_the_amount_due(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The invoices recorded are made out to the buyer by the supplier, for the amount due."""
        for index, invoice in enumerate(value.invoices):
            here = f"/invoices/{index}"
            if invoice.issued_on > value.issued_on:
                yield error(
                    f"{here}/issued_on",
                    "invoice_after_settlement",
                    f"开票日期晚于{self.label_of('issued_on')}，请核对；尚未开具的发票不登记。",
                )
            elif value.agreement and invoice.issued_on < value.agreement.signed_on:
                yield notice(
                    f"{here}/issued_on",
                    "invoice_before_signing",
                    "开票日期早于合同签订日期，请核对发票是不是本合同的。",
                )
            if value.agreement and invoice.buyer != value.agreement.buyer.name:
                yield error(
                    f"{here}/buyer",
                    "invoice_buyer",
                    "发票抬头（购买方）应当是合同甲方的全称，请核对发票；抬头有误的请乙方重开。",
                )
            if value.agreement and invoice.seller != value.agreement.supplier.name:
                yield error(
                    f"{here}/seller",
                    "invoice_seller",
                    "发票销售方应当是合同乙方的全称，请核对发票。",
                )
        wanted = self.invoices_wanted(value)
        if wanted is None:
            return
        if value.invoices and sum(invoice.amount for invoice in value.invoices) != wanted:
            yield error(
                "/invoices",
                "invoice_amount",
                f"登记的发票金额之和与{self.wanted_label}不等，请核对；金额有误的请乙方重开。",
            )
        if not value.invoices and wanted:
            yield notice(
                "/invoices", "invoice_missing", "尚未登记乙方的等额发票，收到合规发票以前不得付款。"
            )
        yield from listed_twice("invoices", value.invoices, ("number",), "invoice_listed_twice")

    @rule("合同转让条款")
    def payee_is_the_supplier(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Rights under the contract may not be passed on, so the money goes to the supplier."""
        if value.agreement and value.payee.name != value.agreement.supplier.name:
            yield error(
                "/payee/name",
                "payee_differs",
                "收款人应当是合同乙方的全称，请核对；合同权利不得转让给第三方。",
            )
