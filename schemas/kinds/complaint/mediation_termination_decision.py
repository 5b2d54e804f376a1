"""投诉终止调解决定书 (CF-8): the bureau ends a mediation and tells both parties why."""

from schemas.ground.fields import Day
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.kinds.complaint.mediation.ended_in_time import EndedInTime
from schemas.kinds.complaint.mediation.period import (
    REGULATION,
    TESTED,
    Accepted,
    TestingLeftOut,
    after_acceptance,
)
from schemas.kinds.complaint.mediation.termination import GROUP, TERMINATION, TerminationGrounds
from schemas.parts.basis import CitesRegulation
from schemas.parts.complaint import (
    REGISTERED_PARTIES,
    AboutComplaint,
    ReceivedOnFile,
    ToBothParties,
)
from schemas.parts.decisions import Approved, ToldBothParties
from schemas.parts.forms import OnForm2026
from schemas.parts.orders import FromOrders


class MediationTerminationDecision(
    EndedInTime,
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
        also=("终止调解", "调解不成"),
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
