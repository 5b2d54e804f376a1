"""投诉终止调解决定书 (CF-8): the bureau ends a mediation and tells both parties why."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Day
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.kinds.complaint.mediation.period import (
    REGULATION,
    TESTED,
    Accepted,
    TestingLeftOut,
    after_acceptance,
    law_changed,
    mediation_due,
    testing_findings,
)
from schemas.kinds.complaint.mediation.termination import (
    GROUP,
    PERIOD_OVER,
    TERMINATION,
    TerminationGrounds,
)
from schemas.parts.basis import CitesRegulation
from schemas.parts.complaint import (
    ACCEPTANCE,
    REGISTERED_PARTIES,
    AboutComplaint,
    ReceivedOnFile,
    ToBothParties,
)
from schemas.parts.decisions import Approved, ToldBothParties
from schemas.parts.forms import OnForm2026
from schemas.parts.orders import FromOrders

_TESTED = re.compile(
    "(?<!未)(?<!没有)(?<!不)(?<!拒绝)(?<!不愿)(?<!同意)(?<!愿意)(?<!要求)(?<!提出)(?<!建议)(?<!不再)(?:送|交|委托|取回|收到|出具|拿到)[^，。；不]{0,16}(?:检测|检验|鉴定)(?!费)(?!报告?费)|(?:检测|检验|鉴定)(?:报告|结论|意见)(?:书)?[^，。；]{0,6}(?:出来|送达|显示|取回|认为|载明)|取回[^，。；]{0,6}报告"
)


class MediationTerminationDecision(
    TestingLeftOut,
    TerminationGrounds,
    Accepted,
    FromOrders,
    AboutComplaint,
    ReceivedOnFile,
    ToBothParties,
    CitesRegulation,
    ToldBothParties,
    Approved,
    OnForm2026,
    NumberedKind,
):
    """One complaint whose mediation ends without an agreement."""

    header = Header(
        title="投诉终止调解决定书",
        audience=(Audience.complainant, Audience.respondent),
        dated_by="issued_on",
        summary="决定终止调解，告知双方属于哪一项情形和其他解决途径；自决定之日起七个工作日内告知双方。",
        form="CF-8",
        numbering=Numbering("complaint_form"),
        approval=True,
        copies=3,
    )

    basis_topic = "termination"
    approved_since = ("accepted_on",)
    subject_between = ("关于", "投诉")
    sections = ("投诉", "调解", GROUP, "文号与日期", "审批与告知")

    departures = (
        Departure(
            added="前述其他情形的依据是：。",
            reason="以第八项终止调解的，应当写明所依据的规定，式样没有留位置。",
        ),
    )

    blank = {"other_basis": None}

    # The decision ends the mediation; from its day both parties have to be told.
    clocks = (
        Clock("D1", starts="received_on", settled_by="accepted_on"),
        Clock(
            "D2",
            starts="accepted_on",
            contract_starts="received_on",
            settled_by="issued_on",
            left_out="testing",
        ),
        Clock("D3", starts="issued_on", settled_by="issued_on", told=True),
        # What has ended needs no other mediator, whether or not anybody came.
        Clock("D8", settled_by="issued_on"),
    )

    neighbours = Neighbours(
        follows=(
            after_acceptance("受理的投诉没有达成调解协议", TERMINATION, settles=True),
            Follows("mediation_notice", "一方没有参加通知的调解", TERMINATION),
            Follows("mediation_record", "调解没有达成协议", TERMINATION),
            Follows("contact_record", "一方撤回投诉或者拒绝调解", TERMINATION),
            Follows(
                "appraisal_entrustment",
                "双方对鉴定、检测的费用协商不成",
                f"{REGULATION}第二十二条",
                takes=TESTED,
            ),
        ),
        excludes=(
            Excludes("mediation_termination_decision", "同一投诉的调解只终止一次", TERMINATION),
        ),
        recalls=REGISTERED_PARTIES,
    )

    issued_on = Day("决定日期", group="文号与日期", starts_as="today")

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

    example = {
        "document_number": "示市监﹝2026﹞第211号",
        "complainant_name": "林晓岚",
        "respondent_name": "示例市优康商贸有限公司",
        "complaint_subject": "示例市优康商贸有限公司拒绝退还按摩椅预付款",
        "order_references": [{"system": "national_12315", "number": "1999900002026061000204"}],
        "received_on": "2026-06-10",
        "accepted_on": "2026-06-16",
        "notified_on": "2026-06-25",
        "termination_item": 3,
        "explanation": (
            "2026年7月3日组织双方现场调解，被投诉人只同意更换同款按摩椅，"
            "投诉人坚持退款，双方当场明确表示无法达成协议，见当日调解记录。"
        ),
        "issued_on": "2026-07-06",
        "approval": {
            "approver": "何静远",
            "post": "消费者权益保护科科长",
            "employed_by_authority": True,
            "approved_on": "2026-07-06",
            "opinion": "同意终止调解。",
        },
        "complainant_told": {"method": "sms", "delivered_on": "2026-07-06"},
        "respondent_told": {
            "method": "direct",
            "delivered_on": "2026-07-07",
            "proof": "送达回证",
        },
    }
