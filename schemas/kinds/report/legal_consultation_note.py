"""法律咨询记录: a lawyer is asked a special question, and what the bureau makes of the answer."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, Group, LongText, Moment, PersonName, Rows, Text
from schemas.ground.kind import Audience, Header, KindSchema
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.roles import Role
from schemas.parts.attachments import Attachment

CONTRACT = "购买服务合同关于特殊问题咨询律师的约定"
CONFIDENTIAL = "《市场监督管理投诉举报处理办法》第三十七条"
ASKED, ANSWERED, MADE_OF_IT = "咨询", "律师意见", "采纳情况"
WAYS = {"in_person": "当面", "telephone": "电话", "video": "视频", "writing": "书面"}
ADOPTIONS = {"adopted": "采纳", "partly": "部分采纳", "not_adopted": "不采纳"}
_FIRM = re.compile("律师事务所|法律援助|公职律师|法律顾问")
_DECIDES = re.compile(
    "(?:本所|我所|律师)[^，。；]{0,6}(?:决定|批准|同意)(?:立案|不予立案|处罚|移送)"
    "|(?<!建议)(?:决定|批准)(?:予以)?(?:立案|不予立案|处罚)"
)


class Lawyer(Part):
    """律师: somebody outside who advises and decides nothing."""

    name = PersonName("律师", personal=None)
    firm = Text("律师事务所", longest=60)

    @rule(CONTRACT)
    def a_lawyer_is_asked(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contractor's own people are no lawyers of a firm."""
        if not _FIRM.search(value.firm):
            yield notice(
                "/firm",
                "firm_doubtful",
                "「律师事务所」不像律师执业的机构，请填写律师事务所的全称。",
            )


