"""工单分派单: an order's way inside the authority, with the days by which it has to be done."""

from collections.abc import Iterator
from itertools import pairwise

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import (
    Choice,
    Day,
    Group,
    LongText,
    Moment,
    PartyName,
    Rows,
    Text,
    When,
)
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.guard.folding import folded_name
from schemas.guard.wording import REPORT
from schemas.kinds.complaint.dispatch.stations import STATIONS, Returned, Station
from schemas.law import DueDate
from schemas.parts.listed import Line
from schemas.parts.matters import MATTERS
from schemas.parts.orders import SOURCES, OrderReference
from schemas.parts.registered import Registered

DISTRIBUTED = "《市场监督管理投诉举报处理办法》第四十一条"
SEPARATE = "《市场监督管理投诉举报处理办法》第九条"
ORDERS = "合同关于工单接收、分派的约定"
SORTS = MATTERS | {"other": "咨询等其他事项"}
URGENCIES = {"normal": "普通", "urgent": "紧急", "critical": "特急"}
# By what is brought: the period of the law and the contract's own.
PERIODS = {"complaint": ("D1", "C-MED-5D"), "report": ("D4", "C-RPT-15")}


class WorkOrderDispatchSlip(Registered):
    """One order; each platform's number, each station's person and minute."""

    header = Header(
        title="工单分派单",
        audience=(Audience.office,),
        dated_by="dispatched_on",
        summary="记录工单从承接、派单到承办、处理的每一环节，列明法定和合同时限；不具备处理权限的退回承接部门。",
        about=("matter",),
        of_report=When("matter_sort", ("report",)),
    )

    sections = ("登记", "投诉", "工单", "环节", "退回")
    blank = {"stations": 3, "returned": ..., "due_lines": None}

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

    matter_sort = Choice("件别", SORTS, group="登记", own=True, source=ORDERS)
    matter = Text("事项", longest=120, group="登记", hint="例如「某店拒退订金」。")
    order_references = Rows("来源工单", OrderReference, group="投诉")
    received_at = Moment("收到时间", group="工单", own=True, source=ORDERS)
    reported_subject = PartyName("被反映主体", group="工单", optional=True)
    digest_of_matter = LongText("内容摘要", longest=1000, group="工单", own=True)
    urgency = Choice("紧急程度", URGENCIES, group="工单", own=True)
    dispatched_on = Day("分派日期", group="工单", starts_as="today")
    stations = Rows("环节", Station, most=len(STATIONS), group="环节", own=True, source=ORDERS)
    returned = Group(
        "退回", Returned, group="退回", optional=True, own=True, source=DISTRIBUTED,
        hint="不具备处理权限的，及时反馈统一接收的机构，不得自行移送。",
    )  # fmt: skip

    @derived(Rows("来源工单", Line), prints=("order_references",))
    def orders(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The number of each platform, a line each."""
        return tuple(
            Record({"label": SOURCES[each.system], "text": each.number})
            for each in value.order_references
        )

    @derived(Rows("时限", Line))
    def due_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """By when by law, by when by contract, each with how it was counted."""
        labels = ("法定时限", "合同时限")
        return tuple(
            Record({"label": label, "text": due.sentence})
            for label, due in zip(labels, self.dues(value, facts), strict=False)
        )

    def dues(self, value: Record, facts: Facts) -> tuple[DueDate, ...]:
        """Return the end by law and by contract; none for what is no complaint or report."""
        received = value.received_at.date()
        codes = PERIODS.get(value.matter_sort, ())
        return tuple(facts.law.due(code, received) for code in codes)

    @rule(ORDERS)
    def stations_follow_each_other(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Reception first, each station once, none before the one that passed the order on."""
        passed = [each.station for each in value.stations]
        if passed != list(STATIONS)[: len(passed)]:
            yield error(
                "/stations",
                "stations_order",
                f"环节应当依次是{'、'.join(STATIONS.values())}，不得跳过，请调整。",
            )
        if value.stations[0].at < value.received_at:
            yield error("/stations/0/at", "before_receipt", "签收时间早于收到时间，请核对。")
        for index, (before, after) in enumerate(pairwise(value.stations), start=1):
            if after.at < before.at:
                yield error(
                    f"/stations/{index}/at",
                    "signed_before_previous",
                    "签收时间早于上一环节，请核对。",
                )
        if len(passed) < len(STATIONS) and not value.returned:
            waiting = list(STATIONS.values())[len(passed)]
            yield notice(
                "/stations", "not_passed_on", f"工单还没有到{waiting}，请及时分派并记录签收。"
            )

    @rule(DISTRIBUTED)
    def returned_to_reception(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who has no authority gives the order back and sends it to nobody else."""
        reception = folded_name(value.stations[0].unit)
        if value.returned and folded_name(value.returned.to) != reception:
            yield error(
                "/returned/to",
                "returned_elsewhere",
                "不具备处理权限的，只能退回统一接收的承接部门，不得自行移送其他部门。",
            )

    @rule(ORDERS)
    def returned_by_who_had_it(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Only who took an order can give it back, after that."""
        if not value.returned:
            return
        back, units = value.returned, [folded_name(each.unit) for each in value.stations]
        if folded_name(back.unit) not in units[1:]:
            yield error(
                "/returned/unit", "returned_by_a_stranger", "退回的部门不在前面的环节里，请核对。"
            )
        if back.at < value.stations[-1].at:
            yield error("/returned/at", "returned_before_receipt", "退回时间早于签收时间，请核对。")

    @rule(ORDERS)
    def return_rests_on_a_paper(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract wants the written basis for giving an order back."""
        if value.returned and "《" not in value.returned.reason:
            yield notice(
                "/returned/reason",
                "reason_without_basis",
                "退回应当提供文字依据，请写明文件的名称和条款。",
            )

    @rule(ORDERS)
    def dispatched_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An order is dispatched after it came in, and before its days are over."""
        if value.dispatched_on < value.received_at.date():
            yield error("/dispatched_on", "before_receipt", "分派日期早于收到时间，请核对。")
            return
        for due in self.dues(value, facts)[:1]:
            if value.dispatched_on > due.due:
                yield notice(
                    "/dispatched_on",
                    "dispatched_late",
                    f"{due.sentence}分派日期已超过期限，请核对。",
                    due.citation,
                )

    @rule(ORDERS)
    def each_order_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each platform keeps its own number, and one order is one."""
        numbers = [each.number for each in value.order_references]
        for index, number in enumerate(numbers):
            if number in numbers[:index]:
                yield error(
                    f"/order_references/{index}/number",
                    "order_repeated",
                    "同一工单编号填了两次，请删去重复的。",
                )

    @rule(SEPARATE)
    def one_slip_is_one_matter(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A report in a complaint's order has a slip of its own."""
        if value.matter_sort == "complaint" and REPORT.search(value.digest_of_matter):
            yield notice(
                "/digest_of_matter",
                "report_in_complaint",
                "内容里有举报，投诉和举报应当分别处理，请另填一张分派单。",
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
