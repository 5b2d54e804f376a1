"""What a folder of templates would change: flaws, words struck and added, pages, side by side."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.case.case import Case
from docgen.engine import Engine
from docgen.house import shipped_house
from docgen.kinds.flaw import Flaw
from docgen.look.pages import draw_sheets, drawn, how_many, laid_out
from docgen.proof.opening import flaws_of
from docgen.proof.paper import Papers
from docgen.proof.papers import Paper, corpora_of, papers_of
from docgen.proof.words import words_of

# So many characters that stay are shown around what changes.
AROUND = 12


Sheets = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one paper: pieces of its words, each kept (" "), struck ("-") or added ("+").

    `pages` are how many it has before and after, `sheets` their pictures, where they were made.
    """

    paper: str
    pieces: tuple[tuple[str, str], ...]
    pages: tuple[int, int] | None = None
    sheets: Sheets = ((), ())

    @property
    def says_the_same(self) -> bool:
        """Whether no word of it changes."""
        return all(what == " " for what, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a set changes of one kind; `sheets` are the example's pages, before and after.

    `alone` is the one template of the two that differs, docx or html, if only one does. `issued`
    is what becomes of the papers issued last: of so many that were `compared`, while `left_out`
    could not be.
    """

    kind: str
    title: str
    flaws: tuple[Flaw, ...]
    changes: tuple[Change, ...] = ()
    sheets: Sheets = ((), ())
    alone: str = ""
    issued: tuple[Change, ...] = ()
    compared: int = 0
    left_out: int = 0

    @property
    def proved(self) -> bool:
        """Whether nothing is wrong with the kind's templates."""
        return not self.flaws


def try_kind(now: Engine, then: Engine, name: str) -> Trial:
    """Return what another set changes of a kind, or what is wrong with it; issued papers apart.

    Errors: `RenderError` of a set that is in force.
    """
    flaws, alone = flaws_of(then, name), changed_alone(now, then, name)
    if flaws:
        return Trial(name, then.catalogue[name].header.title, flaws, alone=alone)
    return replace(_compared(now, then, name), alone=alone)


def changed_alone(now: Engine, then: Engine, name: str) -> str:
    """Return which template of a kind differs while the other does not; empty where both do."""
    own = [_contents(each, each.catalogue.files(name)) for each in (now, then)]
    other = {file for file in own[0] | own[1] if own[0].get(file) != own[1].get(file)}
    formats = {file.rpartition(".")[2] for file in other}
    return formats.pop() if len(formats) == 1 else ""


def compare_paper(
    now: Engine, then: Engine, case: Case, paper: str, *, shown: bool = True
) -> Change | None:
    """Return what becomes of a case that was issued, its pages drawn if `shown`; None: nothing.

    Errors: `RenderError`, `UnprintableCharacterError`.
    """
    pages = [each.write(case, "html").content for each in (now, then)]
    made = [laid_out(now, page.decode()) for page in pages]
    if made[0] == made[1]:
        return None
    before, after = (words_of("html", page) for page in pages)
    old, new = (tuple(sheet.url for sheet in drawn(each)) if shown else () for each in made)
    counts = how_many(made[0]), how_many(made[1])
    return Change(paper, tuple(_pieces(before, after)), counts, (old, new))


def touched(now: Engine, then: Engine) -> list[str]:
    """Return the kinds whose templates, or files they share, are not the same in both."""
    if _contents(now, now.catalogue.shared_files()) != _contents(
        then, then.catalogue.shared_files()
    ):
        return [*then.catalogue]
    return [
        name
        for name in then.catalogue
        if _contents(now, now.catalogue.files(name)) != _contents(then, then.catalogue.files(name))
    ]


def _contents(engine: Engine, paths: Sequence[Path]) -> dict[str, bytes]:
    root = engine.settings.templates
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in paths
        if path.is_relative_to(root)
    }


def _compared(now: Engine, then: Engine, name: str) -> Trial:
    engines = [each.with_house(shipped_house()) for each in (now, then)]
    kind = then.catalogue[name]
    papers = papers_of(kind, corpora_of(then, name))
    before, after = (_words(each, name, papers) for each in engines)
    changes = tuple(
        Change(paper, tuple(_pieces(before[paper], words)))
        for paper, words in after.items()
        if paper in before and before[paper] != words
    )
    old, new = (_sheets(each, name) for each in engines)
    return Trial(name, kind.header.title, (), changes, (old, new))


def _words(engine: Engine, name: str, papers: Sequence[Paper]) -> dict[str, str]:
    readings = Papers(engine, engine.catalogue[name], papers).readings
    return {each.paper.name: each.page.wording.text for each in readings if each.as_shipped}


def _sheets(engine: Engine, name: str) -> tuple[str, ...]:
    example = engine.catalogue[name].schema.example
    page = engine.render(name, example, "html").content.decode()
    return tuple(sheet.url for sheet in draw_sheets(engine, page))


def _pieces(before: str, after: str) -> Iterator[tuple[str, str]]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            kept = before[a:b]
            if len(kept) > 2 * AROUND:
                kept = f"{kept[:AROUND]}……{kept[-AROUND:]}"
            yield " ", kept
            continue
        if b > a:
            yield "-", before[a:b]
        if d > c:
            yield "+", after[c:d]
