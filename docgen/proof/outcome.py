"""Open what was made of a case, as whoever gets it does: parts parsed, marks and words read."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.engine import Engine
from docgen.kinds.catalogue import Kind
from docgen.kinds.flaw import Flaw
from docgen.proof.looks import looks_other, numbers_other
from docgen.proof.on_paper import flaws_on_paper, on_other_paper, papers_in
from docgen.proof.papers import Paper, barest, lengthened
from docgen.proof.sheets import read_sheets
from docgen.proof.tables import uneven_rows
from docgen.proof.words import without_table_heads, words_of, words_read
from docgen.settings import shipped
from docgen.template.coverage import BODY
from docgen.template.markup import language_flaws, markup_flaws
from docgen.template.page import PageSources
from docgen.word.losses import headers_without
from docgen.word.sound import opened

_COUNTING = re.compile(r"<w:instrText[^>]*> *PAGE\b")
_MARKS = {"draft": "草稿", "redacted": "脱敏件"}


def outcome_flaws(kind: Kind, what: str, word: bytes, page: str) -> Iterator[Flaw]:
    """Yield what is wrong with the Word file and the page that were made of a case."""
    file = f"templates/{kind.word_template.relative_to(kind.templates).as_posix()}"
    yield from (
        Flaw(file, "", f"生成的 Word 文件打不开（{what}）：{each}") for each in opened(word)
    )
    if not _is_whole(page.encode()):
        told = "页面没有 <main>…</main>，不知道哪些是正文，请看 templates/html/_layout.html"
        yield Flaw(f"templates/html/{kind.page_name}", "", told)
    else:
        for words in uneven_rows(page.encode()):
            told = "表格各行的列数不一样，请恢复少了的单元格或 rowspan、colspan"
            yield Flaw(f"templates/html/{kind.page_name}", f"表格「{words}」", told)
    for line, told in (*language_flaws(page), *markup_flaws(page)):
        yield Flaw(what, f"页面第 {line} 行", told)


def _is_whole(page: bytes) -> bool:
    return b"<main" in page and b"</main>" in page


def pdf_flaws(engine: Engine, kind: Kind, before: Engine | None = None) -> Iterator[Flaw]:
    """Make the example as PDF and as a draft, which bears a mark, and read them.

    `before` has the shipped templates, where these are others. Errors: those of making a document.
    """
    what, example = f"{kind.file} 的示例", kind.schema.example
    html = f"templates/html/{kind.page_name}"
    archived = engine.check(kind.name, example, copy="archive")
    pdf, page = engine.write(archived, "pdf").content, engine.write(archived, "html").content
    if not _is_whole(page):
        return  # `outcome_flaws` has said so.
    yield from (Flaw(html, "", each) for each in _other_words(pdf, page))
    sources = engine.words[kind.name].sources
    ours = engine.catalogue.is_ours(kind.name)  # An office's own page may go without a number.
    counted = ours and any(_COUNTING.search(each) for name, each in sources.items() if name != BODY)
    paper = sources[BODY]
    if before and papers_in(paper) != papers_in(was := before.words[kind.name].sources[BODY]):
        word = f"templates/{kind.word_template.relative_to(kind.templates).as_posix()}"
        detail = "纸张或方向和随程序的模板不一样，请在页面设置里改回来"
        yield Flaw(word, "页面设置", detail)
        paper = was  # What is wrong with the page is told apart.
    told = flaws_on_paper(read_sheets(pdf), paper, counted=counted)
    yield from (Flaw(html, "", each) for each in told)
    for sheet in read_sheets(_draft(engine, kind, Paper("", example, {}))[0]):
        # The mark is letter-spaced, which a text search sees as blanks.
        if _MARKS["draft"] not in sheet.words:
            yield Flaw(html, "", f"草稿的 PDF 第 {sheet.number} 页没有「草稿」（{what}）")


def looks_flaws(
    engine: Engine, kind: Kind, before: Engine, papers: Sequence[Paper]
) -> Iterator[Flaw]:
    """Yield what harms the PDFs of cases beside those of the shipped templates, each harm once.

    Looked at are the example, what leaves most to hands, what has long texts and what has most
    pictures; of what has most letters and pages, how they are numbered and on which paper each is.
    Errors: those of making a document.
    """
    told: set[str] = set()
    word = before.words[kind.name].sources[BODY]
    shows = [(_shows(before, kind, each), each) for each in papers]
    most = max(shows[1:], key=lambda each: each[0].parts)[1] if shows[1:] else None
    drawn = max(shows, key=lambda each: each[0].pictures)  # The first of those that have as many.
    longest = lengthened(engine, kind, papers[0])
    looked = [each for each in (papers[0], barest(papers), longest) if each]
    looked += [drawn[1]] if drawn[1] not in looked else []
    for paper in [*looked, *([most] if most and most not in looked else [])]:
        (was, shown), (pdf, page) = (_draft(each, kind, paper) for each in (before, engine))
        ours, theirs = read_sheets(was), read_sheets(pdf)
        if paper in looked:
            added = page.count(b"<img") - shown.count(b"<img")
            found = [*looks_other(theirs, ours, added=added)]
        else:
            found = [*numbers_other(theirs, ours)]
        # The example as it goes out has been read.
        if paper is not papers[0]:
            found += [("", why) for why in _other_words(pdf, page)]
            found += [("", why) for why in (on_other_paper(theirs, word),) if why]
        for place, why in found:
            if why not in told:
                told.add(why)
                detail = f"{place}{why}（{paper.name}）"
                yield Flaw(f"templates/html/{_changed(engine, kind)}", "", detail)


@dataclass(frozen=True, slots=True)
class _Shows:
    """What a page has: titles, of letters that begin to count anew, and length; pictures."""

    parts: tuple[int, int]
    pictures: int


def _shows(engine: Engine, kind: Kind, paper: Paper) -> _Shows:
    case = engine.check(kind.name, paper.payload, copy="draft", files=paper.files)
    page = engine.write(case, "html").content
    return _Shows((page.count(b"<h1"), len(str(paper.payload))), page.count(b"<img"))


def _changed(engine: Engine, kind: Kind) -> str:
    """Return which file of a page is other than ours: its own, else one that pages share."""
    theirs, ours = kind.templates / "html", shipped("templates") / "html"
    for name in PageSources(engine.environment).referenced(kind.page_name):
        if (
            not (ours / name).is_file()
            or (ours / name).read_bytes() != (theirs / name).read_bytes()
        ):
            return name
    return kind.page_name


def _draft(engine: Engine, kind: Kind, paper: Paper) -> tuple[bytes, bytes]:
    """Return the PDF and the page of a paper as a draft, which bears all that any copy does."""
    case = engine.check(kind.name, paper.payload, copy="draft", files=paper.files)
    return engine.write(case, "pdf").content, engine.write(case, "html").content


def _other_words(pdf: bytes, page: bytes) -> Iterator[str]:
    """Yield where a PDF says other words than its page."""
    # A mark is read once on a page, and on every page of a PDF.
    said, wanted = (
        without_table_heads(words, page).replace(_MARKS["draft"], "")
        for words in (words_of("pdf", pdf), words_read(page))
    )
    if said != wanted:
        at = next(
            (at for at, pair in enumerate(zip(said, wanted, strict=False)) if pair[0] != pair[1]),
            min(len(said), len(wanted)),
        )
        told = f"PDF 里印的和页面说的不一样：页面是「{wanted[at : at + 20]}」，"
        yield f"{told}PDF 是「{said[at : at + 20]}」，请检查样式"


def mark_flaws(engine: Engine, kind: Kind) -> Iterator[Flaw]:
    """Yield where a copy that bears a mark does not: headers of the Word file, the page."""
    word = f"templates/{kind.word_template.relative_to(kind.templates).as_posix()}"
    html = f"templates/html/{kind.page_name}"
    for copy, mark in _MARKS.items():
        case = engine.check(kind.name, kind.schema.example, copy=copy)
        with zipfile.ZipFile(io.BytesIO(engine.write(case, "docx").content)) as container:
            parts = {name: container.read(name) for name in container.namelist()}
        for place in headers_without(parts, mark):
            yield Flaw(word, place, f"没有印出「{mark}」，这一页会认不出来")
        page = engine.write(case, "html").content
        if not _is_whole(page):
            continue  # `outcome_flaws` has said so.
        if mark not in words_read(page).removeprefix(words_of("html", page)):
            detail = f"没有印出用途标记 mark（{mark}），请看 templates/html/_layout.html"
            yield Flaw(html, "", detail)
