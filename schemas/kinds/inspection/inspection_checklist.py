"""检查单 (our own layout): items gone through on site or off it, with what follows from them."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, error, rule
from schemas.ground.fields import Choice, Code, Day, Flag, Group, When
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours, Standing, beside
from schemas.ground.restating import Restates
from schemas.kinds.inspection.checking.items import CheckedContents
from schemas.kinds.inspection.checking.outcome import Disposed
from schemas.kinds.inspection.task.inspected import Conducted, Inspected, OfTask
from schemas.kinds.inspection.task.words import CONDUCTED, ENTRIES, TOLD_BEFORE
from schemas.parts.officers import TWO_OFFICERS
from schemas.parts.photo_annex import PhotoAnnex
from schemas.parts.registered import Registered
from schemas.parts.signatures import GROUP as SIGNING
from schemas.parts.signatures import UNSIGNED, SignedByParty, Unsigned
from schemas.parts.signed_on_the_spot import SignedOnTheSpot
from schemas.parts.visit import Visit, Visitors
from schemas.samples import sample_photo

SIGNED = "合同关于签名确认的约定"
_OFF_SITE = When("method", ("off_site",))


class UnsignedChecklist(Unsigned):
    """未签名的情况: nobody records a party that is not there; on site somebody does."""

    recording = Code("录音录像编号", longest=100, optional=True, source=UNSIGNED)


class InspectionChecklist(
    PhotoAnnex,
    SignedByParty,
    SignedOnTheSpot,
    Disposed,
    CheckedContents,
    Visitors,
    Visit,
    Inspected,
    Conducted,
    OfTask,
    Registered,
):
    """One inspection of one object; what it finds begins papers of their own."""

    header = Header(
        title="检查单",
        also=("检查表", "核查表"),
        audience=(Audience.inspected_party,),
        dated_by="signed_on",
        summary="逐项记录检查结果，结论自动得出；发现问题的，写明处置措施、整改事项和到期日，企业和检查人员签名。",
        copies=2,
        about=("party.business_name", "party.person_name"),
    )

    neighbours = Neighbours(
        follows=(
            Follows(
                "inspection_task_assignment",
                "按分派的任务检查",
                takes={"task_number": "register_number"},
            ),
            Follows("inspection_approval_form", "检查已经批准", needed=True),
            Follows("inspection_notice", "检查已经通知", TOLD_BEFORE),
            Follows("site_inspection_record", "现场检查同时制作现场笔录", CONDUCTED),
        ),
        excludes=(Excludes("inspection_checklist", "一次检查只作一份检查单", CONDUCTED),),
    )

    sections = (
        "登记", "任务", "检查对象", "时间、地点和事项", "人员", "检查内容", "处置与整改", SIGNING,
        "现场照片",
    )  # fmt: skip
    asked = ()

    entry = Choice("检查入口", ENTRIES, group="任务", own=True, source=CONDUCTED)
    unsigned = Group("未签名的情况", UnsignedChecklist, group=SIGNING, optional=True, own=True)
    electronic_consent = Flag(
        "企业同意电子签名",
        group=SIGNING,
        optional=True,
        default=False,
        kept=True,
        own=True,
        applies=_OFF_SITE,
        source=SIGNED,
    )
    signed_on = Day("签名日期", group=SIGNING, own=True, starts_as="today")

    @rule(SIGNED)
    def signed_as_it_was_made(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Off site a party agrees to sign electronically; on site a refusal is recorded."""
        off_site = value.method == "off_site"
        if off_site and not value.unsigned and not value.electronic_consent:
            yield error(
                "/electronic_consent",
                "consent_missing",
                "非现场检查由企业电子签名的，要先征得同意；没有签名的，填写「未签名的情况」。",
            )
        if not off_site and value.unsigned and not value.unsigned.recording:
            yield error(
                "/unsigned/recording",
                "required",
                "现场没有签名的，请填写「录音录像编号」并注明情况。",
                UNSIGNED,
            )

    @rule(CONDUCTED)
    def signed_after_the_inspection(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody signs what has not been looked at yet."""
        if value.signed_on < value.ended_at.date():
            yield error("/signed_on", "signed_before", "签名日期早于检查结束的日期，请核对。")

    @rule(CONDUCTED)
    def task_has_its_number(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever came in by a task says which."""
        if value.entry == "task" and not value.task_number:
            yield error("/task_number", "required", "从任务进入检查的，请填写「任务编号」。")

    @beside("inspection_checklist", by="signed_on", source=TWO_OFFICERS)
    def officers_are_at_one_place(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """Nobody inspects two places at the same time."""
        mine = {each.certificate_number: at for at, each in enumerate(value.inspectors)}
        if value.method != "on_site":
            return
        for other in others:
            apart = (
                other.says("method") != "on_site"
                or other.says("ended_at") <= value.started_at
                or value.ended_at <= other.says("started_at")
                or other.says("place") == value.place
            )
            for there in () if apart else other.says("inspectors"):
                at = mine.get(there["certificate_number"])
                if at is not None:
                    yield error(
                        f"/inspectors/{at}",
                        "officer_at_two_places",
                        f"这名检查人员同一时间在{other}所记的另一处检查，请核对人员和时间。",
                    )

    restated = (
        Restates(("rectifications.matter",), of="rectifications.due_day"),
        Restates(("rectifications.matter",), of="rectifications.term_days"),
        Restates(
            ("rectifications.matter",),
            of="contents.checked.finding",
            counted="号(?:收银台|收款机|电子秤|计价秤|秤|柜|货架|车间|电梯|锅炉|仓库|设备|窗口|加油机|灶)",
        ),
        Restates(("contents.checked.finding",), of="started_at", until="ended_at"),
    )

    example = {
        "register_number": "检单2026-0417",
        "task_number": "检任2026-0062",
        "method": "on_site",
        "entry": "task",
        "domain": "measuring",
        "party": {
            "party_type": "enterprise",
            "business_name": "示例市优康商贸有限公司",
            "licence_name": "营业执照",
            "credit_code": "91999900MA1XG6125M",
            "address": "示例市示例区和平路88号",
            "representative": "许文博",
        },
        "standing": "active",
        "started_at": "2026-07-06T09:30",
        "ended_at": "2026-07-06T10:40",
        "place": "示例市示例区和平路88号一层",
        "inspectors": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "assistants": [{"name": "罗一鸣", "employer": "示例市诚办信息服务有限公司"}],
        "contents": [
            {
                "heading": "对经营主体资质的检查",
                "checked": [
                    {
                        "content": "营业执照置于住所或者经营场所的醒目位置",
                        "standard": "《中华人民共和国市场主体登记管理条例》第三十六条",
                        "result": "none",
                    }
                ],
            },
            {
                "heading": "对计量器具使用情况的检查",
                "checked": [
                    {
                        "content": "用于贸易结算的电子秤有检定合格印、证，在有效期内",
                        "standard": "《中华人民共和国计量法》第九条",
                        "result": "found",
                        "finding": "三号收银台电子秤的检定合格证标示有效期至2026年5月31日。",
                        "evidence_number": "照片2",
                    },
                    {
                        "content": "用于贸易结算的电能表、水表",
                        "standard": "《中华人民共和国计量法》第九条",
                        "result": "not_applicable",
                    },
                ],
            },
        ],
        "dispositions": ["written_order"],
        "rectifications": [
            {
                "matter": "停用三号收银台电子秤，送检合格后再使用",
                "basis": "《中华人民共和国计量法》第九条",
                "due_day": "2026-07-20",
            }
        ],
        "party_comment": "情况属实，立即停用并送检。",
        "signed_on": "2026-07-06",
        "photos": [
            {
                "file": sample_photo("shop_front.jpg"),
                "shows": "店铺门头和营业状态",
                "taken_at": "2026-07-06T09:33",
                "place": "和平路88号店门外",
                "photographer": "罗一鸣",
                "device": "执法手机03号",
            },
            {
                "file": sample_photo("price_tags.jpg"),
                "shows": "三号收银台旁货架，电子秤检定合格证标示有效期至2026年5月31日",
                "taken_at": "2026-07-06T09:52",
                "place": "一层三号收银台",
                "photographer": "罗一鸣",
                "device": "执法手机03号",
            },
        ],
        "photos_comment": "照片我看过，与现场一致。",
    }
