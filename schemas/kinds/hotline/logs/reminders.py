"""提醒的工单: an order whose fifth day has come, and the reminders that were given of it."""

from collections.abc import Iterator
from datetime import datetime

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Choice, Day, Flag, Group, Moment, PersonName, Text
from schemas.kinds.hotline.logs.log import OrderRow
from schemas.kinds.hotline.logs.sources import REMINDED
from schemas.parts.reminding import CHANNELS, HOURS, planned_at, reminder_day


class Reminder(Part):
    """一次提醒: when it was given and how, what was answered."""

    given_at = Moment("实际提醒时间", hint="由系统记录。")
    channel = Choice("提醒方式", CHANNELS)
    response = Text("回应", longest=60, optional=True)
    acknowledged = Flag("已确认")


class RemindedOrder(OrderRow):
    """One order whose fifth day has come: its reminders, and what followed when it fell due."""

    unit = Text("承办科室", longest=40)
    handler = PersonName("承办人", personal=None)
    received_on = Day("收到日期")
    reminded_on = Day("提醒日", hint="第5日；收到当日不计。")
    due_at = Moment("到期", planned=True)
    nine = Group("9:00提醒", Reminder, optional=True)
    sixteen = Group("16:00提醒", Reminder, optional=True)
    nineteen = Group("19:00提醒", Reminder, optional=True)
    twenty_two = Group("22:00提醒", Reminder, optional=True)
    closed_at = Moment("办结时间", optional=True)
    reported_to = Text("反馈对象", longest=60, optional=True, hint="甲方相关负责人。")
    reported_at = Moment("反馈时间", optional=True)

    @rule(REMINDED)
    def reminded_on_the_fifth_day(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The day of the reminders is reckoned from the day of receipt."""
        wanting = reminder_day(value.received_on, facts)
        if value.reminded_on != wanting:
            yield error(
                "/reminded_on",
                "reminder_day",
                f"提醒日应当是自收到次日起的第5日，即{wanting.isoformat()}，请改正。",
            )

    @rule(REMINDED)
    def reminded_while_open(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each of the four is given at its hour or after it, and none once the order was closed."""
        for slot, each in given(value).items():
            if each.given_at < planned_at(value.reminded_on, slot):
                yield error(
                    f"/{slot}/given_at", "reminded_early", "实际提醒时间早于应提醒的时点，请核对。"
                )
            if value.closed_at and each.given_at > value.closed_at:
                yield error(
                    f"/{slot}/given_at", "reminded_after_close", "办结以后不再提醒，请核对时间。"
                )

    @rule(REMINDED)
    def overdue_is_reported(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who was told of an order that fell due open, and not before it did."""
        if bool(value.reported_to) != bool(value.reported_at):
            yield error(
                "/reported_at",
                "report_halved",
                "「反馈对象」和「反馈时间」要么都填，要么都不填。",
            )
        if value.reported_at and value.reported_at < value.due_at:
            yield error("/reported_at", "reported_early", "反馈时间早于到期时间，请核对。")
        if value.reported_at and value.closed_at and value.closed_at <= value.due_at:
            yield error("/reported_at", "not_overdue", "到期以前已经办结的，不需要反馈，请删去。")


def given(order: Record) -> dict[str, Record]:
    """Return the reminders that were given, by their hours."""
    return {slot: order[slot] for slot in HOURS if order[slot]}


def wanted(order: Record, until: datetime) -> tuple[str, ...]:
    """Return the reminders that had to be given by a moment: those before close and due time."""
    last = min(filter(None, (order.due_at, order.closed_at, until)))
    return tuple(slot for slot in HOURS if planned_at(order.reminded_on, slot) < last)
