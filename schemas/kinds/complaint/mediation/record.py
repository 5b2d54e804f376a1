"""What a record of a mediation holds: who came, who agreed, what was proposed and answered."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Choice, Day, Flag, LongText, Moment, PersonName, Text, When
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.kinds.complaint.mediation.mediators import MEDIATORS
from schemas.kinds.complaint.mediation.parties import AGENTS
from schemas.kinds.complaint.mediation.period import REGULATION

CONSENT = f"{REGULATION}第十八条"

CAPACITIES = {"self": "本人或者负责人", "agent": "委托代理人"}
AUTHORITIES = {"general": "一般授权", "special": "特别授权"}
ANSWERS = {"agreed": "同意调解", "refused": "不同意调解"}
WAYS_OF_CONSENT = {
    "on_site": "现场口头",
    "telephone": "电话",
    "written": "书面",
    "platform": "互联网平台、短信",
}
ADDRESSED = {"complainant": "投诉人", "respondent": "被投诉人", "both": "双方"}


class Attendance(Part):
    """参加人: who took part for a side, itself or through an agent with a mandate."""

    name = PersonName("参加人")
    capacity = Choice("身份", CAPACITIES)
    authority = Choice(
        "委托权限", AUTHORITIES, optional=True, kept=True, applies=When("capacity", ("agent",))
    )
    mandate_received = Flag(
        "已收授权委托书原件和受托人身份证明",
        optional=True,
        kept=True,
        applies=When("capacity", ("agent",)),
        source=AGENTS,
    )

    @rule(AGENTS)
    def agent_brought_a_mandate(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who acts for somebody else shows that he may."""
        if value.capacity != "agent":
            return
        if not value.authority:
            yield error("/authority", "required", "代理人参加的，请照授权委托书选择「委托权限」。")
        if not value.mandate_received:
            yield error(
                "/mandate_received",
                "mandate_original_missing",
                "代理人参加调解的，应当收取授权委托书和受托人身份证明，请先收取。",
            )


class Consent(Part):
    """同意调解: whether a side agreed to be mediated, when and how it said so."""

    answer = Choice("答复", ANSWERS)
    said_on = Day("答复日期")
    way = Choice("答复方式", WAYS_OF_CONSENT)


class Round(Part):
    """调解过程: what was put to whom at a minute, and what was answered."""

    at = Moment("时间")
    put_to = Choice("对象", ADDRESSED)
    proposal = LongText("提出的方案", longest=1000)
    reply = LongText("答复", longest=1000, spoken=True)


class MediatorRecusal(Part):
    """回避决定: what became of a request that a mediator withdraw (Order 121 art. 21)."""

    mediator = PersonName("被申请回避的调解人员", personal=None)
    reason = Text("申请回避的理由", longest=300, source=MEDIATORS)
    decided_by = PersonName("回避决定人", personal=None, role=Role.approver, source=MEDIATORS)
    decided_on = Day("回避决定日期", source=MEDIATORS)

    @rule(MEDIATORS)
    def somebody_else_decides(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody decides on his own withdrawal."""
        if folded_name(value.decided_by) == folded_name(value.mediator):
            yield error(
                "/decided_by",
                "decided_by_recused",
                "被申请回避的调解人员不能决定自己是否回避，请报负责人决定并改填「回避决定人」。",
            )
