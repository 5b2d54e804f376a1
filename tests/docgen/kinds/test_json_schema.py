"""The published schema and the schema that judges agree, for every kind of the catalogue."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from docgen import Engine, InvalidCaseError
from docgen.errors import CatalogueError
from docgen.kinds.json_schema import SchemaWriter, json_schema, takes_files
from schemas.ground.base import Part, Record, derived
from schemas.ground.fields import (
    Choice,
    Count,
    Day,
    File,
    Flag,
    Group,
    Money,
    PersonName,
    Rows,
    Text,
)
from tests.catalogue import every_kind, every_sort_of_form

# One value of every JSON type, and texts that look like another type.
STRANGERS: tuple[Any, ...] = (None, True, 7, -1, 1.5, "", " ", "0", "x", [], [1], {}, {"x": 1})


class Sheet(Part):
    """A part with every manner of field."""

    name = PersonName("姓名")
    remark = Text("备注", longest=20, optional=True, hint="可以不填。", kept=True)
    amount = Money("金额", source="合同第三条")
    copies = Count("份数", least=1, most=3, optional=True)
    day = Day("日期", optional=True)
    method = Choice("方式", {"post": "邮寄送达", "left": "留置送达"})
    agreed = Flag("同意", optional=True, default=True)
    papers = Rows("附件", Choice("附件", {"copy": "复印件", "photo": "照片"}), optional=True)
    marks = Rows("标记", Text("标记", longest=5), least=2, most=4)

    @derived(Text("大写"))
    def capitals(self, value: Record, facts: Any) -> str:
        """Derived: no caller may send it."""
        return str(value.amount)


class Folder(Part):
    """A part that holds parts, one of them twice."""

    first = Group("首页", Sheet)
    others = Rows("其余各页", Sheet, optional=True)


class Album(Part):
    """A part that names a photo two levels down."""

    pages = Rows("照片页", type("Page", (Part,), {"file": File("照片文件")}))


@pytest.fixture
def sheet() -> dict[str, Any]:
    writer = SchemaWriter("#/$defs/")
    writer.field(Group("页", Sheet))
    return writer.definitions["test_json_schema.Sheet"]


@every_kind
def test_schema_of_every_kind_is_json_schema_2020_12(engine: Engine, kind: str) -> None:
    schema = json_schema(engine.catalogue[kind])
    assert validator_for(schema) is Draft202012Validator
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


@every_kind
def test_example_of_every_kind_passes_its_schema(engine: Engine, kind: str) -> None:
    described = engine.catalogue[kind]
    schema = json_schema(described)
    assert list(validator(schema).iter_errors(described.schema.example)) == []
    assert schema["examples"] == [described.schema.example]
    assert schema["description"].startswith(f"{described.header.title}：")
    assert schema["additionalProperties"] is False


@every_kind
def test_every_reference_of_a_schema_is_within_it_and_every_definition_used(
    engine: Engine, kind: str
) -> None:
    schema = json_schema(engine.catalogue[kind])
    assert {reference.removeprefix("#/$defs/") for reference in references(schema)} == set(
        schema["$defs"]
    )


@every_sort_of_form
def test_what_the_schema_refuses_in_a_field_the_engine_refuses_too(
    engine: Engine, kind: str
) -> None:
    """Any field of the example, at any depth, replaced by a stranger or left out."""
    example = engine.catalogue[kind].schema.example
    judge = validator(json_schema(engine.catalogue[kind]))
    tried = 0
    for place in places(example):
        for mutant in mutants(example, place):
            if not judge.is_valid(mutant):
                tried += 1
                with pytest.raises(InvalidCaseError):
                    engine.check(kind, mutant)
    assert tried > 20


@every_kind
def test_example_without_its_optional_fields_still_passes_the_schema(
    engine: Engine, kind: str
) -> None:
    described = engine.catalogue[kind]
    schema = json_schema(described)
    bare = {name: described.schema.example[name] for name in schema["required"]}
    assert list(validator(schema).iter_errors(bare)) == []


def test_a_field_says_its_label_help_source_and_limits(sheet: dict[str, Any]) -> None:
    assert sheet["properties"]["remark"] == {
        "title": "备注",
        "description": "可以不填。留卷，不印在文书上。",
        "type": ["string", "null"],
        "maxLength": 20,
    }
    assert sheet["properties"]["amount"]["description"] == "单位：元。依据：合同第三条。"
    assert sheet["properties"]["marks"]["minItems"] == 2
    assert sheet["properties"]["marks"]["maxItems"] == 4
    assert sheet["properties"]["agreed"]["default"] is True
    assert sheet["required"] == ["name", "amount", "method", "marks"]


def test_a_choice_stands_once_with_its_official_wording_and_is_shared_by_heirs() -> None:
    writer = SchemaWriter("#/$defs/")
    writer.field(Group("页", Sheet))
    writer.field(Group("续页", type("Heir", (Sheet,), {"__module__": __name__})))
    for part in ("Sheet", "Heir"):
        properties = writer.definitions[f"test_json_schema.{part}"]["properties"]
        assert properties["method"] == {
            "title": "方式", "$ref": "#/$defs/test_json_schema.Sheet.method",
        }  # fmt: skip
        assert (
            properties["papers"]["anyOf"][0]["items"]["$ref"]
            == "#/$defs/test_json_schema.Sheet.papers"
        )
    assert writer.definitions["test_json_schema.Sheet.method"] == {
        "type": "string",
        "enum": ["post", "left"],
        "x-enumDescriptions": {"post": "邮寄送达", "left": "留置送达"},
    }


def test_an_heir_that_chooses_otherwise_has_a_choice_of_its_own() -> None:
    writer = SchemaWriter("#/$defs/")
    method = Choice("方式", {"mail": "电子送达"})
    heir = type("Other", (Sheet,), {"__module__": __name__, "method": method})
    writer.field(Group("页", heir))
    assert writer.definitions["test_json_schema.Other.method"]["enum"] == ["mail"]
    assert "test_json_schema.Sheet.method" not in writer.definitions


@every_kind
def test_what_becomes_a_class_in_a_client_has_an_ascii_name_and_no_title(
    engine: Engine, kind: str
) -> None:
    schema = json_schema(engine.catalogue[kind])
    assert all(name.isascii() for name in schema["$defs"])
    for below in objects_in(schema):
        if below.get("type") == "object" or "enum" in below:
            assert "title" not in below
        assert "oneOf" not in below


def objects_in(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for name, below in value.items():
            if name != "examples":
                yield from objects_in(below)
    elif isinstance(value, list):
        for below in value:
            yield from objects_in(below)


def test_derived_values_are_not_asked_for(sheet: dict[str, Any]) -> None:
    assert "capitals" not in sheet["properties"]


def test_a_part_used_twice_is_defined_once() -> None:
    writer = SchemaWriter("#/components/schemas/")
    reference = writer.field(Group("夹", Folder))
    assert reference == {"title": "夹", "$ref": "#/components/schemas/test_json_schema.Folder"}
    assert set(writer.definitions) == {
        "test_json_schema.Folder", "test_json_schema.Sheet", "test_json_schema.Sheet.method",
        "test_json_schema.Sheet.papers", "blank",
    }  # fmt: skip


def test_two_parts_of_one_name_are_refused_by_name() -> None:
    writer = SchemaWriter("#/$defs/")
    writer.field(Group("页", Sheet))
    namesake = type("Sheet", (Part,), {"__module__": __name__, "name": Text("名称")})
    with pytest.raises(CatalogueError, match=r"test_json_schema\.Sheet"):
        writer.field(Group("页", namesake))


def test_a_file_is_found_however_deep_it_lies() -> None:
    assert takes_files(Album())
    assert not takes_files(Folder())


def validator(schema: Mapping[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for name, below in value.items():
            if name != "examples":
                yield from references(below)
    elif isinstance(value, list):
        for below in value:
            yield from references(below)


def places(value: Any, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every value in a payload; of rows, the first stands for all."""
    if above:
        yield above
    if isinstance(value, Mapping):
        for name, below in value.items():
            yield from places(below, (*above, name))
    elif isinstance(value, list | tuple) and value:
        yield from places(value[0], (*above, 0))


