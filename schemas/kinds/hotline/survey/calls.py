"""回访: every call to whoever sent an order, and what was asked and answered."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import (
    Choice,
    Code,
    Count,
    Day,
    Flag,
    LongText,
    Moment,
    PersonName,
    Phone,
    Text,
    When,
)
from schemas.ground.roles import Role
from schemas.kinds.hotline.logs.log import OrderRow

SURVEYED = "合同关于回访和满意度调查的约定"
CONTACTED = {"yes": "是", "no": "否"}
SOLVED = {"solved": "解决", "partly": "部分解决", "unsolved": "未解决"}
SATISFIED = {
    "satisfied": "满意",
    "fairly": "基本满意",
    "dissatisfied": "不满意",
    "unrated": "未评价",
}
# What became of reaching somebody: a wrong or missed contact is a row, never a number only.
CONTACTS = {"reached": "已联系", "unreached": "未接通", "wrong": "错联", "missed": "漏联"}
_CONNECTED = When("connected", (True,))


class Call(Part):
    """回访一次: the number dialled, whether it was answered, and by whom."""

    at = Moment("时间")
    number = Phone("拨打号码", role=Role.complainant)
    connected = Flag("接通")
    right_person = Flag("本人", optional=True, applies=_CONNECTED)
    minutes = Count("通话时长", least=1, most=600, unit="分钟", optional=True, applies=_CONNECTED)
    recording = Code("录音号", longest=100, optional=True, applies=_CONNECTED)

    @rule(SURVEYED)
    def only_a_call_that_was_answered_says_by_whom(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """Who answered is known of a call that was answered, and of no other."""
        if value.connected and value.right_person is None:
            yield error("/right_person", "required", "接通的，请填写是否「本人」。")
        for name in ("right_person", "minutes", "recording"):
            if not value.connected and value[name]:
                yield error(
                    f"/{name}",
                    "not_connected",
                    f"没有接通的，不填「{self.label_of(name)}」，请删去或者改正「接通」。",
                )


class Survey(OrderRow):
    """One order: who called, what was done, the three questions and what follows."""

    caller_name = PersonName("来电人", role=Role.complainant)
    caller_phone = Phone("来电电话", role=Role.complainant)
    closed_at = Moment("办结时间")
    handled = LongText("办理情况摘要", longest=1000, factual=True)
    contacted = Choice("是否有人与您联系", CONTACTED, optional=True)
    solved = Choice("诉求是否解决", SOLVED, optional=True)
    satisfied = Choice("对办理是否满意", SATISFIED, optional=True)
    reason = LongText("未解决、不满意的原因", longest=500, optional=True, spoken=True)
    caller_opinion = LongText("来电人意见", longest=1000, optional=True, spoken=True)
    next_step = Text("后续措施", longest=200, optional=True)
    next_by = Day("期限", optional=True, planned=True)

    @rule(SURVEYED)
    def discontent_has_a_reason(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever is not helped or not content says why, and something follows by a day."""
        bad = value.solved in ("partly", "unsolved") or value.satisfied == "dissatisfied"
        for name in ("reason", "next_step"):
            if bad and not value[name]:
                yield error(
                    f"/{name}",
                    "required",
                    f"没有解决、不满意的，请填写「{self.label_of(name)}」。",
                )
        if bool(value.next_step) != bool(value.next_by):
            yield error(
                "/next_by", "step_without_day", "「后续措施」和「期限」应当都填或者都不填。"
            )
        if value.reason and not bad:
            yield error(
                "/reason", "no_discontent", "已经解决、没有不满意的，不填原因，请删去或者改正选项。"
            )


class SurveyedOrder(OrderRow):
    """汇总的一行: one order of the period, reached or not, and what was answered."""

    closed_on = Day("办结日期")
    attempts = Count("拨打次数", most=99)
    contact = Choice("联系情况", CONTACTS)
    contacted = Choice("是否有人联系", CONTACTED, optional=True)
    solved = Choice("是否解决", SOLVED, optional=True)
    satisfied = Choice("是否满意", SATISFIED, optional=True)
    remark = Text("备注", longest=60, optional=True)

    @rule(SURVEYED)
    def answers_come_from_who_was_reached(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody reached has answered nothing; an order nobody called has no attempt."""
        if (value.contact == "missed") != (value.attempts == 0):
            yield error(
                "/attempts", "attempts_differ", "漏联的没有拨打，其他的至少拨打一次，请核对。"
            )
        for name in ("contacted", "solved", "satisfied"):
            if value.contact != "reached" and value[name]:
                yield error(
                    f"/{name}",
                    "reached_nobody",
                    f"没有联系上来电人的，不填「{self.label_of(name)}」，请删去。",
                )
            if value.contact == "reached" and not value[name]:
                yield error(f"/{name}", "required", f"已联系的，请填写「{self.label_of(name)}」。")


def digits(number: str) -> str:
    """Return a number without its country and dashes."""
    return number.replace("-", "").removeprefix("+86").removeprefix("86")


def result_of(call: Record, phone: str) -> str:
    """Return what became of one call: whether the order's own number was dialled comes first."""
    if digits(call.number) != digits(phone):
        return "错联"
    if not call.connected:
        return "未接通"
    return "已联系本人" if call.right_person else "接通，非本人"


def reached(calls: Sequence[Record], phone: str) -> bool:
    """Tell whether whoever sent the order was reached."""
    return any(result_of(each, phone) == "已联系本人" for each in calls)
