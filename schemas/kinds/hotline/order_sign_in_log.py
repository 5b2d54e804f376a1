"""工单签收记录 (our own layout): each order taken in time, by day and by night."""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Flag, Moment, PersonName, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.ground.restating import Order, Restates
from schemas.kinds.hotline.logs.duty import Shift, gaps_between
from schemas.kinds.hotline.logs.log import (
    MOST_ORDERS,
    HotlineLog,
    OrderRow,
    elapsed,
    longest_of,
    share,
    stamp,
)
from schemas.kinds.hotline.logs.sources import SIGNED_IN
from schemas.kinds.hotline.making.signing_in import payload_of
from schemas.parts.sign_in import SignIn, in_words

_LENGTH = re.compile("([0-9]{1,3})个?(分钟|小时)")
_STOPS = re.compile(
    "(?:夜|时至|时到|次日|凌晨|周末|周六|节假日|休息日|双休|下班|非工作)[^，。；]{0,14}"
    "(?:不计|不算|不含|(?<!不)(?:扣除|剔除|除外|顺延|暂停|中止))"
    "|(?<!不)(?:只|仅)[^，。；]{0,6}(?:工作时间|工作日|上班时间|白天|日间)"
)
_UNITS = {"分钟": timedelta(minutes=1), "小时": timedelta(hours=1)}


