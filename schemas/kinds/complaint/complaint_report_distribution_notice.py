"""投诉/举报分送通知书 (CF-3): a province or prefecture sends a complaint or report down."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Finding, Record, error, notice
from schemas.ground.fields import Day, Rows, Text
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours, Standing, beside
from schemas.guard.folding import folded_name
from schemas.kinds.complaint.distribution.matter import (
    FORM,
    OF_COMPLAINT,
    OF_REPORT,
    SEPARATE,
    DistributedMatter,
)
from schemas.kinds.complaint.distribution.receiver import DISTRIBUTION, BureauBelow
from schemas.kinds.complaint.distribution.report_back import ReportsBack
from schemas.parts.attachments import Attachment, Attachments
from schemas.parts.basis import CitesRegulation
from schemas.parts.decisions import Delivered
from schemas.parts.forms import OnForm2026
from schemas.parts.orders import FromOrders

BELOW = "分送下级的由接收机关处理"


class Material(Attachment):
    """相关材料: its name stays in the file, the form counts copies and pages."""

    name = Text("材料名称", kept=True, hint="例如：投诉登记表、举报登记表、照片、凭证复印件。")


class ComplaintReportDistributionNotice(
    ReportsBack,
    BureauBelow,
    DistributedMatter,
    FromOrders,
    Attachments,
    CitesRegulation,
    Delivered,
    OnForm2026,
    NumberedKind,
):
    """One complaint or one report, sent to one bureau below, which reports back by a day."""

    header = Header(
        title="投诉/举报分送通知书",
        also=("分流", "分送"),
        audience=(Audience.authority,),
        dated_by="issued_on",
        summary="省级、地市级把收到的投诉或者举报分送下级市场监督管理部门处理，请其在期限前报告结果。",
        form="CF-3",
        numbering=Numbering("complaint_form"),
        copies=2,
        about=("matter", "receiving_bureau"),
        of_report=OF_REPORT,
    )

    basis_topic = "distribution"
    sections = ("登记", "投诉", "举报", "分送", "附件", "文号与日期", "审批与告知")

    departures = (
        Departure(
            left_out="投诉/举报", reason="式样的“/”表示二选一，标题和正文按本件只印投诉或者举报。"
        ),
    )

    # Who is not the one with authority has passed the matter on; the report-back day is left.
    clocks = (
        Clock("D1", settled_by="issued_on", when=OF_COMPLAINT),
        Clock("D4", settled_by="issued_on", when=OF_REPORT),
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
            Excludes("complaint_acceptance_decision", BELOW, DISTRIBUTION, OF_COMPLAINT),
            Excludes("non_acceptance_notice", BELOW, DISTRIBUTION, OF_COMPLAINT),
            Excludes("report_result_notice", BELOW, DISTRIBUTION, OF_REPORT),
        ),
    )

    attachments = Rows(
        "附件", Material, least=1, most=60, group="附件", own=True, kept=True, source=FORM,
        hint="式样只印份数和页数；材料的名称留卷。",
    )  # fmt: skip
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

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
