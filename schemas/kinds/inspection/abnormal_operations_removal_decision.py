"""移出经营异常名录决定书 (our own layout): what led to the listing is cured, or was never so."""

from schemas.ground.kind import Audience, Clock, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Order, Restates
from schemas.kinds.inspection.abnormal.grounds import RULES, OfEnterprise
from schemas.kinds.inspection.abnormal.published import Published
from schemas.kinds.inspection.abnormal.removed import GROUP, REMOVED, EndsAListing
from schemas.parts.contact import ContactLine
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Approved, DecidedInTime


class AbnormalOperationsRemovalDecision(
    Published,
    EndsAListing,
    CopiesLine,
    ContactLine,
    OfEnterprise,
    Approved,
    DecidedInTime,
    NumberedKind,
):
    """One enterprise off the list, on the ground it was listed on; or the listing corrected."""

    header = Header(
        title="移出经营异常名录决定书",
        also=("移出异常",),
        audience=(Audience.inspected_party,),
        dated_by="issued_on",
        summary="列入的情形已经消除的，移出经营异常名录；列入有误的，予以更正；五个工作日内作出并公示。",
        numbering=Numbering("gbt9704", "移异"),
        approval=True,
        copies=2,
        about=("party.business_name", "listing_ground"),
    )

    approved_since = ("verified_on",)
    sections = ("当事人", "列入事由", GROUP, "联系", "份数", "文号与日期", "审批与告知")

    clocks = (Clock("D14-REMOVE", starts="verified_on", settled_by="issued_on"),)

    neighbours = Neighbours(
        follows=(
            Follows(
                "abnormal_operations_listing_decision",
                "列入的情形已经消除，或者列入有误",
                REMOVED,
                settles=True,
                needed=True,
                takes={"listing_number": "document_number", "listed_on": "issued_on"},
            ),
            Follows("subject_information_sheet", "核实登记的住所可以联系", f"{RULES}第十四条"),
            Follows("site_inspection_record", "现场核实可以联系", f"{RULES}第十四条"),
        ),
    )

    restated = (Restates(("removal_facts",), of="listed_on", order=Order.not_before),)

    example = {
        "document_number": "示市监移异〔2026〕4号",
        "party": {
            "party_type": "enterprise",
            "business_name": "示例市鸿远信息咨询有限公司",
            "licence_name": "营业执照",
            "credit_code": "91999900MADD272H4K",
            "address": "示例市示例区创业路21号3层305室",
            "representative": "段文渊",
        },
        "listing_ground": "unreachable",
        "way": "removal",
        "listing_number": "示市监列异〔2026〕2号",
        "listed_on": "2026-02-10",
        "applied_on": "2026-07-01",
        "removal_facts": (
            "你单位已于2026年6月30日办理住所变更登记，本局2026年7月3日在变更后的住所与你单位取得联系"
        ),
        "verified_on": "2026-07-03",
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
            "opinion": "同意移出经营异常名录。",
        },
    }
