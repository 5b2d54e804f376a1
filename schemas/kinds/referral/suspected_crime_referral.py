"""涉嫌犯罪案件移送书 (PF-5): what may be a crime goes to the police, and who watches them."""

import re
from collections.abc import Iterator
from datetime import timedelta

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Day, Moment, Rows, Text
from schemas.ground.kind import Audience, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Awaits, Excludes, Follows, Neighbours
from schemas.parts.attachments import Attachment, Attachments
from schemas.parts.blanks import blank_findings
from schemas.parts.contact import ContactLine
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Approved

CRIME = "《市场监督管理行政处罚程序规定》第十七条第二款"
ORDER = "《行政执法机关移送涉嫌犯罪案件的规定》"
REFERRED = f"{ORDER}第三条"
CHIEF = f"{ORDER}第五条"
MATERIALS = f"{ORDER}第六条"
COMPLAINANTS = "《市场监督管理投诉举报处理办法》第四十二条"
FEEDBACK = "合同关于移送和反馈的约定"
PROCURATORATE = "人民检察院"
TO_DECIDE, TO_SEND = timedelta(days=3), timedelta(hours=24)
_JUSTICE = re.compile("公安|海警|检察院")
_CHIEF = re.compile("(?<!副)(?:局长|主任|书记|行长|处长)|主持工作")
_OF_COMPLAINANTS = re.compile("投诉人|举报人|骗取赔偿|敲诈|职业索赔|恶意投诉|打假")


class SuspectedCrimeReferral(CopiesLine, ContactLine, Attachments, Approved, NumberedKind):
    """One case for the police; the head of the authority himself decides, and soon."""

    header = Header(
        title="涉嫌犯罪案件移送书",
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

    criminal_authority = Text(
        "受移送的司法机关", longest=100, group="移送", own=True, source=CRIME,
        hint="一般是有管辖权的公安机关，写全称。",
    )  # fmt: skip
    crime_case_name = Text(
        "案件或者线索名称",
        longest=120,
        group="移送",
        own=True,
        hint="填入「一案」「案件线索」前面的文字，例如「某食品店涉嫌销售有毒、有害食品」。",
    )
    filed_on = Day(
        "立案日期",
        group="移送",
        optional=True,
        hint="已立案的填写；未立案的不填，正文写案件线索。",
    )
    attachments = Rows("附件", Attachment, most=60, group="附件", own=True)
    procuratorate = Text(
        "抄送的人民检察院", longest=60, group="移送", own=True, hint="与受移送机关同级，写全称。"
    )
    report_given_on = Day(
        "收到调查报告的日期", group="审批与告知", kept=True, own=True, source=CHIEF
    )
    approved_at = Moment("批准移送的时间", group="审批与告知", kept=True, own=True, source=CHIEF)
    sent_at = Moment("移送时间", group="审批与告知", kept=True, own=True, source=CHIEF)
    late_reason = Text(
        "逾期说明", group="审批与告知", optional=True, kept=True, factual=True, own=True,
        longest=500, hint="超过三日或者二十四小时的，说明原因，留卷备查。",
    )  # fmt: skip
    issued_on = Day("移送日期", group="文号与日期", starts_as="today")

    @derived(Text("一案或者案件线索"), prints=("filed_on",))
    def case_words(self, value: Record, facts: Facts) -> str:
        """One of the two that the form offers; the blank edition prints both."""
        if facts.copy == "blank":
            return "一案/案件线索"
        return "一案" if value.filed_on else "案件线索"

    @derived(Text("抄送"), prints=("procuratorate",))
    def procuratorate_of(self, value: Record, facts: Facts) -> str:
        """Whose procuratorate it is: the form prints the rest."""
        return str(value.procuratorate.removesuffix(PROCURATORATE))

    @rule(CRIME)
    def goes_to_criminal_justice(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """To the police, with a copy to the procuratorate, and for crimes alone."""
        if not _JUSTICE.search(value.criminal_authority):
            detail = (
                "涉嫌犯罪案件应当移送司法机关，一般是公安机关，请核对；移送其他机关的用案件移送函。"
            )
            yield error("/criminal_authority", "not_criminal_justice", detail)
        if not value.procuratorate.endswith(PROCURATORATE) or value.procuratorate == PROCURATORATE:
            detail = "涉嫌犯罪案件移送书抄送同级人民检察院，请写明全称。"
            yield error("/procuratorate", "not_a_procuratorate", detail)
        yield from blank_findings("/crime_case_name", value.crime_case_name, "", "一案")
        yield from blank_findings("/crime_case_name", value.crime_case_name, "", "案件线索")

    @rule(CRIME)
    def it_is_ours_to_refer(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Where others impose the penalties, others refer the crimes."""
        if not facts.house.refers_crimes and facts.copy not in ("draft", "blank"):
            detail = (
                "内部设置写明涉嫌犯罪案件不由本机关移送，请交有行政处罚权的机关移送，或者改正设置。"
            )
            yield error("", "not_ours_to_refer", detail)

    @rule(COMPLAINANTS)
    def not_for_who_complains(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who extorts by complaints is no party of an enforcement case (art. 42)."""
        if _OF_COMPLAINANTS.search(value.crime_case_name):
            detail = "以投诉骗取赔偿、敲诈勒索的，另用函件移交公安机关，不用本文书。"
            yield error("/crime_case_name", "not_a_party", detail)

    @rule(CHIEF)
    def the_chief_decides_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The head himself, within three days of the report; sent within a day of it."""
        if not _CHIEF.search(value.approval.post):
            detail = "移送涉嫌犯罪案件由正职负责人或者主持工作的负责人批准，请核对审批人职务。"
            yield error("/approval/post", "not_the_chief", detail)
        if value.approved_at.date() != value.approval.approved_on:
            detail = "批准移送的时间与审批日期不是同一天，请核对。"
            yield error("/approved_at", "approval_differs", detail)
        if value.sent_at.date() != value.issued_on:
            detail = "移送时间与移送日期不是同一天，请核对。"
            yield error("/sent_at", "sent_another_day", detail)
        if value.sent_at < value.approved_at:
            detail = "移送时间早于批准移送的时间，请核对。"
            yield error("/sent_at", "sent_before_approval", detail)
        say = notice if value.late_reason else error
        if value.approved_at.date() - value.report_given_on > TO_DECIDE:
            detail = "收到调查报告之日起三日内决定是否移送，请核对；确已逾期的，填写「逾期说明」。"
            yield say("/approved_at", "decided_late", detail)
        if value.sent_at - value.approved_at > TO_SEND:
            detail = "批准后二十四小时内向公安机关移送，请核对；确已逾期的，填写「逾期说明」。"
            yield say("/sent_at", "sent_late", detail)

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

    @rule("《市场监督管理行政处罚文书格式范本（2021年修订版）》涉嫌犯罪案件移送书")
    def procuratorate_has_its_copy(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The copy for the procuratorate is among those that are made."""
        if not value.copies_elsewhere:
            detail = "抄送人民检察院的一份没有计入，请填写「另送份数」和「另送何处」。"
            yield error("/copies_elsewhere", "procuratorate_not_counted", detail)

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
