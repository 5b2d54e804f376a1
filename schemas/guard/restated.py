"""Compare what a text says again with the field that holds it, as the kind's `restated` declares.

Which comparison is made follows from the field: days with a day, sums with an amount, numbers of
things with a count, names with a name, addresses with an address.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from schemas.ground.base import Facts, Finding, Part, Record
from schemas.ground.fields import (
    Count,
    Day,
    Group,
    Moment,
    Money,
    Rows,
)
from schemas.ground.kind import KindSchema
from schemas.ground.restating import Restates
from schemas.guard import said_days, said_words
from schemas.guard.said import Difference, Said

TELLING = "文书所载事实"
_ADDRESS = re.compile("址|住所|场所|地点")


class _Pair(NamedTuple):
    """One text and the field it says again, as they are looked up in a case."""

    text: tuple[str, ...]
    of: tuple[str, ...]
    label: str
    field: Any
    restates: Restates
    compare: Callable[[Said], Difference | None]


@cache
def _pairs(kind: type[KindSchema]) -> tuple[_Pair, ...]:
    reader = kind()
    return tuple(
        _Pair(
            tuple(path.split(".")),
            tuple(each.of.split(".")),
            field_at(reader, path).label,
            field := field_at(reader, each.of),
            each,
            _comparison(field, each),
        )
        for each in kind.restated
        for path in each.texts
    )


def restated_differently(kind: KindSchema, value: Record, facts: Facts) -> Iterator[Finding]:
    """Yield every text that says something else than the field that it says again."""
    if not kind.restated:
        return
    dated, calendar = kind.dated(value), facts.law.calendar
    for pair in _pairs(type(kind)):
        for pointer, text, held in _beside(value, pair.text, pair.of, ""):
            said = Said(text, held, pair.restates, pair.field, value, dated, calendar)
            if differs := pair.compare(said):
                detail = differs.detail.format(text=pair.label, field=pair.field.label)
                yield Finding(pointer, differs.code, detail, TELLING, differs.weight)


def field_at(part: Part, path: str) -> Any:
    """Return the field that a path names in a part: a declared one, or what a derived value shows.

    Errors: KeyError for a path that leads nowhere.
    """
    name, _, rest = path.partition(".")
    field: Any = part.fields.get(name) or type(part).derivations()[name].display
    if not rest:
        return field
    below = field.below if isinstance(field, Group | Rows) else None
    if below is None:
        raise KeyError(path)
    return field_at(below, rest)


def _beside(
    value: Any, text: tuple[str, ...], of: tuple[str, ...], pointer: str
) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield (pointer, text, values of the field): of one row where both stand in rows."""
    if len(text) > 1 and len(of) > 1 and text[0] == of[0]:
        here, below = f"{pointer}/{text[0]}", value.get(text[0])
        if isinstance(below, list | tuple):
            for index, row in enumerate(below):
                yield from _beside(row, text[1:], of[1:], f"{here}/{index}")
        elif below is not None:
            yield from _beside(below, text[1:], of[1:], here)
    elif (texts := list(_texts_at(value, text, pointer))) and (
        held := tuple(_values_at(value, of))
    ):
        for at, words in texts:
            yield at, words, held


def _values_at(value: Any, steps: tuple[str, ...]) -> Iterator[Any]:
    if not steps:
        if value is not None:
            yield value
    elif isinstance(value, list | tuple):
        for row in value:
            yield from _values_at(row, steps)
    elif isinstance(value, Mapping):
        yield from _values_at(value.get(steps[0]), steps[1:])


def _texts_at(value: Any, steps: tuple[str, ...], pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list | tuple):
        for index, row in enumerate(value):
            yield from _texts_at(row, steps, f"{pointer}/{index}")
    elif not steps:
        if isinstance(value, str):
            yield pointer, value
    elif isinstance(value, Mapping):
        yield from _texts_at(value.get(steps[0]), steps[1:], f"{pointer}/{steps[0]}")


def _times(said: Said) -> Difference | None:
    ended = next(_values_at(said.value, tuple(said.restates.until.split("."))), None)
    return said_days.times(said, ended)


def _comparison(field: Any, restates: Restates) -> Callable[[Said], Difference | None]:
    """Return how a text is compared with a field of this sort."""
    if isinstance(field, Day | Moment):
        past = said_days.days_or_hours if restates.done or restates.order else said_days.terms
        return _times if restates.until else past
    if isinstance(field, Money):
        return said_words.sums
    if restates.counted:
        return said_words.numbers
    if isinstance(field, Count):
        return said_days.lengths
    if restates.called:
        return said_words.names
    return said_words.doors if _is_address(field.label) else said_words.no_more_than_told


@cache
def _is_address(label: str) -> bool:
    return _ADDRESS.search(label) is not None
