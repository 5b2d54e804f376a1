"""What must hold for the schema of every kind, whoever wrote it."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from docgen.engine import open_catalogue
from docgen.settings import Settings
from schemas.ground.base import Part
from schemas.ground.fields import Choice, Count, Described, Flag, Group, Rows
from schemas.ground.kind import Audience, KindSchema
from schemas.law import load_law
from tests.catalogue import KINDS

CATALOGUE = open_catalogue(Settings.from_env({}))
SCHEMAS = {name: CATALOGUE[name].schema for name in KINDS}
LAW = load_law()
# The first day on which all instruments our kinds cite today are in force.
TODAY = date(2026, 7, 10)

every_schema = pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS.keys())


def parts_of(part: type[Part]) -> Iterator[type[Part]]:
    """Yield a part and every part inside it."""
    yield part
    for declared in part._declared_fields.values():
        if isinstance(declared, Group):
            yield from parts_of(declared.part)
        elif isinstance(declared, Rows) and isinstance(declared.row, type):
            yield from parts_of(declared.row)


def fields_of(schema: type[Part]) -> Iterator[tuple[str, Described]]:
    """Yield every declared field of a kind and its parts with a readable name."""
    for part in parts_of(schema):
        for name, declared in part._declared_fields.items():
            assert isinstance(declared, Described), f"{part.__name__}.{name} is no field of ours"
            yield f"{part.__name__}.{name}", declared


def sources_of(schema: type[Part]) -> Iterator[tuple[str, str]]:
    """Yield every source a field or rule names."""
    for name, declared in fields_of(schema):
        if declared.source:
            yield name, declared.source
    for part in parts_of(schema):
        for name, rule in part.rules().items():
            if rule.source:
                yield f"{part.__name__}.{name}", rule.source


@every_schema
def test_every_field_has_a_chinese_label(schema: type[KindSchema]) -> None:
    for name, declared in fields_of(schema):
        assert re.search("[\u4e00-\u9fff]", declared.label), name


@every_schema
def test_every_field_of_the_form_stands_in_a_section(schema: type[KindSchema]) -> None:
    for name, declared in schema._declared_fields.items():
        assert isinstance(declared, Described)
        assert declared.group, f"{schema.__name__}.{name} has no group"


@every_schema
def test_every_condition_names_a_field_beside_it_and_values_it_can_have(
    schema: type[KindSchema],
) -> None:
    for part in parts_of(schema):
        for name, declared in part._declared_fields.items():
            when = declared.applies if isinstance(declared, Described) else None
            if when is None:
                continue
            beside = part._declared_fields[when.field]
            assert isinstance(declared, Described)
            assert declared.optional, f"{name} applies to some cases only"
            for value in when.values:
                if isinstance(beside, Choice):
                    assert value in beside.options, name
                elif isinstance(beside, Count):
                    assert isinstance(value, int), name
                    assert beside.least <= value <= beside.most, name
                else:
                    assert isinstance(beside, Flag), name


@every_schema
def test_every_rule_that_needs_little_needs_fields_of_its_part(schema: type[KindSchema]) -> None:
    for part in parts_of(schema):
        for name, rule in part.rules().items():
            assert set(rule.needs) <= part._declared_fields.keys(), f"{part.__name__}.{name}"


@every_schema
def test_every_rule_has_a_source_and_no_source_is_repealed(schema: type[KindSchema]) -> None:
    """A rule without a source of its own rests on what the group that holds its part rests on."""
    for part in parts_of(schema):
        for declared in part._declared_fields.values():
            if isinstance(declared, Group) and not all(
                rule.source for rule in declared.part.rules().values()
            ):
                assert declared.source, f"{part.__name__}: 「{declared.label}」 rests on nothing"
    assert all(rule.source for rule in schema.rules().values())
    for name, source in sources_of(schema):
        assert not LAW.repealed_in(source, TODAY), f"{name} rests on repealed law: {source}"


@every_schema
def test_a_decision_has_its_approval(schema: type[KindSchema]) -> None:
    assert schema.header.approval == ("approval" in schema._declared_fields)


@pytest.mark.parametrize(
    "schema",
    [each for each in SCHEMAS.values() if Audience.inspected_party in each.header.audience],
    ids=lambda schema: schema.__name__,
)
def test_what_the_inspected_party_signs_can_hold_no_reporter(schema: type[KindSchema]) -> None:
    """Order 121 art. 37: not a matter of care but of shape."""
    names = [(name, declared.label) for name, declared in fields_of(schema)]
    assert len(names) > 10
    for name, label in names:
        assert not re.search("reporter|complainant|informant|order_reference", name.lower()), name
        assert not re.search("举报|投诉|来源工单", label), label


def test_some_kind_is_signed_by_the_inspected_party() -> None:
    audiences = [schema.header.audience for schema in SCHEMAS.values()]
    assert any(Audience.inspected_party in audience for audience in audiences)
