"""发票登记: the supplier's invoices for one application, as data; we draw none and imitate none."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import (
    Choice,
    Code,
    Count,
    CreditCode,
    Day,
    Money,
    PersonName,
    Rows,
    Text,
)
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.ground.restating import Restates
from schemas.kinds.contract.settlement.deductions import listed_twice
from schemas.kinds.contract.settlement.invoices import INVOICES
from schemas.parts.registered import Registered
from schemas.parts.service_contract import OfContract

TYPES = {
    "special": "增值税专用发票",
    "general": "增值税普通发票",
}
CHECKS = {"same": "一致", "differs": "不一致", "voided": "已作废或者红冲"}
GROUP = "发票"
_FEN = Decimal("0.01")
# What general taxpayers charge on services, in per cent: 增值税法 art. 10 no. 3, since 2026-01-01.
_ON_SERVICES = 6
_MADE_OUT_TO = re.compile("(?:抬头|购买方|付款方|受票方)(?:名称)?(?:为|是|写|开|：|:)+([^，。；]+)")


class AnyInvoiceNumber(Code):
    """发票号码: twenty digits of an electronic invoice, or eight beside an older one's code."""

    own_form = True

    def __init__(self, label: str = "发票号码", **rest: Any) -> None:
        super().__init__(label, longest=30, **({"source": INVOICES} | rest))

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        number = super()._deserialize(value, attr, data, **rest).replace(" ", "")
        if not re.fullmatch(r"[0-9]{20}|[0-9]{8}", number):
            detail = "应为 20 位数字的电子发票号码，或者 8 位号码并填写发票代码。"
            raise self.refuse("invoice_number", detail)
        return number


