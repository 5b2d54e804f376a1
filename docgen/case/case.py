"""Turn a payload into the one case every renderer reads, or say everything that is wrong."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import marshmallow

from docgen.case.faults import UNDERSTOOD, PartFault, fault_in_reading, fault_over, faults_of
from docgen.case.findings import flatten
from docgen.case.spelling import respelt
from docgen.errors import InvalidCaseError
from docgen.kinds.catalogue import Kind
from schemas.ground.base import (
    Derived,
    Facts,
    Finding,
    Part,
    Record,
    Rule,
    Weight,
    error,
    notice,
)
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
    payload whose fields do not load, so that a rule never sees half a case. `KindFaultError` when
    the kind's own code fails.
    """
    schema = kind.reader
    if not isinstance(payload, Mapping):
        raise InvalidCaseError([error("", "not_an_object", "案件数据应当是一个 JSON 对象。")])
    with faults_of(kind.name):
        try:
            loaded = load(schema, payload)
        except marshmallow.ValidationError as refusal:
            raise InvalidCaseError(flatten(refusal.messages, schema)) from None
        try:
            values, findings = examine(schema, loaded, facts)
        except LawError as fault:
            raise InvalidCaseError([error("", fault.code, str(fault))]) from None
        findings += respelt(schema, payload, values)
    errors = [finding for finding in findings if finding.weight is Weight.error]
    if errors:
        raise InvalidCaseError(errors)
    return Case(kind, values, payload, facts, tuple(findings))


def load(part: Part, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Read the fields of a part.

    Errors: marshmallow's `ValidationError`; `PartFault` when a field itself fails.
    """
    try:
        loaded: Mapping[str, Any] = part.load(payload)
    except (marshmallow.ValidationError, *UNDERSTOOD):
        raise
    except Exception as fault:
        raise fault_in_reading(part, payload, fault) from fault
    return loaded


def examine(
    part: Part, loaded: Mapping[str, Any], facts: Facts | None
) -> tuple[Record, list[Finding]]:
    """Derive what a part derives, then judge it: fields, rules inside out, a kind's texts.

    Errors: `LawError`; `PartFault` when code of the part fails.
    """
    values = derive(part, loaded, facts)
    findings = [*_remarks(part, values), *_judge(part, values, facts, "")]
    if isinstance(part, KindSchema) and facts is not None:
        findings += _guarded(part, values, facts)
    return values, findings


def _guarded(kind: KindSchema, values: Record, facts: Facts) -> list[Finding]:
    try:
        return list(guard(kind, values, facts))
    except UNDERSTOOD:
        raise
    except Exception as fault:
        raise PartFault("对全文的检查做不下去", "", "guard", fault) from fault


def derive(part: Part, loaded: Mapping[str, Any], facts: Any, pointer: str = "") -> Record:
    """Return what was loaded with what the part (at `pointer`) and the parts inside it derive.

    Errors: those of `examine`.
    """
    values: dict[str, Any] = {}
    for name, field in part.fields.items():
        value, here = loaded[name], f"{pointer}/{name}"
        if isinstance(field, Group) and value is not None:
            value = derive(field.below, value, facts, here)
        elif isinstance(field, Rows):
            row = field.below
            value = tuple(
                derive(row, each, facts, f"{here}/{index}") if row else each
                for index, each in enumerate(value)
            )
        values[name] = value
    for name, derivation in type(part).derivations().items():
        values[name] = _compute(name, derivation, part, values, facts, pointer)
    return Record(values)


def _compute(  # noqa: PLR0917 - what a derivation is called with, and where
    name: str,
    derivation: Derived,
    part: Part,
    values: Mapping[str, Any],
    facts: Any,
    pointer: str,
) -> Any:
    def compute(record: Record) -> Any:
        return derivation.compute(part, record, facts)

    try:
        return compute(Record(values))
    except UNDERSTOOD:
        raise
    except Exception as fault:
        what = f"派生值 {name} 算不出来"
        raise fault_over(what, name, values, compute, fault, pointer=pointer) from fault


def judge(  # noqa: PLR0917 - what a rule is called with, and where
    name: str, rule: Rule, part: Part, values: Record, facts: Any, pointer: str = ""
) -> list[Finding]:
    """Apply one rule of a part and return what it finds, seen from above the part.

    Errors: those of `examine`.
    """

    def findings(record: Record) -> list[Finding]:
        return [finding.below(pointer) for finding in rule.findings(part, record, facts)]

    try:
        return findings(values)
    except UNDERSTOOD:
        raise
    except Exception as fault:
        what = f"规则 {name} 判断不了"
        raise fault_over(what, name, values, findings, fault, pointer=pointer) from fault


def _remarks(part: Part, values: Record) -> Iterator[Finding]:
    """Yield what the fields themselves find legal but unusual."""
    for pointer, field, value in typed_values(part, values):
        try:
            remarks = list(field.remarks(value))
        except Exception as fault:
            what = f"{type(field).__name__} 判断不了"
            raise PartFault(what, pointer, "remarks", fault) from fault
        for code, detail in remarks:
            yield notice(pointer, code, detail, field.source or field.remarked_by)


def _judge(
    part: Part, values: Record, facts: Any, pointer: str, source: str = ""
) -> Iterator[Finding]:
    """Apply the rules of a part after those of the parts inside it.

    `source` is what the group that holds the part rests on, for rules that name no source.
    """
    for name, field in part.fields.items():
        value, here = values[name], f"{pointer}/{name}"
        if isinstance(field, Group) and value is not None:
            yield from _judge(field.below, value, facts, here, field.source)
        elif isinstance(field, Rows) and field.below:
            for index, each in enumerate(value):
                yield from _judge(field.below, each, facts, f"{here}/{index}", field.source)
    for name, rule in type(part).rules().items():
        for finding in judge(name, rule, part, values, facts, pointer):
            yield finding if finding.source else replace(finding, source=source)
