"""Look at a PDF as its reader does: on which paper it is, and what nobody could read on it."""

import math
import re
from collections.abc import Iterator
from typing import Any

# In points: no type of a paper is smaller, and no measure of paper is reckoned closer.
_SMALLEST, _CLOSE = 6.0, 4.0
# Of 255: letters that stand out less from what is behind them are not read.
_CONTRAST = 100
# Dots a point: enough to tell a stroke from its ground.
_FINENESS = 2
# In radians: letters lean less, unless they were turned.
_TURNED = 0.1
# Two letters whose middles are nearer than this share of their height stand on each other.
_ON_EACH_OTHER = 0.3
_NUMBER = re.compile(r"第\d+页|[—－-]\d+[—－-]")
_PAPER = re.compile(r'<w:pgSz\b[^>]*?w:w="(\d+)"[^>]*?w:h="(\d+)"')


def flaws_on_paper(pdf: bytes, word: str, *, counted: bool = False) -> Iterator[str]:
    """Yield what is wrong with how a PDF looks; `word` is the text of its Word template.

    Where that counts its pages, the PDF's pages are to be `counted` too.
    """
    import pypdfium2  # noqa: PLC0415 - only who proves a PDF waits for it

    numbered = not counted
    papers = {(int(wide) / 20, int(high) / 20) for wide, high in _PAPER.findall(word)}
    told: dict[str, tuple[int, str]] = {}
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), start=1):
        wide, high = page.get_size()
        if papers and not any(
            abs(wide - one) <= _CLOSE and abs(high - other) <= _CLOSE for one, other in papers
        ):
            yield f"PDF 第 {number} 页的纸张或方向和 Word 模板不一样，请改回 @page 的 size"
            return
        said = re.sub(r"\s", "", page.get_textpage().get_text_range())
        numbered = numbered or bool(_NUMBER.search(said))
        for letter, why in _letters(page):
            at, words = told.get(why, (number, ""))
            told[why] = at, words + letter
    if not numbered:
        yield "PDF 没有印页码，Word 有，请恢复页边的 counter(page)"
    for why, (number, words) in told.items():
        yield f"PDF 第 {number} 页的「{words[:20]}」{why}，请改样式；不要印的文字请删掉"


def _letters(page: Any) -> Iterator[tuple[str, str]]:
    """Yield each letter of a page that cannot be read, and why."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    wide, high = page.get_size()
    seen = page.render(scale=_FINENESS, grayscale=True).to_pil()
    text, box = page.get_textpage(), pdfium.FS_RECTF()
    middles: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    for at in range(text.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(text, at))
        if letter.isspace() or not letter.isprintable():
            continue
        pdfium.FPDFText_GetLooseCharBox(text, at, box)
        left, right, top, bottom = box.left, box.right, high - box.top, high - box.bottom
        size = bottom - top
        if size <= 0:
            continue
        # In radians, less than nought where nobody can tell.
        if _TURNED < pdfium.FPDFText_GetCharAngle(text, at) < math.tau - _TURNED:
            yield letter, "转了方向"
            continue
        if left < 0 or top < 0 or right > wide or bottom > high:
            yield letter, "印到纸外面"
            continue
        if size < _SMALLEST:
            yield letter, "字太小，看不清"
            continue
        edges = (left * _FINENESS, top * _FINENESS, right * _FINENESS + 1, bottom * _FINENESS + 1)
        darkest, lightest = seen.crop(tuple(int(each) for each in edges)).getextrema()
        if lightest - darkest < _CONTRAST:
            yield letter, "颜色和底色太近，看不清"
        across, down = (left + right) / 2, (top + bottom) / 2
        near = middles.setdefault((int(across // size), int(down // size)), [])
        if any(
            abs(across - one) < _ON_EACH_OTHER * min(right - left, wide_one)
            and abs(down - other) < _ON_EACH_OTHER * size
            for one, other, wide_one in near
        ):
            yield letter, "和别的字叠在一起"
        near.append((across, down, right - left))
