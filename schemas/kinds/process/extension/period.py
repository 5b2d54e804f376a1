"""延期: which period is to be extended, from which end to which, why, and whether it may be."""

import re
from collections.abc import Iterator
from datetime import date

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Choice, Day, LongText, PersonName, Rows, Text, When
from schemas.ground.kind import KindSchema
from schemas.law.numerals import chinese_date
from schemas.parts.opinions import PROCEDURE
from schemas.parts.orders import OrderReference

VERIFICATION = "《市场监督管理行政处罚程序规定》第十八条"
MEDIATION = "《市场监督管理投诉举报处理办法》第二十三条"
ORDERS = "合同关于工单延期办理的约定"
GROUP = "延期"
MATTERS = {
    "report_check": "举报线索核查期限",
    "mediation_clue": "调解中发现的违法线索核查期限",
    "complaint_order": "投诉工单办理期限",
    "hotline_order": "12345工单办理期限",
}
BY_LAW = When("extension_matter", ("report_check", "mediation_clue"))
_ORDERS = When("extension_matter", ("complaint_order", "hotline_order"))
_OF_MEDIATION = re.compile("调解(?:期限|时限|的期限)|六十日|60日|延长调解")


class ExtendedPeriod(KindSchema):
    """A period that still runs, and an end that the law or the contract allows."""

    published_as = "handling_extension_approval"
    blank = {"matter_line": ...}

    extension_matter = Choice("延长的期限", MATTERS, group=GROUP, own=True)
    case_name = Text("案件名称", longest=100, group=GROUP, hint="案件、线索或者工单事项的名称。")
    order_references = Rows("来源工单", OrderReference, group=GROUP, optional=True, applies=_ORDERS)
    period_from_on = Day(
        "期限起算日", group=GROUP, own=True, kept=True,
        hint="发现线索、收到材料或者收到工单的日期。",
    )  # fmt: skip
    order_accepted_on = Day(
        "投诉受理日", group=GROUP, optional=True, own=True, kept=True,
        applies=When("extension_matter", ("complaint_order",)),
    )  # fmt: skip
    platform_due_on = Day(
        "平台期限届满日", group=GROUP, optional=True, own=True, planned=True, kept=True,
        applies=When("extension_matter", ("hotline_order",)),
    )  # fmt: skip
    extended_due_on = Day("延长至", group=GROUP, own=True, planned=True)
    extension_reason = LongText(
        "提请审批的理由、依据及处理意见", longest=1500, group=GROUP, own=True, factual=True,
        hint="写明已做的工作、为什么办不完、延长以后怎么办。",
    )  # fmt: skip
    handler = PersonName("经办人", group=GROUP, own=True, personal=None, starts_as="me")
    extension_asked_on = Day("提请日期", group=GROUP, own=True, starts_as="today")

    @derived(Text("文书标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """The form's title for what the rules extend; orders have no form."""
        by_law = facts.copy == "blank" or value.extension_matter in BY_LAW.values
        return "行政处罚案件有关事项审批表" if by_law else "延期办理审批表"

    @derived(
        LongText("审批事项", longest=300),
        prints=("extension_matter", "extended_due_on", "order_references"),
    )
    def matter_line(self, value: Record, facts: Facts) -> str:
        """Which period, from which end to which, and of which orders."""
        due = self.original_due(value, facts)
        ends = f"，原至{chinese_date(due)}" if due else ""
        numbers = "、".join(each.number for each in value.order_references)
        orders = f"；工单编号：{numbers}" if numbers else ""
        matter = MATTERS[value.extension_matter]
        return f"延长{matter}{ends}，延长至{chinese_date(value.extended_due_on)}{orders}"

    def original_due(self, value: Record, facts: Facts) -> date | None:
        """Return when the period ends unless it is extended."""
        if value.extension_matter in BY_LAW.values:
            return facts.law.due("D4", value.period_from_on).due
        if value.extension_matter == "complaint_order":
            return facts.law.due("C-MED-5D", value.period_from_on).due
        return value.platform_due_on  # type: ignore[no-any-return]

    def latest(self, value: Record, facts: Facts) -> date | None:
        """Return the last day it may be extended to; None where only the platform knows."""
        if value.extension_matter in BY_LAW.values:
            return facts.law.due("D4", value.period_from_on, extended=True).due
        if value.extension_matter == "complaint_order" and value.order_accepted_on:
            codes = ("C-MED-45WD", "D2")
            return min(facts.law.due(each, value.order_accepted_on).due for each in codes)
        return None

    @rule("延长期限的依据")
    def orders_are_named_with_their_days(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An order has its number, and the days its own end is reckoned from."""
        wanted = {
            "complaint_order": ("order_references", "order_accepted_on"),
            "hotline_order": ("order_references", "platform_due_on"),
        }
        for name in wanted.get(value.extension_matter, ()):
            if not value[name]:
                yield error(
                    f"/{name}", "required", f"工单延期的，请填写「{self.label_of(name)}」。", ORDERS
                )
        for index, each in enumerate(value.order_references):
            if each.number in [one.number for one in value.order_references[:index]]:
                yield error(
                    f"/order_references/{index}/number",
                    "order_repeated",
                    "同一工单填了两次，请删去。",
                )

    @rule(MEDIATION)
    def mediation_is_not_extended(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The sixty days of a mediation have no extension; when they are over it ends."""
        if _OF_MEDIATION.search(value.extension_reason):
            yield error(
                "/extension_reason",
                "mediation_not_extended",
                "调解的六十日不能延长，期满没有达成协议的应当终止调解，请改写理由。",
            )

    @rule(VERIFICATION)
    def asked_and_approved_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is over cannot be extended."""
        due = self.original_due(value, facts)
        if value.extension_asked_on < value.period_from_on:
            yield error(
                "/extension_asked_on",
                "applied_before_start",
                "提请日期早于期限起算日，请核对。",
                PROCEDURE,
            )
        for name in ("extension_asked_on", "approved_on"):
            if due and value[name] and value[name] > due:
                yield error(
                    f"/{name}",
                    "period_over",
                    f"核查、办理的期限到{chinese_date(due)}已经届满，应当在届满前批准延长。",
                )
        if due and value.extended_due_on <= due:
            yield error(
                "/extended_due_on",
                "nothing_extended",
                "延长至的日期没有超过原来核查、办理的期限，请核对。",
            )
        latest = self.latest(value, facts)
        if latest and value.extended_due_on > latest:
            yield error(
                "/extended_due_on",
                "extended_too_far",
                f"核查、办理的期限最多延长至{chinese_date(latest)}，请改正。",
            )
