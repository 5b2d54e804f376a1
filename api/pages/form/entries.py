"""What stands in a form, and how it becomes a payload and comes from one.

Entries have the shape of the payload, with everything as it was typed: texts, however wrong, and
"true" or "false" for flags. They are what a draft keeps, so that nothing typed is ever lost.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import marshmallow

from api.pages.form.spelling import count_of, day_of, moment_of, money_of
from schemas.ground.base import Part
from schemas.ground.fields import (
    Choice,
    Count,
    Day,
    Described,
    Flag,
    Group,
    Moment,
    Money,
    Rows,
    Text,
)

Entries = dict[str, Any]
# A name like `letters.0.attachments.3.name`; what is deeper than any schema is nobody's field.
DEEPEST = 12


def fields_of(part: Part) -> dict[str, Described]:
    """Return the fields of a part in the order a form shows them."""
    names = dict.fromkeys((*part.leading, *part.fields))
    fields = ((name, part.fields[name]) for name in names)
    return {name: field for name, field in fields if isinstance(field, Described) and field.asked}


def is_checklist(field: marshmallow.fields.Field[Any]) -> bool:
    """Tell whether rows are ticked in a closed list instead of being written one by one."""
    inner = field.inner if isinstance(field, Rows) else None
    return isinstance(inner, Choice) or (isinstance(inner, Count) and bool(inner.items_of))


def read_posted(part: Part, posted: Mapping[str, list[str]]) -> Entries:
    """Return the entries of a form as a browser sends it, by dotted names."""
    tree: dict[str, Any] = {}
    for name, values in posted.items():
        steps = name.split(".")
        if len(steps) <= DEEPEST:
            _plant(tree, steps, values)
    return _read_part(part, tree)


def _plant(tree: dict[str, Any], steps: list[str], values: list[str]) -> None:
    for step in steps[:-1]:
        below = tree.setdefault(step, {})
        if not isinstance(below, dict):
            return
        tree = below
    tree.setdefault(steps[-1], values)


def _read_part(part: Part, tree: Any) -> Entries:
    branch = tree if isinstance(tree, dict) else {}
    return {name: _read(field, branch.get(name)) for name, field in fields_of(part).items()}


def _read(field: Described, found: Any) -> Any:
    if isinstance(field, Group):
        return _read_part(field.below, found)
    if isinstance(field, Rows):
        if is_checklist(field):
            return [each for each in found if each] if isinstance(found, list) else []
        rows = found if isinstance(found, dict) else {}
        # One row more than allowed is kept, for the check to say that it is too many.
        places = sorted((step for step in rows if step.isdecimal()), key=int)[: field.most + 1]
        inner = field.each
        return [_read(inner, rows[place]) for place in places]
    text = found[-1].replace("\r\n", "\n") if isinstance(found, list) and found else ""
    if is_tick(field) and not text:
        return "false"  # An unticked box sends nothing.
    return text


def entries_of(part: Part, payload: Mapping[str, Any]) -> Entries:
    """Return the entries of a payload; names that no field has are left out."""
    return {
        name: _enter(field, payload[name])
        for name, field in fields_of(part).items()
        if payload.get(name) is not None
    }


def _enter(field: Described, value: Any) -> Any:
    if isinstance(field, Group):
        return entries_of(field.below, value) if isinstance(value, Mapping) else {}
    if isinstance(field, Rows):
        rows = value if isinstance(value, list | tuple) else []
        inner = field.each
        return [_enter(inner, row) for row in rows]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(field, Moment):
        return str(value).replace("T", " ")
    if isinstance(field, Choice):
        return next((code for code, words in field.options.items() if words == value), str(value))
    return "" if isinstance(value, Mapping | list) else str(value)


def payload_of(part: Part, entries: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload that the entries mean: what is blank is left out.

    Blank rows at the end say nothing and fall away, but for those that have yet to be filled in;
    rows keep their places, for findings to find.
    """
    given = {}
    for name, field in fields_of(part).items():
        entry = entries.get(name)
        if not is_blank(field, entry):
            given[name] = _mean(field, entry)
        elif isinstance(field, Group) and not field.optional:
            given[name] = {}
        elif isinstance(field, Rows) and not field.optional and not is_checklist(field):
            given[name] = [{} if field.below else None] * field.least
    return given


def _mean(field: Described, entry: Any) -> Any:
    if isinstance(field, Group):
        return payload_of(field.below, entry)
    if isinstance(field, Rows):
        inner = field.each
        rows = list(entry)
        least = 0 if field.optional else field.least
        while len(rows) > least and is_blank(inner, rows[-1]):
            rows.pop()
        return [_mean(inner, row) for row in rows]
    for kind, read in _READERS:
        if isinstance(field, kind):
            return read(entry)
    return entry


def _flag_of(entry: str) -> bool | str:
    return {"true": True, "false": False}.get(entry, entry)


_READERS: tuple[tuple[type[Described], Any], ...] = (
    (Flag, _flag_of),
    (Day, day_of),
    (Moment, moment_of),
    (Count, count_of),
    (Money, money_of),
)


def first_words(part: Part, entries: Mapping[str, Any]) -> str:
    """Return the first text that somebody wrote: it tells one draft of a kind from the next."""
    for name, field in fields_of(part).items():
        entry, found = entries.get(name), ""
        if isinstance(field, Group):
            found = first_words(field.below, entry or {})
        elif isinstance(field, Rows) and (below := field.below):
            found = next(filter(None, (first_words(below, row or {}) for row in entry or ())), "")
        elif isinstance(field, Text) and not (field.starts_as or field.suggests):
            found = str(entry or "").strip()
        if found:
            return found
    return ""


def texts_in(entries: Any) -> Iterator[str]:
    """Yield everything that somebody wrote in a form."""
    if isinstance(entries, Mapping):
        entries = entries.values()
    elif isinstance(entries, str):
        yield entries
        return
    for below in entries or ():
        yield from texts_in(below)


def is_tick(field: Described) -> bool:
    """Tell whether a form shows a flag as a box to tick: not where "no answer" is an answer too."""
    return isinstance(field, Flag) and default_of(field) != ""


def default_of(field: Described) -> str:
    """Return what an optional field counts as when it is left blank, as an entry."""
    value = field.load_default if field.optional else None  # type: ignore[attr-defined]
    return "" if value is None or callable(value) else str(_enter(field, value))


def is_blank(field: Described, entry: Any, *, as_begun: bool = False) -> bool:
    """Tell whether an entry says no more than an empty form does.

    With `as_begun`, a field that a form starts with something in says no more than that either.
    """
    if isinstance(field, Group):
        entries = entry or {}
        return all(
            is_blank(each, entries.get(name), as_begun=as_begun)
            for name, each in fields_of(field.below).items()
        )
    if isinstance(field, Rows):
        inner = field.inner
        return not entry or (
            isinstance(inner, Described)
            and all(is_blank(inner, row, as_begun=as_begun) for row in entry)
        )
    begun = as_begun and bool(field.starts_as)
    return begun or not str(entry or "").strip() or entry == default_of(field)
