"""Read an official form out of the official texts: its words, and where it leaves room for ours.

The texts are those of the official PDFs, so what belongs to their pages is taken off: page numbers,
the label 文书式样六, the notes 注：… to whoever fills the form in, and the foot that a form of
several pages repeats on each (it is read once, at the end). White space is then dropped. What it
meant is kept as `breaks`: a line that merely wraps means nothing; any other white space is a blank
to be filled in, a new paragraph or letter spacing; what follows a final ： on its line is blank.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from docgen.proof.marking import WIDE_MARKS
from docgen.settings import shipped
from schemas.law import chinese_numeral

# Forms that are tables, box by box as they are read.
BOXED = "as_boxed"

_PAGE_NUMBER = re.compile(r"—\d+—|第页共页")
_LABEL = re.compile(r"文书式样[一二三四五六七八九十]+")
# A sheet without its title is known by its first line.
_UNTITLED = {"卷宗封面": "全宗名称市场监督管理局"}
_CONTENTS_LINE = re.compile(r"^\s*(\d+)\.\s*(\S+)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Collection:
    """A published set of forms: its text, and the day from which documents follow it."""

    file: str
    follows_from: date


COLLECTIONS = {
    "CF": Collection("complaint_forms_2026_04.txt", date(2026, 4, 15)),
    "PF": Collection("penalty_forms_2021.txt", date(2021, 7, 15)),
}


@dataclass(frozen=True, slots=True)
class OfficialForm:
    """The words of a form without white space; `breaks` are positions where something may go in.

    The beginning and the end of the form are breaks too.
    """

    text: str
    breaks: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "OfficialForm":
        """Read the text of a form, line ends and blanks as printed."""
        words, breaks = "", {0}
        for piece in re.split(r"(\s+)", text.strip().translate(WIDE_MARKS)):
            if not piece.isspace():
                words += piece
            elif piece != "\n" or words.endswith("："):
                breaks.add(len(words))
        return cls(words, tuple(sorted(breaks | {len(words)})))


def follows_from(form: str) -> date:
    """Return the day from which documents follow `CF-6` or `PF-9`."""
    return COLLECTIONS[form.partition("-")[0]].follows_from


def shortest(form: str) -> int:
    """Return how many characters a paper has at least; the sheets of a file have few on theirs."""
    return min(100, len(read_form(form).text)) if form else 100


def read_form(form: str) -> OfficialForm:
    """Return the official form `CF-6` or `PF-9`; KeyError or LookupError if there is none."""
    family, _, number = form.partition("-")
    official = shipped("official")
    text = (official / COLLECTIONS[family].file).read_text(encoding="utf-8")
    pages = [page.split("\n") for page in text.split("\f")]
    find = {"CF": _complaint_pages, "PF": _penalty_pages}[family]
    its_pages = list(find(pages, int(number)))
    if not its_pages:
        raise LookupError(f"{COLLECTIONS[family].file} has no form {form}")
    boxed = official / BOXED / f"{form}.txt"
    if boxed.is_file():
        return _as_boxed(form, boxed.read_text(encoding="utf-8"), its_pages)
    return OfficialForm.of("\n".join(_one_foot([list(_words_of(page)) for page in its_pages])))


def _as_boxed(form: str, text: str, pages: list[list[str]]) -> OfficialForm:
    """Return a boxed form in the order in which its boxes are read, as a file of ours has it.

    Extraction runs through boxes line by line and takes upright words apart: the order is ours, the
    letters are the official ones, each as often, or a ValueError.
    """
    with_notes = "".join(line for page in pages for line in _words_of(page, notes=True))
    ours, theirs = (Counter(_bare(each.translate(WIDE_MARKS))) for each in (text, with_notes))
    if ours != theirs:
        more, less = "".join((ours - theirs).elements()), "".join((theirs - ours).elements())
        raise ValueError(f"{form} as boxed has {more!r} and lacks {less!r}")
    return OfficialForm.of(text)


def _bare(line: str) -> str:
    return "".join(line.split())


def _first_lines(page: list[str]) -> list[str]:
    return [_bare(line) for line in page if line.strip()][:3]


def _complaint_pages(pages: list[list[str]], number: int) -> Iterator[list[str]]:
    """Yield the pages from the one labelled 文书式样六 to the next label."""
    inside = False
    for page in pages:
        labels = [line for line in _first_lines(page) if _LABEL.fullmatch(line)]
        if labels:
            inside = labels == [f"文书式样{chinese_numeral(number)}"]
        if inside:
            yield page


def _penalty_pages(pages: list[list[str]], number: int) -> Iterator[list[str]]:
    """Yield the pages from the one headed by the form's title to the next title."""
    titles: dict[int, str] = {}
    for page in pages:
        # Forms number lines of their own; the contents stand before them all.
        for place, title in _CONTENTS_LINE.findall("\n".join(page)) if len(page) > 20 else ():
            titles.setdefault(int(place), _UNTITLED.get(title, title))
    inside = False
    for page in pages:
        headings = [line for line in _first_lines(page) if line in titles.values()]
        if headings:
            inside = headings[0] == titles[number]
        if inside:
            yield page


def _words_of(page: list[str], *, notes: bool = False) -> Iterator[str]:
    """Yield the lines of the form itself: no label, no page number, nothing from 注： on.

    With `notes`, all that stands below 注： too: a form that the public signs prints them.
    """
    for line in page:
        bare = _bare(line)
        if bare.startswith(("注：", "注:")) and not notes:
            return
        if not _PAGE_NUMBER.fullmatch(bare) and not _LABEL.fullmatch(bare):
            yield line


def _one_foot(pages: list[list[str]]) -> Iterable[str]:
    """Return the lines of all pages, the foot they share once and at the end."""
    pages = [_without_blank_ends(page) for page in pages]
    rows = zip(*(reversed(page) for page in pages), strict=False)
    same = [row[0] for row in takewhile(lambda row: len({_bare(each) for each in row}) == 1, rows)]
    foot = list(reversed(same)) if len(pages) > 1 else []
    bodies = [_without_blank_ends(page[: len(page) - len(foot)]) for page in pages]
    return [*(line for body in bodies for line in body), "", *foot]


def _without_blank_ends(page: list[str]) -> list[str]:
    filled = [place for place, line in enumerate(page) if line.strip()]
    return page[filled[0] : filled[-1] + 1] if filled else []