class RegisteredInvoice(Part):
    """One invoice as it was drawn, and how it was checked."""

    number = AnyInvoiceNumber()
    invoice_code = Code("发票代码", longest=12, optional=True, hint="只有 8 位号码的发票才有。")
    invoice_type = Choice("类型", TYPES)
    issued_on = Day("开票日期")
    seller = Text("销售方", suggests="house.contracts.supplier.name")
    seller_tax_number = CreditCode("销售方税号")
    buyer = Text("购买方（发票抬头）", suggests="house.contracts.buyer.name")
    buyer_tax_number = CreditCode("购买方税号")
    net = Money("金额（不含税）")
    tax_rate = Count("税率", most=17, unit="%")
    tax = Money("税额")
    amount = Money("价税合计")
    check_result = Choice("查验结果", CHECKS, optional=True)
    checked_on = Day("查验日期", optional=True)

    @rule(INVOICES)
    def amounts_agree(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Net and tax make the total; the tax is its rate of the net, to the fen."""
        old = len(value.number) != len("26999000000012345678")
        if old and not re.fullmatch("[0-9]{10}|[0-9]{12}", value.invoice_code or ""):
            yield error(
                "/invoice_code", "code_form", "8 位号码的发票，请填写 10 位或者 12 位发票代码。"
            )
        if not old and value.invoice_code:
            yield error("/invoice_code", "not_wanted", "20 位号码的电子发票没有发票代码，请删去。")
        if value.net + value.tax != value.amount:
            yield error("/amount", "invoice_sum", "金额与税额之和不等于价税合计，请照发票核对。")
        if abs(value.tax - value.net * value.tax_rate / 100) > _FEN:
            yield error(
                "/tax", "tax_differs", "税额不等于金额乘以税率（相差超过一分），请照发票核对。"
            )
        # Of a few fen no rate comes to anything.
        elif abs(value.tax - value.net * _ON_SERVICES / 100) > _FEN:
            yield notice(
                "/tax_rate",
                "rate_of_another",
                f"服务费的税率一般是{_ON_SERVICES}%，这里是{value.tax_rate}%；请对照合同约定和乙方的纳税人身份核对，"
                "按简易办法计税的让乙方说明。",
                "合同发票条款",
            )
        if (value.check_result is None) != (value.checked_on is None):
            yield error("/checked_on", "check_incomplete", "发票的查验结果和查验日期要一起填写。")
        elif value.check_result is None:
            yield notice("/check_result", "unchecked", "发票还没有查验，付款以前请查验真伪和状态。")
        elif value.check_result != "same":
            yield error(
                "/check_result", "invoice_invalid", "查验不一致、已作废或者红冲的发票不能据以付款。"
            )
        elif value.checked_on < value.issued_on:
            yield error("/checked_on", "checked_before", "发票的查验日期早于开票日期，请核对。")


class InvoiceRecord(OfContract, Registered):
    """The invoices of one application for payment, entered in the register."""

    header = Header(
        title="发票登记",
        also=("发票",),
        audience=(Audience.office,),
        dated_by="registered_on",
        summary="登记乙方为一次付款开具的发票：号码、购销双方、税率税额和查验结果，与付款申请逐分核对；不是发票。",
        about=("contract", "application_number"),
    )

    sections = ("登记", "合同", "付款申请", GROUP)
    blank = {"registered_invoices": 6, "invoiced": ...}

    neighbours = Neighbours(
        follows=(
            Follows(
                "payment_application",
                "收到发票以后登记",
                INVOICES,
                settles=True,
                takes={
                    "application_number": "register_number",
                    "application_amount": "applied_amount",
                },
            ),
        ),
    )

    application_number = Code("付款申请书编号", longest=60, group="付款申请")
    application_amount = Money("付款申请金额", group="付款申请", own=True)
    registered_invoices = Rows(
        "登记的发票", RegisteredInvoice, most=200, group=GROUP, own=True, source=INVOICES
    )
    remark = Text("备注", longest=200, group=GROUP, optional=True, own=True)
    registrar = PersonName("登记人", personal=None, group="登记", starts_as="me", own=True)
    registered_on = Day("登记日期", group="登记", starts_as="today", own=True)

    @derived(Money("价税合计"))
    def invoiced(self, value: Record, facts: Facts) -> Decimal:
        """What the invoices come to."""
        return sum((each.amount for each in value.registered_invoices), Decimal("0.00"))

    @rule(INVOICES)
    def invoices_are_between_the_parties(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Seller and buyer are those of the contract, with their own numbers."""
        contract = value.agreement
        for index, row in enumerate(value.registered_invoices):
            here = f"/registered_invoices/{index}"
            if row.issued_on > value.registered_on or (
                row.checked_on and row.checked_on > value.registered_on
            ):
                yield error(
                    f"{here}/issued_on", "invoice_later", "开票、查验晚于登记日期，请核对。"
                )
            elif contract and row.issued_on < contract.signed_on:
                yield notice(
                    f"{here}/issued_on",
                    "invoice_before_signing",
                    "开票日期早于合同签订日期，请核对发票是不是本合同的。",
                )
            for side, party, name in (
                ("seller", contract.supplier if contract else None, "乙方"),
                ("buyer", contract.buyer if contract else None, "甲方"),
            ):
                if party is None:
                    continue
                if row[side] != party.name:
                    detail = f"应当是合同{name}的全称，请核对发票；有误的请乙方重开。"
                    yield error(f"{here}/{side}", f"invoice_{side}", detail)
                if party.credit_code and row[f"{side}_tax_number"] != party.credit_code:
                    yield error(
                        f"{here}/{side}_tax_number",
                        "tax_number_differs",
                        f"与内部设置中{name}的统一社会信用代码不同，请核对发票。",
                    )
        rows = value.registered_invoices
        yield from listed_twice(
            "registered_invoices", rows, ("invoice_code", "number"), "invoice_listed_twice"
        )

    @rule(INVOICES)
    def remark_names_the_buyer(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An invoice is made out to its buyer, whatever a remark says."""
        contract, told = value.agreement, _MADE_OUT_TO.search(value.remark or "")
        if contract and told and not told[1].startswith(contract.buyer.name):
            yield notice(
                "/remark",
                "made_out_to_another",
                "发票抬头是购买方，应当是合同甲方的全称，请核对备注和发票。",
            )

    @rule("合同发票条款")
    def invoices_come_to_what_is_asked(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing is paid without invoices of the same amount."""
        if value.invoiced != value.application_amount:
            yield error(
                "/registered_invoices",
                "invoice_amount",
                "登记的发票价税合计与付款申请金额不等，请核对；金额有误的请乙方重开。",
            )

    @beside("payment_application", by="contract", source="合同发票条款")
    def application_stands(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """The application named stands, asks for that amount, and names no other invoices."""
        number = value.application_number
        named = [each for each in others if each.says("register_number") == number]
        if others and not named:
            yield error(
                "/application_number",
                "application_unknown",
                f"这份合同登记的付款申请里没有这个编号，最近的一份是{others[-1]}，请核对。",
            )
        ours = {row.number for row in value.registered_invoices}
        for other in named:
            if other.says("applied_amount") != value.application_amount:
                yield error(
                    "/application_amount",
                    "application_differs",
                    f"与{other}的申请金额不等，请核对。",
                )
            theirs = {row["number"] for row in other.says("invoices") or ()}
            if theirs - ours:
                yield error(
                    "/registered_invoices",
                    "invoice_left_out",
                    f"{other}列出的发票没有全部登记，请核对。",
                )

    @beside("invoice_record", by="contract", source=INVOICES)
    def recorded_once(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """An invoice pays for one application, and an application is invoiced once."""
        for other in others:
            if other.says("application_number") == value.application_number:
                yield error(
                    "/application_number",
                    "invoiced_already",
                    f"这份付款申请的发票已经登记，见{other}。",
                )
            known = {row["number"] for row in other.says("registered_invoices") or ()}
            for index, row in enumerate(value.registered_invoices):
                if row.number in known:
                    yield error(
                        f"/registered_invoices/{index}/number",
                        "invoice_used",
                        f"这张发票已经登记，见{other}。",
                    )

    restated = (Restates(("remark",), of="registered_invoices.amount"),)

    example = {
        "register_number": "2026-发票-3",
        "contract": "auxiliary-2025",
        "application_number": "2026-付款-3",
        "application_amount": "14446520.22",
        "registered_invoices": [
            {
                "number": "26999000000012345678",
                "invoice_type": "special",
                "issued_on": "2026-07-07",
                "seller": "示例市诚办信息服务有限公司",
                "seller_tax_number": "91999900MAAY4CL120",
                "buyer": "示例市示例区市场监督管理局",
                "buyer_tax_number": "11999900003415279J",
                "net": "13628792.66",
                "tax_rate": 6,
                "tax": "817727.56",
                "amount": "14446520.22",
                "check_result": "same",
                "checked_on": "2026-07-10",
            }
        ],
        "remark": "原件随付款申请书归档",
        "registrar": "沈嘉木",
        "registered_on": "2026-07-10",
    }