def mutants(payload: Any, place: tuple[str | int, ...]) -> Iterator[Any]:
    """Yield the payload with the value at `place` replaced, then left out."""
    for stranger in STRANGERS:
        yield replaced(payload, place, stranger)
    yield left_out(payload, place)


def replaced(value: Any, place: tuple[str | int, ...], stranger: Any) -> Any:
    if not place:
        return stranger
    changed = dict(value) if isinstance(value, Mapping) else list(value)
    changed[place[0]] = replaced(changed[place[0]], place[1:], stranger)  # type: ignore[index]
    return changed


def left_out(value: Any, place: tuple[str | int, ...]) -> Any:
    changed = dict(value) if isinstance(value, Mapping) else list(value)
    if len(place) == 1:
        del changed[place[0]]  # type: ignore[arg-type]
    else:
        changed[place[0]] = left_out(changed[place[0]], place[1:])  # type: ignore[index]
    return changed


def test_a_field_for_some_cases_only_says_for_which(engine: Engine) -> None:
    notice = json_schema(engine.catalogue["non_acceptance_notice"])["properties"]
    assert notice["ground_seven_basis"]["description"].startswith(
        "「不予受理情形（第几项）」填 7 时填写。"
    )
    agreement = json_schema(engine.catalogue["mediation_agreement"])["properties"]
    assert agreement["joint"]["description"].startswith("「投诉人」有 2 项以上时填写。")
    letter = json_schema(engine.catalogue["referral_letter"])["properties"]
    assert letter["jurisdiction_rule"]["description"].startswith(
        "「移送情形」选“移送其他市场监督管理部门”时填写。"
    )
