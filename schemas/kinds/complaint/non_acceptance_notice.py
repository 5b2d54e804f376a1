"""投诉不予受理决定书 (CF-6): the bureau decides not to accept a complaint, and says why."""

from schemas.ground.kind import Audience, Clock, Departure, Header, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.complaint.acceptance.grounds import GROUP
from schemas.kinds.complaint.acceptance.reasons import StatedReasons
from schemas.parts.complaint import (
    ACCEPTANCE,
    AWAITING_ACCEPTANCE,
    SEVERAL_ADDRESSED,
    ComplaintDecision,
)

CONSENT = "《市场监督管理投诉举报处理办法》第十八条"


class NonAcceptanceNotice(StatedReasons, ComplaintDecision):
    """One complaint that the bureau does not accept."""

    header = Header(
        title="投诉不予受理决定书",
        also=("不受理", "不予受理通知书"),
        audience=(Audience.complainant,),
        dated_by="issued_on",
        summary="决定不受理投诉，告知理由和其他解决途径；自收到投诉之日起七个工作日内作出。",
        form="CF-6",
        numbering=Numbering("complaint_form"),
        approval=True,
        copies=2,
        about=("complaint_subject",),
    )

    basis_topic = "non_acceptance_grounds"
    sections = ("投诉", GROUP, "文号与日期", "审批与告知")

    departures = (
        Departure(
            added="不予受理的理由：",
            reason="第121号令第十五条要求告知不予受理的理由，文书式样六只印情形清单。",
        ),
        Departure(
            added=(
                "：与经营者协商和解；请求消费者协会或者依法成立的其他调解组织调解；"
                "向其他有关行政部门投诉；根据与经营者达成的仲裁协议提请仲裁机构仲裁；"
                "向人民法院提起诉讼"
            ),
            reason="第121号令第十五条要求告知消费者权益保护法第三十九条的其他途径，逐项写明以免当事人另查。",
        ),
        Departure(
            added="前述其他情形的依据是：。",
            reason="以兜底项不予受理的，应当写明所依据的规定，式样没有留位置。",
        ),
        Departure(added="你可以向反映。", reason="第一项告知有处理权限的部门，便于投诉人。"),
        SEVERAL_ADDRESSED,
        Departure(
            added=(
                "如不服本决定，可以自收到本决定书之日起六十日内向申请行政复议，"
                "也可以自收到本决定书之日起六个月内依法向提起行政诉讼。"
            ),
            reason="由设置决定是否附复议、诉讼告知，默认不附，待法制机构确认。",
        ),
    )

    # The decision is made and told within one period, and with it no mediation is owed any more.
    clocks = (
        Clock("D1", starts="received_on", settled_by="issued_on", told=True),
        Clock("D7", settled_by="issued_on"),
        Clock("D2", settled_by="issued_on"),
    )

    neighbours = Neighbours(
        follows=(
            *AWAITING_ACCEPTANCE,
            Follows(
                "identity_proof_request_notice",
                "逾期没有提供身份证明材料或者提供虚假材料的，依法不予受理",
                "《市场监督管理投诉举报处理办法》第十条、第十六条",
                settles=True,
            ),
        ),
        excludes=(
            Excludes("non_acceptance_notice", "同一投诉只作一次不予受理决定", ACCEPTANCE),
            Excludes("complaint_acceptance_decision", "同一投诉只能受理或者不予受理", ACCEPTANCE),
            Excludes("mediation_notice", "不予受理的投诉不作调解", CONSENT),
            Excludes("mediation_termination_decision", "不予受理的投诉没有调解可以终止", CONSENT),
            Excludes("mediation_agreement", "不予受理的投诉不作调解", CONSENT),
        ),
    )

    restated = (
        Restates(("reasons",), of="received_on", done="向[我本](?:局|所|机关)(?:提出)?投诉"),
    )

    example = {
        "document_number": "示市监﹝2026﹞第118号",
        "complainant_name": "林晓岚",
        "received_on": "2026-06-10",
        "complaint_subject": "示例市优康商贸有限公司拒绝退换三年前所购电动按摩椅",
        "order_references": [{"system": "national_12315", "number": "1999900002026061000123"}],
        "ground_item": 4,
        "harm_known_on": "2022-12-31",
        "reasons": (
            "经审查，你于2022年11月3日购买上述按摩椅，2022年12月即发现扶手开裂并与商家交涉，"
            "至2026年6月10日向我局投诉，自知道权益受到侵害之日起已超过三年，"
            "且未提供法律另有规定的情形。"
        ),
        "issued_on": "2026-06-17",
        "approval": {
            "approver": "何静远",
            "post": "消费者权益保护科科长",
            "employed_by_authority": True,
            "approved_on": "2026-06-16",
            "decision": "agreed",
            "opinion": "同意不予受理。",
        },
        "delivery": {"method": "sms", "delivered_on": "2026-06-17"},
    }
