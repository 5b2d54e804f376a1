"""Keep reporters out of what others read (Order 121 art. 37).

What the inspected party reads must not even betray that there was a report; a letter to another
authority may speak of one, but must not carry anybody's data.
"""

import re
from collections.abc import Collection, Iterator

from schemas.ground.base import Finding, error, notice
from schemas.ground.fields import File
from schemas.guard.hints import Hints
from schemas.guard.numbers import PersonalNumber, Sort, numbers_in
from schemas.guard.reading import Passage, Reading
from schemas.guard.surnames import SURNAMES
from schemas.guard.tables import Late, alternation, read_words

PERSONAL_DATA = "《中华人民共和国个人信息保护法》第六条"
CONFIDENTIALITY = "《市场监督管理投诉举报处理办法》第三十七条"

_WORDS = read_words("reporters.toml")
_NAMED = alternation(_WORDS["named"])
_PAPERS = alternation(_WORDS["papers"])
_CIRCUMSCRIBED = alternation(_WORDS["circumscribed"])
_TRACE = alternation(_WORDS["traces"])
_OWN = alternation(_WORDS["own"])
_SEEN = alternation(_WORDS["seen"])
_STAFF = alternation(_WORDS["staff"])
# What somebody may put between 举 and 报 so that no search finds it.
_BETWEEN = re.compile("[ \\u3000·.•*_~/|-]+(?=[\\u4e00-\\u9fff])")
_PARTED = re.compile("[举投检控信舉檢反来打职爆](?=[ \\u3000·.•*_~/|-])")
_HINTS = Hints(_WORDS["hints"])
_TELLING = (_NAMED, _PAPERS, _CIRCUMSCRIBED, _TRACE)
# How far before what was said its speaker stands.
_SPEAKER = 16
# 被举报人 and 被投诉人 are the other side, whose data the document is about.
_REPORTER = r"(?<!被)(?<!被投诉)(?:举报|投诉|检举)(?:人|者)"
_REPORTER_DATA = re.compile(
    rf"{_REPORTER}(?:的)?(?:真实)?"
    r"(?:姓名|名字|名叫|姓氏|身份|证件|电话|手机|联系|住址|地址|住所|微信|邮箱|账号|单位|为|是|系|:)"
    rf"|{_REPORTER}[^,。;\n]{{0,16}}(?:身份证|户口[本簿]|护照|驾驶证|手机号|电话号码|住址|通话录音|银行卡)"
)
# Who pays for a test is told by his part.
_MENTIONED = re.compile(rf"{_REPORTER}(?!(?:本人|一方)?(?:承担|负担|支付|预付|垫付|先付))")
# A consumer with a surname and a name, or with half of it hidden.
_CONSUMER_NAMED = re.compile(
    "(?:消费者|顾客|购买[人者]|买家|市民|群众)(?!方面|任何|高度|金额|安全)"
    f"[{SURNAMES}]"
    "(?:某某?|先生|女士|[*＊]{1,2}|[\u4e00-\u9fff]{1,2}(?=[于在称反购的来投举提，,、（(0-9]))"
)


# Whoever calls, by a whole name or a surname and a title.
_CALLER_NAMED = re.compile(
    f"(?<!被)(?:来电|来信|反映|诉求|投诉|举报|申诉)(?:人|者)(?:[{SURNAMES}])"
    "(?:某某?|先生|女士|[\u4e00-\u9fff]{2}(?=[(（,，、一多重反来称住]))"
)
# Somebody beside the home that he is known by: 柏以宁女士(住……).
_LIVES_THERE = re.compile(
    f"(?:[{SURNAMES}](?:[\u4e00-\u9fff]{{1,2}}|某某?)|[\u4e00-\u9fff](?:先生|女士))"
    "[(（](?:家)?住(?!所地?[:：为在])"
)


def betrayed_to_the_party(reading: Reading, services: Collection[str]) -> Iterator[Finding]:
    """Yield what a paper that the inspected party signs or receives says of anybody else.

    `services` are numbers everybody may read, such as the authority's own phone.
    """
    strangers = _strangers(reading, services, orders=True)
    text = reading.continuous.text
    telling = (
        _HINTS.may_stand_in(text, reading.pairs) and any(each.search(text) for each in _TELLING)
    ) or (_PARTED.search(text) is not None and _parted(text))
    for passage in reading.free if strangers or telling else ():
        if passage.pointer in strangers:
            yield from _numbers_of_others(passage, strangers[passage.pointer])
        # The party's own words are taken down as they were said; what is kept it never reads.
        if telling and not passage.field.spoken and not passage.field.kept:
            yield from _traces(passage, reading.open_names)


