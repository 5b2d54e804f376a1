"""Hold the wording of the instruments that papers quote, to compare quotations with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from schemas.law.tables import read_table

_NO_WORD = re.compile("[^\u4e00-\u9fff0-9A-Za-z]+")
# So many characters in a row are an instrument's own words and nobody else's by chance.
_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one instrument, without marks and blanks, and all pieces of a few of them."""

    words: str
    pieces: frozenset[str]

    def share_of(self, quoted: str) -> float:
        """Return how much of a quotation is this wording's: 1 where it stands there as a whole.

        `quoted` has no marks. What is shorter than a piece has no share unless it stands there.
        """
        if quoted in self.words:
            return 1.0
        pieces = _pieces(quoted)
        return len(self.pieces.intersection(pieces)) / (len(pieces) + 1)


def without_marks(text: str) -> str:
    """Return the words of a text without marks, blanks and line ends."""
    return _NO_WORD.sub("", text)


def _pieces(words: str) -> set[str]:
    return {words[at : at + _LENGTH] for at in range(len(words) - _LENGTH + 1)}


@cache
def wordings() -> Mapping[str, Wording]:
    """Return the wordings held, by the identifier of the instrument (`instruments.toml`)."""
    texts = {name: without_marks(text) for name, text in read_table("texts.toml").items()}
    return MappingProxyType(
        {name: Wording(words, frozenset(_pieces(words))) for name, words in texts.items()}
    )
