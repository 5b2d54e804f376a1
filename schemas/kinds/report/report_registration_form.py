"""举报登记表 (CF-2): what somebody who reports by phone, letter or visit says, taken down."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Code, Flag, Group, LongText, Rows, Text, When
from schemas.ground.kind import Audience, Clock, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.guard.folding import folded_name
from schemas.kinds.report.registration.parties import CLUES, FORM, RegisteredReporter, Reported
from schemas.parts.forms import OnForm2026
from schemas.parts.orders import OrderReference
from schemas.parts.registered import Registered, RegisteringUnit
from schemas.parts.report import REGULATION, AboutReport, ReportReceivedOnFile
from schemas.parts.taken_down import TakenDown, elsewhere_findings

SEPARATE = f"{REGULATION}第九条"
REPEATED = f"{REGULATION}第三十五条"
REPEATS = {
    "first": "首次举报",
    "same_facts": "就同一事实重复举报",
    "new_facts": "补充新的事实再次举报，合并处理",
}
OTHER = "其他登记事项"
_OF_A_COMPLAINT = re.compile("(?:要求|请求|希望)[^，。；]{0,16}(?:退款|退货|赔偿|换货|修理|退还)")
_NO_CLUE = re.compile(
    "(?:该|这家|那家|此|被举报人|有)?(?:店铺?|公司|商家|企业|超市|单位|老板)?"
    "(?:涉嫌|存在|有)?(?:违法|违规|犯法|欺诈|骗人|问题|不合格)*(?:经营|行为)?[，。]?(?:请?(?:依法)?(?:查处|处理|核查))?"
)


class ReportRegistrationForm(
    AboutReport,
    ReportReceivedOnFile,
    RegisteredReporter,
    TakenDown,
    RegisteringUnit,
    Registered,
    OnForm2026,
):
    """One report as it was told; whatever the form does not print stays in the register."""

    header = Header(
        title="举报登记表",
        audience=(Audience.office,),
        dated_by="registered_on",
        summary="登记电话、信函、上门等方式提出的举报，可以匿名；自收到之日起十五个工作日内核查并决定是否立案。",
        form="CF-2",
        about=("reported.name",),
        of_report=True,
    )

    sections = ("登记", "举报", "举报人", "被举报人", "线索", OTHER)

    # The same facts once more begin nothing; new ones that are taken along begin it again.
    clocks = (
        Clock(
            "D4",
            starts="report_received_on",
            when=When("repeat", ("first", "new_facts")),
            anew=When("repeat", ("new_facts",)),
        ),
    )

    neighbours = Neighbours(
        follows=(
            Follows(
                "complaint_registration_form",
                "材料同时含有举报内容的，举报另行登记",
                SEPARATE,
                takes={
                    "reporter.name": "complainant.name",
                    "reporter.phone": "complainant.phone",
                    "reporter.address": "complainant.address",
                    "reporter.id_type": "complainant.id_type",
                    "reporter.id_number": "complainant.id_number",
                    "reported.name": "respondent.name",
                    "reported.address": "respondent.address",
                    "reported.credit_code": "respondent.credit_code",
                    "report_received_on": "received_on",
                },
            ),
            Follows("report_registration_form", "补充新的事实再次举报的，可以合并处理", REPEATED),
        ),
        excludes=(
            Excludes(
                "report_registration_form",
                "首次举报只登记一次，再次举报的请选重复情形，另一件另立案卷",
                REPEATED,
                When("repeat", ("first",)),
            ),
        ),
    )

    order_references = Rows("来源工单", OrderReference, group="登记", optional=True, kept=True)
    report_subject = Text(
        "举报事项",
        group="举报",
        optional=True,
        kept=True,
        hint="填入「关于……的举报」中间的文字，后续文书取用，例如「某超市涉嫌销售过期牛奶」。",
    )
    reported = Group("被举报人", Reported, group="被举报人", own=True, source=CLUES)
    clues_and_facts = LongText(
        "违法线索和事实依据",
        longest=6000,
        factual=True,
        own=True,
        group="线索",
        source=CLUES,
        hint="什么时间、在哪里、什么商品或者服务、怎么违法、有什么材料；一段一行。",
    )
    materials_received = Rows(
        "证明材料", Text("材料", longest=80), most=40, group="线索", optional=True, own=True
    )
    repeat = Choice("是否重复举报", REPEATS, group=OTHER, kept=True, own=True, source=REPEATED)
    earlier_report_number = Code(
        "此前举报的编号",
        longest=60,
        group=OTHER,
        optional=True,
        kept=True,
        own=True,
        applies=When("repeat", ("same_facts", "new_facts")),
        source=REPEATED,
    )
    wants_written_reply = Flag(
        "要求书面答复", group=OTHER, optional=True, default=False, kept=True, own=True
    )
    complains_too = Flag(
        "材料同时含有投诉内容", group=OTHER, optional=True, default=False, kept=True, own=True,
        source=SEPARATE, hint="选是的，投诉另填投诉登记表，分别处理。",
    )  # fmt: skip

    @derived(Text("证明材料"), prints=("materials_received",))
    def materials_line(self, value: Record, facts: Facts) -> str | None:
        """What was handed in, in the box of the clues; None where nothing was."""
        listed = "；".join(value.materials_received)
        return f"证明材料：{listed}。" if listed else None

    @derived(Text("举报人签字"))
    def signing_note(self, value: Record, facts: Facts) -> str | None:
        """Why nobody signs: from elsewhere, or without a name (notes 2, 3); None where one does."""
        if value.channel != "visit":
            return "（无须签字）"
        return "（匿名）" if value.reporter_kind == "anonymous" else None

    blank = {"materials_line": None, "signing_note": None}

    @rule(REPEATED)
    def days_are_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Told, received, taken down; the time to verify is not over before it is."""
        received = value.report_received_on
        if value.lodged_at and received < value.lodged_at.date():
            detail = "收到举报日期早于提出时间，请核对。"
            yield error("/report_received_on", "before_lodging", detail)
        if value.registered_on < received:
            detail = "登记日期早于收到举报日期，请核对。"
            yield error("/registered_on", "before_receipt", detail)
            return
        due = facts.law.due("D4", received, on=value.registered_on)
        if value.repeat != "same_facts" and value.registered_on > due.due:
            detail = f"{due.sentence}登记日期已超过期限，请核对收到举报日期。"
            yield notice("/registered_on", "registered_late", detail, due.citation)

    @rule(CLUES)
    def clues_are_told(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A concrete clue with what it rests on, on the form itself."""
        here, told = "/clues_and_facts", value.clues_and_facts
        yield from elsewhere_findings(
            here, self.label_of("clues_and_facts"), told, self.header.title
        )
        if _NO_CLUE.fullmatch(told):
            detail = "举报应当提供具体的违法线索和事实依据，请向举报人问明补记。"
            yield notice(here, "no_clue", detail)
        if not (value.reported.address or value.reported.shop):
            yield notice(
                "/reported/address",
                "reported_without_address",
                "没有被举报人的地址，难以核查线索，请向举报人问明；确实不知道的可以不填。",
            )

    @rule(CLUES)
    def nobody_reports_himself(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One name on both sides is one typed twice."""
        if value.reporter and folded_name(value.reporter.name) == folded_name(value.reported.name):
            detail = "被举报人就是举报人本人，请核对是否填错。"
            yield error("/reported/name", "reported_is_reporter", detail)

    @rule(REPEATED)
    def repeated_is_what_was_there(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Only the same reporter's report of the same party is one that is repeated."""
        if value.repeat == "first":
            if value.earlier_report_number:
                detail = "首次举报没有此前的编号，请删去或者改选重复举报的情形。"
                yield error("/earlier_report_number", "first_with_earlier", detail)
            return
        if not value.earlier_report_number:
            detail = "重复举报的，请填写「此前举报的编号」。"
            yield error("/earlier_report_number", "required", detail)
        elif value.earlier_report_number == value.register_number:
            detail = "「此前举报的编号」就是本表的编号，请填写此前那一件举报的编号。"
            yield error("/earlier_report_number", "own_number_cited", detail)
        if value.reporter_kind == "anonymous":
            detail = "匿名举报无法确认是同一举报人，不能按重复举报不再处理，请核对。"
            yield notice("/repeat", "repeat_of_unknown", detail)

    @rule(FORM)
    def reply_reaches_somebody(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A written reply goes to a name and an address."""
        if not value.wants_written_reply:
            return
        if value.reporter_kind == "anonymous":
            detail = "匿名举报没有答复的对象，请删去「要求书面答复」或者改选「具名举报」。"
            yield error("/wants_written_reply", "reply_to_anonymous", detail)
        elif value.reporter and not value.reporter.address:
            detail = "举报人要求书面答复，请填写「联系地址」。"
            yield notice("/reporter/address", "reply_without_address", detail)

    @rule(SEPARATE)
    def a_complaint_is_registered_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who reports and asks for money back brings two matters, each with a form of its own."""
        if _OF_A_COMPLAINT.search(value.clues_and_facts) and not value.complains_too:
            yield notice(
                "/clues_and_facts",
                "complaint_in_report",
                "这里含有退款、赔偿一类的请求，属于投诉的应当另填投诉登记表、分别处理，请选「材料同时含有投诉内容」。",
            )

    example = {
        "register_number": "JB-2026-0616-004",
        "registering_unit": "示例区市场监督管理局投诉举报接收中心",
        "channel": "telephone",
        "lodged_at": "2026-06-16T10:20",
        "handler": "霍青",
        "registered_on": "2026-06-16",
        "order_references": [{"system": "hotline_12345", "number": "BJ20260616102001"}],
        "reporter_kind": "named",
        "reporter": {
            "name": "柏以宁",
            "phone": "13900003021",
            "address": "示例市示例区枫林路9号院1号楼502室",
            "id_type": "resident_card",
            "id_number": "999999198805120021",
        },
        "reported": {
            "name": "示例市鲜客来食品超市",
            "address": "示例市示例区文化路12号",
            "credit_code": "91999900MAK7R2BX4N",
        },
        "report_received_on": "2026-06-16",
        "report_subject": "示例市鲜客来食品超市涉嫌销售超过保质期的酸牛奶",
        "clues_and_facts": (
            "2026年6月14日18时许，该超市冷藏柜内摆放待售“牧野”牌酸牛奶约二十杯，"
            "杯盖标示生产日期2026年5月13日、保质期21天，已经超过保质期11天。\n"
            "举报人拍摄了货架和杯盖照片，没有购买。"
        ),
        "materials_received": ["货架和杯盖照片3张"],
        "repeat": "first",
    }
