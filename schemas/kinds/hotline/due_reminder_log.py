"""到期提醒记录 (our own layout): four reminders an order, each with the minute it was given."""

from collections.abc import Iterator
from datetime import timedelta

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.kinds.hotline.logs.log import MOST_ORDERS, HotlineLog, share, stamp
from schemas.kinds.hotline.logs.reminders import RemindedOrder, given, wanted
from schemas.kinds.hotline.logs.sources import REMINDED
from schemas.kinds.hotline.making.reminders import payload_of
from schemas.parts.reminding import CHANNELS, HOURS, planned_at


class ReminderLine(Part):
    """A row as it is printed: each hour with what was given, or that it was missed."""

    order_number = Text("工单编号")
    unit = Text("承办科室")
    handler = Text("承办人")
    due = Text("到期")
    nine = Text("9:00")
    sixteen = Text("16:00")
    nineteen = Text("19:00")
    twenty_two = Text("22:00")
    effective = Text("是否有效")
    reported = Text("到期未办结反馈", optional=True)
    closed = Text("办结时间", optional=True)


class DueReminderLog(HotlineLog):
    """The orders whose day of reminders lies in the period; a clock says when each was given."""

    header = Header(
        title="到期提醒记录",
        also=("催办记录", "提醒"),
        audience=(Audience.office,),
        dated_by="compiled_at",
        summary="第5日9时、16时、19时、22时逐次提醒承办人：应提醒、实际提醒、回应，漏提醒和到期未办结的反馈逐件列明。",
        about=("period_from", "period_to"),
        advises=True,
    )

    sections = ("统计期间", "登记", "工单")
    compiler = Compiler(payload_of, of_reports=True)
    rows_field = "reminded_orders"
    row_day = "reminded_on"
    blank = {"reminder_lines": 8, "reminded_line": ..., "overdue_line": ..., "day_rule": ...}

    reminded_orders = Rows(
        "提醒的工单", RemindedOrder, most=MOST_ORDERS, group="工单", optional=True, own=True,
        source=REMINDED,
    )  # fmt: skip

    @derived(Rows("各件提醒", ReminderLine), prints=("reminded_orders",))
    def reminder_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Every order with its four hours, the one due first."""
        return tuple(
            Record({
                "order_number": each.order_number,
                "unit": each.unit,
                "handler": each.handler,
                "due": stamp(each.due_at),
                **self.hours(each, value, facts),
                "effective": _effective(each),
                "reported": each.reported_to and f"{each.reported_to} {stamp(each.reported_at)}",
                "closed": stamp(each.closed_at),
            })
            for each in sorted(value.reminded_orders, key=lambda one: one.due_at)
        )  # fmt: skip

    @derived(Text("提醒日"))
    def day_rule(self, value: Record, facts: Facts) -> str:
        """How the fifth day is counted, as the house has it."""
        days = "自然日" if facts.house.reminder_days == "natural" else "工作日"
        return f"自收到次日起第5个{days}，允许偏差{facts.house.reminder_tolerance_minutes}分钟"

    @derived(Text("提醒情况"))
    def reminded_line(self, value: Record, facts: Facts) -> str:
        """How many reminders were due, given, late, missed; how many orders answered."""
        due = kept = missed = late = 0
        for each in value.reminded_orders:
            wanting, told = wanted(each, value.compiled_at), given(each)
            due, kept = due + len(wanting), kept + len(told)
            missed += sum(slot not in told for slot in wanting)
            late += sum(self.is_late(each, slot, facts) for slot in told)
        orders = value.reminded_orders
        reminded = [each for each in orders if given(each)]
        answered = sum(_effective(each) == "是" for each in reminded)
        return (
            f"{len(orders)}件，应提醒{due}次，实际{kept}次，其中迟{late}次，漏{missed}次；"
            f"{share('提醒有效率', answered, len(reminded))}"
        )

    @derived(Text("到期未办结"))
    def overdue_line(self, value: Record, facts: Facts) -> str:
        """How many fell due open, and how many of these were reported."""
        overdue = [each for each in value.reminded_orders if _overdue(each, value)]
        reported = sum(each.reported_at is not None for each in overdue)
        return f"{len(overdue)}件，已反馈{reported}件"

    def hours(self, order: Record, value: Record, facts: Facts) -> dict[str, str]:
        """Return what stands below each hour: when and how, 漏 where missed, / where none due."""
        wanting, told = wanted(order, value.compiled_at), given(order)
        found = {}
        for slot in HOURS:
            if each := told.get(slot):
                late = "（迟）" if self.is_late(order, slot, facts) else ""
                answer = f"，{each.response}" if each.response else ""
                found[slot] = f"{each.given_at:%H:%M}{late} {CHANNELS[each.channel]}{answer}"
            else:
                found[slot] = "漏" if slot in wanting else "/"
        return found

    def is_late(self, order: Record, slot: str, facts: Facts) -> bool:
        """Tell whether a reminder came later than its hour and the minutes the house allows."""
        allowed = timedelta(minutes=facts.house.reminder_tolerance_minutes)
        planned = planned_at(order.reminded_on, slot)
        return bool(given(order)[slot].given_at > planned + allowed)

    @rule(REMINDED)
    def overdue_is_reported(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What fell due open was reported to the client's officer."""
        for index, each in enumerate(value.reminded_orders):
            if _overdue(each, value) and not each.reported_at:
                yield error(
                    f"/reminded_orders/{index}/reported_at",
                    "overdue_unreported",
                    "到期没有办结的，要及时向甲方相关负责人反馈，请填写「反馈对象」和「反馈时间」。",
                )
            for name in ("closed_at", "reported_at"):
                if each[name] and each[name] > value.compiled_at:
                    yield error(
                        f"/reminded_orders/{index}/{name}",
                        "after_compiling",
                        "这个时间晚于数据截至时间，请核对。",
                    )

    @rule(REMINDED)
    def short_terms_have_no_fifth_day(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An order due before its fifth day has none of the four hours."""
        short = sum(
            each.due_at <= planned_at(each.reminded_on, "nine") for each in value.reminded_orders
        )
        if short:
            yield notice(
                "/reminded_orders",
                "term_too_short",
                f"有{short}件的时限短于5日，没有第5日的提醒，请另行安排提醒。",
            )

    @rule(REMINDED)
    def missed_ones_are_looked_at(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A reminder that was not given is told once, and stands in its row."""
        missed = sum(
            slot not in given(each)
            for each in value.reminded_orders
            for slot in wanted(each, value.compiled_at)
        )
        if missed:
            yield notice(
                "/reminded_orders",
                "reminder_missed",
                f"有{missed}次提醒没有记录，表中标为“漏”，请核对。",
            )

    example = {
        "period_from": "2026-07-06",
        "period_to": "2026-07-06",
        "compiled_at": "2026-07-07T09:00",
        "counting_rule": "提醒-1：按提醒日计入；早于提醒时点办结的不再提醒",
        "registering_unit": "示例区政务热线工单中心",
        "reminded_orders": [
            {
                "order_number": "SL20260701000114",
                "unit": "消费者权益保护科",
                "handler": "周启明",
                "received_on": "2026-07-01",
                "reminded_on": "2026-07-06",
                "due_at": "2026-07-06T23:59",
                "nine": {
                    "given_at": "2026-07-06T09:00",
                    "channel": "system",
                    "acknowledged": False,
                },
                "sixteen": {
                    "given_at": "2026-07-06T16:02",
                    "channel": "telephone",
                    "response": "当日答复",
                    "acknowledged": True,
                },
                "closed_at": "2026-07-06T18:20",
            },
            {
                "order_number": "SL20260701000259",
                "unit": "价格监督科",
                "handler": "陆则安",
                "received_on": "2026-07-01",
                "reminded_on": "2026-07-06",
                "due_at": "2026-07-06T23:59",
                **{
                    slot: {
                        "given_at": f"2026-07-06T{at}",
                        "channel": channel,
                        "acknowledged": channel == "telephone",
                    }
                    for slot, at, channel in (
                        ("nine", "09:00", "system"),
                        ("sixteen", "16:05", "system"),
                        ("nineteen", "19:30", "group"),
                        ("twenty_two", "22:03", "telephone"),
                    )
                },
                "reported_to": "价格监督科科长沈若溪",
                "reported_at": "2026-07-07T08:30",
            },
            {
                "order_number": "SL20260701000266",
                "unit": "消费者权益保护科",
                "handler": "周启明",
                "received_on": "2026-07-01",
                "reminded_on": "2026-07-06",
                "due_at": "2026-07-06T23:59",
                "closed_at": "2026-07-05T16:40",
            },
        ],
    }


def _effective(order: Record) -> str:
    """Return 是 where somebody acknowledged, 否 where nobody did, / where nobody was reminded."""
    told = given(order).values()
    if not told:
        return "/"
    return "是" if any(each.acknowledged for each in told) else "否"


def _overdue(order: Record, value: Record) -> bool:
    """Tell whether an order was still open when it fell due."""
    return bool(order.due_at < min(filter(None, (order.closed_at, value.compiled_at))))
