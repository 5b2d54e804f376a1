"""Show a redacted copy to whoever answers for it, with what only a person can judge lit."""

from collections.abc import Collection, Sequence
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
    passages = to_be_read(Reading.of(case.kind.reader, case.values))
    texts = {_at(words, passage.pointer.split("/")[1:]) for passage in passages}
    own = {name: each for name, each in words.items() if name not in _SHARED}
    return lit_page(engine.pages[case.kind.name].render(words | _lit(own, texts)))


_SHARED = ("house", "authority")


def _at(words: Any, steps: Sequence[str]) -> str:
    """Return the text at the end of the steps."""
    for step in steps:
        words = words[int(step)] if isinstance(words, tuple) else words[step]
    return str(words)


def _lit(words: Any, texts: Collection[str]) -> Any:
    """Return words with the texts lit, where they are typed and where a value is derived of one."""
    if type(words) is dict:
        return {name: _lit(each, texts) for name, each in words.items()}
    if type(words) is tuple:
        return tuple(_lit(each, texts) for each in words)
    # What else is a text (a choice, a sum) a template asks for its code.
    return _lit_text(words) if type(words) in (str, Passage) and _holds(words, texts) else words


def _holds(words: str, texts: Collection[str]) -> bool:
    return words in texts or any(len(each) >= _SENTENCE and each in words for each in texts)


# Fewer characters may stand in another value by chance.
_SENTENCE = 6


def _lit_text(text: str) -> Lit:
    lit = Lit(f"{LIT}{text}{END}")
    lit.paragraphs = tuple(f"{LIT}{each}{END}" for each in Passage(text).paragraphs)
    return lit
