"""The words of a paper nobody has filled in: room for every value, words where all cases have them.

A template needs every value, and a derived value whole parts. So cases are made up, as many as a
choice has options, with stand-ins that differ wherever they can. What is derived and comes out the
same in all of them is no case's own (the regulation in force, the list of grounds, a house fact)
and is printed; everything else is room for a pen. What parts say in `blank` chooses between the
conditions of templates.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import marshmallow

from docgen.case.choices import Choices, Unanswered
from docgen.case.room import Room, room_for
from docgen.case.words import Words
from docgen.chart.chart import Drawn
from schemas.ground.base import Derived, Facts, Part, Record
from schemas.ground.fields import (
    Choice,
    Count,
    Day,
    Described,
    File,
    Flag,
    Group,
    Moment,
    Money,
    Rows,
    Text,
)
from schemas.ground.house import suggested
from schemas.parts.charts import Charted
from schemas.parts.photos import Original


class _Unsaid:
    """What a kind says nothing about, and what could not be derived from stand-ins."""


UNSAID = _Unsaid()
# Private-use characters: words that no kind prints by itself.
_FIRST = 0xF100
# More options than these are as varied as all of them.
_MOST_CASES = 24


def bare_words(part: Part, facts: Facts) -> dict[str, Any]:
    """Return the words of a kind's fields and derived values for the blank edition."""
    count = min(max(2, *_option_counts(part)), _MOST_CASES)
    cases = [_MadeUp(facts, turn).part(part, {}) for turn in range(count)]
    words = Words(padded=facts.house.date_style == "padded", redaction=None)
    return _Showing(words).part(part, cases, derived=False)


def _option_counts(part: Part) -> Iterator[int]:
    yield 0
    for field in part.fields.values():
        one = field.inner if isinstance(field, Rows) else field
        if isinstance(one, Choice):
            yield len(one.options)
        elif isinstance(one, Group):
            yield from _option_counts(one.below)


class _MadeUp:
    """A case made up of stand-ins; cases of other turns differ wherever values of a type can."""

    def __init__(self, facts: Facts, turn: int) -> None:
        self.facts = facts
        self.turn = turn

    def part(self, part: Part, given: Any) -> Record:
        given = {**type(part).granted(), **(given if isinstance(given, Mapping) else {})}
        values: dict[str, Any] = {
            name: self.value(field, given.get(name, UNSAID))
            for name, field in part.fields.items()
            if isinstance(field, Described)
        }
        for name, derivation in type(part).derivations().items():
            said = given.get(name, UNSAID)
            if said is not UNSAID and isinstance(derivation.display, Described):
                values[name] = self.value(derivation.display, said)
            else:
                values[name] = self.derived(part, derivation, values)
        return Record(values)

    def derived(self, part: Part, derivation: Derived, values: Mapping[str, Any]) -> Any:
        try:
            return derivation.compute(part, Record(values), self.facts)
        except MemoryError:
            raise
        except Exception:  # Stand-ins are no case: a kind's own code may well fail over them.
            return UNSAID

    def value(self, field: Described, given: Any) -> Any:
        given = UNSAID if given is ... else given
        if given is None:
            return () if isinstance(field, Rows) else None
        if isinstance(field, Group):
            return self.part(field.below, given)
        if isinstance(field, Rows):
            return tuple(self.value(field.each, row) for row in _rows(field, given))
        if given is UNSAID:
            return self.stand_in(field)
        return field.deserialize(given)

    def stand_in(self, field: Described) -> Any:
        """Return a value of the field's type that nobody wrote."""
        day = self.facts.today + timedelta(self.turn)
        if isinstance(field, Choice):
            return list(field.options)[self.turn % len(field.options)]
        if isinstance(field, Count):
            return min(field.most, field.least + self.turn)
        if isinstance(field, Text) and field.suggests:
            known = list(suggested(self.facts.house, field.suggests))
            if known:
                return known[self.turn % len(known)][0]
        simple: dict[type, Any] = {
            Flag: self.turn % 2 == 0,
            Day: day,
            Moment: datetime.combine(day, time()),
            Money: Decimal(self.turn),
        }
        text = chr(_FIRST + self.turn) * 2
        return next((value for kind, value in simple.items() if isinstance(field, kind)), text)


def _rows(field: Rows, given: Any) -> list[Any]:
    """Return what is given of each row; photos are glued on, never written in."""
    if given is UNSAID:
        below = field.below
        photos = below and any(isinstance(each, File) for each in below.fields.values())
        return [] if photos else [UNSAID] * max(field.least, 1)
    return [UNSAID] * given if isinstance(given, int) else list(given)


class _Showing:
    """Shows what all made-up cases agree on, and room for everything else."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def part(self, part: Part, cases: Sequence[Any], *, derived: bool) -> dict[str, Any]:
        shown = {
            name: self.value(field, _of(cases, name), field, derived=derived)
            for name, field in part.fields.items()
        }
        for name, derivation in type(part).derivations().items():
            written = _written(part, derivation)
            shown[name] = self.value(derivation.display, _of(cases, name), written, derived=True)
        return shown

    def value(
        self,
        field: marshmallow.fields.Field[Any],
        cases: Sequence[Any],
        written: marshmallow.fields.Field[Any],
        *,
        derived: bool,
    ) -> Any:
        """Return the words of one value; `written` is the field whose room it takes."""
        first = cases[0]
        if all(each is None for each in cases):
            return Unanswered(field.options) if isinstance(field, Choice) else None
        if isinstance(field, Group):
            return self.part(field.below, cases, derived=derived)
        if isinstance(field, Rows):
            return self.rows(field, cases, derived=derived)
        agreed = first is not UNSAID and all(each == first for each in cases)
        if isinstance(field, Flag) or isinstance(first, Original):
            return first if agreed and isinstance(field, Flag) else None
        if isinstance(field, Choice) and not (derived and agreed):
            return room_for(field, first if agreed else "")
        return self.words.value(field, first) if agreed else room_for(written)

    def rows(self, field: Rows, cases: Sequence[Any], *, derived: bool) -> tuple[Any, ...]:
        if any(each is UNSAID for each in cases):
            cases = [(UNSAID,)] * len(cases)
        shown = tuple(
            self.value(field.inner, beside, field.inner, derived=derived)
            for beside in zip(*(each or () for each in cases), strict=False)
        )
        if isinstance(field, Charted):
            return Drawn.of(shown, None)
        if not isinstance(field.inner, Choice):
            return shown
        boxes = room_for(field.inner).boxes
        return Choices.of(shown[:1] if shown and isinstance(shown[0], Room) else shown, boxes)


def _of(cases: Sequence[Any], name: str) -> list[Any]:
    return [each[name] if isinstance(each, Mapping) else UNSAID for each in cases]


def _written(part: Part, derivation: Derived) -> marshmallow.fields.Field[Any]:
    """Return the field whose room a derived value takes: its own, or that of what it prints."""
    printed = [part.fields[name] for name in derivation.prints]
    plain = [each for each in printed if not isinstance(each, Group | Rows | Flag)]
    if not plain or type(derivation.display) is not Text:
        return derivation.display
    written = [each for each in plain if not isinstance(each, Choice)]
    return (written or plain)[0] if written or len(plain) == 1 else derivation.display
