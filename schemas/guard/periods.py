"""Compare the periods that texts tell with those of the law: the rows of `periods.toml`.

What a clerk promises a party in a sentence of his own is as wrong as in a field (rules of the
periods: `schemas/law/deadlines.toml`, which computes days; this reads words).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schemas.ground.base import Finding, notice
from schemas.guard.hints import Hints
from schemas.guard.law_that_was import tells_of_before
from schemas.guard.reading import Reading
from schemas.guard.tables import read_rows
from schemas.law import read_numeral

_UNITS = {"工作日": "w", "日": "d", "天": "d", "月": "m", "年": "y", "小时": "h", "周": "7d"}
_PERIOD = (
    r"(?P<{0}>[0-9]{{1,3}}|[一二三四五六七八九十百两]{{1,5}})"
    "个?(?P<{1}>工作日|自然日|小时|日|天|月|年|周)"
)
# A number is a period where something says that it ends, or how long it is.
_ENDING = re.compile(
    _PERIOD.format("number", "unit")
    + "(?=之?内|以内|的?期限|的?时限|为限|届满|期满|后?(?:视为|即视为)"
    "|后(?:再|才|方|作出|决定)|的?(?:投诉)?时效)"
)
_BEFORE = frozenset("年月第.0123456789一二三四五六七八九十百个")
_HOW_LONG = (
    *("期限", "时限", "期间", "延长", "顺延", "展期", "保存", "不超过", "超过", "超出"),
    *("最长", "为期", "限期", "经过", "时效", "之日起"),
)
_LASTING = re.compile(
    f"(?:{'|'.join(_HOW_LONG)})(?:再|又|至|到|为|是|了|满|:|,)*" + _PERIOD.format("number", "unit")
)
_ENDS = Hints(
    f"{unit}{end}"
    for unit in ("日", "天", "月", "年", "时", "周")
    for end in (
        *("内", "之内", "以内", "的期限", "期限", "的时限", "时限", "为限", "届满", "期满", "时效"),
        *(
            "后再",
            "后才",
            "后方",
            "后作出",
            "后决定",
            "视为",
            "即视为",
            "后视为",
            "后即视为",
            "的时效",
            "投诉时效",
            "的投诉时效",
        ),
    )
)
_LASTS = Hints(_HOW_LONG)
_SENTENCE_END, _CLAUSE_END = "。;\n", ",。;\n"
_SAID_BY_OTHERS = re.compile(
    "(?:合同|承诺|保质|质保|保修|三包|会员|租期|服务期|无理由|售后|订单|店方|商家|被投诉人|经营者)"
)


@dataclass(frozen=True, slots=True)
class Period:
    """One period of the law: what a clause about it says, and how long it may be.

    `otherwise` says that it counts only where a clause speaks of no other period.
    """

    about: re.Pattern[str]
    unless: re.Pattern[str] | None
    right: frozenset[str]
    of_records: bool
    otherwise: bool
    detail: str
    source: str

    def may_last(self, length: str) -> bool:
        """Tell whether a length can be meant for it: no period in days is taken for years."""
        return not length.endswith("y") or any(each.endswith("y") for each in self.right)

    def distance(self, clause: str, place: int) -> int | None:
        """Return how far from a place the clause speaks of it; None where it does not."""
        near = [
            max(found.start() - place, place - found.end(), 0)
            for found in self.about.finditer(clause)
        ]
        if not near or (self.unless and self.unless.search(clause)):
            return None
        return min(near)


def _row(row: dict[str, Any]) -> Period:
    unless = re.compile(row["unless"]) if "unless" in row else None
    about, right = re.compile(row["about"]), frozenset(row["right"])
    of_records = row.get("of_records", False)
    otherwise = row.get("otherwise", False)
    return Period(about, unless, right, of_records, otherwise, row["detail"], row["source"])


PERIODS = tuple(_row(row) for row in read_rows("periods.toml"))


def periods_as_the_law_has_them(reading: Reading, *, advises: bool = False) -> Iterator[Finding]:
    """Yield every text that gives a period of the law another length than the law does.

    A paper that `advises` may tell of the length that a period had before, and of what an office
    set itself.
    """
    texts = reading.continuous
    told = set[str]()
    for found in _told(reading):
        passage = texts.holder(found.start())
        if passage.field.spoken or passage.field.former or passage.pointer in told:
            continue
        first = max(texts.text.rfind(mark, 0, found.start()) for mark in _SENTENCE_END) + 1
        if advises and tells_of_before(texts.text[first : found.start()]):
            continue
        length = _length(found["number"], found["unit"])
        period = _nearest(texts.text, found)
        if advises and period and period.of_records:
            continue
        if period and length not in period.right and period.may_last(length):
            told.add(passage.pointer)
            yield notice(passage.pointer, "period_told", period.detail, period.source)


def _told(reading: Reading) -> Iterator[re.Match[str]]:
    text = reading.continuous.text
    if _ENDS.may_stand_in(text, reading.pairs):
        for found in _ENDING.finditer(text):
            if text[found.start() - 1 : found.start()] not in _BEFORE:
                yield found
    if _LASTS.may_stand_in(text, reading.pairs):
        yield from _LASTING.finditer(text)


def _length(number: str, unit: str) -> str:
    count = 2 if number == "两" else read_numeral(number.replace("两", "二"))
    if unit == "周":
        return f"{count * 7}d"
    return f"{count}{_UNITS[unit.removeprefix('自然')]}"


def _nearest(text: str, found: re.Match[str]) -> Period | None:
    """Return the period that is spoken of nearest to a number: in its clause, or its sentence."""
    for ends in (_CLAUSE_END, _SENTENCE_END):
        first = max(text.rfind(mark, 0, found.start()) for mark in ends) + 1
        last = min((at for mark in ends if (at := text.find(mark, found.end())) >= 0), default=-1)
        clause = text[first : last if last >= 0 else len(text)]
        if _SAID_BY_OTHERS.search(clause):
            return None
        near = [
            (distance, each)
            for each in PERIODS
            if (distance := each.distance(clause, found.start() - first)) is not None
        ]
        if near:
            return min(near, key=lambda pair: (pair[1].otherwise, pair[0]))[1]
    return None
