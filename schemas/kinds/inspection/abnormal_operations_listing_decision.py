"""列入经营异常名录决定书 (our own layout): an enterprise is listed on one of four grounds."""

from schemas.ground.kind import Audience, Clock, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.inspection.abnormal.grounds import GROUNDS_SOURCE, GROUP, OfEnterprise
from schemas.kinds.inspection.abnormal.listed import ListedForAGround
from schemas.kinds.inspection.abnormal.mailings import BY_MAIL, ProvesGround
from schemas.kinds.inspection.abnormal.published import Published
from schemas.parts.contact import ContactLine
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Approved, DecidedInTime


class AbnormalOperationsListingDecision(
    Published,
    ListedForAGround,
    CopiesLine,
    ContactLine,
    ProvesGround,
    OfEnterprise,
    Approved,
    DecidedInTime,
    NumberedKind,
):
    """One enterprise, one ground; it says how it gets off the list, and how to appeal."""

    header = Header(
        title="列入经营异常名录决定书",
        also=("经营异常", "列异"),
        audience=(Audience.inspected_party,),
        dated_by="issued_on",
        summary="把企业列入经营异常名录并公示：事由、依据、移出途径、异议和救济；自查实之日起十个工作日内作出。",
        numbering=Numbering("gbt9704", "列异"),
        approval=True,
        copies=2,
        about=("party.business_name", "listing_ground"),
    )

    approved_since = ("verified_on",)
    sections = ("当事人", GROUP, "联系", "份数", "文号与日期", "审批与告知")

    clocks = (Clock("D14", starts="verified_on", settled_by="issued_on"),)

    neighbours = Neighbours(
        follows=(
            Follows("subject_information_sheet", "登记的住所核查无此主体", BY_MAIL),
            Follows("site_inspection_record", "现场核查无法联系", BY_MAIL),
            Follows("inspection_checklist", "检查发现列入的情形", GROUNDS_SOURCE),
            Follows("rectification_follow_up_record", "复查没有改正，属于列入的情形"),
        ),
    )

    restated = (Restates(("mailings.sent_to",), of="party.address"),)

    example = {
        "document_number": "示市监列异〔2026〕9号",
        "party": {
            "party_type": "enterprise",
            "business_name": "示例市鸿远信息咨询有限公司",
            "licence_name": "营业执照",
            "credit_code": "91999900MADD272H4K",
            "address": "示例市示例区创业路21号3层305室",
            "representative": "段文渊",
        },
        "listing_ground": "unreachable",
        "listing_facts": (
            "本局于2026年5月20日、2026年6月8日两次向你单位登记的住所邮寄专用信函，均无人签收被退回，"
            "通过登记的住所无法与你单位取得联系"
        ),
        "unreachable_proof": "mail",
        "mailings": [
            {
                "sent_on": "2026-05-20",
                "tracking_number": "1000000000021",
                "sent_to": "示例市示例区创业路21号3层305室",
                "outcome": "returned",
                "returned_on": "2026-05-29",
            },
            {
                "sent_on": "2026-06-08",
                "tracking_number": "1000000000035",
                "sent_to": "示例市示例区创业路21号3层305室",
                "outcome": "returned",
                "returned_on": "2026-06-26",
            },
        ],
        "verified_on": "2026-06-26",
        "contact_name": "何静远",
        "contact_phone": "0999-60012320",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-07-08",
        "approval": {
            "approver": "秦慕青",
            "post": "副局长",
            "employed_by_authority": True,
            "approved_on": "2026-07-07",
            "decision": "agreed",
            "opinion": "同意列入经营异常名录。",
        },
    }
