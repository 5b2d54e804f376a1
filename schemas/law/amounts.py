"""Write sums of money in figures and capitals, and read capitals back.

Norms: 中国人民银行《正确填写票据和结算凭证的基本规定》, 财政部《会计基础工作规范》第五十二条.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from schemas.law.errors import AmountError

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_GROUPS = ("亿", "万", "")
# 一万亿 and above would need a second reading of 万亿; no contract of a bureau comes near.
LIMIT = Decimal(10) ** 12
_CENT = Decimal("0.01")
_DIGIT = "[壹贰叁肆伍陆柒捌玖]"
_SECTION = re.compile(
    rf"零?(?:({_DIGIT})仟)?零?(?:({_DIGIT})佰)?零?(?:({_DIGIT})拾)?零?({_DIGIT})?零?"
)
_SUM = re.compile(
    rf"(?:(?P<yuan>[{_DIGITS}拾佰仟万亿]+)元)?零?(?:(?P<jiao>[{_DIGITS}])角)?"
    rf"零?(?:(?P<fen>{_DIGIT})分)?(?P<closed>整?)"
)


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """What capitals say, and in Chinese what is irregular about how they say it."""

    amount: Decimal
    warnings: tuple[str, ...]


def figures(amount: Decimal) -> str:
    """Return 3,680.50: two decimals, thousands separated; a negative keeps its sign."""
    return f"{_whole_cents(amount):,.2f}"


def capitals(amount: Decimal, prefix: str = "人民币") -> str:
    """Return the sum in capitals: 3680.50 -> 人民币叁仟陆佰捌拾元零伍角整.

    整 follows 元 and 角, never 分. Where both norms leave 零 free we write it after 元 when the
    unit digit is 0, and not after 万 when the thousands are not 0. Raises AmountError for a
    value that is no Decimal, is negative, has fractions of a 分 or reaches 一万亿元 (10**12).
    """
    value = _whole_cents(amount)
    if value < 0:
        raise AmountError("大写金额不能是负数，请写明“应退还”并填正数。")
    if value >= LIMIT:
        raise AmountError("大写金额须小于一万亿元，请核对金额。")
    return prefix + _write(value, after_group=False, after_yuan=True)


def read_capitals(text: str) -> ReadAmount:
    """Read a sum in capitals, with or without 人民币, 圆 for 元, 正 for 整 and free 零.

    Irregular but clear writing gives warnings, above all the doubled 元 of 捌元元整. Raises
    AmountError when the words are no capitals or contradict themselves.
    """
    words = re.sub(r"\s+", "", text).removeprefix("人民币").replace("圆", "元").replace("正", "整")
    warnings: list[str] = []
    for unit in "元角分整":
        if unit * 2 in words:
            warnings.append(f"“{unit}”字重复，请删去多余的“{unit}”。")
            words = re.sub(f"{unit}+", unit, words)
    match = _SUM.fullmatch(words)
    if not match or not (match["yuan"] or match["jiao"] or match["fen"]):
        raise AmountError("不是规范的大写金额，请用零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整书写。")
    cents = _digit(match["jiao"]) * 10 + _digit(match["fen"])
    value = Decimal(_integer(match["yuan"] or "零") * 100 + cents).scaleb(-2)
    if match["fen"] and match["closed"]:
        warnings.append("金额到“分”为止的，后面不写“整”。")
    if not match["fen"] and not match["closed"]:
        warnings.append("金额到“元”或“角”为止的，后面应写“整”。")
    if words.removesuffix("整") not in _writings(value):
        warnings.append(f"“零”或“壹”的写法不规范，规范写法为：{capitals(value, '')}。")
    return ReadAmount(value, tuple(warnings))


def _whole_cents(amount: Decimal) -> Decimal:
    # bool, int and float are refused alike: only a Decimal is known to hold what was written.
    if not isinstance(amount, Decimal) or not amount.is_finite():
        raise AmountError("金额必须是十进制数（Decimal），请不要用浮点数。")
    # Beyond this quantize would overflow Decimal's own precision.
    if abs(amount) >= Decimal(10) ** 20:
        raise AmountError("金额过大，请核对是否多写了位数。")
    if amount != amount.quantize(_CENT):
        raise AmountError("金额最多两位小数，请按分取整后再填写。")
    return amount.quantize(_CENT)


def _write(value: Decimal, *, after_group: bool, after_yuan: bool) -> str:
    """Write without prefix; the flags decide the places where 零 is free."""
    yuan, cents = divmod(int(value * 100), 100)
    jiao, fen = divmod(cents, 10)
    words = f"{_write_integer(yuan, after_group)}元" if yuan or not cents else ""
    if yuan and ((jiao and yuan % 10 == 0 and after_yuan) or (fen and not jiao)):
        words += "零"
    words += f"{_DIGITS[jiao]}角" if jiao else ""
    return words + (f"{_DIGITS[fen]}分" if fen else "整")


def _write_integer(number: int, after_group: bool) -> str:
    if not number:
        return "零"
    words, gap = "", False
    for power, group_unit in zip((8, 4, 0), _GROUPS, strict=True):
        group = number // 10**power % 10**4
        if not group:
            gap = bool(words)
            continue
        ends_in_zero = bool(words) and number // 10 ** (power + 4) % 10 == 0
        if words and (group < 1000 or gap or (ends_in_zero and after_group)):
            words += "零"
        words += _write_group(group) + group_unit
        gap = False
    return words


def _write_group(group: int) -> str:
    """Write 1..9999; zeros inside collapse into one 零, zeros at the ends are silent."""
    padded = "".join(
        f"{_DIGITS[int(digit)]}{place}" if digit != "0" else "零"
        for digit, place in zip(f"{group:04d}", _PLACES, strict=True)
    )
    return re.sub("零+", "零", padded).strip("零")


def _writings(value: Decimal) -> frozenset[str]:
    """Every regular way to write the sum, without 整."""
    return frozenset(
        _write(value, after_group=group, after_yuan=yuan).removesuffix("整")
        for group, yuan in product((False, True), repeat=2)
    )


def _integer(words: str) -> int:
    """Read 壹拾万零柒仟; each of 亿 and 万 may stand once, in this order."""
    if words == "零":
        return 0
    total = 0
    rest = words
    for unit, weight in (("亿", 10**8), ("万", 10**4), ("", 1)):
        section, found, after = rest.partition(unit) if unit else (rest, "", "")
        if unit and not found:
            continue
        total += _section(section, required=bool(found)) * weight
        rest = after
    return total


def _section(words: str, *, required: bool) -> int:
    # 拾 may open a sum in old vouchers; the norm wants 壹拾, which the caller reports.
    opened = f"壹{words}" if words.startswith("拾") else words
    match = _SECTION.fullmatch(opened)
    if not match or (required and not any(match.groups())):
        raise AmountError("大写金额的数字和单位不相符，请按仟、佰、拾的顺序重新书写。")
    return sum(
        _digit(digit) * 10**power for digit, power in zip(match.groups(), (3, 2, 1, 0), strict=True)
    )


def _digit(word: str | None) -> int:
    return _DIGITS.index(word) if word else 0
