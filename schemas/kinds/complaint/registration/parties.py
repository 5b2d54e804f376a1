"""Who complains of whom, as a registration takes it down: with papers, alone or with others."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import (
    Choice,
    CreditCode,
    Flag,
    Group,
    IdNumber,
    PersonName,
    RegistrationNumber,
    Rows,
    Text,
    When,
)
from schemas.ground.identity import ID_TYPES
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name, same_number
from schemas.parts.agents import Agent
from schemas.parts.businesses import Business
from schemas.parts.complaint import JOINT
from schemas.parts.people import Complainant

CONTENT = "《市场监督管理投诉举报处理办法》第十条"
AGENT = "《市场监督管理投诉举报处理办法》第十一条"
ENTRUSTED = "《市场监督管理投诉举报处理办法》第十九条"
PUBLICITY = "《市场监督管理投诉举报处理办法》第三十八条"


class RegisteredComplainant(Complainant):
    """投诉人 with the paper that proves who it is, printed where one was shown."""

    # The form has an empty box there, not every kind of paper.
    blank = {"id_type": None}

    id_type = Choice("证件类型", ID_TYPES, optional=True)
    id_number = IdNumber("证件号码", optional=True)

    @rule(CONTENT, needs=("id_type", "id_number"))
    def paper_has_its_number(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Neither is asked for by law; a paper without its number proves nothing."""
        if value.id_type and not value.id_number:
            yield error(
                "/id_number",
                "required",
                "选择了投诉人的证件类型，请填写「证件号码」；没有出示证件的，两项都不填。",
            )


class ComplainedOf(Business):
    """被投诉人 as it was told: a name and an address; what else is known stays in the file."""

    role = Role.respondent
    leading = ("name", "contact_name", "address", "phone")

    credit_code = CreditCode(optional=True, excused=True, kept=True)
    registration_number = RegistrationNumber(optional=True, kept=True)
    representative = PersonName(
        "法定代表人（负责人）", optional=True, kept=True, role=Role.representative
    )
    contact_name = PersonName("联系人", optional=True, personal=None)
    address = Text("地址", source=CONTENT)


class RegisteredParties(Part):
    """Both sides of a complaint, and what whoever complains agrees to; neither is assumed."""

    complainant = Group("投诉人", RegisteredComplainant, group="投诉人", source=CONTENT)
    agent = Group(
        "委托代理人",
        Agent,
        group="投诉人",
        optional=True,
        kept=True,
        source=AGENT,
        hint="委托他人代为投诉的，收取授权委托书原件和受托人身份证明。",
    )
    agree_publicity = Flag(
        "是否同意公示投诉信息", group="投诉人", optional=True, own=True, source=PUBLICITY
    )
    agree_entrusted_mediation = Flag(
        "是否同意委托调解", group="投诉人", optional=True, own=True, source=ENTRUSTED
    )
    respondent = Group("被投诉人", ComplainedOf, group="被投诉人", source=CONTENT)

    @rule(AGENT)
    def agent_may_act(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The mandate runs on the day, and nobody is his own agent or his opponent's voice."""
        if value.agent is None:
            return
        mandate, day = value.agent.mandate, value.registered_on
        reversed_term = mandate.term_to < mandate.term_from
        if not (reversed_term or mandate.term_from <= day <= mandate.term_to):
            yield error(
                "/agent/mandate/term_to",
                "mandate_term",
                "委托期限没有包括登记之日，请补交委托书或者核对日期。",
            )
        name = folded_name(value.agent.name)
        if name in (folded_name(value.complainant.name), folded_name(value.respondent.name)):
            yield error(
                "/agent/name",
                "agent_is_party",
                "委托代理人不能是投诉人本人或者被投诉人，请核对代理人姓名。",
            )

    @rule(CONTENT)
    def parties_are_told_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One phone for both sides is one typed twice, or nobody's complaint."""
        theirs = value.respondent.phone
        if theirs and same_number(theirs) == same_number(value.complainant.phone):
            yield notice(
                "/respondent/phone",
                "phone_of_both",
                "投诉人和被投诉人的电话相同，请核对是否填错。",
            )
        if value.respondent.contact_name and folded_name(
            value.respondent.contact_name
        ) == folded_name(value.complainant.name):
            yield notice(
                "/respondent/contact_name",
                "contact_is_complainant",
                "被投诉人的联系人就是投诉人，请核对是否填错。",
            )


class JointlyRegistered(Part):
    """A complaint of several people about one dispute with one business, handled as one."""

    joint_complainants = Rows(
        "其他共同投诉人",
        PersonName("姓名"),
        group="投诉人",
        optional=True,
        role=Role.complainant,
        source=JOINT,
    )
    joint_agreed = Flag(
        "投诉人同意按共同投诉处理",
        group="投诉人",
        optional=True,
        kept=True,
        applies=When("joint_complainants"),
        source=JOINT,
    )
    representatives = Rows(
        "书面推选的代表人",
        PersonName("姓名"),
        most=2,
        group="投诉人",
        optional=True,
        kept=True,
        applies=When("joint_complainants"),
        source=JOINT,
        hint="推选两名；不推选的不填。",
    )

    blank = {"joint_complainants": None, "others_named": None}

    @derived(Text("其他投诉人和代理人"), prints=("joint_complainants",))
    def others_named(self, value: Record, facts: Facts) -> str | None:
        """Who else complains, and who acts for them, in the box of the name; None where nobody."""
        others = "".join(f"、{each}" for each in value.joint_complainants)
        agent = f"（委托代理人：{value.agent.name}）" if value.agent else ""
        return others + agent or None

    @rule(JOINT)
    def joint_complaint_is_agreed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Several complain jointly where they agree, through two elected in writing or by all."""
        everybody = [
            folded_name(each) for each in (value.complainant.name, *value.joint_complainants)
        ]
        for index, name in enumerate(everybody[1:]):
            if name in everybody[: index + 1]:
                yield error(
                    f"/joint_complainants/{index}",
                    "complainant_repeated",
                    "共同投诉人里有同一个人填了两次，请删去重复的。",
                )
        if not value.joint_complainants:
            for name in ("joint_agreed", "representatives"):
                if value[name]:
                    detail = "只有一名投诉人，不是共同投诉，请删去共同投诉的内容。"
                    yield error(f"/{name}", "joint_without_others", detail)
            return
        if not value.joint_agreed:
            yield error(
                "/joint_agreed",
                "joint_not_agreed",
                "投诉人不同意按共同投诉处理的，应当分别登记、分别处理。",
            )
        if len(value.representatives) == 1:
            yield error(
                "/representatives",
                "representatives_not_two",
                "共同投诉推选的代表人应当是两名；不推选的不填。",
            )
        for index, each in enumerate(value.representatives):
            if folded_name(each) not in everybody:
                yield notice(
                    f"/representatives/{index}",
                    "representative_unknown",
                    "推选的代表人不在共同投诉人里，请核对姓名。",
                )
