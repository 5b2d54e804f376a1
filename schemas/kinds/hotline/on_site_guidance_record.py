"""现场指导记录 (our own layout): what a unit was advised on the spot, and before."""

from collections.abc import Iterator, Sequence
from datetime import date

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, LongText, Moment, PersonName, Rows, Text
from schemas.ground.kind import Audience, Header, KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.ground.restating import Restates
from schemas.guard.folding import folded_name

GUIDED = "合同关于每月组织现场指导的约定"
TOPICS = {
    "method": "流程方法",
    "reply": "工单回复",
    "material": "材料准备",
    "policy": "政策",
}
STATES = {"open": "未落实", "partly": "部分落实", "done": "已落实"}


class Guide(Part):
    """指导人: who of the contractor came."""

    name = PersonName("姓名", personal=None)
    employer = Text("所属单位", longest=60)


class Guided(Part):
    """参加人: who of the unit was there."""

    name = PersonName("姓名", personal=None)
    post = Text("岗位", longest=40)


class Advice(Part):
    """建议: answers a problem, has somebody who carries it out, and stays until it is done."""

    problem = Text("问题", longest=200)
    advice = Text("建议", longest=300)
    person = PersonName("责任人", personal=None)
    due_on = Day("期限", planned=True)
    state = Choice("落实", STATES)
    advised_on = Day(
        "提出日期", optional=True, hint="以前提出、本次继续跟进的，填写提出日期；本次提出的不填。"
    )


class AdviceLine(Part):
    """A piece of advice as it is printed."""

    problem = Text("问题")
    advice = Text("建议")
    person = Text("责任人")
    due_on = Day("期限")
    state = Text("落实")
    origin = Text("提出")


