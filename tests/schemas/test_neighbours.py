"""What kinds say of each other: of kinds the office knows, once, and of fields that both have."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import marshmallow
import pytest

from docgen.engine import open_catalogue
from docgen.settings import Settings
from schemas.ground.base import Part
from schemas.ground.fields import Group, Rows
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Neighbours
from tests.catalogue import KINDS

CATALOGUE = open_catalogue(Settings.from_env({}))
_LINES = (Path(__file__).parent / "office_kinds.txt").read_text("utf-8").splitlines()
OFFICE = {line for line in _LINES if not line.startswith("#")}

every_kind = pytest.mark.parametrize("name", KINDS)


def named_by(schema: type[KindSchema]) -> Iterator[str]:
    """Yield every kind that a kind names."""
    yield from (each.kind for each in schema.neighbours.follows)
    yield from (each.kind for each in schema.neighbours.excludes)
    yield from schema.neighbours.recalls
    for comparison in schema.comparisons().values():
        yield from comparison.kinds


def field_of(kind: str, path: str) -> marshmallow.fields.Field[object]:
    """Return the field at a path of names and places: `complainants.0.name`."""
    steps = [each for each in path.split(".") if not each.isdigit()]
    part: Part | None = CATALOGUE[kind].reader
    for step in steps[:-1]:
        assert part
        above = part.fields[step]
        assert isinstance(above, Group | Rows)
        part = above.below
    assert part
    return part.fields[steps[-1]]


@every_kind
def test_a_kind_and_its_neighbours_are_kinds_of_the_office(name: str) -> None:
    assert {name, *named_by(CATALOGUE[name].schema)} <= OFFICE


@every_kind
def test_a_kind_names_a_neighbour_once_and_says_why(name: str) -> None:
    neighbours = CATALOGUE[name].schema.neighbours
    for side in (neighbours.follows, neighbours.excludes):
        assert max(Counter(each.kind for each in side).values(), default=1) == 1
        for each in side:
            assert each.why
            assert each.why[-1] not in "，。；", "it stands inside a sentence"
            assert not each.source or "《" in each.source or each.source.startswith("合同")


def test_a_pair_that_excludes_each_other_is_named_in_one_of_the_two() -> None:
    pairs = Counter(
        frozenset({name, each.kind})
        for name in KINDS
        for each in CATALOGUE[name].schema.neighbours.excludes
    )
    assert max(pairs.values()) == 1


@every_kind
def test_what_is_taken_from_another_field_can_be_taken(name: str) -> None:
    neighbours = CATALOGUE[name].schema.neighbours
    for kind in {*(each.kind for each in neighbours.follows), *neighbours.recalls} & {*CATALOGUE}:
        for own, theirs in neighbours.taken_from(kind).items():
            # The number of another paper is a number of a series there, and any number here.
            assert issubclass(type(field_of(kind, theirs)), type(field_of(name, own))), own


def test_no_kind_has_neighbours_unless_it_says_so() -> None:
    assert KindSchema.neighbours == Neighbours()
