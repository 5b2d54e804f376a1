"""Check the ways to appeal that a text gives: the law alone sets how long they are open."""

import re
from collections.abc import Iterator

from schemas.ground.base import Finding, error
from schemas.guard.folding import folded
from schemas.guard.reading import Reading
from schemas.law import read_numeral

RECONSIDERATION = "《中华人民共和国行政复议法》第二十条"
LITIGATION = "《中华人民共和国行政诉讼法》第四十六条"
_NUMERAL = "[0-9零〇一二三四五六七八九十百]+"
_TERM = re.compile(
    rf"(?<![年月第])(?P<number>{_NUMERAL})(?P<unit>个?工作日|日|天|个月|月|年)(?:之?内|以内|的期限|期限)"
    rf"|期限[^，。；]{{0,3}}[为是](?P<other>{_NUMERAL})(?P<of>个?工作日|日|天|个月|月|年)"
)
_MARKS = "。；;\n"


def remedies_as_the_law_has_them(reading: Reading) -> Iterator[Finding]:
    """Yield every text that gives another time for reconsideration or an action than the law."""
    joined = reading.joined
    if "复议" not in joined and "诉讼" not in joined and "起诉" not in joined:
        return
    for passage in reading.free:
        for sentence in re.split(f"[{_MARKS}]", folded(passage.text)):
            for clause in sentence.split("，也"):
                yield from _wrong(passage.pointer, clause)


def _wrong(pointer: str, clause: str) -> Iterator[Finding]:
    if "行政复议" in clause or "申请复议" in clause:
        right, source, what = (60, "日"), RECONSIDERATION, "申请行政复议的期限是六十日"
    elif "行政诉讼" in clause:
        right, source, what = (6, "个月"), LITIGATION, "提起行政诉讼的期限是六个月"
    else:
        return
    terms = [
        (read_numeral(found["number"] or found["other"]), found["unit"] or found["of"])
        for found in _TERM.finditer(clause)
    ]
    if terms and not any(_same(term, right) for term in terms):
        detail = f"{what}，这里写的不同，请改正；文书已有告知的，不必另写。"
        yield error(pointer, "remedy_period", detail, source)


def _same(term: tuple[int, str], right: tuple[int, str]) -> bool:
    unit = term[1].replace("天", "日")
    return (term[0], unit if unit != "月" else "个月") == right
