"""退单申请表 (our own layout): an order outside the unit's duty goes back, level by level."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Choice, Day, LongText, Moment, Rows, Text, When
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.ground.ordered import FromOrder
from schemas.kinds.process.returns.path import PATH, RETURNS, GoesBackByLevels
from schemas.kinds.process.returns.result import NO_POWER, RESULT, ReturnDecided
from schemas.parts.attachments import Attachment
from schemas.parts.listed import Line
from schemas.parts.matters import MATTERS
from schemas.parts.orders import ITS_NUMBER, SOURCES, OrderReference
from schemas.parts.registered import Registered

DISTRIBUTED = "《市场监督管理投诉举报处理办法》第四十一条"
SORTS = MATTERS | {"other": "咨询等其他事项"}


class OrderReturnApplication(ReturnDecided, GoesBackByLevels, Registered):
    """One order; whoever has no power gives it back and sends it to nobody else."""

    header = Header(
        title="退单申请表",
        also=("退件", "退单"),
        audience=(Audience.office,),
        dated_by="decided_on",
        summary="不属于本单位职责的工单附文字依据逐级退回；没有退回流程的，向来电人处置告知。",
        about=("matter",),
        of_report=When("matter_sort", ("report",)),
    )

    sections = ("登记", "工单", "退单", PATH, RESULT)
    blank = {"attachments": 2, "due_on_order": ...}

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

    from_order = FromOrder(
        takes=ITS_NUMBER
        | {
            "received_at": ("received_at",),
            "matter": ("title",),
            "due_on_order": ("due_at",),
        },
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

    @derived(Rows("来源工单", Line), prints=("order_references",))
    def orders(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The number of each platform, a line each."""
        return tuple(
            Record({"label": SOURCES[each.system], "text": each.number})
            for each in value.order_references
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
