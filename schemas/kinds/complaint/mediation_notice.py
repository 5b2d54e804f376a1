"""投诉调解通知书 (CF-7): one party is called to a mediation on site; the other gets its own."""

from schemas.ground.fields import Day
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.kinds.complaint.mediation.mediators import MediatedBy
from schemas.kinds.complaint.mediation.meeting import MeetingAhead
from schemas.kinds.complaint.mediation.pair import OneOfAPair
from schemas.kinds.complaint.mediation.period import (
    REGULATION,
    TESTED,
    Accepted,
    TestingLeftOut,
    after_acceptance,
)
from schemas.kinds.complaint.mediation.summons import SUMMONS, Summons
from schemas.parts.basis import CitesRegulation
from schemas.parts.complaint import (
    REGISTERED_PARTIES,
    AboutComplaint,
    ReceivedOnFile,
    ToBothParties,
)
from schemas.parts.contact import ContactPhone
from schemas.parts.decisions import Delivered
from schemas.parts.forms import OnForm2026
from schemas.parts.orders import FromOrders


class MediationNotice(
    OneOfAPair,
    Summons,
    MeetingAhead,
    TestingLeftOut,
    MediatedBy,
    Accepted,
    FromOrders,
    AboutComplaint,
    ReceivedOnFile,
    ToBothParties,
    ContactPhone,
    CitesRegulation,
    Delivered,
    OnForm2026,
    NumberedKind,
):
    """One party of a complaint, called to one mediation; its letter names nobody else's data."""

    header = Header(
        title="投诉调解通知书",
        also=("调解通知", "传唤"),
        audience=(Audience.complainant, Audience.respondent),
        dated_by="issued_on",
        summary="提前告知一方现场调解的时间、地点、调解人员和申请回避的期限；投诉人、被投诉人各出一份。",
        form="CF-7",
        numbering=Numbering("complaint_form"),
        copies=2,
        about=("complaint_subject",),
    )

    basis_topic = "advance_notice"
    sections = ("投诉", "通知", "调解", "联系", "文号与日期", "审批与告知")

    departures = (
        Departure(
            added="时分",
            left_out="时",
            reason="调解不在整点开始的，写明几分；式样只印到时。",
        ),
        Departure(
            added="。",
            left_out="；2. ……",
            reason="式样以省略号表示其余材料，这里逐项列完、末尾加句号；没有其余材料的不印第二项。",
        ),
    )

    # Whoever was called may ask a mediator to withdraw, in days that run from the letter's receipt.
    clocks = (
        Clock("D1", starts="received_on", settled_by="accepted_on"),
        Clock("D2", starts="accepted_on", contract_starts="received_on", left_out="testing"),
        Clock("D8", days="recusal_days"),
    )

    neighbours = Neighbours(
        follows=(
            after_acceptance("受理的投诉组织现场调解，提前告知双方", SUMMONS),
            Follows("mediation_notice", "另一方也要提前告知，改期的重新告知双方", SUMMONS),
            Follows("mediation_record", "调解中止或者没有达成一致，再次组织调解", SUMMONS),
            Follows(
                "appraisal_entrustment",
                "鉴定、检测以后组织调解",
                f"{REGULATION}第二十二条",
                takes=TESTED,
            ),
        ),
        excludes=(
            Excludes(
                "mediation_termination_decision",
                "调解终止以后不再通知调解",
                f"{REGULATION}第二十三条",
                both_ways=False,
            ),
            Excludes(
                "mediation_agreement",
                "达成调解协议以后不再通知调解",
                f"{REGULATION}第二十四条",
                both_ways=False,
            ),
        ),
        recalls=REGISTERED_PARTIES,
    )

    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    example = {
        "document_number": "示市监﹝2026﹞第209号",
        "addressed_to": "complainant",
        "complainant_name": "林晓岚",
        "respondent_name": "示例市优康商贸有限公司",
        "complaint_subject": "示例市优康商贸有限公司拒绝退还按摩椅预付款",
        "order_references": [{"system": "national_12315", "number": "1999900002026061000204"}],
        "received_on": "2026-06-10",
        "accepted_on": "2026-06-16",
        "mediation_at": "2026-07-03T10:00",
        "place": "示例市示例区市场监督管理局一楼消费调解室",
        "further_materials": ["预付款收据和付款记录", "与被投诉人签订的定制合同"],
        "recusal_days": 3,
        "mediators": [
            {"name": "陆则安", "affiliation": "authority", "declared_no_interest": True},
            {"name": "苗雨", "affiliation": "authority", "declared_no_interest": True},
        ],
        "contact_phone": "0999-60012315",
        "issued_on": "2026-06-24",
        "delivery": {"method": "sms", "delivered_on": "2026-06-24"},
    }