class Shown(Part):
    """提供的材料: one paper that the lawyer saw, without anybody's data."""

    name = Text("材料名称", longest=100)
    without_persons = Flag("已脱敏或者不含个人信息", kept=True)

    @rule(CONFIDENTIAL)
    def nobody_is_shown(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who advises on the law need not know who reported (art. 37: need to know)."""
        if not value.without_persons:
            yield error(
                "/without_persons",
                "material_not_masked",
                "提供给律师的材料应当隐去举报人等的个人信息，请脱敏后再提供并改正。",
            )


class Adoption(Part):
    """采纳情况: what somebody of the bureau makes of the advice, and why."""

    decision = Choice("是否采纳", ADOPTIONS)
    person = PersonName("采纳人", personal=None, role=Role.approver)
    employed_by_authority = Flag("采纳人为本机关工作人员", kept=True)
    decided_on = Day("采纳日期")
    reason = LongText("理由", longest=1000)

    @rule(CONTRACT)
    def the_bureau_decides(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Staff of a contractor bring the question, and take no decision on the answer."""
        if not value.employed_by_authority:
            yield error(
                "/employed_by_authority",
                "adopter_not_official",
                "是否采纳律师意见由本机关工作人员决定，外包服务人员不能决定，请改填。",
            )


class LegalConsultationNote(KindSchema):
    """One consultation; the time for verifying a clue runs on, and nothing is decided by it."""

    header = Header(
        title="法律咨询记录",
        audience=(Audience.adviser, Audience.office),
        dated_by="recorded_on",
        summary="记录就特殊问题咨询律师的问题、提供的材料、律师意见和采纳情况；核查期限照常计算。",
        about=("case_name", "lawyer.firm"),
    )

    neighbours = Neighbours(
        follows=(
            Follows("report_registration_form", "核查中的特殊问题咨询律师"),
            Follows("case_source_registration_form", "核查中的特殊问题咨询律师"),
            Follows("site_inspection_record", "检查发现的问题咨询律师"),
            Follows("inquiry_record", "询问以后咨询律师"),
            Follows("evidence_extraction_sheet", "就已经取得的证据咨询律师"),
            Follows("complaint_registration_form", "投诉中的特殊问题咨询律师"),
            Follows("legal_consultation_note", "再次咨询"),
        ),
    )

    sections = (ASKED, ANSWERED, MADE_OF_IT, "附件", "记录")

    blank = {"materials_shown": 4, "adoption": ..., "attachments": None}

    case_name = Text("案件名称", longest=100, group=ASKED, hint="案件或者线索的名称，不写举报人。")
    consulted_by = PersonName("咨询人", personal=None, group=ASKED, own=True, starts_as="me")
    consulted_at = Moment("咨询时间", group=ASKED, own=True)
    consultation_way = Choice("咨询方式", WAYS, group=ASKED, own=True)
    lawyer = Group("律师", Lawyer, group=ASKED, own=True, source=CONTRACT)
    legal_questions = LongText(
        "咨询问题", longest=5000, group=ASKED, own=True, source=CONTRACT,
        hint="只写事实和法律问题，不写举报人、投诉人的任何信息。",
    )  # fmt: skip
    materials_shown = Rows("提供的材料", Shown, most=40, group=ASKED, optional=True, own=True)
    legal_opinion = LongText(
        "律师意见", longest=10_000, group=ANSWERED, own=True, hint="照律师的原意记录，不作改写。"
    )
    opinion_is_written = Flag(
        "律师出具了书面意见",
        group=ANSWERED,
        optional=True,
        default=False,
        own=True,
        hint="有书面意见的由律师签名，口头意见不签。",
    )
    adoption = Group("采纳情况", Adoption, group=MADE_OF_IT, optional=True, own=True)
    attachments = Rows("附件", Attachment, most=40, group="附件", optional=True, own=True)
    recorder = PersonName("记录人", personal=None, group="记录", own=True, starts_as="me")
    recorded_on = Day("记录日期", group="记录", own=True, starts_as="today")

    @rule(CONTRACT)
    def asked_recorded_and_decided_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was asked is written down afterwards, and only then made use of."""
        asked = value.consulted_at.date()
        if value.recorded_on < asked:
            yield error("/recorded_on", "recorded_before", "记录日期早于咨询时间，请核对。")
        if value.adoption and value.adoption.decided_on < asked:
            yield error(
                "/adoption/decided_on", "adopted_before_asked", "采纳日期早于咨询时间，请核对。"
            )

    @rule(CONTRACT)
    def advice_decides_nothing(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whether a case is filed the head of the bureau decides."""
        if _DECIDES.search(value.legal_opinion):
            yield notice(
                "/legal_opinion",
                "advice_decides",
                "律师意见只供参考，立案、不予立案、处罚由本机关负责人决定，请照律师原意改写。",
            )

    @rule(CONTRACT)
    def a_written_opinion_is_on_file(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An opinion on paper goes with the note."""
        if value.opinion_is_written and not value.attachments:
            yield notice(
                "/attachments",
                "written_opinion_missing",
                "律师出具了书面意见的，请作为附件列出并随记录入卷。",
            )

    example = {
        "case_name": "示例区悦邻生鲜便利店“香油”标签线索",
        "consulted_by": "沈嘉木",
        "consulted_at": "2026-07-08T10:00",
        "consultation_way": "in_person",
        "lawyer": {"name": "安知行", "firm": "示例正衡律师事务所"},
        "legal_questions": (
            "1. 散装称重的“香油”分装后在货架上销售，是否属于预包装食品；\n"
            "2. 货架上没有价签、收银系统能显示价格的，是否属于没有明码标价。"
        ),
        "materials_shown": [
            {"name": "现场照片（已遮盖人像）", "without_persons": True},
            {"name": "商品标签照片", "without_persons": True},
        ],
        "legal_opinion": (
            "1. 经营者事先定量分装的，按预包装食品的标签要求判断，建议查明分装的时间和人员；\n"
            "2. 消费者付款以前看不到价格的，建议按没有明码标价核查。"
        ),
        "opinion_is_written": False,
        "adoption": {
            "decision": "adopted",
            "person": "何静远",
            "employed_by_authority": True,
            "decided_on": "2026-07-09",
            "reason": "意见与核查情况相符，按意见补充查明分装的时间和人员。",
        },
        "recorder": "沈嘉木",
        "recorded_on": "2026-07-09",
    }
