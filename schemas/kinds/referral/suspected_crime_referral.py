"""涉嫌犯罪案件移送书 (PF-5): what may be a crime goes to the police, and who watches them."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Day, Rows
from schemas.ground.kind import Audience, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Awaits, Excludes, Follows, Neighbours
from schemas.kinds.referral.crime.decided import ORDER, DecidedByTheChief
from schemas.kinds.referral.crime.referred import CRIME, ReferredCrime
from schemas.parts.attachments import Attachment, Attachments
from schemas.parts.contact import ContactLine
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Approved

REFERRED = f"{ORDER}第三条"
MATERIALS = f"{ORDER}第六条"
FEEDBACK = "合同关于移送和反馈的约定"


class SuspectedCrimeReferral(
    DecidedByTheChief, ReferredCrime, CopiesLine, ContactLine, Attachments, Approved, NumberedKind
):
    """One case for the police; the head of the authority himself decides, and soon."""

    header = Header(
        title="涉嫌犯罪案件移送书",
        also=("移送公安", "行刑衔接"),
        audience=(Audience.authority,),
        dated_by="issued_on",
        summary="把涉嫌犯罪的案件移送公安机关，抄送同级人民检察院；正职负责人三日内决定，批准后二十四小时内移送。",
        form="PF-5",
        numbering=Numbering("penalty_form", "涉罪移"),
        approval=True,
        copies=3,
        about=("crime_case_name",),
    )

    sections = ("移送", "附件", "联系", "份数", "文号与日期", "审批与告知")
    approved_since = ("report_given_on", "filed_on")
    blank = {"attachments": 3}

    departures = (
        Departure(
            left_out="一案/案件线索",
            reason="式样中“/”表示二选一：已经立案的是案件，没有立案的是线索。",
        ),
        Departure(
            left_out="（相关材料）",
            added=".（份页）",
            reason="逐项列明附件的名称、份数和页数，两项以上编序号（GB/T 9704-2012 第7.3.4条）。",
        ),
        Departure(added="共份页", reason="印出附件总份数和总页数，便于交接核对。"),
    )

    neighbours = Neighbours(
        follows=(
            Follows("case_filing_approval_form", "立案的案件涉嫌犯罪", CRIME, needed=True),
            Follows("site_inspection_record", "检查发现的行为涉嫌犯罪", CRIME, needed=True),
            Follows("inspection_checklist", "检查发现的行为涉嫌犯罪", CRIME, needed=True),
            Follows("inquiry_record", "询问查明的行为涉嫌犯罪", CRIME, needed=True),
        ),
        excludes=(Excludes("suspected_crime_referral", "一案只移送一次", CRIME),),
        awaits=(
            Awaits("referral_feedback_slip", "移送的案件还没有反馈处理结果", "handling_result"),
        ),
    )

    attachments = Rows("附件", Attachment, most=60, group="附件", own=True)
    issued_on = Day("移送日期", group="文号与日期", starts_as="today")

    @rule(MATERIALS)
    def materials_go_with_it(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A report of the investigation, the list of goods, tests where there are any."""
        names = [each.name for each in value.attachments]
        if not any("调查报告" in each for each in names):
            detail = "移送涉嫌犯罪案件应当附涉嫌犯罪案件情况的调查报告，请列入附件材料。"
            yield error("/attachments", "report_missing", detail)
        if not any("清单" in each for each in names):
            detail = "附件里没有涉案物品清单，请核对；没有涉案物品的，在调查报告中写明。"
            yield notice("/attachments", "goods_list_missing", detail)

    example = {
        "document_number": "示市监涉罪移〔2026〕2号",
        "criminal_authority": "示例市公安局示例分局",
        "crime_case_name": "示例市示例区好味卤制品店涉嫌生产、销售有毒、有害食品",
        "filed_on": "2026-06-25",
        "procuratorate": "示例市示例区人民检察院",
        "attachments": [
            {"name": "涉嫌犯罪案件情况的调查报告", "copies": 1, "pages": 6},
            {"name": "涉案物品清单", "copies": 1, "pages": 2},
            {"name": "检验报告", "copies": 1, "pages": 4},
        ],
        "contact_name": "沈若溪",
        "contact_phone": "0999-60012318",
        "copies_total": 3,
        "copies_delivered": 1,
        "copies_elsewhere": 1,
        "copies_elsewhere_for": "抄送检察院",
        "report_given_on": "2026-07-08",
        "approved_at": "2026-07-09T16:30",
        "sent_at": "2026-07-10T10:00",
        "issued_on": "2026-07-10",
        "approval": {
            "approver": "严守诚",
            "post": "局长",
            "employed_by_authority": True,
            "approved_on": "2026-07-09",
            "decision": "agreed",
            "opinion": "同意移送。",
        },
    }
