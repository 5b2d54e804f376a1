"""The people and bodies of a case: complainants, businesses, agents, officers, approvals."""

import re
from collections.abc import Iterator

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from schemas.base import Facts, Finding, Part, Record, error, rule
from schemas.fields import (
    Choice,
    CreditCode,
    Day,
    Flag,
    Group,
    IdNumber,
    Personal,
    PersonName,
    Phone,
    Text,
)

ID_TYPES = {
    "resident_card": "居民身份证",
    "passport": "护照",
    "hk_macao_permit": "港澳居民来往内地通行证",
    "taiwan_permit": "台湾居民来往大陆通行证",
    "residence_permit": "外国人永久居留身份证",
    "other": "其他证件",
}

# GB 11643: the two cards whose eighteen digits carry a check character.
CHECKED_ID_TYPES = ("resident_card", "residence_permit")


def is_valid_identity(id_type: str, number: str) -> bool:
    """Tell whether an identity number can be of its type (GB 11643-1999 check digits).

    The region digits are not looked up: abolished districts stay in people's numbers for life.
    """
    if not (number.isascii() and number.isalnum()):
        return False
    if id_type not in CHECKED_ID_TYPES or (id_type == "residence_permit" and len(number) == 15):
        return 5 <= len(number) <= 30
    if not re.fullmatch(r"\d{17}[\dXx]", number):
        return False
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return ric.calc_check_digit(number) == number[-1].upper()


class Identified(Part):
    """Somebody with an identity document, whose number is proved against its type."""

    id_type = Choice("证件类型", ID_TYPES, optional=True, kept=True)
    id_number = IdNumber("证件号码", optional=True, kept=True)

    @rule("GB 11643-1999", needs=("id_type", "id_number"))
    def identity_number_matches_its_type(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Type and number come together, and the check digit holds."""
        if value.id_number and not value.id_type:
            yield error("/id_type", "required", "填写了证件号码，请选择「证件类型」。")
        if (
            value.id_number
            and value.id_type
            and not is_valid_identity(value.id_type, value.id_number)
        ):
            yield error(
                "/id_number",
                "identity_check",
                "「证件号码」与证件类型不符或校验位不对，请对照证件核对。",
            )


class Mandate(Part):
    """授权委托书: matters, authority and term, signed by the principal (Order 121 art. 11)."""

    matters = Text("委托事项", kept=True)
    authority = Choice(
        "委托权限",
        {"general": "一般授权", "special": "特别授权"},
        kept=True,
        hint="承认、变更、放弃请求，达成调解协议须特别授权。",
    )
    term_from = Day("委托期限自", kept=True)
    term_to = Day("委托期限至", kept=True)
    original_received = Flag("已收授权委托书原件", kept=True)
    id_copy_received = Flag("已收受托人身份证明", kept=True)

    @rule("《市场监督管理投诉举报处理办法》第十一条")
    def mandate_is_complete(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The original and the agent's proof of identity are in hand, the term is a term."""
        if not value.original_received:
            yield error(
                "/original_received",
                "mandate_original_missing",
                "委托他人代为投诉、调解的，应当收取授权委托书原件。",
            )
        if not value.id_copy_received:
            yield error("/id_copy_received", "agent_identity_missing", "应当收取受托人的身份证明。")

    @rule("《市场监督管理投诉举报处理办法》第十一条", needs=("term_from", "term_to"))
    def term_runs_forward(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The mandate ends after it begins."""
        if value.term_to < value.term_from:
            yield error("/term_to", "term_reversed", "委托期限的终止日早于起始日，请核对。")


class Agent(Identified):
    """委托代理人 with the mandate that empowers them."""

    leading = ("name", "phone", "address")

    name = PersonName("委托代理人")
    phone = Phone("联系电话")
    address = Text("联系地址", personal=Personal.address)
    mandate = Group("授权委托书", Mandate, kept=True)


class Complainant(Identified):
    """投诉人: real identity as Order 121 art. 10 ¶1(1) asks."""

    leading = ("name", "phone", "address")

    name = PersonName("投诉人", source="《市场监督管理投诉举报处理办法》第十条")
    phone = Phone("联系电话", source="《市场监督管理投诉举报处理办法》第十条")
    address = Text(
        "联系地址", personal=Personal.address, source="《市场监督管理投诉举报处理办法》第十条"
    )


class Business(Part):
    """经营者: an enterprise, individual business or other organisation as its licence names it."""

    name = Text("名称（姓名）")
    credit_code = CreditCode(optional=True)
    registration_number = Text(
        "注册号", longest=30, optional=True, hint="仅限尚未换照的个体工商户 15 位注册号。"
    )
    representative = PersonName("法定代表人（负责人）", optional=True)
    phone = Phone("联系电话", optional=True)
    address = Text("地址（经营场所）")


class Officer(Part):
    """执法人员: an official who holds an enforcement certificate (PP art. 22, APL art. 42)."""

    name = PersonName("姓名", personal=None, starts_as="officer")
    certificate_number = Text("执法证号", longest=30, starts_as="certificate")


class Approval(Part):
    """审批: the bureau's own decision behind a document; contractor staff may never give it."""

    approver = PersonName("审批人", personal=None, kept=True)
    post = Text("审批人职务", kept=True)
    employed_by_authority = Flag("审批人为本机关工作人员", kept=True)
    approved_on = Day("审批日期", kept=True)
    opinion = Text("审批意见", longest=500, kept=True)

    @rule("《市场监督管理行政处罚程序规定》第十八条")
    def approver_is_an_official(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Service contractors assist; they decide nothing."""
        if not value.employed_by_authority:
            yield error(
                "/employed_by_authority",
                "approver_not_official",
                "审批人应当是本机关工作人员，外包服务人员只能辅助，不得作出决定。",
            )


SOURCES = {
    "hotline_12345": "12345市民服务热线",
    "national_12315": "全国12315平台",
    "hotline_12315": "12315热线电话",
    "mail": "邮寄",
    "counter": "现场",
    "petition": "信访",
    "telephone": "电话",
    "superior": "上级转办",
    "other": "其他",
}


class OrderReference(Part):
    """来源工单: the case's number in another system; each keeps its own."""

    system = Choice("来源", SOURCES, kept=True)
    number = Text("工单编号", longest=60, kept=True)


DELIVERY_METHODS = {
    "direct": "直接送达",
    "left": "留置送达",
    "electronic": "电子送达",
    "post": "邮寄送达",
    "entrusted": "委托送达",
    "forwarded": "转交送达",
    "public_notice": "公告送达",
    "telephone": "电话",
    "sms": "短信",
    "platform": "互联网平台",
}


class Delivery(Part):
    """送达或告知: how and when a notice reached its addressee, and the proof of it."""

    method = Choice("方式", DELIVERY_METHODS, kept=True)
    delivered_on = Day("日期", optional=True, kept=True)
    proof = Text("凭证", longest=200, optional=True, kept=True)
