"""主体信息核查表: who a subject is, in which sources that stands, and whether it can be reached."""

from collections.abc import Iterator
from itertools import pairwise

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Day, Group, PersonName, Rows
from schemas.ground.kind import Audience, Header, KindSchema
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.complaint.subject.conclusion import Concluded
from schemas.kinds.complaint.subject.findings import CHECKED, Attempt, CheckedSubject, LookUp, Shop

SEATS = "《市场监督管理投诉举报处理办法》第十三条"


class SubjectInformationSheet(Concluded, KindSchema):
    """One subject; the sheet is filed where the subject may look, so it knows no reporter."""

    header = Header(
        title="主体信息核查表",
        also=("主体查询", "企业信息核查"),
        audience=(Audience.office, Audience.inspected_party),
        dated_by="checked_on",
        summary="核查经营者的登记信息和联系方式，逐次写明来源、时间和截图；电话无法联系的先到登记住所核查。",
        about=("checked_subject.name",),
    )

    sections = ("主体", "查询", "联系", "结论")
    blank = {"lookups": 2, "attempts": 1, "next_step": None}

    neighbours = Neighbours(
        follows=(
            Follows("complaint_registration_form", "联系被投诉人以前核查主体信息", CHECKED),
            Follows("report_registration_form", "核查线索以前核查主体信息", CHECKED),
            Follows("case_source_registration_form", "核查线索以前核查主体信息", CHECKED),
            Follows("contact_record", "联系不上的核查主体信息", CHECKED),
        ),
        recalls={
            "complaint_registration_form": {
                "checked_subject.name": "respondent.name",
                "checked_subject.credit_code": "respondent.credit_code",
            },
            "report_registration_form": {
                "checked_subject.name": "reported.name",
                "checked_subject.credit_code": "reported.credit_code",
            },
        },
    )

    checked_subject = Group("主体", CheckedSubject, group="主体", own=True, source=CHECKED)
    shop = Group("店铺", Shop, group="主体", optional=True, own=True, hint="平台内经营者填写。")
    lookups = Rows("查询", LookUp, most=20, group="查询", own=True, source=CHECKED)
    attempts = Rows("联系尝试", Attempt, most=20, group="联系", optional=True, own=True)
    checked_by = PersonName("核对人", group="结论", own=True, personal=None, starts_as="me")
    checked_on = Day("核查日期", group="结论", starts_as="today")

    @rule(CHECKED)
    def looked_up_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was looked up and tried came before the sheet was closed, in its order."""
        for name in ("lookups", "attempts"):
            for index, each in enumerate(value[name]):
                if each.at.date() > value.checked_on:
                    detail = "时间晚于核查日期，请核对。"
                    yield error(f"/{name}/{index}/at", "after_the_sheet", detail)
            for index, (before, after) in enumerate(pairwise(value[name]), start=1):
                if after.at < before.at:
                    detail = "时间早于上一行，请按先后填写。"
                    yield error(f"/{name}/{index}/at", "row_order", detail)

    @rule(CHECKED)
    def state_is_looked_at(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is struck off the register has nobody who answers for it any more."""
        if value.checked_subject.state in ("cancelled", "revoked"):
            yield notice(
                "/checked_subject/state",
                "subject_gone",
                "主体已经吊销或者注销，请核对是否还有可以处理的主体。",
            )
        if not (value.checked_subject.credit_code or value.checked_subject.registration_number):
            yield notice(
                "/checked_subject/credit_code",
                "no_code",
                "没有统一社会信用代码或者注册号，请核对查询的是不是这一主体。",
            )

    @rule(SEATS)
    def platform_shows_an_address(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who shows none on a platform is dealt with where the platform has its seat."""
        if value.shop and not value.shop.shown_address:
            yield notice(
                "/shop/shown_address",
                "platform_seat",
                "平台没有公示地址的，由平台经营者住所地处理，请核对管辖。",
            )

    restated = (
        Restates(
            ("lookups.seen",),
            of="checked_subject.representative",
            called="法定代表人|负责人|经营者",
        ),
        Restates(("lookups.seen",), of="checked_subject.registered_address"),
    )

    example = {
        "checked_subject": {
            "name": "示例市优康商贸有限公司",
            "sort": "enterprise",
            "credit_code": "91999900MA1XG6125M",
            "representative": "罗敬之",
            "registered_address": "示例市示例区建设路88号一层",
            "phone": "0999-60020401",
            "state": "active",
        },
        "lookups": [
            {
                "source": "credit_system",
                "at": "2026-06-16T09:10",
                "looked_up_by": "霍青",
                "capture": "JT-2026-0616-01",
                "seen": "登记状态存续，住所与门店地址一致。",
            }
        ],
        "attempts": [
            {"at": "2026-06-17T09:30", "number": "0999-60020401", "result": "unanswered"},
            {"at": "2026-06-18T14:05", "number": "0999-60020401", "result": "reached"},
        ],
        "conclusion": "reached",
        "checked_by": "周启明",
        "checked_on": "2026-06-18",
    }
