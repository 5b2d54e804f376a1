"""A party called to a mediation on site: to which meeting, what to bring, how long to object."""

import re
from collections.abc import Iterator
from datetime import date

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Choice, Count, Day, Flag, Moment, Rows, Text
from schemas.guard.folding import folded_name
from schemas.kinds.complaint.mediation.mediators import MEDIATORS
from schemas.kinds.complaint.mediation.period import REGULATION
from schemas.parts.blanks import blank_findings

SUMMONS = f"{REGULATION}第二十条"
MATERIALS = "《市场监督管理部门处理投诉举报文书式样》文书式样七"
PARTIES = {"complainant": "投诉人", "respondent": "被投诉人"}
# What an agent brings besides the identity papers (CF-9, note 3).
MANDATE = "授权委托书原件和受托人的身份证明"
_PRINTED = re.compile("(?:您?本人|居民|有效)*身份证(?!明书)|授权委托书")


class Summons(Part):
    """What the letter to one party says of its meeting; the kind names parties and mediators."""

    blank = {"mediation_hour": ..., "mediation_minutes": None}

    addressed_to = Choice("通知哪一方", PARTIES, group="通知", own=True, source=SUMMONS)
    mediation_at = Moment("调解时间", group="通知", planned=True, source=SUMMONS)
    place = Text("调解地点", group="通知", source=SUMMONS)
    further_materials = Rows(
        "其他携带材料",
        Text("材料", longest=60),
        most=8,
        group="通知",
        optional=True,
        own=True,
        source=MATERIALS,
        hint="身份证明材料已经印好，不用再填；例如购物凭证、合同、检测报告。",
    )
    agent_comes = Flag(
        "委托他人参加调解",
        group="通知",
        optional=True,
        default=False,
        kept=True,
        own=True,
        source=f"{REGULATION}第十一条",
        hint="选是的，携带材料里加上授权委托书原件和受托人的身份证明。",
    )
    recusal_days = Count(
        "申请回避的期限（日）", least=1, most=30, unit="日", group="通知", source=MEDIATORS
    )

    @derived(
        Text("受送达人"),
        prints=("complainant_name", "joint_complainants", "respondent_name", "addressed_to"),
    )
    def addressees(self, value: Record, facts: Facts) -> str:
        """The party that this letter goes to."""
        if value.addressed_to == "respondent":
            return str(value.respondent_name)
        return "、".join((value.complainant_name, *value.joint_complainants))

    @derived(Flag("受送达的投诉人不止一名"))
    def several_addressed(self, value: Record, facts: Facts) -> bool:
        """Never: the form says 您, which it leaves as it is for several."""
        return False

    @derived(Day("调解日期"), prints=("mediation_at",))
    def mediation_day(self, value: Record, facts: Facts) -> date:
        """The day of the meeting; the form prints its hour apart."""
        day: date = value.mediation_at.date()
        return day

    @derived(Count("调解时间（时）"))
    def mediation_hour(self, value: Record, facts: Facts) -> int:
        """The hour of the meeting."""
        return int(value.mediation_at.hour)

    @derived(Text("调解时间（分）"))
    def mediation_minutes(self, value: Record, facts: Facts) -> str | None:
        """Minutes past the hour, for which the form has no room; None at the full hour."""
        return f"{value.mediation_at:%M}" if value.mediation_at.minute else None

    @derived(Text("其他携带材料"), prints=("further_materials",))
    def materials_from_two_on(self, value: Record, facts: Facts) -> str | None:
        """What is to be brought beside the identity papers: 购物凭证；3. 合同."""
        asked = [*([MANDATE] if value.agent_comes else []), *value.further_materials]
        numbered = [
            each if place == 2 else f"{place}. {each}" for place, each in enumerate(asked, 2)
        ]
        return "；".join(numbered) or None

    @derived(Text("调解人员"))
    def mediator_names(self, value: Record, facts: Facts) -> str:
        """Everybody who conducts the mediation."""
        return "、".join(each.name for each in value.mediators)

    @rule(MATERIALS)
    def materials_are_asked_for_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The form prints the identity papers itself, and nothing is asked for twice."""
        asked = [folded_name(each) for each in value.further_materials]
        for index, each in enumerate(asked):
            here = f"/further_materials/{index}"
            if each in asked[:index] or _PRINTED.match(each):
                yield error(
                    here,
                    "asked_twice",
                    "这项材料已经印好或者列出，请删去；委托他人参加的，请选「委托他人参加调解」。",
                )
            yield from blank_findings(here, value.further_materials[index])
