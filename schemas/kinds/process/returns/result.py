"""结果: whether an order may go back, decided while it runs, and whom that is told."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice, Day, Moment, PersonName, Text, When
from schemas.ground.kind import KindSchema
from schemas.kinds.process.returns.path import RETURNS

NO_POWER = "《市场监督管理投诉举报处理办法》第三十四条"
RESULT = "结果"
RESULTS = {
    "agreed": "同意退回",
    "refused": "不同意退回",
    "no_process": "无退回流程，处置告知",
}
TELLING = {"telephone": "电话", "sms": "短信", "writing": "书面", "platform": "互联网平台"}
_TOLD = When("return_result", ("no_process",))


class ReturnDecided(KindSchema):
    """What cannot be given back is answered: whoever called is told where to turn."""

    published_as = "order_return_application"
    blank = {"told_at": ...}

    return_result = Choice("结果", RESULTS, group=RESULT, own=True, source=RETURNS)
    decided_by = PersonName("审批人", group=RESULT, own=True, personal=None)
    decided_on = Day("审批日期", group=RESULT, own=True, starts_as="today")
    told_at = Moment("告知来电人时间", group=RESULT, optional=True, own=True, applies=_TOLD)
    told_by = Choice("告知方式", TELLING, group=RESULT, optional=True, own=True, applies=_TOLD)
    remark = Text("备注", longest=300, group=RESULT, optional=True, own=True)

    @rule(RETURNS)
    def decided_while_it_runs(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A return is decided after its last step and before the order falls due."""
        if value.decided_on < value.return_steps[-1].at.date():
            yield error("/decided_on", "decided_before_steps", "审批日期早于退回的时间，请核对。")
        if value.due_on_order and value.decided_on > value.due_on_order:
            yield error(
                "/decided_on", "decided_after_due", "审批日期晚于工单到期日，退单应当在到期以前。"
            )

    @rule(RETURNS)
    def who_called_is_told(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Where an order cannot be given back, whoever called is told where to turn."""
        for name in ("told_at", "told_by"):
            if value.return_result == "no_process" and not value[name]:
                yield error(
                    f"/{name}",
                    "required",
                    f"无退回流程的要处置告知，请填写「{self.label_of(name)}」。",
                )
            if value.return_result != "no_process" and value[name]:
                yield error(
                    f"/{name}", "told_without_need", "只有处置告知的填写告知时间、方式，请删去。"
                )
        if value.told_at and value.told_at < value.received_at:
            yield error("/told_at", "told_before_receipt", "告知时间早于收到时间，请核对。")

    @rule(NO_POWER)
    def reporter_is_told_where_to_turn(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Of a report without power the reporter is told, by a paper of its own."""
        if value.matter_sort == "report" and value.return_result != "refused":
            yield notice(
                "/return_result",
                "tell_the_reporter",
                "举报不属于本机关处理权限的，应当告知举报人向有处理权限的机关提出，请制作无处理权限告知书。",
            )
