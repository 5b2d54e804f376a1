"""Find in free text the numbers by which a person can be known: phones, papers, accounts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stdnum import luhn

from schemas.ground.identity import is_valid_identity
from schemas.guard.folding import folded, same_number


class Sort(StrEnum):
    """What sort of number it is, in the words of a finding."""

    phone = "电话号码"
    identity = "证件号码"
    account = "银行账号"
    handle = "微信号等网络账号"
    order = "工单号、订单号一类的长编号"


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """One number: its digits and letters, and whether the words before it call it a business's.

    `start` and `end` are its place in the text.
    """

    sort: Sort
    number: str
    of_business: bool
    start: int
    end: int


# Digits that could be a number of somebody's, and as much before them as may name them.
_RUN = re.compile(r"[0-9](?:\W?[0-9]){6,}")
_AROUND = 40
_HANDLES = re.compile(
    "微|薇信|威信|[vV][xX]|[wW][xX]|[vV]信|[qQ][qQ]|加[vV]|扣扣|抖音|快手|小红书|旺旺|支付宝|@"
)
_GAP = r"[-\s.·–—_,、/]"
# 3-4-4 with one and the same mark between the groups, or every digit apart.
_MOBILE = re.compile(
    rf"(?<![\dA-Za-z])(?:\+?86{_GAP}?)?"
    rf"(1[3-9]\d(?P<gap>{_GAP}?)\d{{4}}(?P=gap)\d{{4}}|1(?:\s[3-9])(?:\s\d){{9}}"
    r"|1[3-9]\d{2,8}[-\s–—]\d{1,7}(?:[-\s–—]\d{1,4})?)(?![\dA-Za-z])"
)
_LANDLINE = re.compile(
    r"(?<![\dA-Za-z])(\(?0\d{2,3}(?:\)\s?|\s?[-–—]\s?|\s)\d{7,8}|\(0\d{2,3}\)\s?\d{7,8})(?!\d)"
)
# Without an area code, or joined to it, only the word before tells a phone from any other number.
_CALLED_A_PHONE = re.compile(
    r"(?:电话|座机|手机|致电|拨打|来电|联系方式)[^\d,。;\n]{0,6}(0\d{9,11}|[2-9]\d{6,7})(?![\d年月日元])"
)
_RESIDENT = re.compile(
    r"(?<![\dA-Za-z])([1-9]\d{5})[-\s]?((?:18|19|20)\d{6})[-\s]?(\d{3}[\dXx])(?![\dA-Za-z])"
)
_CALLED_A_PAPER = re.compile(
    r"(?:身份证|护照|通行证|居留证|居住证|军官证|驾驶证|证件)(?:号码?|编号)?[^0-9A-Za-z,。;\n]{0,4}"
    r"([A-Za-z]{0,3}\d[\d ]{5,20}[\dXx])(?![\dA-Za-z])"
)
_CARD = re.compile(
    r"(?<![\dA-Za-z])((?:62|4\d|5[1-5]|3[57])\d{2}(?:[-\s]?\d{4}){2,3}(?:[-\s]?\d{1,4})?)(?!\d)"
)
_CALLED_AN_ACCOUNT = re.compile(
    r"(?:账号|帐号|账户|帐户|卡号|银行卡|储蓄卡|信用卡|存折|支付宝|汇入|转入|打入|转账至)"
    r"[^\d,。;\n]{0,14}(\d[\d -]{6,29}\d)(?![\d.]*元)"
)
# The number of an order, a payment or a case of a platform leads to whoever placed it.
_ORDER = re.compile(r"(?<![\dA-Za-z])(\d{18,30})(?![\dA-Za-z])")
_OF_A_THING = re.compile(
    "(?:设备|登记|许可|条码|条形码|追溯|溯源|注册|执照|证书|证号|标识|型号|批)[^,。;\n]{0,10}$"
)
_HANDLE = re.compile(
    r"(?i:微信|加\s?[v微薇]|薇信|威信|微\s?信|v信|vx|wx|qq|扣扣|抖音|快手|小红书|旺旺|支付宝)"
    r"(?!公众号|小程序|视频号|群|商城|小店|支付|收款|付款|转账)"
    r"(?:账号|帐号|账户|号码|号|昵称|用户名|名|id|ID)?\s*[:为是系叫]{0,2}\s*[“\"'「《]?"
    r"([A-Za-z][-\w]{4,19}(?![-\w])|\d{5,12}(?![\d.]*[元笔次年月日])|(?<=[“\"'「《])[^”\"'」》]{2,20})"
)
_MAIL = re.compile(r"([A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
# What stands on the party's own sign is no secret of anybody else.
_OF_BUSINESS = re.compile(
    r"(?:当事人|该店|本店|店铺|门店|商家|商户|经营者|该公司|公司|企业|客服|订餐|订货|外卖|招牌|门头|店招"
    r"|标签|包装|生产商|厂家|供货商|公示|张贴|标示|印有|标注|官方)[^,。;\n]{0,12}$"
)
_BEFORE = 24


def personal_numbers(text: str) -> Iterator[PersonalNumber]:
    """Yield every number in a text that leads to a person, in any usual writing of it."""
    return numbers_in(folded(text))


def numbers_in(text: str, *, orders: bool = False) -> Iterator[PersonalNumber]:
    """Yield the same of a text that is folded already; three line breaks part what is not one.

    With `orders`, the long numbers of orders and payments too, as numbers of a business.
    """
    for start, end in _windows(text):
        yield from _found_in(_DIGITS, text, start, end)
        for found in _ORDER.finditer(text, start, end) if orders else ():
            before = text[max(0, found.start() - _BEFORE) : found.start()]
            if not (is_valid_identity("resident_card", found[1]) or _OF_A_THING.search(before)):
                yield PersonalNumber(Sort.order, found[1], True, found.start(1), found.end(1))
    if _HANDLES.search(text):
        yield from _found_in(_NAMES, text, 0, len(text))


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that hold runs of digits, with what stands round them."""
    start = end = -1
    for run in _RUN.finditer(text):
        first, last = max(0, run.start() - _AROUND), run.end() + 4
        if first > end >= 0:
            yield start, end
        start, end = (first, last) if first > end else (start, last)
    if end >= 0:
        yield start, end


