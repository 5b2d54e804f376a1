"""Make text safe at the border: what a payload may contain, and the normal form it is kept in."""

import re
import unicodedata
from collections.abc import Iterable

from schemas.ground.base import Refusal

# C0/C1 controls but tab and newline, surrogates and two noncharacters are illegal in XML.
_XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Characters nobody sees: they can turn the order of printed text around or hide a difference.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# docxtpl's own escapes: it would turn them into template marks after rendering.
_TEMPLATE_ESCAPES = ("{_{", "}_}", "{_%", "%_}")
_BLANKS = re.compile("[ \t]+")

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
NARROW = {
    code: twin
    for code in _TWINS
    if len(twin := unicodedata.normalize("NFKC", chr(code))) == 1 and twin.isascii()
} | {
    code: str(unicodedata.digit(chr(code))) for code in (*range(0x660, 0x66A), *range(0x6F0, 0x6FA))
}


def _ranges(codes: Iterable[int]) -> str:
    """Return code points as the ranges of a character class, which are searched far faster."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in found)


_WIDE = re.compile(f"[{_ranges(NARROW)}]")

# Radicals and compatibility ideographs look like hanzi and are none: a PDF gives them when copied.
# Each becomes its hanzi; the selectors of a glyph's variant go.
_RADICALS = dict(
    zip(
        "⺟⺠⺫⺮⺼⻁⻄⻅⻆⻉⻋⻒⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "母民目竹月虎西见角贝车镸长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_HANZI = {
    code: hanzi
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAFF), *range(0x2F800, 0x2FA1E))
    if len(hanzi := unicodedata.normalize("NFKC", chr(code))) == 1 and hanzi != chr(code)
} | {ord(radical): hanzi for radical, hanzi in _RADICALS.items()}
_UNSEEN = dict.fromkeys((*range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
_MAY_LOOK_ALIKE = re.compile(
    "[\u180b-\u180d\u2e80-\u2fd5\uf900-\ufaff\ufe00-\ufe0f\U0002f800-\U0002fa1f\U000e0100-\U000e01ef]"
)
_RADICAL = re.compile("[\u2e80-\u2fd5]")


def narrow(text: str) -> str:
    """Return a text with full-width letters, digits and marks as plain ones, place for place."""
    # A text has few kinds of them, each many times; `translate` would raise for all others.
    for wide in set(_WIDE.findall(text)):
        text = text.replace(wide, NARROW[ord(wide)])
    return text


def unified(text: str) -> str:
    """Return a text with hanzi in the place of what only looks like them."""
    if not _MAY_LOOK_ALIKE.search(text):
        return text
    return text.translate(_HANZI).translate(_UNSEEN)


def tidy(text: str, *, lines: bool) -> str:
    r"""Return `text` with blanks at line ends and runs of blanks folded, or raise `Refusal`.

    Only ASCII blanks are folded, as HTML and Word would fold them differently; ideographic
    spaces stay. With `lines`, line breaks are kept (`\r\n` becomes `\n`), empty lines dropped.
    What only looks like hanzi becomes hanzi.

    Errors: `radical`, `illegal_character`, `invisible_character`, `line_break`, `template_mark`.
    """
    text = unified(text.replace("\r\n", "\n").replace("\r", "\n"))
    _refuse_unsafe(text)
    parts = [_BLANKS.sub(" ", line).strip() for line in text.split("\n")]
    parts = [part for part in parts if part]
    if len(parts) > 1 and not lines:
        raise Refusal("line_break", "这一项只能写一行，请去掉换行。")
    return "\n".join(parts)


def _refuse_unsafe(text: str) -> None:
    if found := _XML_ILLEGAL.search(text):
        raise Refusal(
            "illegal_character",
            f"第 {found.start() + 1} 个字符是控制字符（{_code_point(found[0])}），"
            "请删去后重新输入。",
        )
    if found := _INVISIBLE.search(text):
        raise Refusal(
            "invisible_character",
            f"第 {found.start() + 1} 个字符是看不见的控制符（{_code_point(found[0])}），"
            "多由网页复制带入，请删去后重新输入。",
        )
    if found := _RADICAL.search(text):
        raise Refusal(
            "radical",
            f"第 {found.start() + 1} 个字符是部首，不是汉字（{_code_point(found[0])}），"
            "多由 PDF 复制带入，请改用汉字重新输入。",
        )
    for mark in _TEMPLATE_ESCAPES:
        if mark in text:
            raise Refusal("template_mark", f"不能包含模板转义符 {mark}，请改写。")


def _code_point(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}{' ' + name if name else ''}"
