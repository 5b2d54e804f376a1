"""Read a case once for all guards: every text a person typed, whose it is and who is named."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from schemas.ground.base import Part, Record
from schemas.ground.fields import (
    Choice,
    Code,
    Count,
    Day,
    Described,
    File,
    FileReference,
    Flag,
    Group,
    LongText,
    Moment,
    PartyName,
    PersonName,
    Phone,
    Rows,
    Text,
)
from schemas.ground.roles import Role
from schemas.guard.folding import folded, folded_name, same_number
from schemas.guard.hints import pairs_in
from schemas.guard.told_days import DayTold, days_told

# A name or number that a witness, a complainant or a reporter left is not the party's to read.
_SHELTERED = frozenset((Role.witness, Role.complainant, Role.reporter))
_FREE = (Text, LongText, Code)
_SHORTEST_NUMBER = 7


class Passage(NamedTuple):
    """One text of a case: where it stands, its field, and whose it is, from the outside in.

    `free` tells whether the field takes any words: a phone or a name has a form of its own.
    """

    pointer: str
    field: Described
    text: str
    roles: tuple[Role, ...]
    free: bool

    @property
    def folded(self) -> str:
        """The text in one width, numbers that are written out in digits, place for place."""
        return folded(self.text)


class GivenDay(NamedTuple):
    """One day or moment of a case: `day` is what its field has read."""

    pointer: str
    field: Day | Moment
    day: Any


class GivenChoice(NamedTuple):
    """One choice of a case: `wording` is what was chosen, 是 or 否 for a flag."""

    pointer: str
    field: Choice | Flag
    wording: str


# A day without 月 in it is found by its figures.
_IN_FIGURES = re.compile(r"\d[-./]\d{1,2}[-./]\d")
_PARTED = "\n\n\n"


@dataclass(frozen=True)
class Continuous:
    """Texts one after the other, folded: one search instead of one for each of them."""

    passages: tuple[Passage, ...]
    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, passages: tuple[Passage, ...]) -> "Continuous":
        """Put passages one after the other."""
        starts, place = [], 0
        for each in passages:
            starts.append(place)
            place += len(each.text) + len(_PARTED)
        text = folded(_PARTED.join(each.text for each in passages))
        return cls(passages, text, tuple(starts))

    def pieces(self) -> Iterator[tuple[Passage, str]]:
        """Yield every passage with its folded text."""
        for passage, start in zip(self.passages, self.starts, strict=True):
            yield passage, self.text[start : start + len(passage.text)]

    def holder(self, place: int) -> Passage:
        """Return the passage that a place of the text stands in."""
        return self.passages[bisect_right(self.starts, place) - 1]


@dataclass(frozen=True)
class Reading:
    """The texts of a case, in field order."""

    passages: tuple[Passage, ...]
    days: tuple[GivenDay, ...] = ()
    choices: tuple[GivenChoice, ...] = ()
    counts: tuple[int, ...] = ()

    @classmethod
    def of(cls, part: Part, values: Mapping[str, Any]) -> "Reading":
        """Read a part and every part inside it; a payload that was valid will do for values."""
        found = _Collector()
        found.walk(part, values, "", (part.role,) if part.role else ())
        return cls(
            tuple(found.passages), tuple(found.days), tuple(found.choices), tuple(found.counts)
        )

    @cached_property
    def joined(self) -> str:
        """All texts in one, a line each: what stands nowhere in it stands in none of them."""
        return "\n".join([each.text for each in self.passages])

    @cached_property
    def joined_free(self) -> str:
        """The texts that may hold any words in one, a line each."""
        return "\n".join([each.text for each in self.free])

    @cached_property
    def pairs(self) -> frozenset[str]:
        """By which words the texts may be worth a search (`hints.py`)."""
        return pairs_in(self.joined_free)

    @cached_property
    def continuous(self) -> Continuous:
        """The texts that may hold any words, one after the other."""
        return Continuous.of(self.free)

    @cached_property
    def free(self) -> tuple[Passage, ...]:
        """The texts that may hold any words."""
        return tuple([each for each in self.passages if each.free])

    @cached_property
    def parts(self) -> Mapping[str, tuple[Passage, ...]]:
        """The texts that may hold any words, by the pointer of the part or row they stand in."""
        found: dict[str, list[Passage]] = {}
        for each in self.free:
            found.setdefault(each.pointer.rpartition("/")[0], []).append(each)
        return {pointer: tuple(texts) for pointer, texts in found.items()}

    def days_of(self, passage: Passage, year: int) -> tuple[DayTold, ...]:
        """Return the days that a text tells; `year` is the year until it tells one."""
        if "月" not in passage.text and not _IN_FIGURES.search(passage.text):
            return ()
        known = self._told.get(passage.pointer)
        if known is None:
            known = self._told[passage.pointer] = tuple(days_told(passage.text, year))
        return known

    @cached_property
    def _told(self) -> dict[str, tuple[DayTold, ...]]:
        return {}

    @cached_property
    def people(self) -> tuple[Passage, ...]:
        """Every name of a person, each with the parts the person takes."""
        return tuple([each for each in self.passages if isinstance(each.field, PersonName)])

    @cached_property
    def phones(self) -> tuple[Passage, ...]:
        """Every field of a phone."""
        return tuple([each for each in self.passages if isinstance(each.field, Phone)])

    @cached_property
    def named(self) -> tuple[Passage, ...]:
        """Every name of a person or a party that takes a part in the case."""
        return tuple(
            each
            for each in self.passages
            if each.roles and isinstance(each.field, PersonName | PartyName)
        )

    @cached_property
    def by_name(self) -> dict[str, list[Passage]]:
        """Everybody that takes a part in the case, by the folded name."""
        found: dict[str, list[Passage]] = {}
        for passage in self.named:
            found.setdefault(folded_name(passage.text), []).append(passage)
        return found

    @cached_property
    def open_names(self) -> frozenset[str]:
        """The folded names of people whom the reported party knows to be there."""
        return frozenset(
            folded_name(each.text)
            for each in self.people
            if not _SHELTERED.intersection(each.roles)
        )

    @cached_property
    def open_numbers(self) -> frozenset[str]:
        """Phones, accounts and identity numbers, digits only, that the reported party may read."""
        numbers = (
            same_number(each.text)
            for each in self.passages
            if not each.free and not _SHELTERED.intersection(each.roles)
        )
        return frozenset(each for each in numbers if len(each) >= _SHORTEST_NUMBER)


# What becomes of a field's value when a case is read.
_TEXT, _PART, _ROWS, _TEXTS, _DAY, _COUNT, _CHOICE, _FILE = range(8)
_YES_OR_NO: Mapping[bool, str] = {True: "是", False: "否"}


class _Step(NamedTuple):
    """One field of a part that is read: `free` of its texts.

    `below` is what stands inside it; of a choice it is the wording of every value.
    """

    name: str
    at: str
    field: Any
    sort: int
    roles: tuple[Role, ...]
    free: bool
    below: Any


# More parts than all kinds of a few engines have.
@lru_cache(maxsize=4096)
def _steps(part: Part) -> tuple[_Step, ...]:
    """Return what of a part is read, in field order; most of what a field is never changes."""
    return tuple(
        step
        for name, field in part.fields.items()
        if isinstance(field, Described) and (step := _step(name, field)) is not None
    )


def _step(name: str, field: Described) -> _Step | None:
    sort, inner = _sort(field), field
    if sort is None:
        return None
    below: Any = None
    roles = _with((), field.role)
    if isinstance(field, Group | Rows) and field.below:
        below = field.below
        roles = _with(roles, below.role)
    elif isinstance(field, Rows):
        below = inner = field.each
        roles = _with(roles, inner.role)
    elif sort is _CHOICE:
        below = field.options if isinstance(field, Choice) else _YES_OR_NO
    free = type(inner) in _FREE and inner.personal is None
    return _Step(name, f"/{name}", field, sort, roles, free, below)


def _sort(field: Described) -> int | None:
    if isinstance(field, Rows) and not field.below:
        return _TEXTS if isinstance(field.each, Text) else None
    for kind, sort in _SORTS.items():
        if isinstance(field, kind):
            return sort
    return None


_SORTS: Mapping[type, int] = {
    Text: _TEXT,
    Group: _PART,
    Rows: _ROWS,
    Day: _DAY,
    Moment: _DAY,
    Count: _COUNT,
    Choice: _CHOICE,
    Flag: _CHOICE,
    File: _FILE,
}


class _Collector:
    """One walk over a part and every part inside it, each value met once, in field order."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.days: list[GivenDay] = []
        self.choices: list[GivenChoice] = []
        self.counts: list[int] = []

    def walk(
        self, part: Part, values: Mapping[str, Any], pointer: str, roles: tuple[Role, ...]
    ) -> None:
        """Collect what a part at `pointer` holds; `roles` are those of the parts around it."""
        get = (values.plain if isinstance(values, Record) else values).get
        for name, at, field, sort, own, free, below in _steps(part):
            value = get(name)
            if value is None:
                continue
            here, whose = pointer + at, roles + own if own else roles
            if sort is _TEXT:
                self.passages.append(Passage(here, field, value, whose, free))
            elif sort is _PART:
                self.walk(below, value, here, whose)
            elif sort is _ROWS:
                for index, each in enumerate(value):
                    self.walk(below, each, f"{here}/{index}", whose)
            elif sort is _DAY:
                self.days.append(GivenDay(here, field, value))
            elif sort is _CHOICE:
                self.choices.append(GivenChoice(here, field, below.get(value, "")))
            elif sort is _COUNT:
                self.counts.append(value)
            elif sort is _TEXTS:
                texts = [each for each in value if isinstance(each, str)]
                for index, each in enumerate(texts):
                    self.passages.append(Passage(f"{here}/{index}", below, each, whose, free))
            elif isinstance(value, FileReference) and value.name:
                # The name of a photo's file is printed beside the photo.
                self.passages.append(Passage(here, field, value.name, whose, free=True))


def _with(roles: tuple[Role, ...], role: Role | None) -> tuple[Role, ...]:
    return (*roles, role) if role else roles