def told_to_an_authority(reading: Reading, services: Collection[str]) -> Iterator[Finding]:
    """Yield what a letter to another authority, or a question to a lawyer, says of any stranger."""
    kept = {each.pointer for each in reading.free if each.field.kept}
    told = _strangers(reading, services, orders=True)
    strangers = {here: numbers for here, numbers in told.items() if here not in kept}
    text = reading.continuous.text
    named = _CONSUMER_NAMED.search(text) or _LIVES_THERE.search(text)
    telling = named or _MENTIONED.search(text)
    for passage, text in reading.continuous.pieces() if strangers or telling else ():
        if passage.field.kept or isinstance(passage.field, File):
            continue
        numbers = strangers.get(passage.pointer, ())
        found = [each.sort.value for each in numbers if each.sort is not Sort.order]
        if _REPORTER_DATA.search(text):
            found.insert(0, "举报人或者投诉人的个人信息")
        if found:
            yield error(
                passage.pointer,
                "reporter_data",
                f"正文含有{'、'.join(dict.fromkeys(found))}，请删去；受移送机关确需知道举报人的，作为附件移送。",
                CONFIDENTIALITY,
            )
        elif numbers or _CONSUMER_NAMED.search(text) or _LIVES_THERE.search(text):
            yield notice(
                passage.pointer,
                "consumer_named",
                "正文有消费者的姓名或者工单号、订单号，会让人认出是谁反映的，请核对，不必写的删去。",
                CONFIDENTIALITY,
            )
        elif _MENTIONED.search(text):
            yield notice(
                passage.pointer,
                "reporter_mentioned",
                "正文提到举报人或者投诉人，请核对没有能认出本人的内容，能改为“举报线索反映”的请改写。",
                CONFIDENTIALITY,
            )


def people_in_figures(reading: Reading, services: Collection[str]) -> Iterator[Finding]:
    """Yield what a report of figures says of anybody: who reads of numbers needs no person."""
    strangers = _strangers(reading, services)
    named = {
        reading.continuous.holder(found.start()).pointer
        for found in _CALLER_NAMED.finditer(reading.continuous.text)
    }
    for here in dict.fromkeys((*strangers, *sorted(named))):
        told = [each for each in strangers.get(here, ()) if not each.of_business]
        sorts = "、".join(dict.fromkeys(each.sort.value for each in told))
        if here in named:
            sorts = f"姓名、{sorts}".rstrip("、")
        if sorts:
            yield notice(
                here,
                "person_in_figures",
                f"统计、分析一类的报告只写数字和情况，这里有个人的{sorts}，请连同姓名、住址一起删去。",
                PERSONAL_DATA,
            )


def _strangers(
    reading: Reading, services: Collection[str], *, orders: bool = False
) -> dict[str, list[PersonalNumber]]:
    """Return the numbers of persons that nobody may read, by the pointer of their text.

    An area code may be left out of a number that everybody may read.
    """
    found: dict[str, list[PersonalNumber]] = {}
    texts, known = reading.continuous, None
    for each in numbers_in(texts.text, orders=orders):
        known = known or reading.open_numbers.union(services)
        if not any(each.number.endswith(one) or one.endswith(each.number) for one in known):
            found.setdefault(texts.holder(each.start).pointer, []).append(each)
    return found


def _numbers_of_others(
    passage: Passage, strangers: Collection[PersonalNumber]
) -> Iterator[Finding]:
    theirs = dict.fromkeys(each.sort.value for each in strangers if not each.of_business)
    if theirs:
        yield error(
            passage.pointer,
            "reporter_data",
            f"当事人要看、要签的文书里不得有他人的{'、'.join(theirs)}，请删去；"
            "确系当事人的，先填入当事人的相应栏目。",
            CONFIDENTIALITY,
        )
    elif strangers:
        sorts = "、".join(dict.fromkeys(each.sort.value for each in strangers))
        yield notice(
            passage.pointer,
            "number_not_entered",
            f"这里的{sorts}没有填在当事人的栏目里，请核对确系当事人对外公开的，不是来信来电人员的。",
            CONFIDENTIALITY,
        )


def _parted(text: str) -> bool:
    """Tell whether a reporter is named with blanks or marks between the characters."""
    joined = _BETWEEN.sub("", text)
    return joined != text and _NAMED.search(joined) is not None


def _traces(passage: Passage, names: Collection[str]) -> Iterator[Finding]:
    whole = passage.folded
    text = _OWN.sub("", whole)
    if _NAMED.search(whole) or _parted(whole) or _not_only_seen(_PAPERS, text):
        yield error(
            passage.pointer,
            "reporter_named",
            "当事人要看、要签的文书里不得写来信来电人员的任何情况，请删去，只写检查所见。",
            CONFIDENTIALITY,
        )
    elif any(_is_told(text, found, names) for found in _CIRCUMSCRIBED.finditer(text)):
        yield notice(
            passage.pointer,
            "reporter_mentioned",
            "这里的写法会让人想到是谁反映的，请改写成检查人员自己看到的情况，"
            "例如「检查人员在货架上看到……」。",
            CONFIDENTIALITY,
        )
    elif _not_only_seen(_TRACE, text):
        yield notice(
            passage.pointer,
            "report_mentioned",
            "这里透露了检查的线索来源，请改成中性的写法，例如「对商品标价情况」。",
            CONFIDENTIALITY,
        )


def _is_told(text: str, found: re.Match[str], names: Collection[str]) -> bool:
    """Tell whether somebody else than the party's own people says it."""
    if not found[0].startswith("称"):
        return True
    before = text[max(0, found.start() - _SPEAKER) : found.start()]
    return not (_STAFF.search(before) or any(name in before for name in names))


def _not_only_seen(pattern: Late, text: str) -> bool:
    """Tell whether a word stands anywhere but on a sign, a notice or a label."""
    return pattern.search(text) is not None and any(
        not _SEEN.search(_clause(text, found.start(), found.end()))
        for found in pattern.finditer(text)
    )


def _clause(text: str, start: int, end: int) -> str:
    """Return the clause that a place stands in."""
    first = max(text.rfind(mark, 0, start) for mark in ",。;\n") + 1
    last = min(
        (place for mark in ",。;\n" if (place := text.find(mark, end)) >= 0), default=len(text)
    )
    return text[first:last]
