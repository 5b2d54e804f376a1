"""Guard what whoever complains, and whoever is complained of, reads: no reporter, no number."""

import re
from collections.abc import Collection, Iterator

from schemas.ground.base import Finding, error, notice
from schemas.ground.fields import Code, Phone
from schemas.guard.folding import same_number
from schemas.guard.hints import Hints
from schemas.guard.numbers import Sort, numbers_in
from schemas.guard.reading import Passage, Reading
from schemas.guard.reporters import CONFIDENTIALITY
from schemas.guard.surnames import SURNAMES

PERSONAL_DATA = "《中华人民共和国个人信息保护法》第六条"
_REPORTER = re.compile("(?<!被)(?:举报|检举)(?:人|者)")
_REPORTER_KNOWN = re.compile(
    f"(?<!被)(?:举报|检举)(?:人|者)(?:[{SURNAMES}]|为|是|系|的?(?:姓名|电话|手机|住址|身份|地址))"
)
# Who told the bureau besides: no party of the dispute, and nobody whom its parties may learn of.
_INFORMER = re.compile(
    "(?:离职|在职|内部|辞职|前任|原|退休|今年离职)的?(?:员工|职工|人员|会计|出纳|店员|店长|经理|主管|同事|厨师|销售|业务员|知情人)[^。；]{0,14}(?:[来到向][我本]局|透露|举报|提供(?:了|的)?(?:线索|材料|证据|照片|录音|账)|作证|爆料)"
    "|(?:内部(?:人员|人士|员工)|知情人(?:士)?|线人)(?:提供|反映|透露|称|说)"
    "|(?:另有|还有|其他)(?:人|员工|知情人|消费者|群众|顾客|邻居)[^，。；]{0,10}(?:[来到向][我本]局|反映|举报)"
    "|(?:^|[，。；])(?:(?!你|您|投诉人|双方)[^，。；]){0,24}(?:也|曾|还|另)[来到向][我本]局[^，。；]{0,4}(?:讲|反映|说|举报|报告)过?"
)
_OF_INFORMERS = Hints(
    (
        *("知情", "内部", "离职", "在职", "辞职", "前任", "退休", "线人", "另有", "还有", "其他"),
        *(f"原{each}" for each in "员职人会出店经主同厨销业的"),
        *(f"{way}{ours}局" for way in "来到向" for ours in "我本"),
    )
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
    if _OF_INFORMERS.may_stand_in(reading.joined, reading.pairs):
        yield from _informers(reading)
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


def _informers(reading: Reading) -> Iterator[Finding]:
    for passage in reading.free:
        if not (passage.field.kept or passage.field.spoken) and _INFORMER.search(passage.text):
            yield notice(
                passage.pointer,
                "informer_mentioned",
                "这里让人看出还有谁向本局反映过，当事人不得知道，请删去，只写双方的事实。",
                CONFIDENTIALITY,
            )


def _entered(reading: Reading) -> frozenset[str]:
    numbers = (same_number(each.text) for each in reading.passages if not each.free)
    return frozenset(each for each in numbers if each)
