"""投诉受理决定书 (CF-5): the bureau accepts a complaint, tells who complained, and will mediate."""

from schemas.ground.kind import Audience, Clock, Header, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.parts.complaint import ACCEPTANCE, AWAITING_ACCEPTANCE, ComplaintDecision
from schemas.parts.contact import OfficialContact


class ComplaintAcceptanceDecision(OfficialContact, ComplaintDecision):
    """One complaint that the bureau accepts."""

    header = Header(
        title="投诉受理决定书",
        also=("受理通知书", "受理告知"),
        audience=(Audience.complainant,),
        dated_by="issued_on",
        summary="决定受理投诉，告知联系人和联系电话；自收到投诉之日起七个工作日内作出并告知。",
        form="CF-5",
        numbering=Numbering("complaint_form"),
        approval=True,
        copies=2,
        about=("complaint_subject",),
        packet=("mediation_notice", "mediation_notice"),
    )

    basis_topic = "acceptance"
    sections = ("投诉", "联系", "文号与日期", "审批与告知")

    # Deciding and telling ends one period; the next one, for the mediation, begins that day.
    clocks = (
        Clock("D1", starts="received_on", settled_by="issued_on", told=True),
        Clock("D7", settled_by="issued_on"),
        Clock("D2", starts="issued_on", contract_starts="received_on"),
    )

    neighbours = Neighbours(
        follows=(
            *AWAITING_ACCEPTANCE,
            Follows(
                "identity_proof_request_notice",
                "要求的身份证明材料已经提供",
                "《市场监督管理投诉举报处理办法》第十条",
                settles=True,
            ),
        ),
        excludes=(
            Excludes("complaint_acceptance_decision", "同一投诉只作一次受理决定", ACCEPTANCE),
        ),
    )

    example = {
        "document_number": "示市监﹝2026﹞第204号",
        "complainant_name": "林晓岚",
        "received_on": "2026-06-10",
        "complaint_subject": "示例市优康商贸有限公司拒绝退还按摩椅预付款",
        "order_references": [{"system": "national_12315", "number": "1999900002026061000204"}],
        "contact_name": "周启明",
        "contact_phone": "0999-60012315",
        "contact_is_official": True,
        "issued_on": "2026-06-16",
        "approval": {
            "approver": "何静远",
            "post": "消费者权益保护科科长",
            "employed_by_authority": True,
            "approved_on": "2026-06-15",
            "decision": "agreed",
            "opinion": "同意受理。",
        },
        "delivery": {"method": "sms", "delivered_on": "2026-06-16"},
    }
