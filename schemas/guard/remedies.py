"""Check the ways to appeal that a text gives: the law alone sets how long they are open."""

import re
from collections.abc import Iterator

from schemas.ground.base import Finding, error
from schemas.guard.folding import folded
from schemas.guard.reading import Reading
from schemas.law import read_numeral

RECONSIDERATION = "《中华人民共和国行政复议法》第二十条"
LITIGATION = "《中华人民共和国行政诉讼法》第四十六条"
ACCEPTANCE = "《市场监督管理投诉举报处理办法》第十五条"
WAYS = "《市场监督管理投诉举报处理办法》第二十五条"
_NUMERAL = "[0-9零〇一二三四五六七八九十百]+"
_TERM = re.compile(
    rf"(?<![年月第])(?P<number>{_NUMERAL})(?P<unit>个?工作日|日|天|个月|月|年)(?:之?内|以内|的期限|期限)"
    rf"|期限[^，。；]{{0,3}}[为是](?P<other>{_NUMERAL})(?P<of>个?工作日|日|天|个月|月|年)"
)
_MARKS = "。；;\n"


# What nobody can be told by a decision: that there is no way on.
_DENIED = re.compile(
    "(?:不得|不能|不可以?|无权|不再享有)[^，。；]{0,10}(?:投诉|起诉|提起诉讼|行政诉讼|复议|申诉|信访|仲裁)(?!人)"
    "|(?:为|是|系|属)(?:最终|终局)(?:决定|裁决|处理)|终局(?:决定|裁决)|不可(?:诉|复议)"
)
_SPEAKS_OF = ("复议", "诉讼", "起诉", "终局", "最终", "不得", "无权", "工作日")
# A time is told of one of these.
_TIMED = ("受理", "复议", "行政诉讼")
_ACCEPTED_WITHIN = re.compile(
    rf"(?<![年月第0-9])(?P<number>{_NUMERAL})(?:个?(?P<unit>工作日)(?:之?内|以内)?|(?P<plain>日|天)(?:之?内|以内))"
    "[^，。；]{0,10}(?:是否|予以|不予)?受理(?!之日|以?后)"
)


def remedies_as_the_law_has_them(reading: Reading) -> Iterator[Finding]:
    """Yield every text that gives another time than the law, or that denies a way on."""
    joined = reading.joined
    if not any(each in joined for each in _SPEAKS_OF):
        return
    if _DENIED.search(reading.continuous.text):
        yield from _denied(reading)
    for passage in reading.free:
        if not any(each in passage.text for each in _TIMED):
            continue
        for sentence in re.split(f"[{_MARKS}]", folded(passage.text)):
            for clause in sentence.split("，也"):
                yield from _wrong(passage.pointer, clause)


def _denied(reading: Reading) -> Iterator[Finding]:
    for passage in reading.free:
        if passage.field.kept or passage.field.spoken:
            continue
        if _DENIED.search(passage.text):
            detail = "文书不能剥夺投诉、复议、诉讼等途径，也没有终局的效力，请删去有关文字。"
            yield error(passage.pointer, "remedies_denied", detail, WAYS)


def _wrong(pointer: str, clause: str) -> Iterator[Finding]:
    if within := _ACCEPTED_WITHIN.search(clause):
        if (read_numeral(within["number"]), within["unit"]) != (7, "工作日"):
            detail = "是否受理应当在收到投诉之日起七个工作日内决定，这里写的不同，请改正。"
            yield error(pointer, "acceptance_period", detail, ACCEPTANCE)
        return
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
