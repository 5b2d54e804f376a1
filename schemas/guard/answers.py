"""Read what somebody answered in words of their own: whether it says yes, no, or the contrary."""

import re

_CLAUSE = re.compile("[，。；！？,;!?\\s]+")

# 不同意见 is no refusal, nor is what is agreed to be refused (同意不予受理).
_REFUSES = re.compile(
    "不(?:予)?同意(?!见)|不(?:予)?批准|不准予?|未(?:予)?同意|未(?:予|获)?批准|(?<!不)驳回(?!投诉|申请|请求)"
    "|否决|(?<!同意)(?:不宜|不得|不能|暂缓|暂不|缓办|不予)(?:出具|印发|发出|签发|办理|作出)"
    "|退回(?:经办|承办|补正|修改|重|原)|(?:研究|核实|审核|会商|讨论|调查|补充|修改)[^，。；]{0,6}后再"
    "|重新(?:报批|报送|审批|拟稿|起草)|有异议|不妥"
)
_AGREES = re.compile(
    "(?<!不)(?<!不予)(?<!未)同意|(?<![不未])批准|(?<![不未])准予|照办|可以(?:出具|印发)"
)

_WITHDRAW = "(?:回避|换人|换(?:一个|一名|个|掉|成)|更换)"
_ASKS = re.compile(
    f"(?:申请|要求|请求|请|希望|让|应当|应该|必须|提出)[^，。；]{{0,18}}{_WITHDRAW}"
    f"|{_WITHDRAW}(?:申请|要求|请求)|{_WITHDRAW}$"
)
_ASKS_BARELY = re.compile(
    "^(?:我|那我|本人|我方|是的?|对|好|行)?(?:要|想|现在)?(?:提出)?(?:申请|要求|要|是|需要)的?$"
)
_ASKS_NOT = re.compile(
    "(?:不|没|未|无须|无需|放弃|撤回|免了|算了|何必|没有)[^，。；]{0,8}(?:申请|要求|请求|提出|回避|更换|换)"
    "|^(?:不|否|无|没有|不用|不必|不需要|不了|免了)$"
)
_RELATED = re.compile(
    "(?:我|本人|老板|经营者|当事人|他|她|们)[^，。；]{0,12}(?:亲戚|亲属|前妻|前夫|妻子|丈夫|兄弟|姐妹|同学|战友|邻居"
    "|仇|过节|矛盾|官司|打过架|欠[^，。；]{0,4}钱)|不放心|不信任|信不过|不公[正平]|偏袒"
)
_SEEN_OR_NOT = re.compile(
    "(?P<unseen>(?:没有?|未|看不|不)(?:太|大|怎么|能够?|完全|曾)?(?:看)?(?:得)?(?:清楚?|到|见|明白|出示|亮)"
    "|没看|没(?:给|让)[^，。；]{0,4}看|没带|没拿|不认识|是假的|^(?:否|没有?|不|未)$)"
    "|(?P<seen>看清|看到|看见|看过|看了|清楚|明白|出示了|知道)"
)
_WILL_NOT_SIGN = re.compile(
    "(?:拒绝|不肯|不愿意?|不想|不会|不同意|不)(?:在[^，。；]{0,8})?签(?:名|字|署|$)|不签"
)


# What the bureau may decide, the longer name before the one it holds.
_ACT = re.compile(
    "不予受理|受理|终止调解|继续调解|组织调解|不予立案|立案|不予移送|移送|不予处罚|延长期限|撤销案件|结案|销案"
)
_AGREED_TO = re.compile(
    f"(?:同意|批准|准予|应当?|建议|决定)(?:对[^，。；]{{0,20}})?(?:予以|依法|按规定)?[^，。；不]{{0,8}}?({_ACT.pattern})"
)


def acts_agreed_to(opinion: str) -> frozenset[str]:
    """Return the acts of the bureau that an opinion which agrees names: 不予受理, 移送."""
    return frozenset(_ACT.findall(opinion)) if _AGREED_TO.search(opinion) else frozenset()


def act_in(title: str) -> str:
    """Return the act that a paper's title names; empty where it names none."""
    found = _ACT.search(title)
    return found[0] if found else ""


def refuses(opinion: str) -> bool:
    """Tell whether an opinion refuses what it was asked for."""
    return bool(_REFUSES.search(opinion))


def agrees(opinion: str) -> bool:
    """Tell whether an opinion agrees, and nothing in it refuses."""
    return bool(_AGREES.search(opinion)) and not refuses(opinion)


def asks_for_recusal(answer: str, *, asked: bool = True) -> bool:
    """Tell whether an answer asks that somebody withdraw.

    `asked` says that this was the question: then a bare 申请 is enough.
    """
    clauses = [each for each in _CLAUSE.split(answer) if each]
    return any(
        (_ASKS.search(each) or (asked and _ASKS_BARELY.search(each))) and not _ASKS_NOT.search(each)
        for each in clauses
    )


def waives_recusal(answer: str) -> bool:
    """Tell whether an answer says that nobody need withdraw, and nothing else."""
    clauses = [each for each in _CLAUSE.split(answer) if each]
    return any(_ASKS_NOT.search(each) for each in clauses) and not asks_for_recusal(answer)


def hints_at_recusal(answer: str) -> bool:
    """Tell whether an answer speaks of a tie or a distrust that may mean the same."""
    return bool(_RELATED.search(answer))


def did_not_see(answer: str) -> bool:
    """Tell whether somebody says, in the end, that a certificate was not seen."""
    said = [found for clause in _CLAUSE.split(answer) for found in _SEEN_OR_NOT.finditer(clause)]
    return bool(said) and said[-1]["unseen"] is not None


def will_not_sign(comment: str) -> bool:
    """Tell whether a comment says that its author does not sign."""
    return bool(_WILL_NOT_SIGN.search(comment))
