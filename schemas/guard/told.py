"""Judge what a text plainly tells by the place where it stands: the rows of `told.toml`."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from schemas.ground.base import Finding, Record, error, notice
from schemas.ground.roles import Role
from schemas.guard.hints import Hints
from schemas.guard.reading import Reading
from schemas.guard.tables import Late, alternation, read_places

_SENTENCE = re.compile("[^。；;\n]+[。；;\n]?")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that a place does not allow: its words, what excuses them, and what is said of it.

    `unless` excuses a sentence, `unless_near` the clauses that the words stand in. `about` is what
    the same sentence has to speak of, and `hints` are groups of bare words: a text without one of
    each need not be searched. `where` and `not_where` are about the label of the field. `items` are
    those of a list of the law that it speaks of; none where it speaks of all.
    """

    words: Late
    unless: Late | None
    unless_near: Late | None
    about: Late | None
    hints: tuple[Hints, ...]
    where: Late | None
    not_where: Late | None
    items: frozenset[int]
    is_error: bool
    code: str
    detail: str
    source: str

    def is_told_in(self, text: str) -> bool:
        """Tell whether a sentence of a text tells it and does not take it back."""
        if not self.words.search(text):
            return False
        if not (self.unless or self.unless_near or self.about):
            return True
        return any(self._is_said(each) for each in _SENTENCE.findall(text))

    def may_be_told_in(self, text: str, pairs: frozenset[str]) -> bool:
        """Tell whether a text, of these pairs of characters, holds one of each group of words."""
        return all(group.may_stand_in(text, pairs) for group in self.hints)

    def may_stand_under(self, label: str) -> bool:
        """Tell whether the row looks at a field of this label."""
        return (self.where is None or self.where.search(label) is not None) and (
            self.not_where is None or self.not_where.search(label) is None
        )

    def _is_said(self, sentence: str) -> bool:
        if self.about and not self.about.search(sentence):
            return False
        if self.unless and self.unless.search(sentence):
            return False
        near = self.unless_near
        return any(
            near is None or not near.search(_clauses(sentence, found.start(), found.end()))
            for found in self.words.finditer(sentence)
        )


def _clauses(sentence: str, start: int, end: int) -> str:
    """Return the clauses that a place reaches over."""
    first = max(sentence.rfind(mark, 0, start) for mark in "，,") + 1
    last = min((at for mark in "，," if (at := sentence.find(mark, end)) >= 0), default=None)
    return sentence[first:last]


def _pattern(row: dict[str, Any], key: str) -> Late | None:
    return Late(row[key]) if key in row else None


def told_row(row: dict[str, Any]) -> Told:
    """Return one row of a file as it is searched for."""
    first = row.get("first", ())
    return Told(
        alternation(first) if first else Late(row["words"]),
        _pattern(row, "unless"),
        _pattern(row, "unless_near"),
        _pattern(row, "about"),
        tuple(Hints(group) for group in row.get("hints", (first,) if first else ())),
        _pattern(row, "where"),
        _pattern(row, "not_where"),
        frozenset(row.get("items", ())),
        row.get("weight") == "error",
        row["code"],
        row["detail"],
        row["source"],
    )


def _places() -> dict[str, tuple[Told, ...]]:
    found: dict[str, tuple[Told, ...]] = {}
    for name in ("told.toml", "conduct.toml", "seldom.toml"):
        for place, rows in read_places(name).items():
            found[place] = (*found.get(place, ()), *(told_row(row) for row in rows))
    return found


PLACES = _places()


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


@cache
def _rows_of(places: tuple[str, ...]) -> tuple[Told, ...]:
    return tuple(row for place in places for row in PLACES[place])


@cache
def _index(
    places: tuple[str, ...],
) -> Mapping[str, tuple[tuple[int, ...], tuple[tuple[str, list[int]], ...]]]:
    """Return by pairs of characters the rows with this pair, and the words of others with theirs.

    Of a row with several groups of words it is the one that has least. Every row has a group of
    words of two characters or more: a file that lacks one is refused here.
    """
    known: dict[str, set[int]] = {}
    told: dict[str, dict[str, list[int]]] = {}
    for number, row in enumerate(_rows_of(places)):
        groups = (each for each in row.hints if not each.single)
        group = min(groups, key=lambda each: len(each.words))
        for pair, words in group.words.items():
            if pair in words:
                known.setdefault(pair, set()).add(number)
            else:
                for word in words:
                    told.setdefault(pair, {}).setdefault(word, []).append(number)
    return {
        pair: (tuple(known.get(pair, ())), tuple(told.get(pair, {}).items()))
        for pair in (known | told)
    }


@cache
def _pairs_of(places: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_index(places))


def _rows_for(places: tuple[str, ...], text: str, pairs: frozenset[str]) -> list[Told]:
    """Return the rows of some places that a text with these pairs may tell, in order."""
    index, rows = _index(places), _rows_of(places)
    numbers = set[int]()
    for pair in pairs & _pairs_of(places):
        known, told = index[pair]
        numbers.update(known)
        for word, more in told:
            if word in text:
                numbers.update(more)
    found = [rows[number] for number in sorted(numbers)]
    return [row for row in found if len(row.hints) == 1 or row.may_be_told_in(text, pairs)]


# A firm is called by the two characters that follow its place.
_BRAND = re.compile("(?:[^省市区县]{1,6}[省市区县])*([^省市区县]{2})")
# What a supplier's name stands for in the rows.
_SUPPLIER = "承包人"
# And the names of people that take these parts.
_OURS = {
    Role.inspector: "检查人员",
    Role.mediator: "调解人员",
    Role.handler: "办案人员",
    Role.assistant: "协助人员",
}


def told_anywhere(reading: Reading, places: tuple[str, ...], house: Record) -> Iterator[Finding]:
    """Yield what any text tells that no text may, by some `places` of `told.toml`.

    What somebody said in words of their own is left alone, and what is told as it was before. The
    suppliers of the house's contracts and the bureau's own people are read as what they are.
    """
    free = reading.joined_free
    named = [pair for pair in _called(reading, house) if pair[0] in free]
    text = _as_called(free, named)
    pairs = reading.pairs.union([word[:2] for _, word in named]) if named else reading.pairs
    rows = [row for row in _rows_for(places, text, pairs) if row.words.search(text)]
    if not rows:
        return
    texts = [
        (each, _as_called(each.text, named))
        for each in reading.free
        if not (each.field.spoken or each.field.former)
    ]
    for row in rows:
        for passage, text in texts:
            label = passage.field.label
            if row.words.search(text) and row.may_stand_under(label) and row.is_told_in(text):
                say = error if row.is_error else notice
                yield say(passage.pointer, row.code, row.detail.format(label=label), row.source)


@cache
def _names_of(supplier: str) -> tuple[str, ...]:
    """Return what a supplier is called: 示例市诚办信息服务有限公司, 诚办公司."""
    brand = _BRAND.match(supplier)
    return (supplier, f"{brand[1]}公司") if brand else (supplier,)


def _called(reading: Reading, house: Record) -> Iterator[tuple[str, str]]:
    """Yield names with the words that rows know them by: suppliers, and the bureau's own people."""
    for contract in house.contracts:
        for name in _names_of(contract.supplier.name):
            yield name, _SUPPLIER
    for passage in reading.people:
        if passage.roles and (word := _OURS.get(passage.roles[-1])):
            yield passage.text, word


def _as_called(text: str, named: Collection[tuple[str, str]]) -> str:
    for name, word in named:
        text = text.replace(name, word)
    return text
