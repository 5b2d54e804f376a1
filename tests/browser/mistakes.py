"""The mistakes people make at a form, derived from any kind's example: slips a check must find."""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any

from docgen import Engine, InvalidCaseError
from docgen.kinds.catalogue import Kind
from schemas.ground.fields import CreditCode, Day, Described, IdNumber, Moment, Money, Rows, Text
from schemas.ground.walk import typed_values

LONG_AGO = timedelta(days=500)


@dataclass(frozen=True, slots=True)
class Slip:
    """One mistake: what somebody types at a place instead of what is right."""

    what: str
    pointer: str
    wrong: Any
    right: Any

    @property
    def name(self) -> str:
        """The field's dotted name."""
        return self.pointer[1:].replace("/", ".")


def slips_of(engine: Engine, kind: Kind, payload: Mapping[str, Any]) -> tuple[Slip, ...]:
    """Return one slip of every sort that a payload of this kind leaves room for.

    Every slip is one that the check refuses at the very field it was made in; those of single
    fields come first, as a whole case is judged once its fields can be read.
    """
    fields = _fields_of(engine, kind, payload)
    slips: list[Slip] = []
    for what, wrongly in SLIPS.items():
        taken = {each.pointer for each in slips}
        made = (
            Slip(what, pointer, wrong, right)
            for pointer, field, right in fields
            if pointer not in taken and (wrong := wrongly(field, right)) is not None
        )
        slips += islice((each for each in made if _is_found(engine, kind, payload, each)), 1)
    forgotten = _forgotten_row(kind, payload, slips)
    return (forgotten, *slips) if forgotten else tuple(slips)


def sorts_of(engine: Engine, kind: Kind, payload: Mapping[str, Any]) -> set[str]:
    """Return the sorts of slips that a payload leaves room for, each in a field of its own."""
    fields, places = _fields_of(engine, kind, payload), dict[str, str]()
    for what, wrongly in SLIPS.items():
        rooms = (
            pointer
            for pointer, field, right in fields
            if pointer not in places.values() and wrongly(field, right) is not None
        )
        if (place := next(rooms, None)) is not None:
            places[what] = place
    return set(places)


def _fields_of(
    engine: Engine, kind: Kind, payload: Mapping[str, Any]
) -> list[tuple[str, Described, Any]]:
    """Return pointer, field and value of all that a payload states, those of the case first."""
    values = engine.check(kind.name, payload, copy="draft").values
    fields = [
        (pointer, field, right)
        for pointer, field, _ in typed_values(kind.reader, values)
        if (right := given(payload, pointer)) is not None
    ]
    return sorted(fields, key=lambda each: each[0].count("/"))


def given(payload: Any, pointer: str) -> Any:
    """Return what a payload holds at a JSON Pointer, or None."""
    for step in pointer.split("/")[1:]:
        if isinstance(payload, Mapping):
            payload = payload.get(step)
        elif isinstance(payload, list | tuple) and int(step) < len(payload):
            payload = payload[int(step)]
        else:
            return None
    return payload


def put(payload: Mapping[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """Return a copy of a payload with another value at a JSON Pointer; None leaves it out."""
    changed = copy.deepcopy(dict(payload))
    *way, last = pointer.split("/")[1:]
    place: Any = changed
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    if value is None:
        del place[int(last) if isinstance(place, list) else last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return changed


def _is_found(engine: Engine, kind: Kind, payload: Mapping[str, Any], slip: Slip) -> bool:
    """Tell whether the check names the field of a slip, and nothing else."""
    try:
        engine.check(kind.name, put(payload, slip.pointer, slip.wrong or None), copy="draft")
    except InvalidCaseError as refusal:
        return {each.pointer for each in refusal.findings} == {slip.pointer}
    return False


def _forgotten_row(kind: Kind, payload: Mapping[str, Any], slips: list[Slip]) -> Slip | None:
    """Return the slip of leaving out a table that must have rows, and has no other slip in it."""
    for name, field in kind.reader.fields.items():
        if not isinstance(field, Rows) or field.optional or not field.below:
            continue
        if payload.get(name) and not any(f"/{name}/" in each.pointer for each in slips):
            return Slip("forgotten row", f"/{name}", [], payload[name])
    return None


def _other_last(field: Described, right: Any) -> Any:
    """Return a code whose last character was misread: its check digit no longer agrees."""
    if not isinstance(field, CreditCode | IdNumber):
        return None
    return right[:-1] + ("3" if right[-1] != "3" else "4")


def _third_decimal(field: Described, right: Any) -> Any:
    return f"{right}5" if isinstance(field, Money) and "." in str(right) else None


def _day_first(field: Described, right: Any) -> Any:
    return f"{date.fromisoformat(right):%d/%m/%Y}" if isinstance(field, Day) else None


def _left_out(field: Described, right: Any) -> Any:
    """Leave blank what has to be filled in, and what no form begins with."""
    return "" if isinstance(field, Text) and not field.optional and not field.starts_as else None


def _too_early(field: Described, right: Any) -> Any:
    """Return a day or a moment long before the case began."""
    if isinstance(field, Day):
        return (date.fromisoformat(right) - LONG_AGO).isoformat()
    if isinstance(field, Moment):
        return (datetime.fromisoformat(right) - LONG_AGO).isoformat(timespec="minutes")
    return None


SLIPS: Mapping[str, Callable[[Described, Any], Any]] = MappingProxyType(
    {
        "left out": _left_out,
        "third decimal": _third_decimal,
        "day first": _day_first,
        "misread code": _other_last,
        "too early": _too_early,
    }
)


def with_slips(payload: Mapping[str, Any], slips: tuple[Slip, ...]) -> dict[str, Any]:
    """Return the payload as somebody types it who makes all these slips."""
    typed = dict(payload)
    for slip in slips:
        typed = put(typed, slip.pointer, slip.wrong or None)
    return typed


def texts_of(engine: Engine, kind: Kind, payload: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """Yield pointer and field of every text that a payload holds."""
    values = engine.check(kind.name, payload, copy="draft").values
    for pointer, field, _ in typed_values(kind.reader, values):
        if isinstance(field, Text):
            yield pointer, field
