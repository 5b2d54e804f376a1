"""样张笔录: a record of questions and answers, signed on every page by who was there."""

from schemas.ground.base import Part
from schemas.ground.fields import LongText, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.parts.signatures import SignedByParty, Witnessed
from schemas.parts.visit import Visit, Visitors


class Question(Part):
    """One question and what was answered."""

    question = Text("问")
    answer = LongText("答")


class RecordSample(Witnessed, SignedByParty, Visitors, Visit):
    """A visit, what was asked and found, and the party's own words about it."""

    header = Header("样张笔录", (Audience.inspected_party,), "started_at", "展示笔录版式。")
    party = Text("当事人")
    questions = Rows("问答", Question)
    findings = LongText("现场情况")

    example = {
        "started_at": "2026-07-10T09:30",
        "ended_at": "2026-07-10T10:40",
        "place": "示例市示例区和平路18号",
        "inspectors": [
            {"name": "何静远", "certificate_number": "00990101", "employed_by_authority": True},
            {"name": "沈若溪", "certificate_number": "00990102", "employed_by_authority": True},
        ],
        "party": "示例市优康商贸有限公司",
        "questions": [
            {"question": "你是否看清楚我们的执法证件？", "answer": "看清楚了。"},
            {"question": "店内的商品是否都标明价格？", "answer": "大部分标明了。\n新到的没有。"},
        ],
        "findings": "货架上有两种商品没有标明价格。",
        "party_comment": "以上笔录我看过，与现场情况一致。",
    }
