"""督办单 (our own layout): orders and tasks about to fall due, overdue, or handled amiss."""

from schemas.ground.base import Facts, Record, derived
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Day, LongText, Moment, PersonName, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.process.supervision.checks import SUPERVISED, SupervisedInTime
from schemas.kinds.process.supervision.making import supervised_of, units_of
from schemas.kinds.process.supervision.rows import MOST, Supervised, SupervisedLine, lines_of
from schemas.parts.registered import Registered


class SupervisionNotice(SupervisedInTime, Registered):
    """One unit's orders of one check; the unit signs for it and answers on the same sheet."""

    header = Header(
        title="督办单",
        also=("催办单", "催办"),
        audience=(Audience.contractor,),
        dated_by="supervised_at",
        summary="分派部门每日核查，对即将超期、超期和处置不规范的工单、任务督促，处置部门签收并反馈。",
        copies=2,
        about=("supervised_unit",),
    )

    sections = ("登记", "督办", "工单", "签收和反馈")
    blank = {
        "lines": 6,
        "acknowledged_by": ...,
        "acknowledged_at": ...,
        "answer_measures": ...,
        "measures_done_on": ...,
    }

    compiler = Compiler(supervised_of, of_reports=True, units=units_of)

    neighbours = Neighbours(
        follows=(
            Follows("work_order_dispatch_slip", "工单将要到期或者处置不规范", SUPERVISED),
            Follows("inspection_task_assignment", "检查任务将要到期", SUPERVISED),
            Follows("supervision_notice", "仍未办结的再次督办", SUPERVISED),
        ),
    )

    supervised_unit = Text("被督办单位", longest=60, group="督办", own=True, source=SUPERVISED)
    orders_checked_at = Moment("核查时间", group="督办", own=True, source=SUPERVISED)
    supervised_orders = Rows("督办事项", Supervised, most=MOST, group="工单", own=True)
    feedback_by = Day("反馈期限", group="督办", own=True, planned=True, source=SUPERVISED)
    supervisor = PersonName("督办人", group="督办", own=True, personal=None, starts_as="me")
    supervised_at = Moment("督办时间", group="督办", own=True)
    acknowledged_by = PersonName(
        "接单人", group="签收和反馈", optional=True, own=True, personal=None
    )
    acknowledged_at = Moment("接单时间", group="签收和反馈", optional=True, own=True)
    answer_measures = LongText(
        "反馈的措施", longest=1000, group="签收和反馈", optional=True, own=True
    )
    measures_done_on = Day("反馈的完成日期", group="签收和反馈", optional=True, own=True)

    @derived(Rows("督办事项", SupervisedLine), prints=("supervised_orders",))
    def lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The rows, how long each has left or is late when it was checked, most urgent first."""
        return lines_of(value.supervised_orders, value.orders_checked_at)

    restated = (Restates(("supervised_orders.demand",), of="feedback_by"),)

    example = {
        "register_number": "DB-2026-0710-02",
        "supervised_unit": "和平路市场监督管理所",
        "orders_checked_at": "2026-07-09T09:00",
        "supervised_orders": [
            {
                "number": "BJ20260703101502",
                "sort": "complaint",
                "handler": "周启明",
                "due_at": "2026-07-09T18:00",
                "problem": "due_soon",
                "demand": "今日下班前办结或者申请延期。",
            },
            {
                "number": "BJ20260701090003",
                "sort": "report",
                "handler": "陆则安",
                "due_at": "2026-07-08T18:00",
                "problem": "overdue",
                "demand": "立即办结，说明超期原因。",
            },
            {
                "number": "检任2026-0062",
                "sort": "inspection",
                "handler": "沈嘉木",
                "due_at": "2026-07-20T18:00",
                "problem": "improper",
                "fault": "回复内容与检查单的结论不一致",
                "demand": "核对检查单，更正回复并说明情况。",
            },
        ],
        "feedback_by": "2026-07-10",
        "supervisor": "苗雨",
        "supervised_at": "2026-07-09T09:30",
    }
