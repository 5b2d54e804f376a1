"""Find people whom a text names beside what they told the bureau, and whom the case does not know.

A reporter must stay unknown (Order 121 art. 37) though nobody calls him one: a neighbour, a
bookkeeper, anybody with a name who 反映, 提供 or 告诉. A case names its people in fields.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from schemas.ground.base import Finding, notice
from schemas.ground.fields import PartyName, PersonName
from schemas.guard.folding import folded_name
from schemas.guard.hints import Hints
from schemas.guard.reading import Reading
from schemas.guard.reporters import CONFIDENTIALITY
from schemas.guard.surnames import DOUBLE_SURNAMES, SURNAMES
from schemas.guard.tables import Late, alternation, read_words

_WORDS = read_words("strangers.toml")
_NO_NAMES = tuple(_WORDS["no_names"])
_TITLES = "|".join(_WORDS["titles"])
_TOLD = "|".join(_WORDS["told"])
_NAME = (
    rf"(?:(?:[{SURNAMES}]|{'|'.join(DOUBLE_SURNAMES)})(?:{_TITLES}|[\u4e00-\u9fff]{{1,2}}?)"
    rf"|[老小][{SURNAMES}](?!板|学|店|区|市))"
)
_AFTER = (
    rf"(?=$|[\d,。;、:“()\s]|{_TOLD}|表示|提|投诉|举报"
    "|[的向在于与和等来称说告指讲拍也曾还电到给是系打发带处家手从多去这本因此交已被对就])"
)
_SOON = rf"(?=[^,。;\n]{{0,10}}?(?:{_TOLD}))"
_CALLED = "的?(?:姓名|名叫|叫)?"
_ENDS, _NEAR = "。;\n", 8


@dataclass(frozen=True, slots=True)
class Way:
    """One way to name somebody: what finds it, and what tells a text that cannot hold it.

    `to_others` says that only what others read may not hold it, `informs` that its sentence has to
    tell of a report as well.
    """

    pattern: Late
    hints: Hints
    to_others: bool = False
    informs: bool = False
    titled: bool = False
    named: bool = True


_TELLS = Hints(_WORDS["told_first"])
_WAYS = (
    # By a surname and a title.
    Way(
        Late(rf"[{SURNAMES}](?:{_TITLES})"),
        Hints(_WORDS["titles_first"]),
        to_others=True,
        titled=True,
    ),
    # By what he is, and a name: nobody of the business's.
    Way(
        alternation(f"{each}{_CALLED}{_NAME}{_AFTER}" for each in _WORDS["outside"]),
        Hints(_WORDS["outside"]),
        to_others=True,
    ),
    # One of the business's people, and he told.
    Way(
        alternation(f"{each}{_CALLED}{_NAME}{_AFTER}" for each in _WORDS["staff"]),
        Hints(_WORDS["staff"]),
        informs=True,
    ),
    # By a name beside what he told.
    Way(Late(rf"[由据经系因是接到按和与为,。;\n]{_NAME}{_SOON}"), _TELLS),
    # By what everybody there knows him by.
    Way(
        Late(
            rf"(?:{'|'.join(_WORDS['unnamed'])})[^,。;\n]{{0,8}}(?:{'|'.join(_WORDS['confided'])})"
        ),
        Hints(_WORDS["confided_first"]),
        named=False,
    ),
)
_TELLING = re.compile(_TOLD)
_A_NAME = Late(_NAME)
_STAFF_BEFORE = re.compile(f"(?:{'|'.join(_WORDS['staff'])}){_CALLED}$")


def strangers_named(reading: Reading, *, read_by_others: bool) -> Iterator[Finding]:
    """Yield every text that names somebody who told the bureau and who has no field of the case.

    What only the office reads may name whom it spoke to, but not who informed it.
    """
    text, pairs = reading.joined, reading.pairs
    ways = [
        way if read_by_others or not way.to_others else replace(way, informs=True)
        for way in _WAYS
        if (read_by_others or not way.titled)
        and way.hints.may_stand_in(text, pairs)
        and (not way.informs or _TELLS.may_stand_in(text, pairs))
    ]
    if not ways:
        return
    texts, told, known = reading.continuous, set[str](), None
    for way in ways:
        for found in way.pattern.finditer(texts.text):
            passage = texts.holder(found.start())
            field = passage.field
            if field.kept or field.spoken or passage.pointer in told:
                continue
            known = known or _names_of(reading)
            if not _is_a_stranger(way, texts.text, found, known):
                continue
            told.add(passage.pointer)
            yield notice(
                passage.pointer,
                "stranger_named",
                f"「{field.label}」里有人不在栏目里，可能是向本局反映情况的人，举报人应当保密，请核对并删去姓名和身份，只写查明的事实。",
                CONFIDENTIALITY,
            )


def _is_a_stranger(way: Way, text: str, found: re.Match[str], known: tuple[str, ...]) -> bool:
    """Tell whether somebody named in one way is nobody of the case, where that betrays him."""
    if not way.named:
        return True
    name = None if way.titled else _last_name(text, found)
    start = found.start() if name is None else name.start()
    if text.startswith(_NO_NAMES, start):
        return False
    if way.titled:
        before = text[max(0, start - _NEAR) : start]
        theirs = any(each[0] == text[start] for each in known)
        return not (theirs or before[-1:] in SURNAMES or _STAFF_BEFORE.search(before))
    if text.startswith(known, start):
        return False
    if not way.informs:
        return True
    first = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    last = min((at for mark in _ENDS if (at := text.find(mark, found.end())) >= 0), default=-1)
    return _TELLING.search(text, first, last if last >= 0 else len(text)) is not None


def _last_name(text: str, found: re.Match[str]) -> re.Match[str] | None:
    """Return the name that a match ends in."""
    names = [
        each
        for at in range(found.start() + 1, found.end())
        if (each := _A_NAME.match(text, at)) and each.end() <= found.end()
    ]
    return names[0] if names else None


def _names_of(reading: Reading) -> tuple[str, ...]:
    return tuple(
        folded_name(each.text)
        for each in reading.passages
        if isinstance(each.field, PersonName | PartyName) and each.text
    )
