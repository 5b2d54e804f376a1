"""适用规则: which month's rule is to leave a request out, and as which type."""

from collections.abc import Iterator
from datetime import datetime

from schemas.ground.base import Facts, Finding, Record, error, rule
from schemas.ground.fields import Code, Moment, Text
from schemas.ground.kind import KindSchema
from schemas.kinds.hotline.review.angles import REVIEWED
from schemas.kinds.hotline.review.rules import is_month, shipped

RULE = "规则"


class AppliedRule(KindSchema):
    """The rule is that of the month in which the order came, and knows the type."""

    rule_month = Code("适用规则月份", longest=7, group=RULE, own=True, hint="写成 2026-07。")
    rule_item = Text("适用规则条目", longest=60, group=RULE, own=True, hint="例如「第1条第2项」。")
    applied_type = Text("拟申报类型", longest=100, group=RULE, own=True)
    closes_at = Moment(
        "申报截止时间", group=RULE, optional=True, own=True, planned=True,
        hint="平台当月的截止时间，已录入当月规则的不填；待甲方确认。",
    )  # fmt: skip

    def closing(self, value: Record) -> datetime | None:
        """Return the platform's last hour: that of the month's rules, or else the form's."""
        rules = shipped().get(value.rule_month)
        return (rules.closes_at if rules else None) or value.closes_at

    @rule(REVIEWED)
    def rule_is_of_the_orders_month(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The rules change every month: those of the month in which the order came hold."""
        if not is_month(value.rule_month):
            yield error("/rule_month", "month_form", "「适用规则月份」写成 2026-07 这样的年和月。")
            return
        if value.rule_month != f"{value.order_received_on:%Y-%m}":
            yield error(
                "/rule_month", "rule_of_another_month", "应当适用收到工单当月的规则，请改正月份。"
            )
        rules = shipped().get(value.rule_month)
        if rules and rules.types.get(value.rule_item) != value.applied_type:
            yield error(
                "/applied_type",
                "type_not_allowed",
                "当月规则的这一条目没有这个类型，请对照规则改正条目或者类型。",
                rules.source,
            )
