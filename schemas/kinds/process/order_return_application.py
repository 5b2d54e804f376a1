"""退单申请表 (our own layout): an order outside the unit's duty goes back, level by level."""

from collections.abc import Iterator
from itertools import pairwise

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import (
    Choice,
    Day,
    LongText,
    Moment,
    PersonName,
    Rows,
    Text,
    When,
)
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.guard.folding import folded_name
from schemas.parts.attachments import Attachment
from schemas.parts.listed import Line
from schemas.parts.matters import MATTERS
from schemas.parts.orders import SOURCES, OrderReference
from schemas.parts.registered import Registered

RETURNS = "合同关于退单的约定"
DISTRIBUTED = "《市场监督管理投诉举报处理办法》第四十一条"
NO_POWER = "《市场监督管理投诉举报处理办法》第三十四条"
SORTS = MATTERS | {"other": "咨询等其他事项"}
RESULTS = {
    "agreed": "同意退回",
    "refused": "不同意退回",
    "no_process": "无退回流程，处置告知",
}
TELLING = {"telephone": "电话", "sms": "短信", "writing": "书面", "platform": "互联网平台"}
_TOLD = When("return_result", ("no_process",))


class ReturnStep(Part):
    """退回路径的一级: who gives it back to whom, and what was said of it."""

    giving = Text("由单位", longest=60)
    taking = Text("至单位", longest=60)
    person = PersonName("经办人", personal=None)
    opinion = Text("意见", longest=200)
    at = Moment("时间")


class OrderReturnApplication(Registered):
    """One order; whoever has no power gives it back and sends it to nobody else."""

    header = Header(
        title="退单申请表",
        audience=(Audience.office,),
        dated_by="decided_on",
        summary="不属于本单位职责的工单附文字依据逐级退回；没有退回流程的，向来电人处置告知。",
        about=("matter",),
        of_report=When("matter_sort", ("report",)),
    )

    sections = ("登记", "工单", "退单", "退回路径", "结果")
    blank = {"return_steps": 2, "attachments": 2, "told_at": ..., "due_on_order": ...}

    neighbours = Neighbours(
        follows=(
            Follows("work_order_dispatch_slip", "分派以后发现不属于职责范围", DISTRIBUTED),
            Follows("complaint_registration_form", "登记以后发现不属于职责范围", DISTRIBUTED),
            Follows("report_registration_form", "登记以后发现没有处理权限", NO_POWER),
            Follows("order_return_application", "另行提出退单", DISTRIBUTED),
        ),
        excludes=tuple(
            Excludes(kind, "退回的工单不再作受理决定", RETURNS, When("return_result", ("agreed",)))
            for kind in ("complaint_acceptance_decision", "non_acceptance_notice")
        ),
    )

    matter_sort = Choice("件别", SORTS, group="登记", own=True, source=RETURNS)
    matter = Text("事项", longest=120, group="登记", hint="例如「某店拒退订金」。")
    order_references = Rows("来源工单", OrderReference, group="工单")
    received_at = Moment("收到时间", group="工单", own=True, source=RETURNS)
    due_on_order = Day("工单到期日", group="工单", own=True, planned=True, optional=True)
    return_reason = LongText("退单理由", longest=1000, group="退单", own=True, source=RETURNS)
    return_basis = Text(
        "文字依据", longest=300, group="退单", own=True, source=RETURNS,
        hint="文件名称和条款，例如《……职责分工规定》第三条；文件作为附件。",
    )  # fmt: skip
    attachments = Rows("附件", Attachment, most=20, group="退单", own=True, source=RETURNS)
    proposed_unit = Text("建议承办单位", longest=60, group="退单", optional=True, own=True)
    return_steps = Rows("退回路径", ReturnStep, most=6, group="退回路径", own=True, source=RETURNS)
    return_result = Choice("结果", RESULTS, group="结果", own=True, source=RETURNS)
    decided_by = PersonName("审批人", group="结果", own=True, personal=None)
    decided_on = Day("审批日期", group="结果", own=True, starts_as="today")
    told_at = Moment("告知来电人时间", group="结果", optional=True, own=True, applies=_TOLD)
    told_by = Choice("告知方式", TELLING, group="结果", optional=True, own=True, applies=_TOLD)
    remark = Text("备注", longest=300, group="结果", optional=True, own=True)

    @derived(Rows("来源工单", Line), prints=("order_references",))
    def orders(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The number of each platform, a line each."""
        return tuple(
            Record({"label": SOURCES[each.system], "text": each.number})
            for each in value.order_references
        )

    @rule(RETURNS)
    def path_climbs(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each level takes it from the one below, never twice, and never back in time."""
        seen = {folded_name(value.return_steps[0].giving)}
        for index, step in enumerate(value.return_steps):
            if folded_name(step.taking) in seen:
                yield error(
                    f"/return_steps/{index}/taking",
                    "path_turns_back",
                    "退回应当逐级向上，不能退给经过的单位。",
                )
            seen.add(folded_name(step.taking))
        for index, (below, above) in enumerate(pairwise(value.return_steps), start=1):
            if folded_name(above.giving) != folded_name(below.taking):
                yield error(
                    f"/return_steps/{index}/giving",
                    "path_broken",
                    "本级应当由上一级接到的单位退回，请核对。",
                )
            if above.at < below.at:
                yield error(
                    f"/return_steps/{index}/at",
                    "step_before_previous",
                    "时间早于上一级退回，请核对。",
                )
        if value.return_steps[0].at < value.received_at:
            yield error("/return_steps/0/at", "before_receipt", "退回时间早于收到时间，请核对。")

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

    @rule(RETURNS)
    def basis_is_a_paper(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract wants the written basis; it has a title."""
        if "《" not in value.return_basis:
            yield error(
                "/return_basis",
                "basis_without_title",
                "文字依据要写明文件的名称和条款，名称加书名号。",
            )
        numbers = [each.number for each in value.order_references]
        for index, number in enumerate(numbers):
            if number in numbers[:index]:
                yield error(
                    f"/order_references/{index}/number",
                    "order_repeated",
                    "同一工单填了两次，请删去。",
                )

    example = {
        "register_number": "TD-2026-0047",
        "matter_sort": "complaint",
        "matter": "示例小区电梯停运",
        "order_references": [{"system": "hotline_12345", "number": "BJ20260610094201"}],
        "received_at": "2026-06-10T09:42",
        "due_on_order": "2026-06-15",
        "return_reason": "诉求是物业停运电梯，属于物业服务管理，不是消费纠纷。",
        "return_basis": "《示例区政务服务热线职责清单》第三十二项",
        "attachments": [{"name": "职责清单摘页", "copies": 1, "pages": 2}],
        "proposed_unit": "示例区住房和城乡建设局",
        "return_steps": [
            {
                "giving": "和平路市场监督管理所",
                "taking": "消费者权益保护科",
                "person": "周启明",
                "opinion": "不属于本所职责，建议退回。",
                "at": "2026-06-10T14:20",
            },
            {
                "giving": "消费者权益保护科",
                "taking": "投诉举报接收中心",
                "person": "苗雨",
                "opinion": "同意退回派单平台。",
                "at": "2026-06-10T16:05",
            },
        ],
        "return_result": "agreed",
        "decided_by": "何静远",
        "decided_on": "2026-06-11",
    }
