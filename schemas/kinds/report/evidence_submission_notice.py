"""限期提供材料通知书 (PF-15): a party or anybody concerned hands in materials within some days."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, notice, rule
from schemas.ground.fields import Count
from schemas.ground.kind import Audience, Clock, Header, Numbering
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.report.inquiry.asked import AskedOutside
from schemas.parts.basis import CitesArticle
from schemas.parts.contact import ContactLine
from schemas.parts.copies import NONE_ELSEWHERE, CopiesLine
from schemas.parts.decisions import Delivered
from schemas.parts.terms import DaysFromReceipt

REQUEST = "《市场监督管理行政处罚程序规定》第三十条第一款"
# The form asks for a signature or a seal itself, and a list of materials asks for nothing more.
_SIGNED = re.compile("(?:加?盖|签)[^，。；]{0,6}(?:公?章|名|字)|签章")


class EvidenceSubmissionNotice(
    Delivered, CopiesLine, ContactLine, DaysFromReceipt, CitesArticle, AskedOutside
):
    """One addressee, who hands in what is listed; the days run from the receipt that is entered."""

    header = Header(
        title="限期提供材料通知书",
        also=("提供材料通知书", "责令提供"),
        audience=(Audience.inspected_party,),
        dated_by="issued_on",
        summary="要求当事人或者有关单位、个人（例如电商平台）自收到通知书起在若干日内提供材料。",
        form="PF-15",
        numbering=Numbering("penalty_form", "限提"),
        copies=2,
        about=("addressee", "investigated_matter"),
    )

    basis_topic = "evidence_request"
    sections = ("通知", "期限", "联系", "份数", "文号与日期", "审批与告知")

    departures = (NONE_ELSEWHERE,)

    clocks = (Clock("PF-15", days="term_days"),)

    neighbours = Neighbours(
        follows=(
            Follows("report_registration_form", "核查线索需要材料", REQUEST),
            Follows("case_source_registration_form", "核查线索需要材料", REQUEST),
            Follows("subject_information_sheet", "查明主体以后要求提供材料"),
            Follows(
                "site_inspection_record",
                "现场没有提供的材料限期提供",
                REQUEST,
                takes={"addressee": "party.business_name", "investigated_matter": "subject"},
            ),
            Follows("inspection_checklist", "检查中没有提供的材料限期提供", REQUEST),
            Follows("inquiry_record", "询问中说到的材料限期提供", REQUEST),
            Follows("case_filing_approval_form", "立案以后调查取证", REQUEST),
            Follows("evidence_submission_notice", "还需要其他材料", REQUEST),
        ),
    )

    blank = {"requested_materials": 3}

    term_days = Count(
        "期限（日）", least=1, most=365, group="期限", own=True, unit="日", source=REQUEST,
        hint="自收到通知书起计算；提供材料的截止日在登记送达以后算出。",
    )  # fmt: skip

    @rule(REQUEST)
    def list_holds_materials_alone(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Signature and seal are asked for by the form's own sentence, once for everything."""
        for index, each in enumerate(value.requested_materials):
            if _SIGNED.search(each):
                yield notice(
                    f"/requested_materials/{index}",
                    "signature_asked_twice",
                    "通知书已经要求在材料上签名或者盖章，清单里不再写签章要求，请删去。",
                )

    @rule(REQUEST)
    def there_is_time_to_do_it(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A day is the least the form can say, and too little for more than one thing."""
        if value.term_days < 2 and len(value.requested_materials) > 1:
            yield notice(
                "/term_days", "term_short", "一日内提供多项材料来不及，请核对期限是否合理。"
            )

    restated = (Restates(("investigated_matter", "requested_materials"), of="term_days"),)

    example = {
        "document_number": "示市监限提〔2026〕8号",
        "addressee": "示例区悦邻生鲜便利店",
        "investigated_matter": "你店销售的“香油”的进货和标价情况",
        "requested_materials": [
            "“香油”的进货票据和付款记录",
            "供货商的营业执照、食品经营许可证复印件",
            "2026年1月至6月的销售记录",
        ],
        "term_days": 5,
        "contact_name": "沈嘉木",
        "contact_phone": "0999-60012315",
        "contact_address": "示例市示例区和平路18号",
        "issued_on": "2026-07-10",
        "copies_total": 2,
        "copies_delivered": 1,
        "delivery": {"method": "direct", "delivered_on": "2026-07-10"},
    }
