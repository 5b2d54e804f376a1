"""Guard what whoever complains, and whoever is complained of, reads: no reporter, no number."""

import re
from collections.abc import Collection, Iterator

from schemas.ground.base import Finding, error, notice
from schemas.ground.fields import Code, Phone
from schemas.guard.folding import same_number
from schemas.guard.numbers import Sort, numbers_in
from schemas.guard.reading import Passage, Reading
from schemas.guard.reporters import CONFIDENTIALITY
from schemas.guard.surnames import SURNAMES

PERSONAL_DATA = "《中华人民共和国个人信息保护法》第六条"
_REPORTER = re.compile("(?<!被)(?:举报|检举)(?:人|者)")
_REPORTER_KNOWN = re.compile(
    f"(?<!被)(?:举报|检举)(?:人|者)(?:[{SURNAMES}]|为|是|系|的?(?:姓名|电话|手机|住址|身份|地址))"
)


def told_to_the_parties(
    reading: Reading, services: Collection[str], *, both: bool
) -> Iterator[Finding]:
    """Yield what a paper about a complaint tells its parties of a reporter, or of numbers.

    `services` are numbers everybody may read, such as the authority's own phone; `both` says that
    both sides read it, and not only whoever complains.
    """
    texts = reading.continuous
    if _REPORTER.search(texts.text):
        yield from _reporters(reading)
    told: dict[str, tuple[Passage, set[Sort]]] = {}
    known: frozenset[str] | None = None
    for each in numbers_in(texts.text):
        passage = texts.holder(each.start)
        office = each.sort is Sort.phone and not Phone.is_mobile(each.number)
        if passage.field.kept or office or isinstance(passage.field, Code):
            continue
        known = known or _entered(reading).union(services)
        if not any(each.number.endswith(one) or one.endswith(each.number) for one in known):
            told.setdefault(passage.pointer, (passage, set()))[1].add(each.sort)
    for pointer, (_, sorts) in told.items():
        named = "、".join(sorted(each.value for each in sorts))
        say = error if both and Sort.identity in sorts else notice
        yield say(
            pointer,
            "number_in_text",
            f"这里有{named}，文书里不写各人的个人信息，请删去或者填入相应栏目。",
            PERSONAL_DATA,
        )


def _reporters(reading: Reading) -> Iterator[Finding]:
    for passage in reading.free:
        if passage.field.kept or not _REPORTER.search(passage.text):
            continue
        known = _REPORTER_KNOWN.search(passage.text)
        say = error if known else notice
        yield say(
            passage.pointer,
            "reporter_named" if known else "reporter_mentioned",
            "投诉的文书里不写举报人的任何情况，举报另行处理，请删去。",
            CONFIDENTIALITY,
        )


def _entered(reading: Reading) -> frozenset[str]:
    numbers = (same_number(each.text) for each in reading.passages if not each.free)
    return frozenset(each for each in numbers if each)
