"""Who acts for somebody, and the mandate that empowers them."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, Group, Personal, PersonName, Phone, Text
from schemas.ground.roles import Role
from schemas.parts.people import Identified

POWERS = "《市场监督管理投诉举报处理办法》第十一条"
# What only a special mandate gives, and of it what concluding a settlement takes.
_SETTLES = (
    "(?:达成|签订|签署|签收|订立|接受|同意|缔结|签)[^，。；]{0,8}(?:协议|调解书|调解方案|和解方案)"
    "|(?:签署|签订|签)[^，。；收]{0,6}文书"
    "|(?:代为|进行|与[^，。；]{0,6}|可以?|有权)和解|接受调解|达成(?:和解|一致|调解)"
)
_TO_SETTLE = re.compile(_SETTLES)
_SPECIAL = re.compile(
    rf"(?<!不)(?:承认|变更|放弃|撤回|撤销|增加|减少)[^。；]{{0,12}}(?:请求|投诉|诉求|权利)|处分[^，。；]{{0,6}}权利|{_SETTLES}|全权"
)
# What a mandate keeps back it does not give.
_KEPT_BACK = re.compile(
    "(?:不包括|不包含|不含|不得|无权|不能|不可以?|不代为|没有权|除外|不享有|未授权|均?须(?:经|由)|需(?:经|由)|应当?经|另行授权)[^；。]*"
)
_BEFORE_KEPT_BACK = re.compile(
    "[^；。，]*(?:除外|[须需](?:经|由)[^；。，]{0,8}(?:同意|确认|本人|授权))"
)


def powers_in(matters: str) -> str:
    """Return what a mandate's matters give, without what they keep back."""
    return _KEPT_BACK.sub("", _BEFORE_KEPT_BACK.sub("", matters))


def may_settle(matters: str) -> bool:
    """Tell whether a mandate's matters name the power to conclude a settlement."""
    return _TO_SETTLE.search(powers_in(matters)) is not None


class Mandate(Part):
    """授权委托书: matters, authority and term, signed by the principal (Order 121 art. 11)."""

    matters = Text("委托事项", kept=True)
    authority = Choice(
        "委托权限",
        {"general": "一般授权", "special": "特别授权"},
        kept=True,
        hint="承认、变更、放弃请求，达成调解协议须特别授权。",
    )
    term_from = Day("委托期限自", kept=True, planned=True)
    term_to = Day("委托期限至", kept=True, planned=True)
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

    @rule(POWERS, needs=("matters", "authority"))
    def matters_and_authority_agree(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Only a special mandate gives such powers, and it names them."""
        given = _SPECIAL.search(powers_in(value.matters))
        if value.authority == "general" and given:
            yield error(
                "/authority",
                "authority_contradicts",
                "「委托事项」写了承认、变更、放弃请求或者达成协议，「委托权限」却是一般授权，"
                "请照授权委托书改正其中一项。",
            )
        elif value.authority == "special" and not given:
            yield notice(
                "/matters",
                "powers_not_named",
                "特别授权应当写明承认、变更、放弃请求或者达成协议等权限，「委托事项」里没有，"
                "请照授权委托书补写或者改为一般授权。",
            )

    @rule("《市场监督管理投诉举报处理办法》第十一条", needs=("term_from", "term_to"))
    def term_runs_forward(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The mandate ends after it begins."""
        if value.term_to < value.term_from:
            yield error("/term_to", "term_reversed", "委托期限的终止日早于起始日，请核对。")


class Agent(Identified):
    """委托代理人 with the mandate that empowers them."""

    role = Role.agent
    leading = ("name", "phone", "address")

    name = PersonName("委托代理人")
    phone = Phone("联系电话")
    address = Text("联系地址", personal=Personal.address)
    mandate = Group("授权委托书", Mandate, kept=True)
