"""Compare sums, numbers of things, names and addresses with the field that a text says again."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from schemas.ground.base import Weight
from schemas.ground.fields import Count, Rows
from schemas.ground.restating import Restates
from schemas.ground.text import narrow
from schemas.guard.folding import folded_name
from schemas.guard.said import Difference, Said
from schemas.guard.sums import sums_in
from schemas.guard.surnames import SURNAMES
from schemas.law import read_numeral

_NUMERAL = "[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+|[0-9０-９]{1,6}|[一二三四五六七八九十百两]{1,5}"
_SEPARATORS = re.compile("[,，]")
# What is asked beside what was paid.
_BESIDES = re.compile(
    "赔偿|补偿|违约|双倍|[二两三十]倍|损失|利息|误工|精神|罚|另付|另行|合计|共计|检测费|鉴定费"
)
_MAY_BE_A_SUM = re.compile("[元圆块¥￥]|(?:退|付|偿|补|给)[^，。；]{0,12}[0-9０-９]")
_IN_FIGURES = re.compile("([0-9][0-9,，]*(?:[.][0-9]{1,2})?)(万?)元")
# A street of a few characters, a number in it, and a room behind the number.
_DOOR = re.compile(
    "([\u4e00-\u9fff]{2}(?:大道|胡同|路|街|道|巷))([0-9]{1,5})号院?(?:[^,，。;；]{0,8}?([0-9]{3,4})室)?"
)

# In which district a place lies, and in which a text says that somebody has his.
_DISTRICT = re.compile("^(?:[^省市区县]{1,6}[省市])*([^省市区县]{1,6}[区县旗])")
_HAS_PLACE_IN = re.compile(
    "(?:住所|经营场所|营业地|注册地|所在地|住址|当事人)[^，。；]{0,24}?(?:位于|在|系|为)(?:[^，。；省市区县]{1,6}[省市])*([^，。；省市区县辖]{1,6}[区县旗])"
)


def sums(said: Said) -> Difference | None:
    """Compare the sums that a text names with the amount beside it, or the total of several."""
    if not _MAY_BE_A_SUM.search(said.text):
        return None
    told = {each.amount for each in sums_in(said.text) if each.owed}
    right = {*said.held, sum(said.held, Decimal(0))}
    wrong = told - right
    if not wrong or sum(wrong) in right:
        return None
    unknown = wrong.difference(_amounts_in(said.value))
    known_to_be_right = not told.isdisjoint(right)
    if known_to_be_right and not unknown:
        return None
    beyond_doubt = bool(unknown) and not known_to_be_right and len(told) == 1
    return Difference(
        "amounts_differ",
        Weight.error if beyond_doubt else Weight.notice,
        "「{text}」写的金额与「{field}」不同，请核对，改正其中一处。",
    )


def no_more_than_told(said: Said) -> Difference | None:
    """Compare the sums to be given back with those that the other text tells were paid."""
    asked = _figures(said.text)
    told = [each for other in said.held for each in _figures(other)] if asked else []
    if told and max(asked) > sum(told) and not _BESIDES.search(said.text):
        return Difference(
            "more_than_told",
            Weight.notice,
            "「{text}」写的金额比「{field}」写的都大，请核对金额的位数和小数点。",
        )
    return None


def numbers(said: Said) -> Difference | None:
    """Compare the numbers of things that a text tells with the count, the rows or a text."""
    told = _counted(said.text, said.restates)
    if not told:
        return None
    if isinstance(said.field, Count):
        right = {*said.held, sum(said.held)}
    elif isinstance(said.field, Rows):
        right = {sum(len(each) for each in said.held)}
    else:
        right = {number for each in said.held for number in _counted(each, said.restates)}
    if right <= {0}:
        return None
    if said.restates.at_most:
        differs = max(told) > max(right)
    else:
        differs = right.isdisjoint(told) and sum(told) not in right
    if not differs:
        return None
    return Difference(
        "counts_differ",
        Weight.notice,
        "「{text}」写的数量与「{field}」不同，请核对，改正其中一处。",
    )


def names(said: Said) -> Difference | None:
    """Compare whom a text names as somebody with who that is by the field."""
    right = {folded_name(each) for each in said.held}
    for name in _named(said.restates.called).findall(narrow(said.text)):
        if not any(folded_name(name).startswith(each) for each in right):
            return Difference(
                "name_of_another",
                Weight.notice,
                "「{text}」写的姓名与「{field}」不同，请对照登记信息核对，改正其中一处。",
            )
    return None


def doors(said: Said) -> Difference | None:
    """Compare an address with another, and with the district where a text says that it lies."""
    if _in_another_district(said.text, said.held[0]):
        return Difference(
            "district_differs",
            Weight.notice,
            "「{text}」说的区县与「{field}」不是同一个，请核对地址和受理、管辖的机关。",
        )
    if not is_another_door(said.text, said.held[0]):
        return None
    return Difference(
        "door_differs",
        Weight.notice,
        "「{text}」与「{field}」在同一条街，门牌或者房号不同，请核对是否写错。",
    )


def _in_another_district(text: str, address: str) -> bool:
    here, told = _DISTRICT.search(narrow(address)), _HAS_PLACE_IN.search(narrow(text))
    if here is None or told is None:
        return False
    return here[1] not in told[1] and told[1] not in here[1]


def is_another_door(address: str, other: str) -> bool:
    """Tell whether two addresses are in one street, by different numbers or rooms."""
    here, there = _DOOR.search(narrow(address)), _DOOR.search(narrow(other))
    if here is None or there is None or here[1] != there[1]:
        return False
    rooms = {here[3], there[3]} - {None}
    return here[2] != there[2] or len(rooms) > 1


def _figures(text: str) -> list[Decimal]:
    """Return the sums that a text has in figures."""
    return [
        Decimal(re.sub("[,，]", "", figure)) * (10_000 if scale else 1)
        for figure, scale in _IN_FIGURES.findall(text)
    ]


def _amounts_in(value: Any) -> Iterator[Decimal]:
    """Yield every amount of a case, those that are reckoned among them."""
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _amounts_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _amounts_in(each)


def _counted(text: str, restates: Restates) -> list[int]:
    """Return the numbers that stand before what is counted."""
    return [
        2 if each == "两" else read_numeral(_SEPARATORS.sub("", each).replace("两", "二"))
        for each in _number_of(restates.before, restates.counted).findall(text)
    ]


@cache
def _number_of(before: str, counted: str) -> re.Pattern[str]:
    first = (
        f"(?:{before})"
        if before
        else "(?<![0-9０-９][,，])(?<![0-9０-９.第一二三四五六七八九十百年月日号])"
    )
    return re.compile(f"{first}({_NUMERAL})(?:{counted})")


@cache
def _named(called: str) -> re.Pattern[str]:
    return re.compile(
        f"(?:{called})(?:姓名)?(?:登记为|显示为|为|是|系|:)*([{SURNAMES}][\u4e00-\u9fff]{{1,3}})(?=[,，。;；、）)\\s]|$)"
    )
