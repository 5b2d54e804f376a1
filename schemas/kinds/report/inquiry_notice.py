"""询问通知书 (PF-13): a party, or somebody concerned, is called to be asked by two officers."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Moment, Text
from schemas.ground.kind import Audience, Header, Numbering
from schemas.ground.neighbours import Follows, Neighbours
from schemas.kinds.report.inquiry.asked import AskedOutside
from schemas.kinds.report.inquiry.inquirers import INQUIRY, Inquirers
from schemas.parts.basis import CitesArticle
from schemas.parts.blanks import blank_findings
from schemas.parts.contact import ContactPhone
from schemas.parts.copies import NONE_ELSEWHERE, CopiesLine
from schemas.parts.decisions import Delivered

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》询问通知书"
_BY_DAY = range(8, 19)


class InquiryNotice(Delivered, CopiesLine, ContactPhone, Inquirers, CitesArticle, AskedOutside):
    """One addressee, called to one place at one minute; who is asked on the spot needs none."""

    header = Header(
        title="询问通知书",
        also=("约谈通知书",),
        audience=(Audience.inspected_party,),
        dated_by="issued_on",
        summary="通知当事人或者有关单位、个人在约定的时间、地点接受询问，列明要携带的材料。",
        form="PF-13",
        numbering=Numbering("penalty_form", "询通"),
        copies=2,
        about=("addressee", "investigated_matter"),
    )

    basis_topic = "inquiry_duty"
    sections = ("通知", "人员", "联系", "份数", "文号与日期", "审批与告知")

    departures = (NONE_ELSEWHERE,)

    neighbours = Neighbours(
        follows=(
            Follows("report_registration_form", "核查线索需要询问", INQUIRY),
            Follows("case_source_registration_form", "核查线索需要询问", INQUIRY),
            Follows("subject_information_sheet", "查明主体以后通知询问"),
            Follows(
                "site_inspection_record",
                "现场检查以后还要询问",
                INQUIRY,
                takes={"addressee": "party.business_name", "investigated_matter": "subject"},
            ),
            Follows("inspection_checklist", "检查发现问题，需要询问", INQUIRY),
            Follows("case_filing_approval_form", "立案以后调查询问", INQUIRY),
            Follows("inquiry_notice", "改期的重新通知", INQUIRY),
            Follows("inquiry_record", "还要再次询问的另行通知", INQUIRY),
        ),
    )

    blank = {"requested_materials": 3}

    appointed_at = Moment("询问时间", group="通知", own=True, planned=True, source=FORM)
    appointed_place = Text(
        "询问地点", group="通知", own=True, source=FORM, starts_as="house.authority.address"
    )

    @derived(Text("联系人"), prints=("inquirers",))
    def contact_names(self, value: Record, facts: Facts) -> str:
        """The officers who ask, whom the form names as those to contact."""
        if facts.copy == "blank":
            return "、".join(("　" * 8,) * 2)
        return "、".join(each.name for each in value.inquirers)

    @rule(INQUIRY)
    def told_before_the_inquiry(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is called is told beforehand, of an hour at which one can come."""
        appointed, told = value.appointed_at.date(), self.told_on(value)
        if appointed < value.issued_on:
            yield error(
                "/appointed_at",
                "inquiry_before_notice",
                "询问的时间应当提前通知，不能早于文书日期，请核对。",
            )
        if told and told > appointed:
            yield error(
                "/delivery/delivered_on",
                "told_after_inquiry",
                "送达日期晚于询问时间，没有提前通知到，请另定时间重新通知。",
            )
        elif appointed in (value.issued_on, told):
            yield notice(
                "/appointed_at", "told_on_the_day", "当天才通知询问时间，请核对是否来得及到场。"
            )
        if value.appointed_at.hour not in _BY_DAY:
            yield notice(
                "/appointed_at", "unusual_hour", "询问时间不在通常的办公时间，请核对钟点。"
            )

    @rule(FORM)
    def place_fits_the_sentence(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The place stands between 到 and 接受询问调查."""
        yield from blank_findings("/appointed_place", value.appointed_place, "到", "接受询问调查")

    example = {
        "document_number": "示市监询通〔2026〕12号",
        "addressee": "示例区悦邻生鲜便利店",
        "investigated_matter": "你店销售的“香油”的进货和标价情况",
        "appointed_at": "2026-07-15T09:30",
        "appointed_place": "示例市示例区和平路18号一楼询问室",
        "requested_materials": [
            "营业执照复印件",
            "经营者身份证件",
            "“香油”的进货票据和供货商资质材料",
        ],
        "inquirers": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "contact_phone": "0999-60012315",
        "issued_on": "2026-07-10",
        "copies_total": 2,
        "copies_delivered": 1,
        "delivery": {"method": "direct", "delivered_on": "2026-07-10"},
    }
