"""列入经营异常名录决定书 (our own layout): an enterprise is listed on one of four grounds."""

from collections.abc import Iterator, Sequence
from datetime import date

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Day, LongText, Text
from schemas.ground.kind import Audience, Clock, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.kinds.inspection.abnormal.grounds import (
    BY_CODE,
    GROUNDS_SOURCE,
    GROUP,
    RULES,
    OfEnterprise,
)
from schemas.kinds.inspection.abnormal.mailings import BY_MAIL, ProvesGround
from schemas.parts.blanks import blank_findings
from schemas.parts.contact import ContactLine
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Approved, DecidedInTime


class AbnormalOperationsListingDecision(
    CopiesLine, ContactLine, ProvesGround, OfEnterprise, Approved, DecidedInTime, NumberedKind
):
    """One enterprise, one ground; it says how it gets off the list, and how to appeal."""

    header = Header(
        title="列入经营异常名录决定书",
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

    listing_facts = LongText(
        "列入事由的事实",
        longest=1500,
        group=GROUP,
        own=True,
        factual=True,
        source=GROUNDS_SOURCE,
        hint="填入「经查，」之后的文字，末尾不加句号。",
    )
    verified_on = Day(
        "查实日期",
        group=GROUP,
        own=True,
        kept=True,
        source=BY_MAIL,
        hint="核实无法联系、查实弄虚作假之日；未公示年报、未按责令公示的，是期满之日。",
    )
    published_on = Day("公示日期", group="文号与日期", optional=True, kept=True, own=True)

    @derived(Text("依据"), prints=("listing_ground",))
    def listing_basis(self, value: Record, facts: Facts) -> str:
        """《企业经营异常名录管理办法》第四条第一款第（四）项、第九条."""
        ground = BY_CODE[value.listing_ground]
        return f"{RULES}第四条第一款第（{ground.item}）项、{ground.listed_by}"

    @derived(Text("移出的条件"))
    def cure(self, value: Record, facts: Facts) -> str:
        """What takes the enterprise off the list again."""
        return BY_CODE[value.listing_ground].cure

    @rule(GROUNDS_SOURCE)
    def report_was_due(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A report may be published until the end of June of the next year."""
        year = value.report_year
        if year and value.verified_on < date(year + 1, 6, 30):
            yield error(
                "/report_year",
                "report_not_due",
                "这一年度的年度报告到次年6月30日才期满，还不属于列入的情形，请核对年度。",
                f"{RULES}第六条",
            )
        yield from blank_findings("/listing_facts", value.listing_facts, before="经查")

    @rule(BY_MAIL)
    def checked_before_it_was_certain(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A place is visited before anybody is sure that nobody is there."""
        if value.site_checked_on and value.site_checked_on > value.verified_on:
            yield error(
                "/site_checked_on",
                "checked_after",
                "现场核查在查实日期以后，请核对；核查以前还没有查实无法联系。",
            )
        if value.published_on and value.published_on < value.issued_on:
            yield error(
                "/published_on",
                "published_before",
                "公示日期早于决定日期，请核对。",
                "文书所载日期",
            )

    @beside(
        "abnormal_operations_listing_decision",
        "abnormal_operations_removal_decision",
        by="party.credit_code",
        source=GROUNDS_SOURCE,
    )
    def not_listed_already(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Nobody is listed twice on one ground, unless taken off in between."""
        same = [each for each in others if each.says("listing_ground") == value.listing_ground]
        if same and same[-1].kind == "abnormal_operations_listing_decision":
            yield error(
                "/listing_ground",
                "listed_already",
                f"该企业已按同一事由列入，见{same[-1]}，移出之前不再列入。",
            )

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
