"""What the buttons of rows do to the entries, for browsers that do not do it by themselves."""

from typing import Any

from api.pages.form.entries import Entries
from schemas.ground.base import Part
from schemas.ground.fields import Group, Rows

ROW_ACTS = frozenset({"add", "remove", "up", "down"})


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
