"""Judge half a case as far as it goes: a rule runs until it asks for what nobody has written yet.

What a rule has found by then rests on what is there, so it will be found in the whole case too.
"""

from collections.abc import Iterator, Mapping
from types import CodeType
from typing import Any

import marshmallow

from docgen.case.case import load
from schemas.ground.base import Facts, Finding, Part, Record
from schemas.ground.fields import Group, Rows


class NotWrittenYet(Exception):  # noqa: N818 - no error: the answer of a case that is still written
    """A rule asked for a value that is not there yet, or not readable."""


class Half(Record):
    """The values of a part as far as they can be read; whoever asks for another is stopped."""

    __slots__ = ("_facts", "_part")

    def __init__(self, part: Part, values: Mapping[str, Any], facts: Facts) -> None:
        super().__init__(values)
        self._part, self._facts = part, facts

    def __getitem__(self, name: str) -> Any:
        if name not in self._values:
            if name in self._part.fields:
                raise NotWrittenYet(name)
            derivation = type(self._part).derivations().get(name)
            if derivation is None:
                raise KeyError(name)
            self._values[name] = derivation.compute(self._part, self, self._facts)
        return self._values[name]

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def get(self, name: str, default: Any = None) -> Any:
        """Return one value, or the default where no part has such a field."""
        try:
            return self[name]
        except KeyError:
            return default

    def __iter__(self) -> Iterator[str]:
        raise NotWrittenYet

    def __len__(self) -> int:
        raise NotWrittenYet


def half_of(part: Part, given: Mapping[str, Any], facts: Facts) -> Half:
    """Return what of a part can be read."""
    wrong: Mapping[Any, Any] = {}
    try:
        loaded = load(part, given)
    except marshmallow.ValidationError as refusal:
        loaded = refusal.valid_data if isinstance(refusal.valid_data, dict) else {}
        wrong = refusal.messages if isinstance(refusal.messages, dict) else {}
    values: dict[str, Any] = {}
    for name, field in part.fields.items():
        raw = given.get(name)
        if isinstance(field, Group) and isinstance(raw, Mapping):
            values[name] = half_of(field.below, raw, facts)
        elif isinstance(field, Rows) and field.below and isinstance(raw, list | tuple):
            faults = wrong.get(name, {})
            # Too few or too many are no rows to judge; a wrong row is judged as far as it goes.
            if isinstance(faults, dict) and all(isinstance(row, Mapping) for row in raw):
                values[name] = tuple(half_of(field.below, row, facts) for row in raw)
        elif name in loaded and name not in wrong:
            values[name] = loaded[name]
    return Half(part, values, facts)


def judge_half(half: Half, part: Part, facts: Facts) -> tuple[list[Finding], set[str]]:
    """Return what the rules of a part find so far, and the fields that may still be found wrong."""
    found: list[Finding] = []
    unjudged: set[str] = set()
    for rule in type(part).rules().values():
        try:
            found.extend(rule.findings(part, half, facts))
        except MemoryError:
            raise
        except Exception:
            unjudged |= _fields_in(rule.check, part)
    return found, unjudged


def _fields_in(check: Any, part: Part) -> set[str]:
    """Return the fields that a rule speaks of; all where its program does not say."""
    code = getattr(check, "__code__", None)
    names = set(_names_in(code)) if code else set()
    derivations = type(part).derivations()
    for name in names & derivations.keys():
        below = getattr(derivations[name].compute, "__code__", None)
        names |= set(_names_in(below)) if below else set()
    return names & part.fields.keys() or set(part.fields)


def _names_in(code: CodeType) -> Iterator[str]:
    """Yield every name a program asks for, and what it says of pointers and in lists of names."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)
        elif isinstance(constant, tuple):
            yield from (each for each in constant if isinstance(each, str))
        elif isinstance(constant, str):
            yield constant.removeprefix("/").partition("/")[0]
