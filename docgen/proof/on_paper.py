"""Look at a PDF as its reader does: on which paper it is, and what nobody could read on it."""

import re
from collections.abc import Iterator, Sequence

from docgen.proof.sheets import Sheet

# In points: no type of a paper is smaller, and no measure of paper is reckoned closer.
_SMALLEST, _CLOSE = 6.0, 4.0
# Of 255: letters that stand out less from what is behind them are not read.
CONTRAST = 100
# Two letters whose middles are nearer than this share of their height stand on each other.
_ON_EACH_OTHER = 0.3
_NUMBER = re.compile(r"第\d+页|[—－-]\d+[—－-]")
_PAPER = re.compile(r'<w:pgSz\b[^>]*?w:w="(\d+)"[^>]*?w:h="(\d+)"')


def flaws_on_paper(sheets: Sequence[Sheet], word: str, *, counted: bool = False) -> Iterator[str]:
    """Yield what is wrong with how a PDF looks; `word` is the text of its Word template.

    Where that counts its pages, the PDF's pages are to be `counted` too.
    """
    if other := on_other_paper(sheets, word):
        yield other
        return
    numbered = not counted
    told: dict[str, tuple[int, str]] = {}
    for sheet in sheets:
        numbered = numbered or bool(_NUMBER.search(sheet.words))
        for letter, why in _unread(sheet):
            at, words = told.get(why, (sheet.number, ""))
            told[why] = at, words + letter
    if not numbered:
        yield "PDF 没有印页码，Word 有，请恢复页边的 counter(page)"
    for why, (number, words) in told.items():
        yield f"PDF 第 {number} 页的「{words[:20]}」{why}，请改样式；不要印的文字请删掉"


def on_other_paper(sheets: Sequence[Sheet], word: str) -> str:
    """Return which page is of another size than all of a Word file's; nothing where none is."""
    papers = papers_in(word)
    for sheet in sheets:
        if papers and not any(
            abs(sheet.wide - one) <= _CLOSE and abs(sheet.high - other) <= _CLOSE
            for one, other in papers
        ):
            return f"PDF 第 {sheet.number} 页的纸张或方向和 Word 模板不一样，请改回 @page 的 size"
    return ""


def papers_in(word: str) -> set[tuple[float, float]]:
    """Return how wide and high the papers of a Word file are, in points."""
    return {(int(wide) / 20, int(high) / 20) for wide, high in _PAPER.findall(word)}


def _unread(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield each letter of a page that cannot be read, and why."""
    middles: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    for each in sheet.letters:
        size = each.size
        if size <= 0:
            continue
        if each.turned:
            yield each.sign, "转了方向"
            continue
        if each.left < 0 or each.top < 0 or each.right > sheet.wide or each.bottom > sheet.high:
            yield each.sign, "印到纸外面"
            continue
        if size < _SMALLEST:
            yield each.sign, "字太小，看不清"
            continue
        if sheet.contrast(each) < CONTRAST:
            yield each.sign, "颜色和底色太近，看不清"
        across, down = (each.left + each.right) / 2, (each.top + each.bottom) / 2
        near = middles.setdefault((int(across // size), int(down // size)), [])
        if any(
            abs(across - one) < _ON_EACH_OTHER * min(each.wide, wide)
            and abs(down - other) < _ON_EACH_OTHER * size
            for one, other, wide in near
        ):
            yield each.sign, "和别的字叠在一起"
        near.append((across, down, each.wide))
