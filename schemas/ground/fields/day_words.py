"""Read days and moments as people write them, or say what is missing of one."""

import re
from datetime import date, datetime

from schemas.ground.text import narrow

_MARK_YEAR, _MARK_MONTH = r"\s*[-./年]\s*", r"\s*[-./月]\s*"
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_REST = rf"{_MARK_YEAR}(\d{{1,2}}){_MARK_MONTH}(\d{{1,2}})\s*[日号]?"
_DAY = re.compile(rf"(\d{{4}}){_REST}")
_SHORT_YEAR = re.compile(rf"[’']?(\d{{2}}){_REST}")
_NO_YEAR = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_TIME = r"(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*分?)?(?:\s*:?\s*(\d{1,2})\s*秒?)?"
_MOMENT = re.compile(rf"(\d{{4}}){_REST}(?:\s*T\s*|(?<=[\s日号])\s*){_TIME}")
_HANZI = re.compile("[零〇○一二三四五六七八九十]+")
_DIGIT = {
    **dict(zip("零〇○", "000", strict=True)),
    **dict(zip("一二三四五六七八九", "123456789", strict=True)),
}


def in_digits(text: str) -> str:
    """Return a text in one width, numerals written out (二〇二六年十一月) as digits."""
    return _HANZI.sub(lambda found: _number(found[0]), narrow(text)).strip()


def _number(numeral: str) -> str:
    if "十" not in numeral:
        return "".join(_DIGIT[each] for each in numeral)
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return numeral
    return f"{_DIGIT.get(tens, '1')}{_DIGIT.get(ones, '0')}"


def day_in(text: str) -> date | None:
    """Return the day that a text writes in any usual way, None where it writes none that exists."""
    found = _DAY.fullmatch(plain := in_digits(text)) or _DIGITS.fullmatch(plain)
    return _date(found) if found else None


def moment_in(text: str) -> datetime | None:
    """Return the minute that a text writes in any usual way, None where it writes none."""
    found = _MOMENT.fullmatch(in_digits(text))
    if found is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(each or 0) for each in found.groups())
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def what_is_wrong(text: object) -> str:
    """Say what keeps a text from being a day, with the reading it seems to mean."""
    if not isinstance(text, str):
        return "不是日期，请写成 2026-07-10。"
    plain = in_digits(text).split("T")[0].strip()
    if day := day_in(plain):
        return f"请写成 {day.isoformat()}。"
    if (found := _DAY.match(plain)) or (found := _DIGITS.fullmatch(plain)):
        month = int(found[2])
        what = f"{found[1]}年{month}月没有这一天" if 1 <= month <= 12 else "没有这个月份"
        return f"{what}，请核对后写成 2026-07-10 的样子。"
    if (found := _SHORT_YEAR.fullmatch(plain)) and (day := _date(found, century="20")):
        return f"年份要写四位，是不是 {day.isoformat()}？请写全。"
    if found := _NO_YEAR.fullmatch(plain):
        return f"没有写年份，请写全，例如 2026-{int(found[1]):02}-{int(found[2]):02}。"
    return "不是日期，请写成 2026-07-10。"


def _date(found: re.Match[str], century: str = "") -> date | None:
    try:
        return date(int(century + found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
