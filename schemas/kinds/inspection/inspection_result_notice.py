"""行政检查结果告知书 (our own layout): what an inspection came to, for the party or who asked."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Finding, Record, notice
from schemas.ground.fields import Day
from schemas.ground.kind import Audience, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.ground.restating import Restates
from schemas.kinds.inspection.result.reader import (
    FED_BACK,
    GROUP,
    ToldToOneReader,
)
from schemas.kinds.inspection.result.told import ToldResults
from schemas.kinds.inspection.task.arranged import Sent
from schemas.kinds.inspection.task.inspected import Conducted, OfTask
from schemas.kinds.inspection.task.words import CONDUCTED
from schemas.parts.contact import ContactLine
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Delivered
from schemas.parts.inspected_party import ToInspectedParty

# What a visit needs besides: the checklist alone does not do what the contract asks for.
RECORDS = {"site_inspection_record": "现场笔录和照片", "inquiry_record": "询问笔录"}


class InspectionResultNotice(
    ToldResults,
    ToldToOneReader,
    CopiesLine,
    ContactLine,
    Sent,
    Conducted,
    OfTask,
    ToInspectedParty,
    Delivered,
    NumberedKind,
):
    """One result told to one reader; no penalty is announced by it."""

    header = Header(
        title="行政检查结果告知书",
        audience=(Audience.inspected_party,),
        dated_by="issued_on",
        summary="把检查结果和处理措施告知检查对象，或者反馈任务分派部门；结果与检查单逐字一致。",
        numbering=Numbering("gbt9704", "检告"),
        copies=2,
        about=("party.business_name", "party.person_name", "subject"),
    )

    sections = ("当事人", "任务", GROUP, "人员", "联系", "份数", "文号与日期", "审批与告知")
    blank = {"conclusion": ...}

    neighbours = Neighbours(
        follows=(
            Follows("inspection_checklist", "检查单已经签名，告知结果", FED_BACK, needed=True),
            Follows("site_inspection_record", "现场检查已经完成", FED_BACK),
            Follows("rectification_follow_up_record", "复查已经完成", FED_BACK),
        ),
    )

    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @beside("site_inspection_record", "inquiry_record", source=CONDUCTED)
    def visit_has_its_records(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """On site the contract asks for a record and an inquiry beside the checklist."""
        there = {each.kind for each in others}
        for kind, name in RECORDS.items():
            if value.method == "on_site" and kind not in there:
                yield notice(
                    "/method",
                    "record_missing",
                    f"现场检查除检查单外还要有{name}，本案登记簿里没有，请核对是否已经制作。",
                )

    restated = (
        Restates(("told_results.finding",), of="inspected_on", done="(?:现场)?检查(?:时|中|发现)"),
    )

    example = {
        "document_number": "示市监检告〔2026〕44号",
        "task_number": "检任2026-0062",
        "reader": "party",
        "party": {
            "party_type": "enterprise",
            "business_name": "示例市优康商贸有限公司",
            "licence_name": "营业执照",
            "credit_code": "91999900MA1XG6125M",
            "address": "示例市示例区和平路88号",
            "representative": "许文博",
        },
        "method": "on_site",
        "subject": "计量器具使用情况",
        "inspected_on": "2026-07-06",
        "told_results": [
            {"content": "营业执照置于住所或者经营场所的醒目位置", "result": "none"},
            {
                "content": "用于贸易结算的电子秤有检定合格印、证，在有效期内",
                "result": "found",
                "finding": "三号收银台电子秤的检定合格证标示有效期至2026年5月31日。",
            },
            {"content": "用于贸易结算的电能表、水表", "result": "not_applicable"},
        ],
        "issued_measures": [{"measure": "责令限期改正", "paper": "示市监责改〔2026〕31号"}],
        "inspectors": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "contact_name": "何静远",
        "contact_phone": "0999-60012320",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-07-09",
    }
