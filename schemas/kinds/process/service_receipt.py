"""送达回证 (PF-50): which paper reached whom, when, where and by which of seven ways."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, rule
from schemas.ground.fields import Choice, Day, When
from schemas.ground.kind import Audience, Clock, Header
from schemas.ground.neighbours import Follows, Neighbours, Receipt
from schemas.kinds.process.service.delivery import ServedByAWay
from schemas.kinds.process.service.served import (
    ADDRESS,
    SERVED,
    SERVICE,
    ServesAPaper,
    after_served,
)
from schemas.kinds.process.service.servers import BroughtByServers
from schemas.kinds.process.service.taking import SignedFor

READERS = {
    "party": "当事人",
    "complainant": "投诉人",
    "reporter": "举报人",
    "other": "其他单位、个人",
}
SORTS = {"person": "自然人", "unit": "法人或者其他组织"}
_OF_A_REPORTER = re.compile("举报|(?<!被)投诉人")


class ServiceReceipt(BroughtByServers, SignedFor, ServedByAWay, ServesAPaper):
    """One paper, one addressee; it lies behind the paper it proves the service of."""

    header = Header(
        title="送达回证",
        also=("送达证明", "签收回证"),
        audience=(Audience.office,),
        dated_by="served_on",
        summary="记明送达的文书、受送达人、时间、地点和方式；拒收、电子、邮寄、公告各要的材料一并写明。不编文号。",
        form="PF-50",
        about=("served_title", "addressee"),
        of_report=When("served_reader", ("reporter",)),
    )

    sections = ("文书", "送达", "收件", "送达人和见证人")

    clocks = (
        Clock("PP-82", settled_by="served_on", when=When("service_method", ("public_notice",))),
    )

    neighbours = Neighbours(
        follows=(
            *after_served("送达以后填写回证"),
            Follows("service_address_confirmation", "按确认的地址送达", ADDRESS),
            Follows(
                "public_service_notice",
                "公告期满视为送达",
                SERVICE,
                settles=True,
                takes={"notice_published_on": "notice_published_on"},
            ),
            Follows("service_receipt", "另一受送达人，或者另一种方式", SERVICE),
        ),
    )

    receipt = Receipt(
        kinds=SERVED,
        title="served_title",
        number="served_number",
        paper_on="served_paper_on",
        method="service_method",
        recipient="addressee",
        on="served_on",
        proof="service_proof",
    )

    served_paper_on = Day("送达文书的日期", group="文书", own=True, kept=True)
    served_reader = Choice("受送达人是谁", READERS, group="文书", kept=True, own=True)
    served_sort = Choice("受送达人类别", SORTS, group="文书", kept=True, own=True)

    @rule("《市场监督管理投诉举报处理办法》第三十七条")
    def party_reads_of_no_reporter(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the party signs does not say that somebody told of it."""
        for name in ("served_title", "service_account", "remark"):
            if value.served_reader == "party" and _OF_A_REPORTER.search(value[name] or ""):
                yield error(
                    f"/{name}", "reporter_named", "当事人签收的回证不得提到举报人、投诉人，请删去。"
                )

    example = {
        "served_title": "责令改正通知书",
        "served_number": "示市监责改〔2026〕31号",
        "served_paper_on": "2026-07-09",
        "addressee": "示例市优康商贸有限公司",
        "served_reader": "party",
        "served_sort": "unit",
        "served_on": "2026-07-10",
        "service_place": "示例市示例区和平路88号",
        "service_method": "direct",
        "signed_for_by": "许文博",
        "signed_for_as": "head",
        "signed_for_on": "2026-07-10",
        "servers": [
            {"name": "何静远", "employed_by_authority": True},
            {"name": "沈嘉木", "employed_by_authority": True},
        ],
    }
