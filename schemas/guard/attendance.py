"""Read an account of a party's coming: whether it says that the party was there, or was not."""

import re

_CLAUSE = re.compile("[，。；、！,;\\s]+")
_PARTY = re.compile("当事人|经营者|负责人|法定代表人|法人代表|法人|老板|店主|业主|厂长|总经理")
# People who are there and are not the party's.
_OTHERS = re.compile(
    "检查人员|执法人员|协助人员|见证人|管理方|物业|居委会|社区|街道|民警|邻居|房东|顾客|市场方|业委会"
)
_AWAY = re.compile(
    "(?:未能?|没有?|不|拒不|拒绝|不能|无法|不愿|迟迟不|始终未|均未)(?:再|按时|及时|前来|亲自|本人|派人|委托[^，。；]{0,8}|在[^，。；]{0,8})?"
    "(?:到场|到店|在场|在店|在岗|前来|来|出面|露面|现身|到达现场|赶到)"
    "|不在(?:现场|场|店|岗|家|本地|本市)|无人(?:在场|到场|应答|在店|在岗|看守|值守)|空无一人|缺席|大门紧闭|店门(?:紧闭|关闭|上锁)|已关门|锁门|人去楼空"
)
# What was asked, promised or planned did not happen thereby.
_ONLY_SAID = re.compile(
    "(?:通知(?!后)|要求|请|告知|让|催促|联系|等候|等待|拨打)[^，。；]{0,16}(?:到场|在场|到店|前来|赶来|来)(?!的)"
    "|(?:表示|称|答应|承诺|同意|回复|说)[^，。；]{0,16}(?:到场|到店|前来|赶来|过来|来)(?!了|配合)"
)
_THERE = re.compile(
    "到场|在场|在店|在岗|到店|赶到|赶来|到达|前来|陪同|配合检查|在旁|接受检查|当场签收"
)
_NOT_REACHED = re.compile(
    "联系不上|无法(?:取得)?(?:联系|通知|接通)|未能(?:取得)?(?:联系|通知|接通)|无人接听|打不通|空号|停机|关机|未接听|没有接|拒接|地址不详|下落不明"
)
_REACHED = re.compile(
    "已?(?:电话|当面|当场|短信|微信|书面|口头)(?:已)?(?:通知|告知|联系)|签收|接听|已通知"
)


def party_was_there(account: str) -> bool | None:
    """Tell whether an account says that somebody came for the party, or that nobody did.

    None where it says neither, or says it only of people who may belong to anybody.
    """
    there, away = _said(account)
    return there if there or away else None


def only_others_came(account: str) -> bool:
    """Tell whether somebody is there of whom the account does not say that it is the party."""
    kept = [_stripped(each) for each in _CLAUSE.split(account)]
    return any(_THERE.search(each) and not _PARTY.search(each) for each in kept)


def party_was_not_reached(account: str) -> bool:
    """Tell whether an account says that the party could not be told, and nothing else."""
    return bool(_NOT_REACHED.search(account)) and not _REACHED.search(_NOT_REACHED.sub("", account))


def party_was_reached(account: str) -> bool:
    """Tell whether an account says that the party was told."""
    return bool(_REACHED.search(account)) and not _NOT_REACHED.search(account)


def _said(account: str) -> tuple[bool, bool]:
    there = away = False
    for clause in _CLAUSE.split(account):
        away = away or _AWAY.search(clause) is not None
        rest = _stripped(clause)
        there = there or (
            _THERE.search(rest) is not None
            and _PARTY.search(rest) is not None
            and not _OTHERS.search(rest)
        )
    return there, away


def _stripped(clause: str) -> str:
    return _ONLY_SAID.sub("", _AWAY.sub("", clause))
