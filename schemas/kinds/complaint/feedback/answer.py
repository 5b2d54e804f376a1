"""答复和录入: the answer that was given, and the same words in each system."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, LongText, Moment, PersonName, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.kinds.complaint.feedback.entries import SAME, Entry, digest_of

WAYS = {
    "telephone": "电话",
    "sms": "短信",
    "platform": "互联网平台",
    "written": "书面",
    "visit": "当面",
}


class OneAnswer(KindSchema):
    """Who was answered when and how; each system and the file hold that answer."""

    published_as = "complaint_result_feedback"

    reply = LongText("答复内容", longest=4000, group="答复", own=True, source=SAME)
    replied_at = Moment("答复时间", group="答复", own=True)
    replied_by = PersonName("答复人", group="答复", own=True, personal=None, starts_as="me")
    reply_way = Choice("答复方式", WAYS, group="答复", own=True)
    entries = Rows("录入情况", Entry, most=10, group="录入", own=True, source=SAME)

    @derived(Text("答复内容校验值"))
    def reply_digest(self, value: Record, facts: Facts) -> str:
        """The digest that each entry has to bear as well."""
        return digest_of(value.reply)

    @rule(SAME)
    def one_answer_everywhere(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was told, what stands in each system and in the file are the same words."""
        for index, each in enumerate(value.entries):
            if each.digest != value.reply_digest:
                yield error(
                    f"/entries/{index}/entered",
                    "reply_differs",
                    "录入的内容与答复内容不一致，请改成同一内容后再反馈。",
                )
        systems = [each.system for each in value.entries]
        for index, system in enumerate(systems):
            if system in systems[:index]:
                yield error(
                    f"/entries/{index}/system",
                    "system_repeated",
                    "同一系统填了两次，请删去重复的。",
                )
        for index, each in enumerate(value.order_references):
            if each.system.startswith(("hotline", "national")) and each.system not in systems:
                yield notice(
                    f"/order_references/{index}",
                    "not_entered",
                    "这个平台的工单还没有录入结果，请录入后填写「录入情况」。",
                )
