"""Whether a mediation ended when it could: after its acceptance, by its period or before it."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.kind import KindSchema
from schemas.kinds.complaint.mediation.period import (
    REGULATION,
    law_changed,
    mediation_due,
    testing_findings,
)
from schemas.kinds.complaint.mediation.termination import PERIOD_OVER, TERMINATION
from schemas.parts.complaint import ACCEPTANCE

_TESTED = re.compile(
    "(?<!未)(?<!没有)(?<!不)(?<!拒绝)(?<!不愿)(?<!同意)(?<!愿意)(?<!要求)(?<!提出)(?<!建议)(?<!不再)(?:送|交|委托|取回|收到|出具|拿到)[^，。；不]{0,16}(?:检测|检验|鉴定)(?!费)(?!报告?费)|(?:检测|检验|鉴定)(?:报告|结论|意见)(?:书)?[^，。；]{0,6}(?:出来|送达|显示|取回|认为|载明)|取回[^，。；]{0,6}报告"
)


class EndedInTime(KindSchema):
    """A decision of the day `issued_on` on the mediation of a complaint that was accepted."""

    @rule(REGULATION, needs=("received_on", "accepted_on", "issued_on", "notified_on"))
    def days_are_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Received, accepted, summoned where somebody was, ended."""
        received, accepted, issued = value.received_on, value.accepted_on, value.issued_on
        if accepted < received:
            yield error(
                "/accepted_on",
                "before_receipt",
                "受理日期早于收到投诉日期，请核对。",
                ACCEPTANCE,
            )
        if issued < accepted:
            yield error(
                "/issued_on",
                "before_acceptance",
                "决定日期早于受理日期，没有受理的投诉没有调解可以终止，请核对日期。",
                TERMINATION,
            )
        if value.notified_on and not accepted <= value.notified_on <= issued:
            yield error(
                "/notified_on",
                "notified_outside_mediation",
                "告知调解时间、地点、调解人员的日期应当在受理以后、决定以前，请核对。",
                f"{REGULATION}第二十条",
            )

    @rule(TERMINATION)
    def ended_by_its_period_or_before(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The last day still counts: only from the next one on the period has run out (item 5)."""
        if not value.received_on <= value.accepted_on <= value.issued_on or any(
            each.last < each.first for each in value.testing
        ):
            return
        due = mediation_due(value, facts, value.issued_on)
        over, by_period = value.issued_on > due.due, value.termination_item == PERIOD_OVER
        if by_period and not over:
            yield error(
                "/termination_item",
                "period_still_runs",
                f"{due.sentence}期限届满的次日起才能以第五项终止调解，请改选情形或者届满以后再决定。",
                due.citation,
            )
        if over and not by_period:
            yield notice(
                "/termination_item",
                "period_over",
                f"{due.sentence}决定日期已在期限届满以后，请核对是否应当以第五项终止调解。",
                due.citation,
            )
        # Holidays can only move the end of the period: before its plain end they decide nothing.
        if due.provisional and value.issued_on > due.plain_due:
            yield notice("/issued_on", "provisional_calendar", due.sentence, due.citation)

    @rule(f"{REGULATION}第二十二条", needs=("accepted_on", "issued_on", "testing"))
    def testing_lies_within_the_mediation(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Only days of testing while the mediation went on are left out of it."""
        yield from testing_findings(value, value.issued_on, "决定")

    @rule(f"{REGULATION}第二十二条")
    def testing_told_is_left_out(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The days of a testing that the explanation tells do not count towards the sixty."""
        if not value.testing and _TESTED.search(value.explanation or ""):
            yield notice(
                "/testing",
                "testing_not_entered",
                "事实和凭据写了鉴定、检测，却没有填写鉴定、检测期间，这些日子不计入六十日，请补填后核对期限。",
            )

    @rule(f"{REGULATION}第四十六条")
    def law_changed_since_acceptance(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Order 121 is silent on complaints pending on its day: a lawyer looks at those."""
        yield from law_changed(value, facts, value.issued_on, "决定之日")
