"""What a mandate allows: in which matters, each power by its name, from when to when."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Day, LongText, Rows
from schemas.kinds.complaint.mandate.parties import MANDATE

INQUIRY = "《市场监督管理行政处罚程序规定》第二十九条"
POWERS = {
    "lodge": "代为提出投诉",
    "state": "代为陈述事实、提供材料",
    "attend": "代为参加调解",
    "answer": "代表单位接受询问",
    "receive": "代为签收文书",
    "change": "代为变更投诉请求",
    "waive": "代为放弃投诉请求",
    "settle": "代为达成调解协议并签署调解书",
}
_SETTLING = re.compile("(?:达成|签署|签订|订立)[^，。；]{0,8}(?:协议|调解书)|(?:代为|可以)和解")
_IN_FULL = re.compile("全权|一切(?:事宜|事项|权利)|所有(?:事宜|事项|权利)")
_OF_COURTS = re.compile("诉讼|起诉|上诉|反诉|开庭|承认[^，。；]{0,6}请求")


class NamedPowers(Part):
    """The powers that a `principal` gives, from the day on which the mandate is signed or later."""

    matters = LongText("委托事项", longest=1000, group="委托", own=True, source=MANDATE)
    powers = Rows(
        "委托权限", Choice("权限", POWERS), most=len(POWERS),
        group="委托", own=True, source=MANDATE,
        hint="变更、放弃请求和达成协议须逐项写明，写全权的不算。",
    )  # fmt: skip
    term_from = Day("委托期限自", group="委托", own=True, planned=True, source=MANDATE)
    term_to = Day("委托期限至", group="委托", own=True, planned=True, source=MANDATE)

    @rule(MANDATE)
    def mandate_has_a_term(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """It runs forward, from its signature or later, and is not over when it is given."""
        if value.term_to < value.term_from:
            yield error("/term_to", "term_reversed", "委托期限的终止日早于起始日，请核对。")
        elif value.term_to < value.signed_on:
            yield error("/term_to", "term_over", "委托期限在签名以前就已届满，请核对日期。")
        if value.term_from < value.signed_on:
            yield notice(
                "/term_from",
                "term_before_signing",
                "委托期限从签名以前开始，此前的行为要由委托人追认，请核对日期。",
            )

    @rule(MANDATE)
    def powers_are_named(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each power is named once; a mandate in full names none."""
        for index, power in enumerate(value.powers):
            if power in value.powers[:index]:
                detail = "这项委托权限已经选过，请删去重复的。"
                yield error(f"/powers/{index}", "power_repeated", detail)
        if _SETTLING.search(value.matters) and "settle" not in value.powers:
            yield error(
                "/powers",
                "power_not_ticked",
                "委托事项写了达成调解协议，委托权限里没有选，请由委托人改正其中一项。",
            )
        if _IN_FULL.search(value.matters):
            yield notice(
                "/matters",
                "powers_in_full",
                "委托事项写了全权一类，应当逐项写明权限，请委托人改写。",
            )
        if _OF_COURTS.search(value.matters):
            yield notice(
                "/matters",
                "court_wording",
                "委托事项是诉讼的用语，本委托书只用于投诉、调解和接受询问，请核对。",
            )

    @rule(INQUIRY)
    def nobody_testifies_for_another(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An agent answers for a unit; what a person knows only that person can say."""
        if "answer" in value.powers and value.principal.sort == "person":
            yield error(
                f"/powers/{value.powers.index('answer')}",
                "inquiry_is_personal",
                "接受询问只能由单位委托，个人应当本人接受询问，请删去这项权限。",
            )
