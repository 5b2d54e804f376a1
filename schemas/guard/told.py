"""Judge what a text plainly tells by the place where it stands: the rows of `told.toml`."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from schemas.ground.base import Finding, Record, error, notice
from schemas.guard.reading import Reading
from schemas.guard.tables import read_places

_SENTENCE = re.compile("[^。；;\n]+[。；;\n]?")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a place does not allow: its words, what excuses them, and what is said of it.

    `about` is what the same sentence has to speak of, and `hints` are groups of bare words: a text
    without one of each need not be searched. `items` are those of a list of the law that it speaks
    of; none where it speaks of all.
    """

    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    about: re.Pattern[str] | None
    hints: tuple[tuple[str, ...], ...]
    items: frozenset[int]
    is_error: bool
    code: str
    detail: str
    source: str

    def is_told_in(self, text: str) -> bool:
        """Tell whether a sentence of a text tells it and does not take it back."""
        if not self.words.search(text):
            return False
        if self.unless is None and self.about is None:
            return True
        return any(self._is_said(each) for each in _SENTENCE.findall(text))

    def may_be_told_in(self, text: str) -> bool:
        """Tell whether a text holds one of each group of bare words."""
        return all(any(each in text for each in group) for group in self.hints)

    def _is_said(self, sentence: str) -> bool:
        return bool(
            self.words.search(sentence)
            and (self.about is None or self.about.search(sentence))
            and not (self.unless and self.unless.search(sentence))
        )


def _pattern(row: dict[str, Any], key: str) -> re.Pattern[str] | None:
    return re.compile(row[key]) if key in row else None


def _row(row: dict[str, Any]) -> Told:
    return Told(
        re.compile(row["words"]),
        _pattern(row, "unless"),
        _pattern(row, "about"),
        tuple(tuple(group) for group in row.get("hints", ())),
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


# What a supplier's name stands for in the rows.
_SUPPLIER = "承包人"


def told_anywhere(reading: Reading, place: str, house: Record) -> Iterator[Finding]:
    """Yield what any text tells that no text may, by a `place` of `told.toml`.

    What somebody said in words of their own is left alone. The suppliers of the house's contracts
    are read as what they are.
    """
    rows = [row for row in PLACES[place] if row.may_be_told_in(reading.joined)]
    named = [each.supplier.name for each in house.contracts] if rows else []
    for row in rows:
        for passage in reading.free:
            if passage.field.spoken or not row.may_be_told_in(passage.text):
                continue
            if row.is_told_in(_as_supplier(passage.text, named)):
                say = error if row.is_error else notice
                detail = row.detail.format(label=passage.field.label)
                yield say(passage.pointer, row.code, detail, row.source)


def _as_supplier(text: str, named: Collection[str]) -> str:
    for name in named:
        text = text.replace(name, _SUPPLIER)
    return text
