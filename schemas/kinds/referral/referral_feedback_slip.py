"""移送回执: what the authority that received a referral signs, and later says of the result."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice, Day, LongText, Text
from schemas.ground.kind import Audience, Header, KindSchema
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.referral.transfer.receipt import FEEDBACK, RECEIVED, ReceivedByAnother

HANDLED = "处理以后"
HANDLINGS = {"filed": "立案", "not_filed": "不予立案", "accepted": "受理", "returned": "退回"}


class ReferralFeedbackSlip(ReceivedByAnother, KindSchema):
    """One slip as it came back: the receiver fills and seals it; the office enters it here."""

    header = Header(
        title="移送回执",
        also=("回执",),
        audience=(Audience.authority,),
        dated_by="registered_on",
        summary="受移送机关收到材料时、处理以后填写盖章退回；只有写明处理结果的，移送的案件才能结案。",
        about=("referral_number", "receiving_authority"),
    )

    sections = (RECEIVED, HANDLED, "登记")

    neighbours = Neighbours(
        follows=(
            Follows(
                "referral_letter",
                "受移送机关收到材料、处理以后退回",
                FEEDBACK,
                settles=True,
                takes={"referral_number": "document_number"},
            ),
            Follows(
                "suspected_crime_referral",
                "受移送机关收到材料、处理以后退回",
                FEEDBACK,
                settles=True,
                takes={
                    "referral_number": "document_number",
                    "receiving_authority": "criminal_authority",
                    "referred_matter": "crime_case_name",
                },
            ),
            Follows("referral_feedback_slip", "收到材料以后再反馈处理结果", FEEDBACK),
        ),
    )

    handling = Choice("处理情况", HANDLINGS, group=HANDLED, optional=True, own=True)
    handling_reason = LongText(
        "处理理由", longest=2000, group=HANDLED, optional=True, own=True, factual=True
    )
    handling_result = LongText(
        "反馈的处理结果",
        longest=3000,
        group=HANDLED,
        optional=True,
        own=True,
        factual=True,
        source=FEEDBACK,
        hint="照回执抄录；还没有结果的不填，等反馈以后再登记一份。",
    )
    result_paper = Text("处理文书和文号", longest=120, group=HANDLED, optional=True, own=True)
    handled_on = Day("处理日期", group=HANDLED, optional=True, own=True)
    registered_on = Day("登记日期", group="登记", kept=True, starts_as="today")

    @rule(FEEDBACK)
    def parts_are_whole(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was done stands with its day; giving back and not filing with their reasons."""
        later = ("handling_reason", "handling_result", "result_paper", "handled_on")
        if not value.handling:
            for name in later:
                if value[name]:
                    label = self.label_of(name)
                    detail = f"填写了「{label}」，请选择受移送机关的「处理情况」。"
                    yield error("/handling", "required", detail)
                    break
            return
        if not value.handled_on:
            detail = "写明了处理情况，请照回执填写「处理日期」。"
            yield error("/handled_on", "required", detail)
        if value.handling in ("not_filed", "returned") and not value.handling_reason:
            detail = "不予立案、退回的，请照回执填写「处理理由」。"
            yield error("/handling_reason", "required", detail)
        if not value.handling_result:
            detail = "回执只有处理情况，没有处理结果；案件等到反馈处理结果以后才能结案。"
            yield notice("/handling_result", "result_awaited", detail)

    @rule(FEEDBACK)
    def days_follow_each_other(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Received, handled, entered."""
        if value.handled_on and value.handled_on < value.referral_received_on:
            detail = "处理日期早于收到移送材料的日期，请核对。"
            yield error("/handled_on", "handled_before_receipt", detail)
        if value.registered_on < max(
            value.referral_received_on, value.handled_on or value.referral_received_on
        ):
            detail = "登记日期早于回执上的日期，请核对。"
            yield error("/registered_on", "registered_before_slip", detail)
        if value.received_pages < value.received_copies:
            detail = "页数少于份数，每份至少一页，请核对。"
            yield error("/received_pages", "pages_fewer_than_copies", detail)

    restated = (
        Restates(
            ("handling_result",),
            of="received_copies",
            before="收到(?:材料|移送材料|案卷)?",
            counted="[份件]",
        ),
    )

    example = {
        "referral_number": "示市监案移〔2026〕12号",
        "referred_matter": "示例市东湖区鲜多多食品店涉嫌在网店销售超过保质期的食品违法线索",
        "referral_received_on": "2026-06-15",
        "received_copies": 3,
        "received_pages": 11,
        "receiver": "高明",
        "receiver_phone": "0999-60018801",
        "receiving_authority": "示例市东湖区市场监督管理局",
        "handling": "filed",
        "handling_result": "已立案调查，2026年7月3日作出行政处罚决定，没收违法所得并处罚款。",
        "result_paper": "行政处罚决定书（东市监罚〔2026〕88号）",
        "handled_on": "2026-07-06",
        "registered_on": "2026-07-08",
    }
