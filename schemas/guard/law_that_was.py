"""Tell whether a text names law that has ended as what it is: law that was."""

import re

from schemas.guard.reading import Passage
from schemas.guard.told_days import days_told
from schemas.law import RepealedCitation

_MARKS = "。；;\n"
_OVER = re.compile("废止|失效|不再(?:适用|施行|执行|沿用|使用|有效)|停止(?:施行|执行)")
_AND_NO_MORE = re.compile("不再(?:适用|施行|执行|沿用|使用|有效)|停止(?:施行|执行)")
# Whoever goes by it all the same takes nothing back.
_STILL = re.compile("仍|照旧|继续|依然|照样|参照")
_BY_IT = re.compile("(?:依据|根据|依照|按照?|适用|援引)[^，,]*$")
# A paper that teaches tells what was by such words.
_FORMERLY = re.compile("(?:^|[，,：:、（(“])(?:原|旧|过去|以前|之前|此前|曾|修订前|废止前|修改前)")


# What was done by law that held then: 已依照当时有效的……处理完毕, on a day of its time.
_AS_IT_WAS = re.compile(
    "当时(?:有效|施行|适用|的)|[现后][已来]?(?:经|被)*废止|已(?:经|被|于[^，。]{0,12})?废止|废止前"
)
_ENDED = re.compile("[现后]?[已来]?(?:经|被|于[^，。]{0,12})*(?:废止|失效)")
_WAS_DONE = re.compile("[已曾]|完毕|办结|终结|(?:处理|作出|受理|终止|答复|告知)过")
_IS_DONE_NOW = re.compile("现(?!已|经|行|被)|拟|将|据此|因此|故[对你不决]")


def told_as_ended(passage: Passage, found: RepealedCitation, *, advises: bool) -> bool:
    """Tell whether a text says itself that what it names no longer holds.

    A field for what was before says so by its place, and a paper that `advises` by 原 or 以前.
    """
    if passage.field.former:
        return True
    first = max(passage.text.rfind(mark, 0, found.start) for mark in _MARKS) + 1
    last = min(
        (at for mark in _MARKS if (at := passage.text.find(mark, found.end)) >= 0),
        default=len(passage.text),
    )
    before, after = passage.text[first : found.start], passage.text[found.end : last]
    if _STILL.search(before + after):
        return False
    if _done_in_its_time(before, after, found):
        return True
    if _AND_NO_MORE.search(after) or (advises and tells_of_before(before)):
        return True
    return _OVER.search(before + after) is not None and not _BY_IT.search(before)


def _done_in_its_time(before: str, after: str, found: RepealedCitation) -> bool:
    """Tell whether a sentence tells what was done by law that has ended, on days of its time."""
    sentence = before + after
    if not _AS_IT_WAS.search(sentence) or _IS_DONE_NOW.search(sentence):
        return False
    told = list(days_told(sentence, found.on.year))
    return (
        bool(told)
        and all(found.instrument.governs(each.day) for each in told)
        and _WAS_DONE.search(_ENDED.sub("", sentence)) is not None
    )


def tells_of_before(words: str) -> bool:
    """Tell whether the beginning of a sentence announces what was: 原规定……, 以前……."""
    return _FORMERLY.search(words) is not None
