"""Compare the numbers of our own papers, wherever they are cited, with their printed form."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from schemas.ground.base import Facts, Finding, notice
from schemas.ground.house import number_prefixes
from schemas.guard.reading import Reading
from schemas.law import DocumentNumberError, Law

# [2026]第031号, (2026) 31号: a year in whatever brackets, and the serial after it.
_YEAR_AND_SERIAL = re.compile(
    r"[〔﹝［\[(（【]\s*[0-9０-９]{4}\s*[〕﹞］\])）】]\s*第?\s*[0-9０-９]{1,8}"
    r"(?:\s*[-－—–]\s*[0-9０-９]{1,8})?\s*(?P<ends>号?)"
)
_CODE = re.compile("[\u4e00-\u9fff]{0,4}")
# Styles of number_styles.toml.
_OFFICIAL, _OF_COMPLAINTS = "gbt9704", "complaint_form"


class _Head(NamedTuple):
    """What stands before the year of a number: 机关代字 and class code."""

    prefix: str
    code: str


def numbers_as_printed(reading: Reading, facts: Facts) -> Iterator[Finding]:
    """Yield every number of a class of our own papers that its class prints otherwise.

    A paper's own number is judged by its own field; what was said is written as it was said.
    """
    if not _YEAR_AND_SERIAL.search(reading.joined_free):
        return
    prefixes = number_prefixes(facts.house)
    for passage in reading.free:
        if not passage.field.spoken and (right := _right_of(passage.text, prefixes, facts.law)):
            number, source = right
            yield notice(
                passage.pointer,
                "number_form",
                f"「{passage.field.label}」里的文号应写成“{number}”，请照原件核对。",
                source,
            )


def _right_of(text: str, prefixes: tuple[str, ...], law: Law) -> tuple[str, str] | None:
    """Return the first number that is written otherwise, as its class prints it, and its source.

    What bears a class code is numbered as official papers are. The complaint forms number without
    one, with 第; so do official papers of no class, without 第.
    """
    for found in _YEAR_AND_SERIAL.finditer(text):
        before = text[: found.start()].rstrip()
        head = next(filter(None, (_head(before, each) for each in prefixes)), None)
        # 〔2026〕31、32号 and the like have their 号 at the end.
        if head is None or not (found["ends"] or not text[found.end() :].strip()):
            continue
        given = text[len(before) - len(head.prefix + head.code) : found.end()]
        styles = (_OFFICIAL,) if head.code else (_OFFICIAL, _OF_COMPLAINTS)
        known = [law.number_class(style, head.code) for style in styles]
        try:
            right = {series.printed(given): series.style.source for series in known}
        except DocumentNumberError:
            continue
        if given not in right:
            # Whoever typed 第 meant the form that has it.
            return list(right.items())[-1 if "第" in given else 0]
    return None


def _head(before: str, prefix: str) -> _Head | None:
    """Return the head that a text ends with; None where its 机关代字 is another."""
    at = before.rfind(prefix)
    code = before[at + len(prefix) :] if at >= 0 else ""
    return _Head(prefix, code) if at >= 0 and _CODE.fullmatch(code) else None
