"""工单分派单: an order's way inside the authority, with the days by which it has to be done."""

from schemas.ground.fields import When
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.ordered import FromOrder
from schemas.kinds.complaint.dispatch.order import DispatchedOrder
from schemas.kinds.complaint.dispatch.way import DISTRIBUTED, PassedOn
from schemas.parts.orders import ITS_NUMBER
from schemas.parts.registered import Registered


class WorkOrderDispatchSlip(PassedOn, DispatchedOrder, Registered):
    """One order; each platform's number, each station's person and minute."""

    header = Header(
        title="工单分派单",
        also=("派单", "转办单", "分派表"),
        audience=(Audience.office,),
        dated_by="dispatched_on",
        summary="记录工单从承接、派单到承办、处理的每一环节，列明法定和合同时限；不具备处理权限的退回承接部门。",
        about=("matter",),
        of_report=When("matter_sort", ("report",)),
    )

    sections = ("登记", "投诉", "工单", "环节", "退回")

    neighbours = Neighbours(
        follows=(
            Follows("complaint_registration_form", "登记的投诉分派给承办部门", DISTRIBUTED),
            Follows("report_registration_form", "登记的举报分派给承办部门", DISTRIBUTED),
            Follows("work_order_dispatch_slip", "退回以后重新分派", DISTRIBUTED),
        ),
        recalls={
            "complaint_registration_form": {
                "reported_subject": "respondent.name",
                "received_at": "lodged_at",
            },
            "report_registration_form": {
                "reported_subject": "reported.name",
                "received_at": "lodged_at",
                "matter": "report_subject",
            },
        },
    )

    from_order = FromOrder(
        types=("咨询", "求助", "建议", "诉求"),
        takes=ITS_NUMBER
        | {
            "received_at": ("received_at",),
            "matter": ("title",),
            "reported_subject": ("enterprise",),
            "digest_of_matter": ("text",),
            "urgency": ("urgency",),
        },
    )

    example = {
        "register_number": "PD-2026-0610-017",
        "matter_sort": "complaint",
        "matter": "示例市优康商贸有限公司拒绝退还按摩椅预付款",
        "order_references": [
            {"system": "hotline_12345", "number": "BJ20260610094201"},
            {"system": "national_12315", "number": "1999900002026061000204"},
        ],
        "received_at": "2026-06-10T09:42",
        "reported_subject": "示例市优康商贸有限公司",
        "digest_of_matter": "5月2日预付按摩椅款3,000.00元，约定5月20日送货，至今没送，拒绝退款。",
        "urgency": "normal",
        "dispatched_on": "2026-06-10",
        "stations": [
            {
                "station": "reception",
                "unit": "投诉举报接收中心",
                "person": "霍青",
                "at": "2026-06-10T09:50",
            },
            {
                "station": "dispatch",
                "unit": "消费者权益保护科",
                "person": "苗雨",
                "at": "2026-06-10T10:15",
            },
            {
                "station": "unit",
                "unit": "和平路市场监督管理所",
                "person": "陆则安",
                "at": "2026-06-10T11:05",
            },
            {
                "station": "handler",
                "unit": "和平路市场监督管理所",
                "person": "周启明",
                "at": "2026-06-10T13:30",
            },
        ],
    }
