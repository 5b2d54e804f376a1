"""Read a case once for all guards: every text a person typed, whose it is and who is named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from schemas.ground.base import Part
from schemas.ground.fields import (
    Code,
    Described,
    File,
    FileReference,
    Group,
    LongText,
    PartyName,
    PersonName,
    Rows,
    Text,
)
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name, same_number

# A name or number that a witness, a complainant or a reporter left is not the party's to read.
_SHELTERED = frozenset((Role.witness, Role.complainant, Role.reporter))
_FREE = (Text, LongText, Code)
_SHORTEST_NUMBER = 7


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a case: where it stands, its field, and whose it is, from the outside in.

    `free` tells whether the field takes any words: a phone or a name has a form of its own.
    """

    pointer: str
    field: Described
    text: str
    roles: tuple[Role, ...]
    free: bool


@dataclass(frozen=True)
class Reading:
    """The texts of a case, in field order."""

    passages: tuple[Passage, ...]

    @classmethod
    def of(cls, part: Part, values: Mapping[str, Any]) -> "Reading":
        """Read a part and every part inside it; a payload that was valid will do for values."""
        return cls(tuple(_passages(part, values, "", (part.role,) if part.role else ())))

    @cached_property
    def free(self) -> tuple[Passage, ...]:
        """The texts that may hold any words."""
        return tuple(each for each in self.passages if each.free)

    @cached_property
    def people(self) -> tuple[Passage, ...]:
        """Every name of a person, each with the parts the person takes."""
        return tuple(each for each in self.passages if isinstance(each.field, PersonName))

    @cached_property
    def named(self) -> tuple[Passage, ...]:
        """Every name of a person or a party that takes a part in the case."""
        return tuple(
            each
            for each in self.passages
            if each.roles and isinstance(each.field, PersonName | PartyName)
        )

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


def _passages(
    part: Part, values: Mapping[str, Any], pointer: str, roles: tuple[Role, ...]
) -> Iterator[Passage]:
    for name, field in part.fields.items():
        value = values.get(name)
        if value is None or not isinstance(field, Described):
            continue
        here, whose = f"{pointer}/{name}", _with(roles, field.role)
        if isinstance(field, Group):
            yield from _passages(field.below, value, here, _with(whose, field.below.role))
        elif isinstance(field, Rows):
            row = field.below
            for index, each in enumerate(value):
                if row:
                    yield from _passages(row, each, f"{here}/{index}", _with(whose, row.role))
                elif isinstance(each, str):
                    yield _passage(
                        f"{here}/{index}", field.each, each, _with(whose, field.each.role)
                    )
        elif isinstance(field, Text):
            yield _passage(here, field, value, whose)
        elif isinstance(field, File) and isinstance(value, FileReference) and value.name:
            # The name of a photo's file is printed beside the photo.
            yield Passage(here, field, value.name, whose, free=True)


def _passage(pointer: str, field: Described, text: str, roles: tuple[Role, ...]) -> Passage:
    return Passage(pointer, field, text, roles, type(field) in _FREE and field.personal is None)


def _with(roles: tuple[Role, ...], role: Role | None) -> tuple[Role, ...]:
    return (*roles, role) if role else roles
