"""Compare the day from which a paper says that law holds with the day the law says itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from schemas.ground.base import Finding, notice
from schemas.ground.text import narrow
from schemas.guard.reading import Passage, Reading
from schemas.guard.told_days import DayTold
from schemas.law import Law, chinese_date
from schemas.law.instruments import Instrument

_IN_EFFECT = "施行"
_NATION = "中华人民共和国"
# Orders of the president begin anew with each term: their numbers alone name no law.
_NUMBERED_ANEW = "主席令"
# 《……（2022年修正）》, and what stands round the number of an order.
_EDITION = re.compile(r"[(〔\[][^()《》]{0,30}[修版令][^()《》]{0,30}[)〕\]]$")
_MARKS = re.compile(r"[\s《》()第令号]+")
_HOLDS = re.compile("施行|实施|生效")
_SENTENCE = "。；;\n"
# What may stand between a title and the day from which it holds: nothing that is another thing.
_LEADS_TO_THE_DAY = re.compile(
    r"》?\s*(?:[(〔][^()]{0,60}[)〕])?[,、\s]*"
    r"(?:[^,。；]{0,6}?[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日(?:公布|发布|印发|修订|修正|通过)[,、\s]*)?"
    r"(?:已经?|将|现|正式|即|均|也|修订后|公布后|的(?:施行|实施|生效)(?:日期|时间|日)?(?:为|是|:)?)*"
    r"(?:自|从|于|在)?"
)
_HOLDS_FROM = re.compile(r"\s*(?:零时|0时)?(?:起|开始|之日起)?(?:正式|开始)*(?:施行|实施|生效)")
# What a title follows where it stands without marks: of a longer title it would be the end.
_BEFORE_A_NAME = re.compile("(?:^|[^一-鿿0-9]|[按照据依的和与对由及第即])$")
_OTHER_BODY = re.compile("(?:药品|工商|质量|质检|公安|海关|商务|卫生|财政)[^，。；]{0,6}$")
_OF_THAT_DAY = re.compile(r"的\s*(?:新|新版|新修订的?)?\s*《?$")
_NAMES_ITS_DAY = re.compile(r"的(?:施行|实施|生效)(?:日期|时间|日)?(?:为|是|:)?$")


def days_of_effect(reading: Reading, dated: date, law: Law) -> Iterator[Finding]:
    """Yield every day of effect, entered or told, that is not the named law's own.

    Law is named by its title, in full or short, or by the number of its order.
    """
    yield from _entered(reading, law)
    if _HOLDS.search(reading.joined_free):
        yield from _told(reading, dated, law)


def _entered(reading: Reading, law: Law) -> Iterator[Finding]:
    for given in reading.days:
        if _IN_EFFECT not in given.field.label:
            continue
        day = given.day.date() if isinstance(given.day, datetime) else given.day
        row = reading.parts.get(given.pointer.rpartition("/")[0], ())
        named = _first_named((each.text for each in row), law)
        if named and day not in _days(named):
            yield notice(
                given.pointer,
                "effect_differs",
                f"{named[0].name}{_says(named)}，与「{given.field.label}」不同，请核对。",
                named[0].name,
            )


def _told(reading: Reading, dated: date, law: Law) -> Iterator[Finding]:
    names = _names(law)
    for passage in reading.free:
        if passage.field.spoken or not _HOLDS.search(passage.text):
            continue
        if named := _told_otherwise(passage, reading.days_of(passage, dated.year), names):
            yield notice(
                passage.pointer,
                "effect_told_otherwise",
                f"{named[0].name}{_says(named)}，与「{passage.field.label}」所写的日期不同，请核对。",
                named[0].name,
            )


def _told_otherwise(
    passage: Passage, days: Iterable[DayTold], names: Mapping[str, tuple[Instrument, ...]]
) -> tuple[Instrument, ...]:
    """Return the texts of the title of which a passage tells another day; none where it does not.

    The title stands right before the day (《……》自……起施行) or right after it (……起施行的《……》).
    """
    text = narrow(passage.text)
    for told in days:
        if not told.exact:
            continue
        first = max(text.rfind(mark, 0, told.start) for mark in _SENTENCE) + 1
        holds = _HOLDS_FROM.match(text, told.end)
        before, after = text[first : told.start], text[holds.end() :] if holds else ""
        for name, named in names.items():
            if told.day in _days(named):
                continue
            if _stands_before(name, before, holds=holds is not None):
                return named
            if holds and _stands_after(name, after):
                return named
    return ()


def _stands_before(name: str, before: str, *, holds: bool) -> bool:
    at = before.rfind(name)
    if at < 0 or not _begins_a_name(before, at, name):
        return False
    between = before[at + len(name) :]
    led = _LEADS_TO_THE_DAY.fullmatch(between)
    return led is not None and (holds or _NAMES_ITS_DAY.search(between) is not None)


def _stands_after(name: str, after: str) -> bool:
    at = after.find(name)
    return at >= 0 and _OF_THAT_DAY.fullmatch(after[:at]) is not None


def _begins_a_name(text: str, at: int, name: str) -> bool:
    """Tell whether a name begins there, and is not the end of a longer one."""
    before = text[:at].removesuffix(_NATION)
    if before.rfind("《") > before.rfind("》"):
        return before.endswith("《")
    if "号" in name:
        return not before[-1:].isdigit() and not _OTHER_BODY.search(before)
    return _BEFORE_A_NAME.search(before) is not None


def _first_named(texts: Iterable[str], law: Law) -> tuple[Instrument, ...]:
    """Return the texts of the first title, or order, that one of these fields is."""
    names = {_bare(name): named for name, named in _names(law).items()}
    return next((found for text in texts if (found := names.get(_bare(text)))), ())


def _bare(name: str) -> str:
    """Return what of a title or number makes it this one."""
    plain = _EDITION.sub("", narrow(name).strip()).removesuffix("》").removeprefix("《")
    return _MARKS.sub("", _EDITION.sub("", plain)).removeprefix(_NATION)


def _names(law: Law) -> Mapping[str, tuple[Instrument, ...]]:
    """Return the texts whose days are known, by every title and number of an order."""
    found: dict[str, tuple[Instrument, ...]] = {}
    for each in law.instruments.by_id.values():
        numbered = each.number.endswith("号") and _NUMBERED_ANEW not in each.number
        for name in (*each.titles, *((each.number,) if numbered else ())):
            if each.days_of_effect:
                found[name] = (*found.get(name, ()), each)
    return found


def _days(named: Iterable[Instrument]) -> frozenset[date]:
    return frozenset(day for each in named for day in each.days_of_effect)


def _says(named: tuple[Instrument, ...]) -> str:
    days = "、".join(chinese_date(day) for day in sorted(_days(named)))
    return f"的施行日期是{days}"
