"""工作台账 (our own layout): every order of a period, what became of it and what it counts for."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Rows
from schemas.ground.kind import Audience, Header
from schemas.guard.told_days import days_told
from schemas.kinds.process.ledger.grouping import ItemGroup, grouped
from schemas.kinds.process.ledger.legal_days import legal_days, lengthened
from schemas.kinds.process.ledger.making import payload_of
from schemas.kinds.process.ledger.rows import KEPT, LedgerRow
from schemas.law import chinese_date
from schemas.parts.compiled import Compiled

MOST = 12_000


class WorkLedger(Compiled):
    """The orders of one period, compiled by the register; the contract asks for it by name."""

    header = Header(
        title="工作台账",
        also=("台账",),
        audience=(Audience.office,),
        dated_by="compiled_at",
        summary="一个期间收到的全部工单，逐件列明分派、联系、决定、答复、办结、期限和结算项目，由登记簿生成。",
        copies=2,
        of_report=True,
    )

    sections = ("统计期间", "工单")
    rows_field = "orders"
    row_key = ("system", "number")
    row_day = "received_at"
    compiler = Compiler(payload_of, of_reports=True)
    blank = {
        "item_groups": [
            {"name": ..., "month": ..., "counted": 12, "count": ..., "overdue": ..., "papers": ...}
        ]
    }

    orders = Rows("工单", LedgerRow, most=MOST, group="工单", own=True, source=KEPT)

    @derived(Rows("各结算项目", ItemGroup), prints=("orders",))
    def item_groups(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The rows by item and month, each group with its subtotal; they add up to all rows."""
        return grouped(value.orders)

    @rule(KEPT)
    def overdue_is_what_the_days_say(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What ended within every period is not overdue; what nobody decided in time is."""
        for index, each in enumerate(value.orders):
            end = (each.closed_at or value.compiled_at).date()
            past = [due for due in (each.legal_due, each.contract_due) if due and end > due]
            here = f"/orders/{index}/overdue"
            if each.overdue == "yes" and not past:
                yield error(here, "not_overdue", "按这一行的日期没有超期，请核对。")
            decided = each.acceptance or each.verification
            days = [told.day for told in days_told(decided or "", end.year) if told.exact]
            late = each.legal_due and days and min(*days, end) > each.legal_due
            if each.overdue == "no" and late:
                yield error(here, "decided_late", "受理、核查的决定晚于法定到期，已经超期。")
            elif each.overdue == "no" and each.contract_due in past and not decided:
                yield error(here, "overdue_unsaid", "合同期限过后才办结或者还没有办结，已经超期。")

    @rule(KEPT)
    def legal_day_is_reckoned(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The law's day is counted from the receipt; a row may say what lengthens the period."""
        due = legal_days(facts.law)
        for index, each in enumerate(value.orders):
            days = due(each.order_type, each.received_at.date()) if each.legal_due else ()
            if not days or each.legal_due in days or lengthened(each):
                continue
            right = "，延长的是".join(chinese_date(day) for day in days)
            yield notice(
                f"/orders/{index}/legal_due",
                "legal_due_differs",
                f"这里填的是{chinese_date(each.legal_due)}，按收到时间计算，法定到期是{right}，请核对；"
                "有检测鉴定、补正、合并处理的，在备注里写明。",
            )

    @rule(KEPT)
    def nothing_is_done_after_the_end(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A paper of an order that is closed is of the day it was closed, or before."""
        for index, each in enumerate(value.orders):
            if not each.closed_at:
                continue
            for name in ("acceptance", "mediation", "verification"):
                told = days_told(each[name] or "", each.closed_at.year)
                if any(day.exact and day.day > each.closed_at.date() for day in told):
                    yield notice(
                        f"/orders/{index}/{name}",
                        "paper_after_the_end",
                        "这里的文书日期晚于办结时间，请核对。",
                    )

    example = {
        "period_from": "2026-06-01",
        "period_to": "2026-06-30",
        "compiled_at": "2026-07-08T18:20",
        "counting_rule": "count-1，kpi-1",
        "row_filter": "收到时间在期间之内的全部工单",
        "row_order": "收到时间、来源、工单编号",
        "orders": [
            {
                "system": "hotline_12345",
                "number": "BJ20260602090001",
                "order_type": "投诉",
                "received_at": "2026-06-02T09:05",
                "dispatched_at": "2026-06-02T10:00",
                "unit": "消费者权益保护科",
                "handler": "周启明",
                "party": "示例市优康商贸有限公司",
                "topic": "消费->预付款->退款",
                "contacted_at": "2026-06-02T11:20",
                "acceptance": "投诉受理决定书示市监﹝2026﹞第204号（2026年6月9日）",
                "mediation": "投诉调解书示市监﹝2026﹞第231号（2026年6月24日）",
                "answer": "来源平台回复",
                "closed_at": "2026-06-25T16:00",
                "legal_due": "2026-06-11",
                "contract_due": "2026-06-26",
                "overdue": "no",
                "responded": "yes",
                "solved": "解决",
                "satisfied": "满意",
                "papers": 4,
                "item": "complaint",
                "counted_month": "2026-06",
            },
            {
                "system": "national_12315",
                "number": "1999900002026061000204",
                "order_type": "举报",
                "received_at": "2026-06-10T14:30",
                "dispatched_at": "2026-06-10T15:10",
                "unit": "广告监督管理科",
                "handler": "何静远",
                "party": "示例区悦邻生鲜便利店",
                "topic": "广告->虚假宣传",
                "contacted_at": "2026-06-11T09:00",
                "verification": "不予立案审批表（2026年6月30日）",
                "closed_at": "2026-07-02T10:00",
                "legal_due": "2026-07-02",
                "contract_due": "2026-07-02",
                "overdue": "no",
                "responded": "yes",
                "papers": 3,
                "item": "report",
                "counted_month": "2026-07",
            },
            {
                "system": "hotline_12345",
                "number": "BJ20260628170009",
                "order_type": "咨询",
                "received_at": "2026-06-28T17:40",
                "unit": "和平路市场监督管理所",
                "topic": "登记注册",
                "overdue": "no",
                "responded": "no",
                "papers": 0,
                "item": "none",
                "not_counted": "不是投诉、举报",
            },
        ],
    }