class OnSiteGuidanceRecord(KindSchema):
    """One visit to one unit; both sides sign, and what was advised before is followed up."""

    header = Header(
        title="现场指导记录",
        audience=(Audience.office, Audience.contractor),
        dated_by="guidance_from",
        summary="每月到科室、专班现场指导：指导内容、发现的问题、建议和责任人、期限，以前的建议逐项跟进到落实，双方签名。",
        copies=2,
        about=("guided_unit",),
        advises=True,
    )

    sections = ("时间和地点", "人员", "指导", "核对和签名")
    blank = {"advice_lines": 4}

    guidance_from = Moment("指导开始时间", group="时间和地点", own=True)
    guidance_to = Moment("指导结束时间", group="时间和地点", own=True)
    guidance_place = Text("指导地点", longest=100, group="时间和地点")
    guides = Rows("指导人", Guide, most=10, group="人员", source=GUIDED)
    guided_unit = Text("被指导科室（专班）", longest=60, group="人员")
    guided_people = Rows("参加人", Guided, most=60, group="人员", own=True)
    guidance_topics = Rows(
        "指导内容", Choice("内容", TOPICS), most=len(TOPICS), group="指导", own=True, source=GUIDED
    )
    guidance_problems = LongText("发现的问题", longest=2000, group="指导", own=True, factual=True)
    advices = Rows("指导建议", Advice, most=60, group="指导", own=True, source=GUIDED)
    guided_opinion = LongText(
        "被指导方意见", longest=500, group="核对和签名", own=True, spoken=True
    )
    photo_note = Text(
        "照片", longest=100, group="核对和签名", optional=True, own=True,
        hint="张数和存放处，例如「4张，存热线共享盘2026年7月」。",
    )  # fmt: skip

    @derived(Rows("建议", AdviceLine), prints=("advices",))
    def advice_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """What was advised before first, then what is advised now."""
        rows = sorted(value.advices, key=lambda each: each.advised_on or date.max)
        return tuple(
            Record({
                "problem": each.problem,
                "advice": each.advice,
                "person": each.person,
                "due_on": each.due_on,
                "state": STATES[each.state],
                "origin": f"{each.advised_on:%Y-%m-%d}" if each.advised_on else "本次",
            })
            for each in rows
        )  # fmt: skip

    @rule(GUIDED)
    def guidance_takes_its_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """It ends after it began, on one day; each topic and each person stands once."""
        if value.guidance_to <= value.guidance_from:
            yield error("/guidance_to", "times_reversed", "结束时间不晚于开始时间，请核对。")
        elif value.guidance_to.date() != value.guidance_from.date():
            yield error("/guidance_to", "another_day", "一次现场指导在同一天，请核对时间。")
        topics = [*value.guidance_topics]
        for index, each in enumerate(topics):
            if each in topics[:index]:
                yield error(f"/guidance_topics/{index}", "topic_repeated", "这一内容已经选了。")
        guides = {folded_name(each.name) for each in value.guides}
        for index, each in enumerate(value.guided_people):
            if folded_name(each.name) in guides:
                yield error(
                    f"/guided_people/{index}/name",
                    "guide_is_guided",
                    "指导人不能同时是参加人，请核对。",
                )

    @rule(GUIDED)
    def advice_is_new_or_followed_up(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """New advice is still open and due later; what was advised before has its own day."""
        day = value.guidance_from.date()
        seen: set[tuple[str, str]] = set()
        for index, each in enumerate(value.advices):
            here, key = f"/advices/{index}", (each.problem, each.advice)
            if key in seen:
                yield error(f"{here}/advice", "advice_repeated", "这一建议前面已经有了，请删去。")
            seen.add(key)
            if each.advised_on and each.advised_on >= day:
                yield error(
                    f"{here}/advised_on",
                    "advised_later",
                    "以前的建议早于本次指导，请核对提出日期。",
                )
            if not each.advised_on and each.due_on < day:
                yield error(f"{here}/due_on", "due_before", "期限早于本次指导，请核对。")
            if each.advised_on and each.due_on < day and each.state != "done":
                yield notice(
                    f"{here}/state",
                    "advice_overdue",
                    "以前的建议已过期限没有落实，请跟进并写入意见。",
                )

    @beside("on_site_guidance_record", by="guided_unit", source=GUIDED)
    def earlier_advice_is_followed_up(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """What the last record of the unit left open stands in this one until it is done."""
        earlier = [each for each in others if each.dated_on < value.guidance_from.date()]
        if not earlier:
            return
        last = max(earlier, key=lambda each: each.dated_on)
        followed = {(each.problem, each.advice) for each in value.advices}
        for each in last.payload["advices"]:
            done = each["state"] in ("done", STATES["done"])
            if not done and (each["problem"], each["advice"]) not in followed:
                yield error(
                    "/advices",
                    "advice_dropped",
                    f"{last}（{last.dated_on}）还有没有落实的建议，请照原文列入并填写提出日期。",
                )
                return

    restated = (Restates(("advices.advice",), of="advices.due_on"),)

    example = {
        "guidance_from": "2026-07-07T14:00",
        "guidance_to": "2026-07-07T16:30",
        "guidance_place": "示例区市场监督管理局302会议室",
        "guides": [{"name": "苗雨", "employer": "示例市启明治理咨询有限公司"}],
        "guided_unit": "消费者权益保护科热线专班",
        "guided_people": [
            {"name": "何静远", "post": "科长"},
            {"name": "陆则安", "post": "专班成员"},
        ],
        "guidance_topics": ["reply", "material"],
        "guidance_problems": "抽看10件回复，3件没有写明调解结果。\n2件不纳入考核材料缺少联系记录。",
        "advices": [
            {
                "problem": "首次联系的录音号空着",
                "advice": "每次联系都填写录音号",
                "person": "陆则安",
                "due_on": "2026-07-01",
                "state": "done",
                "advised_on": "2026-06-09",
            },
            {
                "problem": "回复没有写明调解结果",
                "advice": "按结果、依据、后续途径三段写",
                "person": "陆则安",
                "due_on": "2026-07-20",
                "state": "open",
            },
            {
                "problem": "不纳入考核材料缺少联系记录",
                "advice": "报送前对照清单核对",
                "person": "何静远",
                "due_on": "2026-07-15",
                "state": "open",
            },
        ],
        "guided_opinion": "问题属实，按建议改。",
    }
