"""Tell blanks in disguise from values: signs for nothing, marks of a fault, gaps still to fill."""

import re

from schemas.ground.text import narrow

# What a person writes where there is nothing to write.
_NOTHING = re.compile(
    r"[/\\|\-‐-―－—~～.．。·•…、,，;；:：*＊+\s　]+|无[。.]?|没有[。.]?|暂无|皆无|均无|无此项"
    r"|(?:本项)?不适用|不详|不明|不知|不清楚|未知|未详|空白?|同上|同前|同左|见上|见前|如上|略|省略|_{1,2}|n\s*/?\s*a|nil|none|null|nan|na",
    re.IGNORECASE,
)
# What a program leaves where it had no value: a fault of the data, not an answer.
_FAULT = re.compile(
    r"#(?:N/A|REF!?|VALUE!?|NAME\??|DIV/0!?|NUM!?|NULL!?|SPILL!?|CALC!?)"
    r"|\[object Object\]|undefined|<null>",
    re.IGNORECASE,
)
_FAULT_ALONE = re.compile(
    r"null|none|nan|(?:</?[a-z][^<>]{0,20}>\s*)+|&nbsp;|\{\}|\[\]", re.IGNORECASE
)
# A place that somebody means to fill in later.
_LEFT_OPEN = re.compile(
    r"[×xX＊*○]{1,4}\s*年|[×xX＊*○]{1,2}\s*月\s*[×xX＊*○]{1,2}\s*日|[_＿]{3,}|[﹍﹎]{2,}|…{3,}|\.{7,}"
    r"|[_＿]{2,}[ 　]*[年月日时元]|[_＿][ 　]*月[ 　]*[_＿]"
    r"|月[ 　]*[_＿ 　]+[日号](?![常期均报历程志本后间用])"
    r"|[（(][ 　]+[）)][ 　]*[年月日]|[（(][）)][ 　]*[年月日]"
    r"|[（(【\[](?:此处|请)?(?:填写|填入|待填|待补|待定|待核)[^）)】\]]{0,12}[）)】\]]"
)
_LEFT_OPEN_ALONE = re.compile(
    r"待(?:补充?|填写?|定|核实?|查|完善|续|录入)|[（(]?(?:此处)?(?:请填写|填写此处|另行补充|后补)[）)]?"
    r"|[（(【\[]?(?:由[^，。；]{1,8})?(?:签[约订署字名]|盖章|出具|印发|审批|交付|届)(?:之?时|时再|后再|后)(?:再|另行)?(?:填[写入]?|补[填写]?|确定)[）)】\]]?"
    r"|[×xX＊*某○]{2,}|todo|tbd|tbc|xxx+",
    re.IGNORECASE,
)


def says_nothing(text: str) -> bool:
    """Tell whether a text is a sign for nothing, such as 无 or a stroke, and no more."""
    return _NOTHING.fullmatch(narrow(text).strip()) is not None


def is_left_open(text: str) -> bool:
    """Tell whether a text holds a place still to fill in, or the mark of a program's fault."""
    plain = text.strip()
    return bool(
        _FAULT.search(plain)
        or _LEFT_OPEN.search(plain)
        or _FAULT_ALONE.fullmatch(plain)
        or _LEFT_OPEN_ALONE.fullmatch(plain)
    )
