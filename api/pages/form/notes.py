"""What a form says beside a field while somebody types: capitals, days in words, deadlines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import marshmallow

from api.pages.form.spelling import day_of, money_of
from docgen.kinds.catalogue import Kind
from schemas.ground.base import Facts, Part
from schemas.ground.fields import CreditCode, Day, Group, Money, Rows
from schemas.ground.kind import Clock
from schemas.law import DueDate, LawError, Layer, Span, capitals
from schemas.law.numerals import weekday_name

_LAYERS = {Layer.STATUTORY: "法定", Layer.CONTRACT: "合同"}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to say beside a field: words, a tone (`good`, `warn` or none), how it follows."""

    words: str
    tone: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """A period that runs while the form is open: what is to be done until when."""

    action: str
    due: date
    days_left: int
    source: str


def notes_of(kind: Kind, entries: Mapping[str, Any], facts: Facts) -> dict[str, tuple[Note, ...]]:
    """Return the notes of a form by JSON Pointer."""
    found: dict[str, list[Note]] = {}
    for pointer, note in (
        *_plain_notes(kind.reader, entries, ""),
        *_clock_notes(kind, entries, facts),
    ):
        found.setdefault(pointer, []).append(note)
    return {pointer: tuple(notes) for pointer, notes in found.items()}


def _plain_notes(
    part: Part, entries: Mapping[str, Any], pointer: str
) -> Iterator[tuple[str, Note]]:
    for name, field in part.fields.items():
        entry, here = entries.get(name), f"{pointer}/{name}"
        if not entry:
            continue
        if isinstance(field, Group):
            yield from _plain_notes(field.below, entry, here)
        elif isinstance(field, Rows):
            for index, row in enumerate(entry):
                if field.below and row:
                    yield from _plain_notes(field.below, row, f"{here}/{index}")
        elif isinstance(entry, str) and entry.strip():
            yield from ((here, note) for note in _of_one(field, entry))


def _of_one(field: Any, entry: str) -> Iterator[Note]:
    try:
        if isinstance(field, Money):
            amount: Decimal = field.deserialize(money_of(entry))
            yield Note(capitals(amount), "good")
        elif isinstance(field, Day):
            day: date = field.deserialize(day_of(entry))
            yield Note(f"{day.year}年{day.month}月{day.day}日 {weekday_name(day)}")
        elif isinstance(field, CreditCode):
            field.deserialize(entry)
            yield Note("校验位相符", "good")
    except (marshmallow.ValidationError, LawError):
        return


def _clock_notes(
    kind: Kind, entries: Mapping[str, Any], facts: Facts
) -> Iterator[tuple[str, Note]]:
    for clock in kind.schema.clocks:
        settled = _day(clock.settled_by, entries)
        # Where law and contract end on one day for one reason, that is said once.
        merged: dict[tuple[str, date], list[DueDate]] = {}
        for place, due in _ends(clock, entries, facts):
            merged.setdefault((place, due.due), []).append(due)
        for (place, end), dues in merged.items():
            names = "和".join(_LAYERS[each.layer] for each in dues)
            words = f"{names}期限：{dues[0].deadline.action}，最迟 {end} {weekday_name(end)}"
            tone = "warn" if end < (settled or facts.today) else ""
            yield f"/{place}", Note(words, tone, "".join(each.sentence for each in dues))


def duties_of(kind: Kind, entries: Mapping[str, Any], facts: Facts) -> list[Duty]:
    """Return the periods the entries start and do not settle, what ends first at the top."""
    duties = [
        Duty(due.deadline.action, due.due, (due.due - facts.today).days, due.citation)
        for clock in kind.schema.clocks
        if not _day(clock.settled_by, entries)
        for _, due in _ends(clock, entries, facts)
    ]
    return sorted(duties, key=lambda each: each.due)


def _ends(clock: Clock, entries: Mapping[str, Any], facts: Facts) -> Iterator[tuple[str, DueDate]]:
    """Yield the ends of a clock that the entries start, each with the field it counts from."""
    start = _day(clock.starts, entries)
    other = clock.contract_starts or clock.starts
    began = _day(other, entries)
    settled = _day(clock.settled_by, entries)
    try:
        on = settled or max(facts.today, start or date.min)
        period = facts.law.deadline(clock.code, on)
        left_out = tuple(_spans(clock.left_out, entries)) if period.excludes_testing else ()
        if start:
            until = _day(clock.until, entries)
            due = facts.law.due(clock.code, start, on=on, excluded=left_out, until=until)
            yield clock.until or clock.starts, due
        if period.counterpart and began:
            yield other, facts.law.due(period.counterpart, began)
    except LawError:
        return  # A year without a calendar, a day before all law: the check will say so.


def _spans(name: str, entries: Mapping[str, Any]) -> Iterator[Span]:
    for row in (entries.get(name) or ()) if name else ():
        first, last = (_read_day(str((row or {}).get(each, ""))) for each in ("first", "last"))
        if first and last and first <= last:
            yield Span(first, last)


def _day(name: str, entries: Mapping[str, Any]) -> date | None:
    return _read_day(str(entries.get(name) or "")) if name else None


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(day_of(text)[:10])
    except ValueError:
        return None
