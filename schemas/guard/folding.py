"""Compare what two hands typed: widths, blanks and look-alikes make no other name or number."""

import re
import unicodedata

from schemas.ground.text import narrow, unified

_BLANK_OR_DOT = re.compile(r"[\s·•‧・.．。]+")
_REGIONS = re.compile("^(?:[\u4e00-\u9fff]{1,7}?(?:自治区|自治州|街道|地区|省|市|区|县|旗|镇|乡))+")
_ALL_HANZI = re.compile("[\u4e00-\u9fff]+")
_NOT_ALNUM = re.compile(r"[^0-9A-Za-z]+")
# Digits as they are written out or spoken, in runs that can only be a number.
_WRITTEN = re.compile("[0-9零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{7,}")
_DIGITS = str.maketrans("零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789")


def folded(text: str) -> str:
    """Return a text in one width, numbers that are written out in digits, place for place."""
    return _WRITTEN.sub(lambda found: found[0].translate(_DIGITS), narrow(text))


def folded_name(name: str) -> str:
    """Return what of a name makes it this name: no width, blank, dot or letter case."""
    if _ALL_HANZI.fullmatch(name):
        return name
    return _BLANK_OR_DOT.sub("", unicodedata.normalize("NFKC", unified(name))).casefold()


def address_core(address: str) -> str:
    """Return an address without the provinces, cities and districts at its head, and blanks."""
    return _REGIONS.sub("", "".join(narrow(address).split()))


def same_number(text: str) -> str:
    """Return the digits and letters of a number, without an area code's or groups' separators."""
    return _NOT_ALNUM.sub("", narrow(text)).upper()
