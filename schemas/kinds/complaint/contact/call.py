"""One contact: who called which number when, whether anybody was reached, what was said."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import (
    Choice,
    Code,
    Count,
    LongText,
    Moment,
    PersonName,
    Phone,
    Text,
    When,
)

ON_RECORD = "合同关于联系记录的约定"
WAYS = {
    "telephone": "电话",
    "sms": "短信",
    "platform": "互联网平台",
    "visit": "上门",
    "mail": "信函",
}
RESULTS = {
    "reached": "已联系上",
    "unanswered": "无人接听",
    "busy": "占线或者挂断",
    "off": "关机或者停机",
    "wrong": "号码有误",
    "sent": "已发出，未回复",
}
PURPOSES = {
    "verify": "核实情况",
    "consent": "征求是否同意调解",
    "negotiate": "调解协商",
    "appointment": "约定时间",
    "materials": "通知提供材料",
    "decision": "告知决定",
    "result": "告知结果",
    "withdrawal": "确认撤回、自行和解",
    "follow_up": "回访",
    "other": "其他",
}
_REACHED = When("result", ("reached",))
# What is told by one of these is a duty done: somebody may ask for its proof.
_TO_BE_PROVED = ("decision", "result", "withdrawal")


class Contact(Part):
    """联系一次: by one of the staff, with somebody or nobody at the other end."""

    at = Moment("时间")
    way = Choice("方式", WAYS)
    contacted_by = PersonName("联系人员", personal=None, starts_as="me")
    contacted_by_unit = Text("联系人员单位", longest=60)
    calling_number = Phone("主叫号码", optional=True, personal=None)
    number = Phone("被叫号码", optional=True)
    result = Choice("联系情况", RESULTS)
    minutes = Count("通话时长", least=1, most=600, unit="分钟", optional=True, applies=_REACHED)
    answered_by = PersonName("接听人", optional=True, applies=_REACHED)
    answered_as = Text("接听人身份", longest=40, optional=True, applies=_REACHED)
    purpose = Choice("目的", PURPOSES)
    content = LongText("内容", longest=1000)
    reply = LongText("对方答复", longest=1000, optional=True, spoken=True, applies=_REACHED)
    next_step = Text("下一步", longest=200, optional=True)
    recording = Code("录音编号", longest=100, optional=True)

    @rule(ON_RECORD)
    def a_call_has_its_ends(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A call goes to a number; who is reached answers, who is not has said nothing."""
        if value.way in ("telephone", "sms") and not value.number:
            yield error("/number", "required", "电话、短信联系的，请填写「被叫号码」。")
        if value.result == "reached":
            for name in ("answered_by", "reply"):
                if not value[name]:
                    label = self.label_of(name)
                    yield error(f"/{name}", "required", f"已联系上的，请填写「{label}」。")
        else:
            for name in ("answered_by", "answered_as", "reply", "minutes"):
                if value[name]:
                    yield error(
                        f"/{name}",
                        "reached_nobody",
                        f"没有联系上，不能有「{self.label_of(name)}」，请删去或者改正「联系情况」。",
                    )
        if (value.result == "sent") != (value.way in ("sms", "platform", "mail")) and (
            value.result != "reached"
        ):
            yield error(
                "/result", "result_of_another_way", "联系情况与联系方式不符，请改正其中一项。"
            )

    @rule(ON_RECORD)
    def what_was_told_can_be_proved(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Being told by phone ends a period: the tape is what shows it."""
        told = value.purpose in _TO_BE_PROVED and value.result == "reached"
        if told and value.way == "telephone" and not value.recording:
            yield notice(
                "/recording",
                "recording_missing",
                "电话告知决定、结果或者确认撤回的，请填写录音编号，作为告知的凭证。",
            )
