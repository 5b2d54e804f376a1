"""律师意见和采纳情况: what the lawyer advised, and what the bureau makes of it."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, Group, LongText, PersonName
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role
from schemas.kinds.report.consultation.asked import CONTRACT

ANSWERED, MADE_OF_IT = "律师意见", "采纳情况"
ADOPTIONS = {"adopted": "采纳", "partly": "部分采纳", "not_adopted": "不采纳"}
_DECIDES = re.compile(
    "(?:本所|我所|律师)[^，。；]{0,6}(?:决定|批准|同意)(?:立案|不予立案|处罚|移送)"
    "|(?<!建议)(?:决定|批准)(?:予以)?(?:立案|不予立案|处罚)"
)


class Adoption(Part):
    """采纳情况: what somebody of the bureau makes of the advice, and why."""

    published_as = "legal_consultation_note"

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


class AdviceTaken(KindSchema):
    """An opinion that decides nothing, and the decision of somebody of the bureau on it."""

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

    @rule(CONTRACT)
    def advice_decides_nothing(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whether a case is filed the head of the bureau decides."""
        if _DECIDES.search(value.legal_opinion):
            yield notice(
                "/legal_opinion",
                "advice_decides",
                "律师意见只供参考，立案、不予立案、处罚由本机关负责人决定，请照律师原意改写。",
            )
