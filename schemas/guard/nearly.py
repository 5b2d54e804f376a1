"""Find a name or number that is nearly another of the same case: one character was mistyped.

A paper that names the party by one wrong character is served on nobody.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from schemas.ground.base import Finding, notice
from schemas.ground.fields import CreditCode, PartyName, PersonName
from schemas.guard.folding import address_core, folded_name
from schemas.guard.reading import Passage, Reading

TELLING = "文书所载事实"
# Before so many names a list is one of many firms, and alike is nobody's mistake.
_MOST_NAMES = 12
_BRAND, _SHORTEST, _HALF = 2, 6, 9
_GIVEN = 3
_HANZI = re.compile("[\u4e00-\u9fff]")
# What follows two characters of a name that are a name, or the head of a word, of their own.
_GOES_ON = frozenset("的和与及等在对向从到说称把被将已也又曾同是为给来去系不未没先女经老师")
_CODE = re.compile("(?<![0-9A-Za-z])[0-9A-HJ-NP-RT-UW-Y]{18}(?![0-9A-Za-z])")
_PLATE = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]·?[A-HJ-NP-Z0-9]{5,6}(?![0-9A-Za-z])"
)
_PLACES: Mapping[type, int] = {PartyName: 0, PersonName: 1, CreditCode: 2}
_ROW = re.compile("/[0-9]+")


def nearly_another(reading: Reading) -> Iterator[Finding]:
    """Yield every text with a name, a credit code or a plate that is nearly one of the case's."""
    told = set[str]()
    firms, people, codes = _named(reading)
    found = (*_firms(firms, reading), *_people(people, reading), *_numbers(codes, reading))
    for passage, what in found:
        if passage.pointer not in told:
            told.add(passage.pointer)
            yield notice(
                passage.pointer,
                "nearly_another",
                f"「{passage.field.label}」里的{what}与本案其他栏目只差一个字（位），请核对是否写错。",
                TELLING,
            )


def _differ_in_one(one: str, other: str) -> bool:
    """Tell whether two of a length differ in one place, or in two neighbours that are swapped."""
    if len(one) != len(other) or one == other:
        return False
    places = [at for at, (here, there) in enumerate(zip(one, other, strict=True)) if here != there]
    if len(places) == 1:
        return True
    first, *rest = places
    return rest == [first + 1] and one[first : first + 2] == other[first : first + 2][::-1]


def _named(reading: Reading) -> tuple[list[Passage], list[Passage], list[Passage]]:
    """Return every name of a firm, every name of a person and every credit code."""
    found: tuple[list[Passage], list[Passage], list[Passage]] = ([], [], [])
    for each in reading.passages:
        if not each.free and (place := _PLACES.get(type(each.field))) is not None:
            found[place].append(each)
    return found


def _firms(named: list[Passage], reading: Reading) -> Iterator[tuple[Passage, str]]:
    if not named or len(named) > _MOST_NAMES:
        return
    cores = {address_core(folded_name(each.text)): each for each in named}
    for one, other in combinations(cores, 2):
        here, there = (_ROW.sub("", cores[each].pointer) for each in (one, other))
        if len(one) >= _SHORTEST and here != there and _differ_in_one(one, other):
            yield cores[other], "名称"
    texts = reading.continuous
    for core in cores:
        if len(core) < _SHORTEST:
            continue
        brand, rest = core[:_BRAND], core[_BRAND:]
        for start in _found_at(rest, texts.text):
            written = texts.text[start - _BRAND : start + len(rest)]
            if written not in cores and _differ_in_one(written, core):
                yield texts.holder(start), "名称"
        for start in _found_at(brand, texts.text):
            written = texts.text[start : start + len(core)]
            if written not in cores and _differ_in_one(written, core):
                yield texts.holder(start), "名称"


def _people(named: list[Passage], reading: Reading) -> Iterator[tuple[Passage, str]]:
    texts = reading.continuous
    names = {each.text for each in named} if len(named) <= _MOST_NAMES else set[str]()
    for name in names:
        begins = name[:2]
        if len(name) != _GIVEN or texts.text.count(begins) == texts.text.count(name):
            continue
        for start in _found_at(begins, texts.text):
            written = texts.text[start : start + _GIVEN]
            last = written[2:]
            others = begins in names or written in names or last in _GOES_ON
            passage = texts.holder(start)
            if not others and _HANZI.match(last) and not passage.field.spoken:
                yield passage, "姓名"


def _numbers(named: list[Passage], reading: Reading) -> Iterator[tuple[Passage, str]]:
    texts = reading.continuous
    codes = {each.text for each in named}
    # One character off, a code keeps one of its halves.
    near = any(each[:_HALF] in texts.text or each[_HALF:] in texts.text for each in codes)
    for found in _CODE.finditer(texts.text) if near else ():
        if any(_differ_in_one(found[0], code) for code in codes):
            yield texts.holder(found.start()), "统一社会信用代码"
    plates: list[str] = []
    for found in _PLATE.finditer(texts.text):
        plate = found[0].replace("·", "")
        if any(_differ_in_one(plate, each) for each in plates):
            yield texts.holder(found.start()), "号牌"
        plates.append(plate)


def _found_at(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
