"""A case of a kind with one thing changed, and what is found in it."""

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from docgen import Engine, InvalidCaseError
from schemas.ground.base import Finding

# A day after every example's own.
TODAY = date(2026, 11, 28)


def example(engine: Engine, kind: str, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return a kind's example with values put in at JSON Pointers; None takes a value out."""
    payload = copy.deepcopy(dict(engine.catalogue[kind].schema.example))
    for pointer, value in (changes or {}).items():
        *way, last = pointer.split("/")[1:]
        place: Any = payload
        for step in way:
            place = place[int(step) if isinstance(place, list) else step]
        key = int(last) if isinstance(place, list) else last
        if value is None:
            del place[key]
        else:
            place[key] = value
    return payload


def found(
    engine: Engine, kind: str, changes: Mapping[str, Any] | None = None, **how: Any
) -> set[tuple[str, str, str]]:
    """Return (pointer, code, weight) of everything found in the example so changed."""
    told = findings(engine, kind, changes, **how)
    return {(each.pointer, each.code, each.weight.value) for each in told}


def findings(
    engine: Engine, kind: str, changes: Mapping[str, Any] | None = None, **how: Any
) -> tuple[Finding, ...]:
    """Return everything found in the example so changed."""
    payload = example(engine, kind, changes)
    try:
        return engine.check(kind, payload, **({"today": TODAY} | how)).notices
    except InvalidCaseError as refusal:
        return tuple(refusal.findings)
