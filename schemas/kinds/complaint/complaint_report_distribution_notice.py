"""投诉/举报分送通知书 (CF-3): a province or prefecture sends a complaint or report down."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, PartyName, PersonName, Rows, Text, When
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours, Standing, beside
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.guard.wording import REPORT
from schemas.parts.attachments import Attachment, Attachments
from schemas.parts.basis import CitesRegulation
from schemas.parts.blanks import blank_findings
from schemas.parts.decisions import Delivered
from schemas.parts.forms import OnForm2026
from schemas.parts.matters import MATTERS
from schemas.parts.orders import FromOrders

REGULATION = "《市场监督管理投诉举报处理办法》"
DISTRIBUTION = f"{REGULATION}第四十一条"
SEPARATE = f"{REGULATION}第九条"
FORM = "《市场监督管理部门处理投诉举报文书式样》"
BELOW = "分送下级的由接收机关处理"
# The days by which whoever receives it must have decided, as the law counts them.
DECIDED_BY = {"complaint": "D1", "report": "D4"}
_COMPLAINT, _REPORT = (When("matter_sort", (sort,)) for sort in MATTERS)
_BUREAU = re.compile("市场监督管理(?:局|委员会)$")
_HIGHER = {
    "province": re.compile("国家市场监督管理|总局"),
    "prefecture": re.compile("国家市场监督管理|总局|(?:省|自治区)市场监督管理"),
}


class Material(Attachment):
    """相关材料: its name stays in the file, the form counts copies and pages."""

    name = Text("材料名称", kept=True, hint="例如：投诉登记表、举报登记表、照片、凭证复印件。")


class ComplaintReportDistributionNotice(
    FromOrders, Attachments, CitesRegulation, Delivered, OnForm2026, NumberedKind
):
    """One complaint or one report, sent to one bureau below, which reports back by a day."""

    header = Header(
        title="投诉/举报分送通知书",
        audience=(Audience.authority,),
        dated_by="issued_on",
        summary="省级、地市级把收到的投诉或者举报分送下级市场监督管理部门处理，请其在期限前报告结果。",
        form="CF-3",
        numbering=Numbering("complaint_form"),
        copies=2,
        about=("matter", "receiving_bureau"),
        of_report=_REPORT,
    )

    basis_topic = "distribution"
    sections = ("登记", "投诉", "举报", "分送", "附件", "文号与日期", "审批与告知")
    blank = {"title": "投诉/举报分送通知书", "sort_shown": "投诉/举报", "who_brought": ...}

    departures = (
        Departure(
            left_out="投诉/举报", reason="式样的“/”表示二选一，标题和正文按本件只印投诉或者举报。"
        ),
    )

    # Who is not the one with authority has passed the matter on; the report-back day is left.
    clocks = (
        Clock("D1", settled_by="issued_on", when=_COMPLAINT),
        Clock("D4", settled_by="issued_on", when=_REPORT),
        Clock("CF-3", starts="issued_on", until="report_back_on"),
    )

    neighbours = Neighbours(
        follows=(
            Follows(
                "complaint_registration_form",
                "由下级处理的投诉应当及时分送",
                DISTRIBUTION,
                takes={"matter": "complaint_subject", "complainant_name": "complainant.name"},
            ),
            Follows(
                "report_registration_form",
                "由下级处理的举报应当及时分送",
                DISTRIBUTION,
                takes={"matter": "report_subject", "reporter_name": "reporter.name"},
            ),
            Follows("work_order_dispatch_slip", "由下级处理的应当及时分送", DISTRIBUTION),
            Follows(
                "complaint_report_distribution_notice",
                "同一材料含投诉和举报的，分别分送",
                SEPARATE,
            ),
        ),
        excludes=(
            Excludes("complaint_acceptance_decision", BELOW, DISTRIBUTION, _COMPLAINT),
            Excludes("non_acceptance_notice", BELOW, DISTRIBUTION, _COMPLAINT),
            Excludes("report_result_notice", BELOW, DISTRIBUTION, _REPORT),
        ),
    )

    matter_sort = Choice("件别", MATTERS, group="登记", own=True, source=FORM)
    matter = Text(
        "事项", longest=120, group="登记", hint="填入「关于」之后的文字，例如「某店拒退订金」。"
    )
    complainant_name = PersonName(
        "投诉人", group="投诉", optional=True, applies=_COMPLAINT, role=Role.complainant
    )
    joint_complainants = Rows(
        "其他共同投诉人",
        PersonName("姓名"),
        group="投诉",
        optional=True,
        applies=_COMPLAINT,
        role=Role.complainant,
    )
    reporter_name = PersonName(
        "举报人",
        group="举报",
        optional=True,
        own=True,
        applies=_REPORT,
        role=Role.reporter,
        hint="匿名举报的不填，只印「举报人」。",
    )
    brought_on = Day(
        "投诉、举报日期", group="分送", own=True, source=FORM, hint="投诉人、举报人提出之日。"
    )
    receiving_bureau = PartyName(
        "下级市场监督管理局",
        group="分送",
        own=True,
        role=Role.institution,
        source=DISTRIBUTION,
        hint="下级市场监督管理局的全称；本机关的科室和所，改用工单分派单。",
    )
    report_back_on = Day(
        "报告结果的期限", group="分送", own=True, planned=True, source=FORM,
        hint="请接收机关在这一天以前报告处理结果。",
    )  # fmt: skip
    attachments = Rows(
        "附件", Material, least=1, most=60, group="附件", own=True, kept=True, source=FORM,
        hint="式样只印份数和页数；材料的名称留卷。",
    )  # fmt: skip
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Text("文书标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """投诉分送通知书 or 举报分送通知书."""
        return f"{MATTERS[value.matter_sort]}分送通知书"

    @derived(Text("件别"), prints=("matter_sort",))
    def sort_shown(self, value: Record, facts: Facts) -> str:
        """Which of the two words of the form holds."""
        return MATTERS[value.matter_sort]

    @derived(Text("受送达的下级市场监督管理局"), prints=("receiving_bureau",))
    def addressee(self, value: Record, facts: Facts) -> str:
        """The bureau; the empty form has room before 市场监督管理局."""
        if facts.copy == "blank":
            return f"{'　' * 8}市场监督管理局"
        return str(value.receiving_bureau)

    @derived(
        Text("投诉人、举报人"), prints=("complainant_name", "joint_complainants", "reporter_name")
    )
    def who_brought(self, value: Record, facts: Facts) -> str:
        """Everybody who complains, or who reported; who gave no name is 举报人."""
        if value.matter_sort == "report":
            return str(value.reporter_name or "举报人")
        return "、".join(filter(None, (value.complainant_name, *value.joint_complainants)))

    @rule(f"{FORM}样式三的注")
    def issued_by_whoever_may(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The note below the form: province, prefecture, or the 12315 body of one."""
        if facts.house.authority.level not in _HIGHER:
            yield error(
                "",
                "level_too_low",
                "分送通知书只由省级、地市级市场监督管理部门或者其12315工作机构作出，"
                "内部设置里本机关是县级；收到上级分送的，请作为来文登记。",
            )

    @rule(DISTRIBUTION)
    def sent_to_a_bureau_below(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """No office of one's own, no other authority, and none above."""
        here, own, name = "/receiving_bureau", facts.house.authority, value.receiving_bureau
        folded = folded_name(name)
        higher = _HIGHER.get(own.level)
        if folded in {folded_name(each) for each in (own.name, own.seal_name, own.department)}:
            yield error(
                here,
                "own_authority",
                "不能分送本机关或者本机关的机构；转给科室、所处理的，请用工单分派单。",
            )
        elif not _BUREAU.search(name):
            yield error(
                here,
                "not_a_bureau",
                "只能分送下级市场监督管理局，请填写全称；本机关的科室、所请用工单分派单，"
                "属于其他机关职责的请告知投诉人、举报人。",
            )
        elif higher and higher.search(name):
            yield error(here, "not_below", "只能分送下级市场监督管理部门，这里填的是上级，请核对。")

    @rule(FORM)
    def brought_by_somebody(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A complaint has its complainant; nobody of the other matter stands beside."""
        complaint = value.matter_sort == "complaint"
        if complaint and not value.complainant_name:
            yield error("/complainant_name", "required", "请填写「投诉人」。")
        strangers = ("reporter_name",) if complaint else ("complainant_name", "joint_complainants")
        for name in filter(value.get, strangers):
            yield error(
                f"/{name}",
                "of_the_other_matter",
                f"本件是{MATTERS[value.matter_sort]}，请删去「{self.label_of(name)}」；"
                "投诉和举报分别分送。",
            )

    @rule(SEPARATE)
    def matter_is_one(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the form prints round the blank stands once; a report has its own paper."""
        after = f"的{MATTERS[value.matter_sort]}"
        yield from blank_findings("/matter", value.matter, "关于", after)
        if value.matter_sort == "complaint" and REPORT.search(value.matter):
            yield notice(
                "/matter",
                "report_in_complaint",
                "投诉和举报应当分别处理，这里只写投诉事项，举报另行分送，请核对。",
            )

    @rule(DISTRIBUTION)
    def sent_promptly(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing is sent before it came, nor after who receives it would have had to decide."""
        if value.brought_on > value.issued_on:
            yield error(
                "/brought_on", "before_receipt", "「投诉、举报日期」晚于分送的日期，请核对。"
            )
            return
        code = DECIDED_BY[value.matter_sort]
        if value.issued_on > facts.law.due(code, value.brought_on, on=value.issued_on).due:
            yield notice(
                "/issued_on",
                "distributed_late",
                "分送应当及时，文书日期距投诉、举报之日已超过法律给承办机关的期限，请核对。",
            )

    @rule(FORM)
    def result_can_be_there(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The day lies ahead, and not before the law wants a first decision."""
        if value.report_back_on <= value.issued_on:
            yield error(
                "/report_back_on", "report_back_past", "报告结果的期限应当在文书日期以后，请核对。"
            )
            return
        due = facts.law.due(DECIDED_BY[value.matter_sort], value.issued_on, on=value.issued_on)
        if value.report_back_on < due.due:
            yield notice(
                "/report_back_on",
                "report_back_soon",
                "报告结果的期限早于接收机关作出决定的法定期限，届时可能没有结果，请核对。",
                due.citation,
            )

    @beside("complaint_report_distribution_notice", source=DISTRIBUTION)
    def sent_once(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """One matter has one bureau that handles it."""
        for each in others:
            if each.says("matter_sort") != value.matter_sort:
                continue
            if folded_name(each.says("receiving_bureau")) == folded_name(value.receiving_bureau):
                yield error("/receiving_bureau", "sent_twice", f"本案已有{each}，请勿重复分送。")
            else:
                yield notice(
                    "/receiving_bureau",
                    "sent_elsewhere",
                    f"本案已有{each}分送另一机关，请核对由哪一机关处理。",
                )

    example = {
        "document_number": "示市监﹝2026﹞第201号",
        "matter_sort": "complaint",
        "matter": "青石县百味轩餐饮店拒绝退还宴席订金",
        "order_references": [{"system": "national_12315", "number": "1999900002026061000211"}],
        "complainant_name": "林晓岚",
        "brought_on": "2026-06-10",
        "receiving_bureau": "青石县市场监督管理局",
        "report_back_on": "2026-08-31",
        "attachments": [
            {"name": "投诉登记表", "copies": 1, "pages": 2},
            {"name": "订金收据复印件", "copies": 1, "pages": 1},
        ],
        "issued_on": "2026-06-11",
        "delivery": {"method": "post", "delivered_on": "2026-06-15"},
    }
