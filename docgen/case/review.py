"""Say what can be said of a case that is still being written: everything wrong, as early as seen.

`build_case` judges whole cases only. While somebody types, the parts that are complete are judged
on their own, and the rules that need few fields as soon as these are there.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import marshmallow

from docgen.case.case import Case, build_case, examine, judge, load
from docgen.case.faults import faults_of
from docgen.case.half import half_of, judge_half
from docgen.errors import InvalidCaseError
from docgen.kinds.catalogue import Kind
from schemas.ground.base import Facts, Finding, Part, Record, notice
from schemas.ground.fields import Described, Group, Rows, Text
from schemas.law import LawError


@dataclass(frozen=True, slots=True)
class Review:
    """What is wrong with a case or worth a look; `case` is there once nothing is wrong.

    `further` is what the rules find in half a case besides: true, and early for somebody who is
    still writing. `unjudged` are the places of which a rule cannot say yet whether they are right.
    """

    findings: tuple[Finding, ...]
    case: Case | None = None
    further: tuple[Finding, ...] = ()
    unjudged: frozenset[str] = frozenset()

    @property
    def everything(self) -> tuple[Finding, ...]:
        """Every finding that can be told now, for somebody who asks to have it all checked."""
        return self.findings + self.further


def review(kind: Kind, payload: Mapping[str, Any], facts: Facts) -> Review:
    """Return every finding of a payload, that of a whole case or of the parts of half a one."""
    try:
        case = build_case(kind, payload, facts)
    except InvalidCaseError as fault:
        found = {(each.pointer, each.code): each for each in fault.findings}
        with faults_of(kind.name):
            for each in _early(kind.reader, payload, facts):
                found.setdefault((each.pointer, each.code), each)
        further: dict[tuple[str, str], Finding] = {}
        unjudged: set[str] = set()
        for part, values, pointer in _halves(kind.reader, payload, ""):
            more, places = judge_half(half_of(part, values, facts), part, facts)
            unjudged |= {f"{pointer}/{each}" for each in places}
            # What no text may carry is judged over the whole case, once it can be read.
            unjudged |= {f"/{each}" for each in _texts(kind.reader)}
            for each in more:
                here = each.below(pointer)
                if (here.pointer, here.code) not in found:
                    further.setdefault((here.pointer, here.code), here)
        return Review(
            tuple(found.values()), further=tuple(further.values()), unjudged=frozenset(unjudged)
        )
    return Review(case.notices, case)


def _halves(part: Part, values: Any, pointer: str) -> Iterator[tuple[Part, Mapping[str, Any], str]]:
    """Yield every part that cannot be read whole, with what is given and where."""
    if not isinstance(values, Mapping):
        return
    with suppress(marshmallow.ValidationError):
        load(part, values)
        return
    yield part, values, pointer
    for name, field in part.fields.items():
        given, here = values.get(name), f"{pointer}/{name}"
        if isinstance(field, Group):
            yield from _halves(field.below, given, here)
        elif isinstance(field, Rows) and field.below and isinstance(given, list | tuple):
            for index, row in enumerate(given):
                yield from _halves(field.below, row, f"{here}/{index}")


def _texts(part: Part) -> Iterator[str]:
    return (n for n, each in part.fields.items() if isinstance(each, Text | Group | Rows))


def _early(part: Part, values: Any, facts: Facts) -> Iterator[Finding]:
    """Judge what of a part can be judged; a part that loads is judged whole."""
    if not isinstance(values, Mapping):
        return
    try:
        loaded = load(part, values)
    except marshmallow.ValidationError as refusal:
        known = refusal.valid_data if isinstance(refusal.valid_data, dict) else {}
        yield from _remarks(part, known)
        yield from _narrow(part, known, facts)
        yield from _below(part, values, facts)
        return
    try:
        _, findings = examine(part, loaded, facts)
    except LawError:
        return  # The law has no answer yet: the whole case will say so.
    yield from findings


def _remarks(part: Part, known: Mapping[str, Any]) -> Iterator[Finding]:
    for name, value in known.items():
        field = part.fields[name]
        if value is None or isinstance(field, Group | Rows):
            continue
        if isinstance(field, Described):
            for code, detail in field.remarks(value):
                yield notice(f"/{name}", code, detail, field.source or field.remarked_by)


def _narrow(part: Part, known: Mapping[str, Any], facts: Facts) -> Iterator[Finding]:
    for name, rule in type(part).rules().items():
        if rule.needs and known.keys() >= set(rule.needs):
            # Where the law has no answer yet, the whole case will say so.
            with suppress(LawError):
                yield from judge(name, rule, part, Record(known), facts)


def _below(part: Part, values: Mapping[str, Any], facts: Facts) -> Iterator[Finding]:
    for name, field in part.fields.items():
        given, here = values.get(name), f"/{name}"
        if isinstance(field, Group):
            for finding in _early(field.below, given, facts):
                yield finding.below(here)
        elif isinstance(field, Rows) and field.below and isinstance(given, list | tuple):
            for index, row in enumerate(given):
                for finding in _early(field.below, row, facts):
                    yield finding.below(f"{here}/{index}")
