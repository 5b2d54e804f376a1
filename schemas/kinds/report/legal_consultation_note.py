"""法律咨询记录: a lawyer is asked a special question, and what the bureau makes of the answer."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Day, PersonName, Rows
from schemas.ground.kind import Audience, Header, KindSchema
from schemas.ground.neighbours import Follows, Neighbours
from schemas.kinds.report.consultation.advice import ANSWERED, MADE_OF_IT, AdviceTaken
from schemas.kinds.report.consultation.asked import ASKED, CONTRACT, AskedALawyer
from schemas.parts.attachments import Attachment


class LegalConsultationNote(AdviceTaken, AskedALawyer, KindSchema):
    """One consultation; the time for verifying a clue runs on, and nothing is decided by it."""

    header = Header(
        title="法律咨询记录",
        also=("律师意见", "法律意见"),
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