class SignedInOrder(OrderRow):
    """One order: when it was dispatched, how urgent it is, who took it when."""

    dispatched_at = Moment("派单时间")
    urgent = Flag("紧急")
    signed_in_at = Moment("签收时间", optional=True, hint="还没有签收的不填。")
    signed_in_by = PersonName("签收人", personal=None, optional=True)
    shift = Text("班次", longest=20, optional=True)
    late_reason = Text("超时原因", longest=100, optional=True, factual=True)
    remark = Text("备注", longest=60, optional=True)

    @rule(SIGNED_IN)
    def taken_by_somebody_afterwards(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An order is taken after it came, and by somebody; what was in time needs no reason."""
        if bool(value.signed_in_at) != bool(value.signed_in_by):
            yield error(
                "/signed_in_by",
                "signed_by_nobody",
                "「签收时间」和「签收人」应当都填或者都不填。",
            )
        if value.signed_in_at and value.signed_in_at < value.dispatched_at:
            yield error("/signed_in_at", "signed_before", "签收时间早于派单时间，请核对。")
        sign_in = SignIn.of(facts.house)
        if (
            value.late_reason
            and value.signed_in_at
            and not late(value, value.signed_in_at, sign_in)
        ):
            yield error("/late_reason", "not_late", "按时签收的，不填超时原因，请删去。")


class SignInLine(Part):
    """A row as it is printed."""

    order_number = Text("工单编号")
    dispatched = Text("派单时间")
    urgent = Text("紧急")
    limit = Text("时限")
    signed = Text("签收时间")
    took = Text("用时")
    late = Text("是否超时")
    signed_in_by = Text("签收人", optional=True)
    shift = Text("班次", optional=True)
    late_reason = Text("超时原因", optional=True)
    remark = Text("备注", optional=True)


def taken(order: Record, until: datetime) -> timedelta:
    """Return how long an order took, or has been waiting at a moment."""
    return (order.signed_in_at or until) - order.dispatched_at  # type: ignore[no-any-return]


def late(order: Record, until: datetime, sign_in: SignIn) -> bool:
    """Tell whether an order was taken, or still waits, beyond its limit; just at it is in time."""
    return taken(order, until) > sign_in.limit(order.urgent)


class OrderSignInLog(HotlineLog):
    """The orders dispatched within some days; ten minutes and two hours themselves are in time."""

    header = Header(
        title="工单签收记录",
        audience=(Audience.office,),
        dated_by="compiled_at",
        summary="7×24小时值守：紧急工单10分钟、其他工单2小时内签收，逐件列明用时和是否超时，值守空档逐段列明。",
        about=("period_from", "period_to"),
        advises=True,
    )

    sections = ("统计期间", "登记", "值守", "工单")
    compiler = Compiler(payload_of, of_reports=True)
    restated = (
        Restates(
            ("signed_in_orders.late_reason",),
            of="signed_in_orders.signed_in_at",
            order=Order.not_after,
        ),
    )
    rows_field = "signed_in_orders"
    row_day = "dispatched_at"
    blank = {
        "sign_in_lines": 8,
        "duty_line": ...,
        "gap_line": ...,
        "taken_line": ...,
        "longest_line": ...,
    }

    on_duty = Rows("值班表", Shift, most=200, group="值守", own=True, source=SIGNED_IN)
    signed_in_orders = Rows(
        "签收的工单", SignedInOrder, most=MOST_ORDERS, group="工单", optional=True, own=True,
        source=SIGNED_IN,
    )  # fmt: skip

    @rule(SIGNED_IN)
    def the_clock_never_stops(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Minutes and hours run by night and on days off too: somebody is there at any hour."""
        if _STOPS.search(value.counting_rule or ""):
            yield notice(
                "/counting_rule",
                "clock_stopped",
                "签收是7×24小时的，时限按实际经过的时间计算，夜间、休息日也计入，请核对计数规则。",
            )

    @derived(Rows("各件签收", SignInLine), prints=("signed_in_orders",))
    def sign_in_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Every order with the time it took, the earliest first."""
        sign_in = SignIn.of(facts.house)
        return tuple(
            Record({
                "order_number": each.order_number,
                "dispatched": stamp(each.dispatched_at),
                "urgent": "是" if each.urgent else "否",
                "limit": in_words(sign_in.limit(each.urgent)),
                "signed": stamp(each.signed_in_at) or "未签收",
                "took": elapsed(taken(each, value.compiled_at)),
                "late": "是" if late(each, value.compiled_at, sign_in) else "否",
                "signed_in_by": each.signed_in_by,
                "shift": each.shift,
                "late_reason": each.late_reason,
                "remark": each.remark,
            })
            for each in sorted(value.signed_in_orders, key=lambda one: one.dispatched_at)
        )  # fmt: skip

    @derived(Text("值班"), prints=("on_duty",))
    def duty_line(self, value: Record, facts: Facts) -> str:
        """Every shift with its person and hours."""
        return "；".join(
            f"{each.shift}{each.person}（{stamp(each.from_at)}至{stamp(each.to_at)}）"
            for each in sorted(value.on_duty, key=lambda one: one.from_at)
        )

    @derived(Text("值守空档"))
    def gap_line(self, value: Record, facts: Facts) -> str:
        """Every stretch without anybody on duty; 无 where there is none."""
        gaps = [f"{stamp(start)}至{stamp(end)}" for start, end in self.gaps(value)]
        return "；".join(gaps) or "无"

    @derived(Text("签收情况"))
    def taken_line(self, value: Record, facts: Facts) -> str:
        """How many there are, how many were taken in time, late, not yet; and the rate."""
        orders, until = value.signed_in_orders, value.compiled_at
        sign_in = SignIn.of(facts.house)
        urgent = sum(each.urgent for each in orders)
        waiting = sum(each.signed_in_at is None for each in orders)
        overdue = sum(late(each, until, sign_in) for each in orders)
        taken_late = sum(bool(each.signed_in_at) and late(each, until, sign_in) for each in orders)
        in_time = len(orders) - waiting - taken_late
        return (
            f"{len(orders)}件，其中紧急{urgent}件、其他{len(orders) - urgent}件；"
            f"按时签收{in_time}件，超时{overdue}件，未签收{waiting}件；"
            f"{share('签收及时率', in_time, len(orders))}"
        )

    @derived(Text("最长用时"))
    def longest_line(self, value: Record, facts: Facts) -> str:
        """The longest that an urgent order and another took."""
        until = value.compiled_at
        urgent, other = (
            longest_of(taken(each, until) for each in value.signed_in_orders if each.urgent is kind)
            for kind in (True, False)
        )
        return f"紧急{urgent}，其他{other}"

    def gaps(self, value: Record) -> Iterator[tuple[datetime, datetime]]:
        """Yield when nobody was on duty, from the first midnight to the last, or to now."""
        first = datetime.combine(value.period_from, time())
        last = datetime.combine(value.period_to, time()) + timedelta(days=1)
        return gaps_between(value.on_duty, first, min(last, value.compiled_at))

    @rule(SIGNED_IN)
    def nothing_is_signed_later(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was counted had happened when it was counted."""
        for index, each in enumerate(value.signed_in_orders):
            for name in ("dispatched_at", "signed_in_at"):
                if each[name] and each[name] > value.compiled_at:
                    yield error(
                        f"/signed_in_orders/{index}/{name}",
                        "after_compiling",
                        "这个时间晚于数据截至时间，请核对。",
                    )

    @rule(SIGNED_IN)
    def somebody_was_always_there(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """7×24: a stretch without anybody is told."""
        if any(True for _ in self.gaps(value)):
            yield notice(
                "/on_duty", "duty_gap", "值班表有空档，记录会逐段列明，请核对是否漏填了班次。"
            )

    @rule(SIGNED_IN)
    def late_ones_are_explained(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who was late says why."""
        sign_in = SignIn.of(facts.house)
        silent = sum(
            late(each, value.compiled_at, sign_in) and not each.late_reason
            for each in value.signed_in_orders
        )
        if silent:
            yield notice(
                "/signed_in_orders",
                "late_unexplained",
                f"有{silent}件超时没有写「超时原因」，请逐件补写。",
            )

    @rule(SIGNED_IN)
    def rule_is_the_rule(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The rule that the rows are told to be counted by is the one they are counted by."""
        told = {int(each[1]) * _UNITS[each[2]] for each in _LENGTH.finditer(value.counting_rule)}
        sign_in = SignIn.of(facts.house)
        if told - {sign_in.urgent, sign_in.other}:
            yield error(
                "/counting_rule",
                "rule_of_other_lengths",
                "计数规则写的时限与本表计算的不同："
                f"紧急{in_words(sign_in.urgent)}、其他{in_words(sign_in.other)}以内为按时，请改正。",
            )

    example = {
        "period_from": "2026-07-06",
        "period_to": "2026-07-06",
        "compiled_at": "2026-07-07T08:30",
        "counting_rule": "签收-1：自派单时间起按实际经过的时间计算，含夜间；10分钟、2小时整为按时",
        "registering_unit": "示例区政务热线工单中心",
        "on_duty": [
            {
                "shift": "夜班",
                "person": "霍青",
                "from_at": "2026-07-05T22:00",
                "to_at": "2026-07-06T06:00",
            },
            {
                "shift": "早班",
                "person": "苗雨",
                "from_at": "2026-07-06T06:00",
                "to_at": "2026-07-06T14:00",
            },
            {
                "shift": "晚班",
                "person": "甘霖",
                "from_at": "2026-07-06T14:00",
                "to_at": "2026-07-06T22:00",
            },
            {
                "shift": "夜班",
                "person": "霍青",
                "from_at": "2026-07-06T22:00",
                "to_at": "2026-07-07T06:00",
            },
        ],
        "signed_in_orders": [
            {
                "order_number": "SL20260706000102",
                "dispatched_at": "2026-07-06T02:10",
                "urgent": True,
                "signed_in_at": "2026-07-06T02:20",
                "signed_in_by": "霍青",
                "shift": "夜班",
            },
            {
                "order_number": "SL20260706000347",
                "dispatched_at": "2026-07-06T09:42:15",
                "urgent": False,
                "signed_in_at": "2026-07-06T10:05:40",
                "signed_in_by": "苗雨",
                "shift": "早班",
            },
            {
                "order_number": "SL20260706000518",
                "dispatched_at": "2026-07-06T15:00",
                "urgent": False,
                "signed_in_at": "2026-07-06T17:00:01",
                "signed_in_by": "甘霖",
                "shift": "晚班",
                "late_reason": "系统15时至17时维护，恢复后即签收",
            },
            {
                "order_number": "SL20260706000733",
                "dispatched_at": "2026-07-06T23:55",
                "urgent": False,
                "signed_in_at": "2026-07-07T00:31:20",
                "signed_in_by": "霍青",
                "shift": "夜班",
            },
        ],
    }
