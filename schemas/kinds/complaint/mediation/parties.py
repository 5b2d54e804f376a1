"""The parties of a mediation: who complains, alone or jointly, against whom, and who signs."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import (
    Choice,
    CreditCode,
    Flag,
    Group,
    PersonName,
    Phone,
    RegistrationNumber,
    Rows,
    When,
)
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.parts.agents import Agent, may_settle
from schemas.parts.businesses import Business
from schemas.parts.people import Complainant

AGENTS = "《市场监督管理投诉举报处理办法》第十一条"
JOINT_COMPLAINT = "《市场监督管理投诉举报处理办法》第十二条"
SIGNERS = {"principal": "本人（本单位）", "agent": "委托代理人"}

# Of the registration: who sits at the table, as it was taken down there.
REGISTERED_AT_THE_TABLE = {
    f"{own}.{name}": f"{theirs}.{name}"
    for own, theirs, names in (
        ("complainants.0", "complainant", ("name", "phone", "address", "id_type", "id_number")),
        ("respondent", "respondent", ("name", "phone", "address", "representative", "credit_code")),
    )
    for name in names
}


class SigningParty(Part):
    """A party at the mediation, who signs in person or through an agent empowered to settle."""

    agent = Group("委托代理人", Agent, optional=True)
    signer = Choice(
        "由谁签名",
        SIGNERS,
        optional=True,
        kept=True,
        applies=When("agent"),
        hint="不填时，有委托代理人的由代理人签名，没有的由本人签名。",
    )

    @derived(Flag("由委托代理人签名"), prints=("signer",))
    def by_agent(self, value: Record, facts: Facts) -> bool:
        """Whether the agent's hand stands on the sign line."""
        return value.signer == "agent" or (value.signer is None and value.agent is not None)

    @rule(AGENTS)
    def signing_agent_may_settle(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Only an agent who is there, and whose mandate reaches to settling, may sign."""
        if value.signer == "agent" and value.agent is None:
            yield error(
                "/signer", "signer_without_agent", "没有填写委托代理人，请补填或改由本人签名。"
            )
        if not (value.agent and value.by_agent):
            return
        if value.agent.mandate.authority != "special":
            yield error(
                "/agent/mandate/authority",
                "settlement_not_authorised",
                "一般授权的代理人不能达成调解协议，请补交特别授权的委托书，或者改由本人签名。",
            )
        elif not may_settle(value.agent.mandate.matters):
            yield error(
                "/agent/mandate/matters",
                "settlement_not_in_matters",
                "「委托事项」没有写达成、签收调解协议的权限（只写全权代理的不算），代理人不能签名，"
                "请照授权委托书补写，没有这一权限的由本人签名。",
            )


class MediatedComplainant(SigningParty, Complainant):
    """投诉人 at a mediation; one of two representatives where several complain together."""

    representative = Flag(
        "推选的代表人",
        optional=True,
        default=False,
        source=JOINT_COMPLAINT,
        hint="仅用于共同投诉：由代表人签名，其他投诉人书面同意。",
    )


class MediatedRespondent(SigningParty, Business):
    """被投诉人 at a mediation, with the lines CF-9 prints; its codes stay in the file."""

    role = Role.respondent

    credit_code = CreditCode(optional=True, excused=True, kept=True)
    registration_number = RegistrationNumber(optional=True, kept=True)
    representative = PersonName(
        "法定代表人（负责人）", role=Role.representative, hint="个体工商户填写经营者姓名。"
    )
    phone = Phone("联系电话")


class JointComplaint(Part):
    """共同投诉: what several complainants agreed and put in writing (Order 121 art. 12)."""

    agreed = Flag("投诉人同意按共同投诉处理", kept=True)
    elected_in_writing = Flag(
        "已收到书面推选两名代表人的材料", optional=True, default=False, kept=True
    )
    represented_consented = Flag(
        "被代表的投诉人同意本调解协议", optional=True, default=False, kept=True
    )

    @rule(JOINT_COMPLAINT)
    def complainants_agreed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody is made to complain jointly."""
        if not value.agreed:
            yield error(
                "/agreed",
                "joint_not_agreed",
                "投诉人不同意按共同投诉处理的，应当分别调解、分别制作调解书。",
            )


class MediatedParties(Part):
    """Everybody a mediation binds: all complainants, or two for all of them, and the respondent."""

    complainants = Rows(
        "投诉人",
        MediatedComplainant,
        most=100,
        group="投诉人",
        source="《市场监督管理投诉举报处理办法》第十条",
    )
    joint = Group(
        "共同投诉",
        JointComplaint,
        group="投诉人",
        optional=True,
        kept=True,
        applies=When("complainants", rows=2),
        source=JOINT_COMPLAINT,
        hint="投诉人为两人以上时填写。",
    )
    respondent = Group("被投诉人", MediatedRespondent, group="被投诉人")

    @derived(Flag("由代表人签名"))
    def by_representatives(self, value: Record, facts: Facts) -> bool:
        """Whether elected representatives sign for all complainants."""
        return any(each.representative for each in value.complainants)

    @rule(JOINT_COMPLAINT)
    def joint_complaint_is_settled_by_all(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """All complainants sign, or two elected in writing with the others' consent."""
        known: set[tuple[str, str]] = set()
        for index, each in enumerate(value.complainants):
            person = (folded_name(each.name), each.id_number or each.phone)
            if person in known:
                yield error(
                    f"/complainants/{index}",
                    "complainant_repeated",
                    "共同投诉里同一个投诉人填了两次，请删去重复的。",
                )
            known.add(person)
        elected = sum(each.representative for each in value.complainants)
        if len(value.complainants) == 1:
            if value.joint or elected:
                yield error(
                    "/joint" if value.joint else "/complainants/0/representative",
                    "joint_without_others",
                    "只有一名投诉人，不是共同投诉，请删去共同投诉和代表人的内容。",
                )
            return
        if not value.joint:
            yield error(
                "/joint",
                "joint_not_recorded",
                "投诉人为两人以上的，请填写是否同意按共同投诉处理和代表人情况。",
            )
        if elected not in (0, 2):
            yield error(
                "/complainants",
                "representatives_not_two",
                "共同投诉推选的代表人应当是两名；不推选的，由全体投诉人签名。",
            )
        if not value.joint or not elected:
            return
        if not value.joint.elected_in_writing:
            yield error(
                "/joint/elected_in_writing",
                "election_not_written",
                "推选代表人应当采用书面形式，请收取推选材料或者由全体投诉人签名。",
            )
        if elected < len(value.complainants) and not value.joint.represented_consented:
            yield error(
                "/joint/represented_consented",
                "represented_consent_missing",
                "代表人达成调解协议应当经被代表的投诉人同意，请取得同意后再制作。",
            )
