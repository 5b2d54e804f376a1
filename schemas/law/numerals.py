"""Write Chinese numerals and dates the way laws and official letters do."""

from __future__ import annotations

from datetime import date

_DIGITS = "零一二三四五六七八九"
_VALUES = {mark: value for value, mark in enumerate(_DIGITS)} | {"〇": 0}
_VALUES |= {str(value): value for value in range(10)}
_PLACES = {"十": 10, "百": 100}
_WEEKDAYS = "一二三四五六日"
LARGEST_NUMERAL = 999


def chinese_numeral(number: int) -> str:
    """Return 1..999 as used for 条/款/项 and lists: 10 -> 十, 16 -> 十六, 105 -> 一百零五.

    Source: 立法技术规范 (articles, paragraphs and items are numbered in Chinese numerals).
    Raises ValueError outside 1..999.
    """
    if not 1 <= number <= LARGEST_NUMERAL:
        raise ValueError(f"中文序数只支持 1 至 {LARGEST_NUMERAL}。")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        # Ten itself is 十, but inside a hundred it is 一十: 十六 and 一百一十六.
        words += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


def read_numeral(words: str) -> int:
    """Return the number that Arabic or Chinese numerals up to 999 say: 十六, 一百零五, １６, 二〇.

    Digits that only follow each other are read one by one, as 二〇二六 is.
    """
    if words.isdecimal():
        return int(words)
    if not any(mark in words for mark in "十百"):
        return int("".join(str(_VALUES[mark]) for mark in words))
    total = digit = 0
    for mark in words:
        if mark in _PLACES:
            total += (digit or 1) * _PLACES[mark]
            digit = 0
        else:
            digit = _VALUES[mark]
    return total + digit


def chinese_date(day: date) -> str:
    """Return 2026年7月10日: Arabic numerals, full year, no leading zeros (GB/T 9704-2012)."""
    return f"{day.year}年{day.month}月{day.day}日"


def weekday_name(day: date) -> str:
    """Return 周一 … 周日."""
    return f"周{_WEEKDAYS[day.weekday()]}"
