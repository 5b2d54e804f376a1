"""Where an answer was entered: the same words in each system, shown by one digest."""

import hashlib
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Choice, LongText, Moment, Text
from schemas.parts.orders import SOURCES

SAME = "合同关于办理、答复、录入、反馈一致的约定"
_SHOWN = 16


def digest_of(words: str) -> str:
    """Return the first digits of the SHA-256 of a text without its blanks and line ends."""
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()[:_SHOWN]


class Entry(Part):
    """录入: the answer in one system, when, and the words that stand there."""

    system = Choice("录入系统", SOURCES)
    entered_at = Moment("录入时间")
    entered = LongText("录入的内容", longest=4000, kept=True, source=SAME)

    @derived(Text("校验值"))
    def digest(self, value: Record, facts: Facts) -> str:
        """What shows that two texts are one."""
        return digest_of(value.entered)

    @rule(SAME)
    def something_was_entered(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A word of courtesy is no answer."""
        if len("".join(value.entered.split())) < len("已退款结案"):
            yield error("/entered", "entry_empty", "录入的内容过短，请照系统里的原文填写。")
