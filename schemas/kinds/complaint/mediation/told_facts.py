"""What an explanation tells of the end of a mediation: the item it speaks of, and which party."""

import re
from dataclasses import dataclass

_NOT = (
    "(?<!未)(?<!不)(?<!没有)(?<!未能)(?<!不能)(?<!无法)"
    "(?<!拒绝)(?<!要求)(?<!不愿)(?<!不肯)(?<!是否)"
)
_STAYED_AWAY = (
    "(?:未(?:能)?(?:按时|按通知|如期|按期)?(?:到场|到局|到达|参加|出席|来局|到(?=[，。；]))"
    "|没有(?:到场|参加|来)|不(?:来|参加|到场)|缺席)"
)
_REFUSED = (
    "(?:明确)?(?:拒绝|不同意|不接受|不愿意?|拒不)"
    "(?:参加|接受|进行|配合|组织)?(?:本次|现场|任何)?调解"
)


@dataclass(frozen=True, slots=True)
class ToldItem:
    """Words that tell the facts of one item; `plainly` says that they tell of nothing else."""

    words: re.Pattern[str]
    plainly: bool = False


# Of the eight items of order 121 art. 23 para. 1; the last one tells of another provision.
OF_ITEM = {
    1: ToldItem(
        re.compile(
            f"{_NOT}(?:撤回|撤销)(?:了|其|该|本次|上述|全部|对[^，。；]{{0,12}}的|向[^，。；]{{0,12}}的)?投诉|{_NOT}撤诉"
            f"|{_NOT}(?:自行|已经?)?和解(?!方案|意愿|未|不成|失败|建议|无果)|{_NOT}自行协商(?:解决|一致)(?!未|不|无)"
            "|(?:不再|放弃)(?:投诉|追究)|已(?:经)?(?:退款|赔付|解决)[^，。；]{0,8}(?:不再|同意结束)"
        ),
        plainly=True,
    ),
    2: ToldItem(re.compile(f"无正当理由|没有说明正当理由|{_STAYED_AWAY}|{_REFUSED}")),
    3: ToldItem(
        re.compile(
            "(?:无法|不能|未能?|没有|难以|不愿)[^，。；]{0,10}(?:达成|一致)|分歧|各执(?:己见|一词)|意见不一"
            "|不(?:接受|同意)[^，。；]{0,10}(?:方案|条件|退|换|赔|金额)|只(?:同意|愿意)|坚持|互不(?:相让|让步)"
        )
    ),
    4: ToldItem(
        re.compile("(?:鉴定|检测|检定|检验)[^，。；]{0,6}费|费用[^，。；]{0,6}(?:承担|负担|垫付)")
    ),
    5: ToldItem(
        re.compile(
            "六十日|60日|60天|六十天|两个月|期限(?:已经?|即)?(?:届)?满|届满|期满|超过[^，。；]{0,8}期限"
        )
    ),
    6: ToldItem(
        re.compile(
            "第十六条|第四十二条|冒用|虚假|伪造|变造|不是为生活消费|非生活消费|牟利|职业(?:打假|索赔)|骗取|敲诈|勒索|夹带|掉包|调包|知假买假"
            "|法院[^，。；]{0,10}(?:受理|立案|判决|起诉)|仲裁[^，。；]{0,8}受理|同一争议|超过三年"
        )
    ),
    7: ToldItem(
        re.compile(
            "死亡|去世|病故|身故|逝世|已注销|注销登记|(?:日|月|经|被|办理|完成)注销|主体资格(?:已)?(?:灭失|终止)|破产终结|已(?:经)?解散"
        ),
        plainly=True,
    ),
}
_PARTIES = {"complainant": "(?<!被)投诉人", "respondent": "(?:被投诉人|商家|经营者|该店|该公司)"}


def items_told(explanation: str) -> tuple[int, ...]:
    """Return the items whose facts an explanation tells, in order."""
    return tuple(item for item, told in OF_ITEM.items() if told.words.search(explanation))


def parties_told(explanation: str) -> frozenset[str]:
    """Return who, as an explanation tells it, stayed away or refused: complainant, respondent."""
    if re.search(f"(?:双方|均)[^，。；]{{0,8}}(?:{_STAYED_AWAY}|{_REFUSED})", explanation):
        return frozenset(_PARTIES)
    return frozenset(
        party
        for party, named in _PARTIES.items()
        if re.search(f"{named}[^，。；]{{0,14}}(?:{_STAYED_AWAY}|{_REFUSED})", explanation)
    )


def ways_told(explanation: str) -> frozenset[str]:
    """Return how a party kept away, as an explanation tells it: absent, refused."""
    ways = {"absent": f"{_STAYED_AWAY}|没有说明正当理由|无正当理由", "refused": _REFUSED}
    return frozenset(way for way, words in ways.items() if re.search(words, explanation))
