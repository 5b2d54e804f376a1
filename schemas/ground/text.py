"""Make text safe at the border: what a payload may contain, and the normal form it is kept in."""

import re
import unicodedata

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


def tidy(text: str, *, lines: bool) -> str:
    r"""Return `text` with blanks at line ends and runs of blanks folded, or raise `Refusal`.

    Only ASCII blanks are folded, as HTML and Word would fold them differently; ideographic
    spaces stay. With `lines`, line breaks are kept (`\r\n` becomes `\n`), empty lines dropped.

    Errors: `illegal_character`, `invisible_character`, `line_break`, `template_mark`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
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
    for mark in _TEMPLATE_ESCAPES:
        if mark in text:
            raise Refusal("template_mark", f"不能包含模板转义符 {mark}，请改写。")


def _code_point(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}{' ' + name if name else ''}"
