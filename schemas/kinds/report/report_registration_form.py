"""举报登记表 (CF-2): what somebody who reports by phone, letter or visit says, taken down."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Rows, Text, When
from schemas.ground.kind import Audience, Clock, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.ground.ordered import FromOrder
from schemas.kinds.report.registration.clue import ToldClue
from schemas.kinds.report.registration.parties import RegisteredReporter
from schemas.kinds.report.registration.repeated import OTHER, REPEATED, Repeated
from schemas.kinds.report.registration.wishes import SEPARATE, AskedBesides
from schemas.parts.forms import OnForm2026
from schemas.parts.orders import ITS_NUMBER, OrderReference
from schemas.parts.registered import Registered, RegisteringUnit
from schemas.parts.report import AboutReport, ReportReceivedOnFile
from schemas.parts.taken_down import TakenDown


class ReportRegistrationForm(
    AskedBesides,
    Repeated,
    ToldClue,
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
        also=("举报单", "接报登记"),
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

    from_order = FromOrder(
        types=("举报",),
        takes=ITS_NUMBER
        | {
            "lodged_at": ("received_at",),
            "report_received_on": ("received_at",),
            "report_subject": ("title",),
            "reporter.name": ("caller",),
            "reporter.phone": ("caller_phone",),
            "reported.name": ("enterprise",),
            "reported.address": ("district", "street"),
            "clues_and_facts": ("text",),
        },
    )

    order_references = Rows("来源工单", OrderReference, group="登记", optional=True, kept=True)
    report_subject = Text(
        "举报事项",
        group="举报",
        optional=True,
        kept=True,
        hint="填入「关于……的举报」中间的文字，后续文书取用，例如「某超市涉嫌销售过期牛奶」。",
    )

    @derived(Text("举报人签字"))
    def signing_note(self, value: Record, facts: Facts) -> str | None:
        """Why nobody signs: from elsewhere, or without a name (notes 2, 3); None where one does."""
        if value.channel != "visit":
            return "（无须签字）"
        return "（匿名）" if value.reporter_kind == "anonymous" else None

    blank = {"signing_note": None}

    @rule(REPEATED)
    def days_are_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Told, received, taken down; the time to verify is not over before it is."""
        received = value.report_received_on
        if value.lodged_at and received < value.lodged_at.date():
            detail = "收到举报日期早于提出时间，请核对。"
            yield error("/report_received_on", "before_lodging", detail)
        yield from self.received_when_told(
            value,
            "report_received_on",
            "来访、来电提出的，当日即为收到；收到举报日期晚于提出时间，请核对；经平台转来的，填写来源工单。",
            REPEATED,
        )
        if value.registered_on < received:
            detail = "登记日期早于收到举报日期，请核对。"
            yield error("/registered_on", "before_receipt", detail)
            return
        due = facts.law.due("D4", received, on=value.registered_on)
        if value.repeat != "same_facts" and value.registered_on > due.due:
            detail = f"{due.sentence}登记日期已超过期限，请核对收到举报日期。"
            yield notice("/registered_on", "registered_late", detail, due.citation)

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
