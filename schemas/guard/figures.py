"""Compare the figures that texts tell with each other: what is left, and until when goods keep."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from schemas.ground.base import Finding, notice
from schemas.guard.reading import Reading
from schemas.guard.telling import TELLING
from schemas.guard.told_days import DayTold
from schemas.law import read_numeral

_NUMERAL = "(?<![0-9])[0-9]{1,3}|[一二三四五六七八九十百]{1,5}"
_LEFT = re.compile(
    f"(?:剩余|还剩|尚余|余下|剩下|未使用|未消费|未上)的?({_NUMERAL})(课时|个月|节|次|张|件|盒|袋|瓶|台|晚|天)"
)
_KEEPS = re.compile(
    f"(?<!超过)(?<!已过)(?<!过了)保质期(?:为|是|至|：|:)?({_NUMERAL})(个月|月|天|日|年)"
)
# What is not over stands before the words and is looked for once they are found.
_IS_OVER = re.compile(
    "(?:超过|已过|过了|超出)(?<!未..)(?<!没有..)(?<!是否..)了?[^，。；]{0,4}保质期|过期(?<!未..)(?<!没有..)"
)
# Or the day until which goods keep is told itself.
_KEEPS_UNTIL = re.compile("(?<!超过)(?<!已过)(?<!过了)保质期(?:限|为|是|:)*[至到](?=[0-9]{4})")
# A text that says so itself is not about what another text calls over.
_IS_NOT_OVER = re.compile("(?:未|没有?|不)(?:超过|过期|过了|超出)|保质期(?:以|之)?内")
_DAYS_OVER = re.compile("超过(?:了)?保质期(?:已)?([0-9]{1,3})[天日]")
_TOTAL = re.compile(
    "(?:(?:本|全|上半|下半)(?:期|月|季|年)度?[^，。；0-9]{0,6}共计?|总计|总共)[^，。；,0-9]{0,12}?(?:123[14]5[^，。；,0-9]{1,6}?)?([0-9][0-9,]{0,8})(?:件|次|户|项|家|份)"
)
_MAY_BE_LEFT = re.compile("剩|尚余|余下|未使用|未消费|未上")
# Days, months or years: nothing is sold that keeps longer.
_LONGEST = 999
_MADE, _BEFORE = "生产日期", 10
_MANY = "([0-9]{1,6}|[一二三四五六七八九十百]{1,5})"
_CLASSIFIER = "(人次|[件份人名家户项次条张台批瓶盒袋个宗起])"
# So many were looked at, of these so many are told: a part is not more than the whole.
_OF_THESE = re.compile(
    f"(?:抽[查看检取样]|检查|查看|核查|随机抽取|应到|应检|共有?|发放|收到){_MANY}{_CLASSIFIER}(?P<between>[^。；;0-9\n]{{0,14}}?)"
    f"(?:其中[^。；;0-9，,]{{0,6}}?|实到|实检|收回|[，,]有?){_MANY}\\2(?P<after>[^，。；;\n]{{0,10}})"
)
_OTHERS_BESIDE = re.compile("另|再|又|还|新增|此外|补|上次|上期|去年|同期")
# What falls does not rise.
_FROM_TO = re.compile(
    "[由从]([0-9]+(?:[.][0-9]+)?)(%|[^，。；0-9由从至到]{0,4}?)(?:下|上)?"
    "(?P<way>缩短|缩减|压缩|减少|降低|下降|回落|降|减|增加|提高|提升|上升|增长|升高|升|增|延长)[到至为]([0-9]+(?:[.][0-9]+)?)"
)
_FALLS = frozenset("缩压减降下回")


def figures_that_differ(reading: Reading, dated: date) -> Iterator[Finding]:
    """Yield what is left, told twice and differently, and goods past a shelf life not yet over."""
    joined = reading.joined
    if _MAY_BE_LEFT.search(joined):
        yield from _left(reading)
    if "保质期" in joined and (_MADE in joined or "月" in joined):
        yield from _kept_too_long(reading, dated)
    yield from _that_cannot_be(reading)


def _that_cannot_be(reading: Reading) -> Iterator[Finding]:
    """Yield where a part is told that is more than its whole, and a fall to more than before."""
    texts = reading.continuous
    told = set[str]()
    for found in _OF_THESE.finditer(texts.text):
        beside = found["between"] + found["after"]
        if read_numeral(found[4]) > read_numeral(found[1]) and not _OTHERS_BESIDE.search(beside):
            told.add(texts.holder(found.start()).pointer)
    for found in _FROM_TO.finditer(texts.text):
        before, after = float(found[1]), float(found[4])
        falls = found["way"][0] in _FALLS
        if (after > before) if falls else (after < before):
            told.add(texts.holder(found.start()).pointer)
    for passage in reading.free if told else ():
        if passage.pointer in told and not passage.field.spoken:
            yield notice(
                passage.pointer,
                "figures_impossible",
                f"「{passage.field.label}」里前后两个数对不上：部分多于全部，或者升降与数字相反，请核对。",
                TELLING,
            )


def totals_of_another(reading: Reading) -> Iterator[Finding]:
    """Yield every total told in a report of figures that none of its own figures comes to.

    A total is one of the report's counts, or two that stand beside each other.
    """
    known: set[int] = set()
    for passage, text in reading.continuous.pieces():
        for found in _TOTAL.finditer(text):
            known = known or {
                *reading.counts,
                *(sum(pair) for pair in pairwise(reading.counts)),
            }
            if int(found[1].replace(",", "")) not in known:
                yield notice(
                    passage.pointer,
                    "total_of_another",
                    f"「{passage.field.label}」写的合计数与本表的数字都不相等，请核对。",
                    TELLING,
                )
                break


def _left(reading: Reading) -> Iterator[Finding]:
    """Yield where a text leaves another number of something than one before it.

    A text that tells of several numbers of one thing compares them itself.
    """
    first: dict[str, int] = {}
    for passage, text in reading.continuous.pieces():
        if passage.field.spoken or not _MAY_BE_LEFT.search(text):
            continue
        told: dict[str, set[int]] = {}
        for found in _LEFT.finditer(text):
            told.setdefault(found[2], set()).add(read_numeral(found[1]))
        for unit, numbers in told.items():
            number = min(numbers)
            if len(numbers) == 1 and first.setdefault(unit, number) != number:
                yield notice(
                    passage.pointer,
                    "counts_differ",
                    f"这里写的剩余数量（{unit}）与前面写的不同，请核对，改正其中一处。",
                    TELLING,
                )


def _kept_too_long(reading: Reading, dated: date) -> Iterator[Finding]:
    """Yield where goods keep longer than until the day told, though a text calls them over."""
    texts = reading.continuous
    if not _IS_OVER.search(texts.text):
        return
    for passage, text in texts.pieces():
        if "保质期" not in text or _IS_NOT_OVER.search(text):
            continue
        days = tuple(each for each in reading.days_of(passage, dated.year) if each.exact)
        kept = _kept_until(text, days, dated)
        if kept is None:
            continue
        until, of_the_goods = kept
        seen = (each.day for each in days if each not in of_the_goods and each.day <= dated)
        latest = max(seen, default=dated)
        over = _DAYS_OVER.search(text)
        if over and (latest - until).days != int(over[1]):
            yield notice(
                passage.pointer,
                "days_over_miscounted",
                "按这里写的生产日期和保质期计算，超过保质期的天数不是所写的天数，请重新计算。",
                TELLING,
            )
        if latest <= until:
            yield notice(
                passage.pointer,
                "shelf_life_not_over",
                "按这里写的生产日期和保质期计算，到所写的日子还没有超过保质期，请核对日期和期限。",
                TELLING,
            )


def _kept_until(
    text: str, days: tuple[DayTold, ...], dated: date
) -> tuple[date, tuple[DayTold, ...]] | None:
    """Return until when a text says that its goods keep, and the days that say so.

    Nothing where it tells of several goods: which of them is over nobody can know.
    """
    until = [each for each in days if any(each.start == at for at in _ends_of_keeping(text))]
    if len(until) == 1 and text.count("保质期至") + text.count("保质期到") <= 1:
        made = [each for each in days if _of_making(text, each)]
        return (until[0].day, (*until, *made)) if len(made) <= 1 else None
    keeps = _KEEPS.findall(text)
    if len(keeps) != 1 or text.count(_MADE) != 1 or read_numeral(keeps[0][0]) > _LONGEST:
        return None
    made = [each for each in days if _of_making(text, each)]
    if not made or made[0].day > dated:
        return None
    return _keeps_until(made[0].day, *keeps[0]), (made[0],)


def _ends_of_keeping(text: str) -> list[int]:
    return [found.end() for found in _KEEPS_UNTIL.finditer(text)]


def _of_making(text: str, day: DayTold) -> bool:
    """Tell whether a day is that on which goods were made: it follows these words at once."""
    since = text.rfind(_MADE, 0, day.start)
    return since >= 0 and day.start <= since + len(_MADE) + _BEFORE


def _keeps_until(made: date, numeral: str, unit: str) -> date:
    """Return the last day on which goods made on a day keep for so many 天, 个月 or 年."""
    number = read_numeral(numeral)
    if unit in "天日":
        return made + timedelta(days=number)
    months = made.month - 1 + number * (12 if unit == "年" else 1)
    year, month = made.year + months // 12, months % 12 + 1
    return date(year, month, min(made.day, monthrange(year, month)[1]))
