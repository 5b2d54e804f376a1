"""被询问人: one person, asked alone (PP art. 29), and who sits beside them."""

import re
from collections.abc import Iterator
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import (
    Choice,
    Flag,
    Group,
    IdNumber,
    Personal,
    PersonName,
    Phone,
    Text,
)
from schemas.ground.identity import CHECKED_ID_TYPES, ID_TYPES
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.kinds.report.inquiry.inquirers import INQUIRY
from schemas.parts.people import Identified

GROUP = "被询问人"
BESIDE = "询问笔录的在场人员"
GENDERS = {"female": "女", "male": "男"}
CAPACITIES = {
    "party": "当事人本人",
    "representative": "法定代表人（负责人）",
    "staff": "当事人的工作人员",
    "agent": "委托代理人",
    "other": "其他有关人员",
    "reporter": "举报人",
}
OF_AGE = 18
_SEVERAL = re.compile("[、，,;；/]|等.{0,2}人$|夫妇$")


class Interviewee(Identified):
    """Who answers, as the form asks for it; what is not known is struck on the paper."""

    role = Role.attendee
    leading = ("name", "gender", "id_type", "id_number")

    name = PersonName("被询问人")
    gender = Choice("性别", GENDERS)
    id_type = Choice("证件类型", ID_TYPES, optional=True)
    id_number = IdNumber("身份证件号码", optional=True)
    employer = Text("工作单位", longest=60, optional=True)
    post = Text("职务", longest=40, optional=True)
    phone = Phone("联系电话", optional=True)
    other_contact = Text(
        "其他联系方式",
        longest=60,
        optional=True,
        personal=Personal.account,
        hint="例如电子邮箱、即时通信账号。",
    )
    address = Text("联系地址", optional=True, personal=Personal.address)

    @derived(Text("身份证件号码"), prints=("id_type", "id_number"))
    def identity_line(self, value: Record, facts: Facts) -> str | None:
        """The number; a document other than the resident card is named."""
        if value.id_number and value.id_type and value.id_type != "resident_card":
            return f"{value.id_number}（{ID_TYPES[value.id_type]}）"
        return value.id_number  # type: ignore[no-any-return]

    @rule(INQUIRY)
    def one_person_is_asked(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each is asked alone and has a record of their own."""
        if _SEVERAL.search(value.name):
            yield error(
                "/name",
                "several_asked",
                "询问应当个别进行，一份询问笔录只写一个被询问人，其他人另作笔录。",
            )


class Guardian(Part):
    """监护人: who sits beside somebody who is not of age."""

    name = PersonName("在场的监护人", role=Role.attendee)
    relation = Text("与被询问人的关系", longest=20, hint="例如「父亲」「母亲」。")


class Interpreter(Part):
    """翻译人员: who turns questions and answers into a language that is understood."""

    name = PersonName("翻译人员", personal=None)
    language = Text("翻译的语种", longest=20, hint="例如「英语」「手语」。")
    employer = Text("翻译人员所属单位", longest=60)


class Interviewed(KindSchema):
    """A record of what one person says."""

    capacity = Choice(
        "被询问人与案件的关系",
        CAPACITIES,
        group=GROUP,
        kept=True,
        own=True,
        source=INQUIRY,
        hint="举报人接受询问的，笔录按举报材料保密，不入正卷。",
    )
    interviewee = Group("被询问人", Interviewee, group=GROUP, own=True, source=INQUIRY)
    reads_with_difficulty = Flag(
        "被询问人阅读有困难",
        group=GROUP,
        optional=True,
        default=False,
        kept=True,
        own=True,
        source=INQUIRY,
        hint="看不清、不识字的，应当向其宣读笔录。",
    )
    guardian = Group("监护人", Guardian, group=GROUP, optional=True, own=True)
    interpreter = Group("翻译人员", Interpreter, group=GROUP, optional=True, own=True)

    @rule(INQUIRY)
    def who_cannot_read_is_read_to(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever reads with difficulty has the record read out."""
        if value.reads_with_difficulty and value.reading == "checked":
            yield error(
                "/reading",
                "not_read_out",
                "被询问人阅读有困难的，应当向其宣读笔录，请宣读后把「核对方式」选为“已向你宣读”。",
            )

    @rule(BESIDE)
    def who_sits_beside_is_another(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A guardian is not the one who answers; an interpreter neither asks nor answers."""
        answers = {folded_name(value.interviewee.name)}
        others = {
            "guardian": answers,
            "interpreter": answers | {folded_name(each.name) for each in value.inquirers},
        }
        for name, taken in others.items():
            if value[name] and folded_name(value[name].name) in taken:
                yield error(
                    f"/{name}/name",
                    "sits_beside_himself",
                    f"{self.label_of(name)}应当是被询问人以外的人，翻译人员也不能是询问人，请核对。",
                )

    @rule(BESIDE)
    def a_minor_is_not_alone(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A number that says under eighteen asks who sat there."""
        person = value.interviewee
        if value.guardian or person.id_type not in CHECKED_ID_TYPES or not person.id_number:
            return
        born, day = _born_on(person.id_number), value.started_at.date()
        if (
            born
            and (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) < OF_AGE
        ):
            yield notice(
                "/guardian",
                "minor_alone",
                "按证件号码被询问人未满十八周岁，请通知监护人到场并填写「监护人」；没有到场的，写明原因。",
            )


def _born_on(number: str) -> date | None:
    try:
        return date.fromisoformat(str(ric.get_birth_date(number)))
    except (ValidationError, ValueError):
        return None
