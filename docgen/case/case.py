"""Turn a payload into the one case every renderer reads, or say everything that is wrong."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import marshmallow

from docgen.case.findings import flatten
from docgen.errors import InvalidCaseError
from docgen.kinds.catalogue import Kind
from schemas.ground.base import Facts, Finding, Part, Record, Weight, error, notice
from schemas.ground.fields import Group, Rows
from schemas.ground.kind import KindSchema
from schemas.ground.walk import typed_values
from schemas.guard.guard import guard
from schemas.law import LawError


@dataclass(frozen=True, slots=True)
class Case:
    """A lawful case of one kind: its values validated and derived, its payload as received."""

    kind: Kind
    values: Record
    payload: Mapping[str, Any]
    facts: Facts
    notices: tuple[Finding, ...]


def canonical_json(value: Any) -> bytes:
    """Write JSON in one way only, so that equal values have equal digests."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    ).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def build_case(kind: Kind, payload: Any, facts: Facts) -> Case:
    """Validate, derive and judge one payload.

    Errors: `InvalidCaseError` with every finding of weight error; nothing is derived from a
    payload whose fields do not load, so that a rule never sees half a case.
    """
    schema = kind.reader
    if not isinstance(payload, Mapping):
        raise InvalidCaseError([error("", "not_an_object", "案件数据应当是一个 JSON 对象。")])
    try:
        loaded = schema.load(payload)
    except marshmallow.ValidationError as refusal:
        raise InvalidCaseError(flatten(refusal.messages, schema)) from None
    try:
        values, findings = examine(schema, loaded, facts)
    except LawError as fault:
        raise InvalidCaseError([error("", fault.code, str(fault))]) from None
    errors = [finding for finding in findings if finding.weight is Weight.error]
    if errors:
        raise InvalidCaseError(errors)
    return Case(kind, values, payload, facts, tuple(findings))


def examine(
    part: Part, loaded: Mapping[str, Any], facts: Facts | None
) -> tuple[Record, list[Finding]]:
    """Derive what a part derives, then judge it: fields, rules inside out, a kind's texts."""
    values = derive(part, loaded, facts)
    findings = [*_remarks(part, values), *_judge(part, values, facts, "")]
    if isinstance(part, KindSchema) and facts is not None:
        findings += guard(part, values, facts)
    return values, findings


def derive(part: Part, loaded: Mapping[str, Any], facts: Any) -> Record:
    """Return what was loaded with what the part and the parts inside it derive."""
    values: dict[str, Any] = {}
    for name, field in part.fields.items():
        value = loaded[name]
        if isinstance(field, Group) and value is not None:
            value = derive(field.below, value, facts)
        elif isinstance(field, Rows):
            row = field.below
            value = tuple(derive(row, each, facts) if row else each for each in value)
        values[name] = value
    for name, derivation in type(part).derivations().items():
        values[name] = derivation.compute(part, Record(values), facts)
    return Record(values)


def _remarks(part: Part, values: Record) -> Iterator[Finding]:
    """Yield what the fields themselves find legal but unusual."""
    for pointer, field, value in typed_values(part, values):
        for code, detail in field.remarks(value):
            yield notice(pointer, code, detail, field.source)


def _judge(part: Part, values: Record, facts: Any, pointer: str) -> Iterator[Finding]:
    """Apply the rules of a part after those of the parts inside it."""
    for name, field in part.fields.items():
        value, here = values[name], f"{pointer}/{name}"
        if isinstance(field, Group) and value is not None:
            yield from _judge(field.below, value, facts, here)
        elif isinstance(field, Rows) and field.below:
            for index, each in enumerate(value):
                yield from _judge(field.below, each, facts, f"{here}/{index}")
    for rule in type(part).rules().values():
        for finding in rule.findings(part, values, facts):
            yield finding.below(pointer)
