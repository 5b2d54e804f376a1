"""Show a redacted copy to whoever answers for it, with what only a person can judge lit."""

from collections.abc import Sequence
from typing import Any

from docgen.case.case import Case
from docgen.case.words import Passage, describe
from docgen.engine import Engine
from docgen.look.light import END, LIT, Lit, lit_page
from schemas.guard.reading import Reading
from schemas.guard.unread import to_be_read


def redaction_to_read(engine: Engine, case: Case) -> str:
    """Return the page of a redacted case with every free text lit.

    Errors: `RenderError`.
    """
    words: Any = describe(case, engine.house_words)
    for passage in to_be_read(Reading.of(case.kind.reader, case.values)):
        words = _lit(words, passage.pointer.split("/")[1:])
    return lit_page(engine.pages[case.kind.name].render(words))


def _lit(words: Any, steps: Sequence[str]) -> Any:
    """Return words with the text at the end of the steps lit, where it is derived from it too."""
    step, below = steps[0], steps[1:]
    if isinstance(words, tuple):
        place = int(step)
        lit = _lit(words[place], below) if below else _lit_text(words[place])
        return (*words[:place], lit, *words[place + 1 :])
    if below:
        return {**words, step: _lit(words[step], below)}
    text = words[step]
    return {name: _lit_text(each) if each == text else each for name, each in words.items()}


def _lit_text(text: str) -> Lit:
    lit = Lit(f"{LIT}{text}{END}")
    lit.paragraphs = tuple(f"{LIT}{each}{END}" for each in Passage(text).paragraphs)
    return lit
