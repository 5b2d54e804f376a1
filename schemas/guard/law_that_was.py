"""Tell whether a text names law that has ended as what it is: law that was."""

import re

from schemas.guard.reading import Passage
from schemas.law import RepealedCitation

_MARKS = "。；;\n"
_OVER = re.compile("废止|失效|不再(?:适用|施行|执行|沿用|使用|有效)|停止(?:施行|执行)")
_AND_NO_MORE = re.compile("不再(?:适用|施行|执行|沿用|使用|有效)|停止(?:施行|执行)")
# Whoever goes by it all the same takes nothing back.
_STILL = re.compile("仍|照旧|继续|依然|照样|参照")
_BY_IT = re.compile("(?:依据|根据|依照|按照?|适用|援引)[^，,]*$")
# A paper that teaches tells what was by such words.
_FORMERLY = re.compile("(?:^|[，,：:、（(“])(?:原|旧|过去|以前|之前|此前|曾|修订前|废止前|修改前)")


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
    if _AND_NO_MORE.search(after) or (advises and tells_of_before(before)):
        return True
    return _OVER.search(before + after) is not None and not _BY_IT.search(before)


def tells_of_before(words: str) -> bool:
    """Tell whether the beginning of a sentence announces what was: 原规定……, 以前……."""
    return _FORMERLY.search(words) is not None
