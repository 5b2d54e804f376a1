"""督办单 (our own layout): orders and tasks about to fall due, overdue, or handled amiss."""

import re
from collections.abc import Iterator
from datetime import timedelta

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Code, Day, LongText, Moment, PersonName, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.guard.surnames import SURNAMES
from schemas.parts.registered import Registered

SUPERVISED = "合同关于督办的约定"
SORTS = {"complaint": "投诉", "report": "举报", "inspection": "检查任务", "other": "其他"}
PROBLEMS = {"due_soon": "即将超期", "overdue": "超期", "improper": "处置不规范"}
WARNED = timedelta(hours=24)
# To reach whoever complained is work like any; who reported is nobody's to know.
_NAMES_A_REPORTER = re.compile(
    f"举报人|(?:投诉人|来电人)(?:的?(?:姓名|电话|手机|住址|地址|身份)|[是系为叫:：（(]*[{SURNAMES}]"
    "(?:先生|女士|[\u4e00-\u9fff]{1,2}(?=[，。；（(的反称家]|$)))|1[3-9][0-9]{9}"
)


class Supervised(Part):
    """督办的一件: an order or a task, by when, what is wrong with it, and what is asked."""

    number = Code("工单/任务编号", longest=60)
    sort = Choice("类型", SORTS)
    handler = PersonName("承办人", personal=None)
    due_at = Moment("到期时间", planned=True)
    problem = Choice("问题", PROBLEMS)
    fault = Text("不规范说明", longest=200, optional=True)
    demand = Text("要求", longest=200)


class SupervisedLine(Part):
    """督办单的一行, as it is printed."""

    number = Text("编号")
    sort = Text("类型")
    handler = Text("承办人")
    due_at = Moment("到期")
    left = Text("剩余/超期")
    problem = Text("问题")
    demand = Text("要求")


class SupervisionNotice(Registered):
    """One unit's orders of one check; the unit signs for it and answers on the same sheet."""

    header = Header(
        title="督办单",
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

    neighbours = Neighbours(
        follows=(
            Follows("work_order_dispatch_slip", "工单将要到期或者处置不规范", SUPERVISED),
            Follows("inspection_task_assignment", "检查任务将要到期", SUPERVISED),
            Follows("supervision_notice", "仍未办结的再次督办", SUPERVISED),
        ),
    )

    supervised_unit = Text("被督办单位", longest=60, group="督办", own=True, source=SUPERVISED)
    orders_checked_at = Moment("核查时间", group="督办", own=True, source=SUPERVISED)
    supervised_orders = Rows("督办事项", Supervised, most=200, group="工单", own=True)
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
        return tuple(
            Record(
                {
                    "number": each.number,
                    "sort": SORTS[each.sort],
                    "handler": each.handler,
                    "due_at": each.due_at,
                    "left": _left(each.due_at - value.orders_checked_at),
                    "problem": PROBLEMS[each.problem] + (f"：{each.fault}" if each.fault else ""),
                    "demand": each.demand,
                }
            )
            for each in sorted(value.supervised_orders, key=lambda row: row.due_at)
        )

    @rule(SUPERVISED)
    def problem_is_what_the_time_says(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What has time is not overdue, what has none is; what is amiss says in what."""
        for index, each in enumerate(value.supervised_orders):
            here, left = f"/supervised_orders/{index}", each.due_at - value.orders_checked_at
            if each.problem == "overdue" and left >= timedelta():
                yield error(
                    f"{here}/problem", "not_overdue", "核查时还没有到期，不是超期，请改正。"
                )
            if each.problem == "due_soon" and left < timedelta():
                yield error(f"{here}/problem", "already_overdue", "核查时已经超期，请改选超期。")
            elif each.problem == "due_soon" and left > WARNED:
                yield notice(
                    f"{here}/due_at",
                    "not_due_soon",
                    "离到期还有二十四小时以上，请核对是否需要督办。",
                )
            if each.problem == "improper" and not each.fault:
                yield error(f"{here}/fault", "required", "处置不规范的，请填写「不规范说明」。")
            if each.problem != "improper" and each.fault:
                yield error(
                    f"{here}/fault", "fault_without_need", "只有处置不规范的填写说明，请删去。"
                )

    @rule(SUPERVISED)
    def each_once_a_problem(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One order has one row for one problem."""
        seen = set[tuple[str, str]]()
        for index, each in enumerate(value.supervised_orders):
            if (each.number, each.problem) in seen:
                yield error(
                    f"/supervised_orders/{index}/number",
                    "row_repeated",
                    "这一行前面已经有了，请删去。",
                )
            seen.add((each.number, each.problem))

    @rule(SUPERVISED)
    def answered_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Checked, sent, taken, answered: in this order, and by the day that was set."""
        if value.supervised_at < value.orders_checked_at:
            yield error(
                "/supervised_at", "supervised_before_check", "督办时间早于核查时间，请核对。"
            )
        if value.feedback_by < value.supervised_at.date():
            yield error("/feedback_by", "answer_before_notice", "反馈期限早于督办时间，请核对。")
        if bool(value.acknowledged_by) != bool(value.acknowledged_at):
            name = "acknowledged_at" if value.acknowledged_by else "acknowledged_by"
            yield error(f"/{name}", "required", "接单的请同时填写接单人和接单时间。")
        if value.acknowledged_at and value.acknowledged_at < value.supervised_at:
            yield error("/acknowledged_at", "taken_before_notice", "接单时间早于督办时间，请核对。")
        if value.measures_done_on and not value.answer_measures:
            yield error("/answer_measures", "required", "填写了完成日期，请填写反馈的措施。")
        if value.measures_done_on and value.measures_done_on > value.feedback_by:
            yield notice(
                "/measures_done_on", "answered_late", "反馈的完成日期晚于反馈期限，请核对。"
            )

    @rule("《市场监督管理投诉举报处理办法》第三十七条")
    def nobody_is_named(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever is urged on knows the order; who reported stays out of the sheet."""
        for index, each in enumerate(value.supervised_orders):
            for name in ("fault", "demand"):
                if _NAMES_A_REPORTER.search(each[name] or ""):
                    yield error(
                        f"/supervised_orders/{index}/{name}",
                        "reporter_mentioned",
                        "督办单不写举报人，不写投诉人、来电人的姓名和电话，请删去。",
                    )

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


def _left(left: timedelta) -> str:
    """Return 剩余9小时 or 超期1天15小时; whole hours, those begun counted as over."""
    hours = int(abs(left).total_seconds() // 3600)
    days, rest = divmod(hours, 24)
    words = (f"{days}天" if days else "") + (f"{rest}小时" if rest or not days else "")
    return ("超期" if left < timedelta() else "剩余") + words
