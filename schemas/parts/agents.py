"""Who acts for somebody, and the mandate that empowers them."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Choice, Day, Flag, Group, Personal, PersonName, Phone, Text
from schemas.ground.roles import Role
from schemas.parts.people import Identified


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