def _found_in(
    searched: tuple[tuple[Sort, re.Pattern[str]], ...], text: str, start: int, end: int
) -> Iterator[PersonalNumber]:
    for sort, pattern in searched:
        for found in pattern.finditer(text, start, end):
            number = _number(sort, found)
            if not _is_plausible(pattern, number):
                continue
            before = text[max(0, found.start() - _BEFORE) : found.start(1)]
            yield PersonalNumber(
                sort, number, bool(_OF_BUSINESS.search(before)), found.start(1), _end(found)
            )


def _end(found: re.Match[str]) -> int:
    return max(found.end(group) for group in range(1, found.re.groups + 1))


def _is_plausible(pattern: re.Pattern[str], number: str) -> bool:
    """Tell whether digits that only look like one of the sort can be one, by length or check."""
    if pattern is _MOBILE:
        return len(number.removeprefix("86")) == len("13800000000")
    if pattern is _RESIDENT:
        return is_valid_identity("resident_card", number)
    return pattern is not _CARD or (14 <= len(number) <= 19 and luhn.is_valid(number))


def _number(sort: Sort, found: re.Match[str]) -> str:
    if sort is Sort.handle:
        return found[1].casefold()
    return same_number("".join(found.groups()) if sort is Sort.identity else found[1])


_DIGITS = (
    (Sort.phone, _MOBILE),
    (Sort.phone, _LANDLINE),
    (Sort.phone, _CALLED_A_PHONE),
    (Sort.identity, _RESIDENT),
    (Sort.identity, _CALLED_A_PAPER),
    (Sort.account, _CARD),
    (Sort.account, _CALLED_AN_ACCOUNT),
)
_NAMES = ((Sort.handle, _HANDLE), (Sort.handle, _MAIL))
