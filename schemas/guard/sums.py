"""Read sums of money and days out of a sentence, to compare them with the fields beside it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from schemas.ground.base import Finding, error, notice
from schemas.ground.text import narrow
from schemas.law import figures

_HANZI = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_PLAIN = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰仟圆块", "零二一二三四五六七八九十百千元元")
_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_FIGURE = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,4})?"
_SUM = re.compile(
    rf"(?:(?:人民币|RMB|¥|￥)\s*(?P<marked>{_FIGURE})(?P<marked_scale>[百千万亿]*)"
    rf"|(?P<figure>{_FIGURE})\s*(?P<scale>[百千万亿]*)\s*(?=[元圆块])"
    rf"|(?P<hanzi>[{_HANZI}]+)(?=[元圆块]))(?:\s*[元圆块]钱?(?:整|正)?)?"
    rf"零?(?:(?P<jiao>[\d{_HANZI}])角)?(?:零?(?P<fen>[\d{_HANZI}])分)?"
)
# A payment said without its unit: 退还1500。
_BARE = re.compile(
    rf"(?:退还?|退款|赔偿?|补偿|支付|给付|返还|偿还|付款?|交还)(?:投诉人|被投诉人|对方|人民币|共计|合计|现金|款项?|费用|金额)*"
    rf"(?P<figure>{_FIGURE})(?=[，。；、,;）)整]|$)"
)
# What something cost, or was worth, is no sum that is owed.
_TELLS_A_PRICE = re.compile(
    "(?:原价|价值|总价|单价|售价|标价|市价|价格|原付|已付|预付|已经?支付|花费|充值|预存|实付|金额为|(?<![可所予])以|(?<!费)用|每.{0,4})[^，。；\\d]{0,4}$"
)
_IS_A_PRICE = re.compile("^(?:的?价格|购买|购得|购入|买的|[/／每]|一[个件瓶次张套台份])")
# A sum for each of several is none for all of them.
_FOR_EACH = re.compile("(?:每|各|分别|逐一)[^。；]*$")
_BEFORE = 12
_DAY = re.compile(
    r"(?:(\d{4})\s*[年./-]\s*)?(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?(?:之?前|以前|内|止|到期)"
)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money in a text, in yuan; `owed` unless the words round it tell a price."""

    amount: Decimal
    owed: bool


def sums_in(text: str) -> Iterator[Sum]:
    """Yield every sum of money that a text names, in figures, numerals or capitals."""
    text = narrow(text)
    seen: list[tuple[int, int]] = []
    for pattern in (_SUM, _BARE):
        for found in pattern.finditer(text):
            if any(start < found.end() and found.start() < end for start, end in seen):
                continue
            amount = _amount(found)
            if amount is None:
                continue
            seen.append(found.span())
            before = text[max(0, found.start() - _BEFORE) : found.start()]
            price = _TELLS_A_PRICE.search(before) or _IS_A_PRICE.search(text[found.end() :])
            shared = _FOR_EACH.search(text[: found.start()])
            yield Sum(amount, price is None and shared is None)


def another_sum(
    pointer: str, texts: Iterable[str | None], amount: Decimal | None, label: str, source: str
) -> Iterator[Finding]:
    """Yield the finding of texts whose sums are not the one in the field `label` beside them."""
    owed = {each.amount for text in texts if text for each in sums_in(text) if each.owed}
    if not owed:
        return
    if amount is None:
        yield notice(
            pointer, "amount_not_entered", f"这里写了金额，请填入「{label}」，以免漏算。", source
        )
    elif not (owed == {amount} or sum(owed) == amount or sum(owed - {amount}) == amount):
        named = "元、".join(figures(each) for each in sorted(owed))
        yield error(
            pointer,
            "amounts_differ",
            f"这里写的金额是{named}元，「{label}」填的是{figures(amount)}元，请核对，只留一个。",
            source,
        )


def another_day(
    pointer: str, texts: Iterable[str | None], due: date | None, label: str
) -> Iterator[Finding]:
    """Yield the finding of texts that name another last day than the field `label` beside them."""
    days = [found for text in texts if text for found in _DAY.finditer(narrow(text))]
    for found in days:
        year, month, day = found.groups()
        if due is None:
            yield notice(pointer, "due_not_entered", f"这里写了期限，请填入「{label}」。")
        elif (int(month), int(day)) != (due.month, due.day) or (year and int(year) != due.year):
            yield error(
                pointer, "days_differ", f"这里写的日期与「{label}」不同，请核对，只留一个。"
            )


def _amount(found: re.Match[str]) -> Decimal | None:
    groups = found.groupdict()
    try:
        if groups.get("hanzi"):
            yuan = Decimal(_read(groups["hanzi"].translate(_PLAIN)))
        else:
            figure = groups.get("marked") or groups["figure"]
            scale = groups.get("marked_scale") or groups.get("scale") or ""
            yuan = Decimal(re.sub("[,，]", "", figure)) * _scale(scale)
    except (InvalidOperation, KeyError):
        return None
    for name, part in (("jiao", "0.1"), ("fen", "0.01")):
        if digit := groups.get(name):
            yuan += Decimal(part) * int(_DIGITS.get(digit.translate(_PLAIN), digit))
    return yuan.quantize(Decimal("0.01")) if yuan else None


def _scale(words: str) -> int:
    scale = 1
    for each in words:
        scale *= {"百": 100, "千": 1000, "万": 10_000, "亿": 10**8}[each]
    return scale


def _read(words: str) -> int:
    """Read 一千五百, 十二万零三百, 二五〇: errors: `KeyError` for what is no numeral."""
    if not any(mark in words for mark in "十百千万亿"):
        return int("".join(str(_DIGITS[mark]) for mark in words))
    total = section = digit = 0
    last = 1
    for mark in words:
        if mark in "万亿":
            weight = 10_000 if mark == "万" else 10**8
            total, section, digit, last = (total + section + digit) * weight, 0, 0, weight
        elif mark in _PLACES:
            section += (digit or 1) * _PLACES[mark]
            digit, last = 0, _PLACES[mark]
        else:
            digit = _DIGITS[mark]
            last = 1 if mark == "零" else last
    # 一千五 says one thousand five hundred.
    return total + section + digit * (last // 10 if last >= 100 and digit else 1)
