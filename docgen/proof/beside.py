"""Find what is gone beside the words: places to sign and to seal, blanks, breaks, ranks, looks.

None of it is read as words, and a paper without it is run together, or has no room for a hand.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from docgen.proof.paper import Papers

# Shares of what ours have: type so much smaller, a picture of so much less ground, so few lines.
_SMALL, _LITTLE, _FEW, _SOME = 0.75, 0.4, 0.5, 10
# In points: room for a hand or a seal is more than twelve millimetres.
_ROOM = 34.0


def lost_beside_words(papers: Papers, shipped: Papers) -> Iterator[tuple[str, str]]:
    """Yield the template and the advice of what the shipped templates have beside the same words.

    Where words were changed, only the places to seal are compared.
    """
    before = {(each.paper.name, each.as_shipped): each for each in shipped.readings}
    told: dict[tuple[str, str], str] = {}
    for each in papers.readings:
        old = before.get((each.paper.name, each.as_shipped))
        if old is None:
            continue
        for seal in Counter(old.page.seals) - Counter(each.page.seals):
            lost = f'少了盖章、签名的位置（{each.paper.name}），请恢复 data-seal="{seal}"'
            told.setdefault(("html", seal), lost)
        pairs = (("docx", each.word, old.word), ("html", each.page, old.page))
        for template, one, other in pairs:
            if one.wording.text != other.wording.text:
                continue
            for called in Counter(other.made) - Counter(one.made):
                lost = f"随程序的模板在这些字之间、旁边有{called}，这里没有或者少了，请恢复"
                told.setdefault((template, called), f"{lost}（{each.paper.name}）")
    yield from ((template, detail) for (template, _), detail in told.items())


@dataclass(frozen=True, slots=True)
class _Letter:
    page: int
    down: float
    size: float


@dataclass(frozen=True, slots=True)
class _Looks:
    """How a PDF looks: each letter, the ground of each picture, how many lines are drawn."""

    words: str
    letters: tuple[_Letter, ...]
    pictures: tuple[float, ...]
    lines: int


def looks_other(pdf: bytes, shipped: bytes) -> Iterator[str]:
    """Yield what is hard to read or without room on a PDF, beside the same paper of ours."""
    one, other = _looks_of(pdf), _looks_of(shipped)
    small, close = "", ""
    blocks = SequenceMatcher(None, other.words, one.words, autojunk=False).get_matching_blocks()
    for start, begin, length in blocks:
        ours, theirs = other.letters[start : start + length], one.letters[begin : begin + length]
        for at, (was, now) in enumerate(zip(ours, theirs, strict=True)):
            letter = one.words[begin + at]
            small += letter if now.size < was.size * _SMALL else ""
            if at and _closer(ours[at - 1], was, theirs[at - 1], now):
                close = close or one.words[begin + at : begin + length]
    if small:
        yield f"PDF 里「{small[:20]}」的字比随程序的模板小得多，看不清，请改回字号"
    if close:
        yield f"PDF 里「{close[:12]}」上面给签名、盖章留的空少了，请恢复高度"
    if len(one.pictures) == len(other.pictures) and any(
        now < was * _LITTLE for now, was in zip(one.pictures, other.pictures, strict=True)
    ):
        yield "PDF 里的图比随程序的模板小得多，看不清，请改回大小"
    if other.lines > _SOME and one.lines < other.lines * _FEW:
        yield "PDF 里表格的线没有了，请恢复 border"


def _closer(was: _Letter, below: _Letter, now: _Letter, under: _Letter) -> bool:
    """Tell whether what stands below is nearer than it was; the heads of pages are read last."""
    if was.page != below.page or now.page != under.page:
        return False
    room, left = was.down - below.down, now.down - under.down
    return room > _ROOM and left < room / 2


def _looks_of(pdf: bytes) -> _Looks:
    import pypdfium2  # noqa: PLC0415 - only who proves a PDF waits for it
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    words: list[str] = []
    letters: list[_Letter] = []
    pictures: list[float] = []
    lines = 0
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        text, box = page.get_textpage(), pdfium.FS_RECTF()
        for at in range(text.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(text, at))
            if re.match(r"\s", letter) or not letter.isprintable():
                continue
            pdfium.FPDFText_GetLooseCharBox(text, at, box)
            words.append(letter)
            letters.append(_Letter(number, box.bottom, box.top - box.bottom))
        for each in page.get_objects():
            if each.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                pictures.append(_ground(each))
            lines += each.type == pdfium.FPDF_PAGEOBJ_PATH
    return _Looks("".join(words), tuple(letters), tuple(pictures), lines)


def _ground(each: Any) -> float:
    left, bottom, right, top = each.get_bounds()
    return float((right - left) * (top - bottom))
