"""What the buttons of rows do to the entries, for browsers that do not do it by themselves."""

from collections.abc import Mapping
from typing import Any

from api.pages.form.entries import Entries
from schemas.ground.base import Part
from schemas.ground.fields import Group, Rows

ROW_ACTS = frozenset({"add", "remove", "up", "down"})
# What one entry does in all rows: fills what is blank, or takes the place of whatever is there.
SAME_ACTS = frozenset({"same", "all"})
# Below the rows' name stand the names of the entries for all of them.
SAME = "same"


def act_on_rows(part: Part, entries: Entries, act: str, name: str) -> str:
    """Add, remove or move a row and return the name of the place to look at afterwards.

    `name` is dotted: of the rows to add to, or of the row to remove or move. What names no rows
    of the form changes nothing.
    """
    steps = name.split(".")
    index = steps.pop() if act != "add" else ""
    found = rows_at(part, entries, steps)
    if found is None:
        return name
    field, rows = found
    if act == "add":
        if len(rows) < field.most:
            rows.append({} if field.below else "")
        return f"{name}.{len(rows) - 1}"
    place = int(index) if index.isdecimal() else -1
    if not 0 <= place < len(rows):
        return name
    if act == "remove":
        del rows[place]
        return ".".join(steps)
    other = place + (1 if act == "down" else -1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        return ".".join([*steps, str(other)])
    return name


def fill_alike(part: Part, entries: Entries, act: str, name: str, given: Mapping[str, str]) -> str:
    """Put into the rows of a dotted name what is the same for all and return where to look.

    `given` are texts by the field's name; what is blank among them changes nothing.
    """
    field, rows = rows_at(part, entries, name.split(".")) or (None, [])
    if field is None or field.below is None:
        return name
    known = {each: text for each, text in given.items() if text and each in field.below.fields}
    for row in rows:
        row |= {each: text for each, text in known.items() if act == "all" or not row.get(each)}
    return name


def rows_at(part: Part | None, entries: Any, steps: list[str]) -> tuple[Rows, list[Any]] | None:
    """Return the rows a dotted name leads to, made ready to be changed."""
    field: Any = None
    for position, step in enumerate(steps):
        if isinstance(entries, list):
            if not step.isdecimal() or int(step) >= len(entries):
                return None
            entries = entries[int(step)]
            continue
        field = part.fields.get(step) if part else None
        if not isinstance(field, Group | Rows) or not isinstance(entries, dict):
            return None
        part = field.below
        entries = entries.setdefault(step, [] if isinstance(field, Rows) else {})
        if position == len(steps) - 1 and isinstance(entries, list) and isinstance(field, Rows):
            return field, entries
    return None
