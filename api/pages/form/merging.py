"""Two people at one draft: what they changed in different fields is put together.

A page carries what stood in the draft when it was read (`base`); from that, from what somebody
saved since and from what is to be saved now follows who changed what.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from api.pages.form.entries import Entries, fields_of, is_blank, is_checklist
from docgen.register.drafts import Draft
from schemas.ground.base import Part
from schemas.ground.fields import Described, Group, Rows
from schemas.parts.hand_signatures import HANDS


def base_of(draft: Draft) -> str:
    """Return what a page carries of the draft it shows; signatures are no entries of a form."""
    kept = {name: entry for name, entry in draft.entries.items() if name != HANDS}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def read_base(text: str) -> Entries | None:
    """Return what a page carried; None where it carried nothing that can be read."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def merge(
    part: Part,
    base: Mapping[str, Any],
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    *,
    mine_first: bool,
) -> Entries:
    """Return both changes in one; where both changed a field, `mine_first` says which counts.

    Signatures are those of the last save: nobody changes them in a form.
    """
    return {
        name: theirs.get(name)
        if name == HANDS
        else _merged(field, base.get(name), theirs.get(name), mine.get(name), mine_first)
        for name, field in fields_of(part).items()
    }


def _merged(field: Described, base: Any, theirs: Any, mine: Any, mine_first: bool) -> Any:
    if alike(field, theirs, mine) or alike(field, base, mine):
        return theirs
    if alike(field, base, theirs):
        return mine
    if isinstance(field, Group):
        parts = (each if isinstance(each, dict) else {} for each in (base, theirs, mine))
        return merge(field.below, *parts, mine_first=mine_first)
    if isinstance(field, Rows) and not is_checklist(field):
        rows = (each if isinstance(each, list) else [] for each in (base, theirs, mine))
        return _rows(field, *rows, mine_first=mine_first)
    return mine if mine_first else theirs


def _rows(
    field: Rows, base: list[Any], theirs: list[Any], mine: list[Any], *, mine_first: bool
) -> list[Any]:
    """Merge row by row where each is still the row it was, or somebody only added at the end."""
    inner, count = field.each, len(base)
    moved = _moved(inner, base, theirs) or _moved(inner, base, mine)
    for added, other in ((theirs, mine), (mine, theirs)):
        if len(other) == count < len(added) and alike(field, base, added[:count]):
            return [*other, *added[count:]]
    if moved or not count == len(theirs) == len(mine):
        return mine if mine_first else theirs
    return [_merged(inner, *each, mine_first) for each in zip(base, theirs, mine, strict=True)]


def _moved(inner: Described, base: list[Any], rows: list[Any]) -> bool:
    """Tell whether a row stands where another one stood."""
    return any(
        not alike(inner, base[place], row)
        and any(alike(inner, each, row) for each in base if not is_blank(inner, each))
        for place, row in enumerate(rows[: len(base)])
    )


def alike(field: Described, one: Any, other: Any) -> bool:
    """Tell whether two entries say the same; blanks do, however they are blank."""
    if isinstance(field, Group):
        first, second = (each if isinstance(each, dict) else {} for each in (one, other))
        return all(
            alike(each, first.get(name), second.get(name))
            for name, each in fields_of(field.below).items()
        )
    if isinstance(field, Rows):
        first_rows, second_rows = one or [], other or []
        return len(first_rows) == len(second_rows) and all(
            alike(field.each, *pair) for pair in zip(first_rows, second_rows, strict=True)
        )
    return one == other or (is_blank(field, one) and is_blank(field, other))


def changes(part: Part, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page has to put in place: rows by their count, fields by their values."""
    told: dict[str, Any] = {"rows": [], "values": []}
    for rows, name, found in _changed(part, before, after, ""):
        told["rows" if rows else "values"].append([name, found])
    return told


def _changed(
    part: Part, before: Mapping[str, Any], after: Mapping[str, Any], above: str
) -> Iterator[tuple[bool, str, Any]]:
    for name, field in fields_of(part).items():
        yield from _change(field, before.get(name), after.get(name), above + name)


def _change(
    field: Described, before: Any, after: Any, name: str
) -> Iterator[tuple[bool, str, Any]]:
    if alike(field, before, after) or name == HANDS:
        return
    if isinstance(field, Group):
        yield from _changed(field.below, before or {}, after or {}, f"{name}.")
    elif isinstance(field, Rows) and not is_checklist(field):
        one, other = before or [], after or []
        if len(one) != len(other):
            yield True, name, len(other)
        for place, row in enumerate(other):
            there = one[place] if place < len(one) else None
            yield from _change(field.each, there, row, f"{name}.{place}")
    else:
        yield False, name, after if isinstance(after, list) else [str(after or "")]
