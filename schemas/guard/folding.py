"""Compare what two hands typed: widths, blanks and look-alikes make no other name or number."""

import re
import unicodedata

# Letters, digits and marks that have a narrow twin; each becomes one character, so that a place in
# the folded text is a place in the text itself.
_TWINS = (
    *range(0x00B2, 0x00BA),
    *range(0x0660, 0x066A),
    *range(0x06F0, 0x06FA),
    *range(0x2070, 0x208F),
    *range(0x2460, 0x2469),
    *range(0xFF01, 0xFF5F),
    0x3000,
    *range(0x1D7CE, 0x1D800),
)
_NARROW = {
    code: narrow
    for code in _TWINS
    if len(narrow := unicodedata.normalize("NFKC", chr(code))) == 1 and narrow.isascii()
} | {
    code: str(unicodedata.digit(chr(code))) for code in (*range(0x660, 0x66A), *range(0x6F0, 0x6FA))
}
_BLANK_OR_DOT = re.compile(r"[\s·•‧・.．。]+")
_REGIONS = re.compile("^(?:[\u4e00-\u9fff]{1,7}?(?:自治区|自治州|街道|地区|省|市|区|县|旗|镇|乡))+")
_NOT_ALNUM = re.compile(r"[^0-9A-Za-z]+")
# Digits as they are written out or spoken, in runs that can only be a number.
_WRITTEN = re.compile("[0-9零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{7,}")
_DIGITS = str.maketrans("零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789")


def folded(text: str) -> str:
    """Return a text in one width, numbers that are written out in digits, place for place."""
    return _WRITTEN.sub(lambda found: found[0].translate(_DIGITS), text.translate(_NARROW))


def folded_name(name: str) -> str:
    """Return what of a name makes it this name: no width, blank, dot or letter case."""
    return _BLANK_OR_DOT.sub("", unicodedata.normalize("NFKC", name)).casefold()


def address_core(address: str) -> str:
    """Return an address without the provinces, cities and districts at its head, and blanks."""
    return _REGIONS.sub("", "".join(address.translate(_NARROW).split()))


def same_number(text: str) -> str:
    """Return the digits and letters of a number, without an area code's or groups' separators."""
    return _NOT_ALNUM.sub("", text.translate(_NARROW)).upper()
