"""Judge what a text plainly tells by the place where it stands: the rows of `told.toml`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schemas.ground.base import Finding, error, notice
from schemas.guard.tables import read_places

_SENTENCE = re.compile("[^。；;\n]+[。；;\n]?")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a place does not allow: its words, what excuses them, and what is said of it.

    `items` are those of a list of the law that it speaks of; none where it speaks of all.
    """

    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    items: frozenset[int]
    is_error: bool
    code: str
    detail: str
    source: str

    def is_told_in(self, text: str) -> bool:
        """Tell whether a sentence of a text tells it and does not take it back."""
        if not self.words.search(text):
            return False
        if self.unless is None:
            return True
        return any(
            self.words.search(each) and not self.unless.search(each)
            for each in _SENTENCE.findall(text)
        )


def _row(row: dict[str, Any]) -> Told:
    return Told(
        re.compile(row["words"]),
        re.compile(row["unless"]) if "unless" in row else None,
        frozenset(row.get("items", ())),
        row["weight"] == "error",
        row["code"],
        row["detail"],
        row["source"],
    )


PLACES = {
    place: tuple(_row(row) for row in rows) for place, rows in read_places("told.toml").items()
}


def told_amiss(
    pointer: str, place: str, text: str | None, item: int | None = None
) -> Iterator[Finding]:
    """Yield what a text at `pointer` tells that its place, of `told.toml`, does not allow.

    `item` is the one chosen of a list of the law.
    """
    for row in PLACES[place] if text else ():
        if (not row.items or item in row.items) and row.is_told_in(text or ""):
            say = error if row.is_error else notice
            yield say(pointer, row.code, row.detail, row.source)
