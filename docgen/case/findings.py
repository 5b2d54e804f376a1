"""Turn marshmallow's nested messages into findings with JSON Pointers."""

import difflib
import re
from collections.abc import Iterator
from typing import Any

import marshmallow

from schemas.ground.base import Finding, error
from schemas.ground.fields import Group, Rows

# Looking for near names costs time: a payload of thousands of strange names gets hints for a few.
MOST_HINTS = 10


def flatten(messages: Any, schema: marshmallow.Schema) -> list[Finding]:
    """Return every message of a `ValidationError` as a finding, in the order of the schema."""
    return list(_walk(messages, schema, ""))


def pointer_to(pointer: str, name: str | int) -> str:
    """Return the JSON Pointer (RFC 6901) one step below `pointer`."""
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"


def _walk(messages: Any, schema: marshmallow.Schema | None, pointer: str) -> Iterator[Finding]:
    if isinstance(messages, dict):
        unknown = 0
        for name, below in messages.items():
            if name == "_schema":
                yield from _walk(below, None, pointer)
            elif "unknown_field" in below:
                unknown += 1
                yield _unknown(name, schema if unknown <= MOST_HINTS else None, pointer)
            else:
                yield from _walk(below, _schema_below(schema, name), pointer_to(pointer, name))
        return
    for message in messages:
        if isinstance(message, Finding):
            yield message.below(pointer)
        else:
            yield error(pointer, "not_an_object", "这里应当是一组字段（对象），请检查结构。")


def _schema_below(schema: marshmallow.Schema | None, name: str | int) -> marshmallow.Schema | None:
    if schema is None or isinstance(name, int):
        return schema  # an index into rows: the rows' schema was already found
    found = schema.fields.get(name)
    return found.below if isinstance(found, Group | Rows) else None


def _unknown(name: str, schema: marshmallow.Schema | None, pointer: str) -> Finding:
    """Name a field nobody declared; only names that cannot be a party's data are repeated."""
    known = schema.fields if schema else {}
    shown = f"「{name}」" if re.fullmatch(r"[a-z0-9_]{1,40}", str(name)) else "这一项"
    near = difflib.get_close_matches(str(name), known, n=1)
    hint = (
        f"，是不是「{near[0]}」（{getattr(known[near[0]], 'label', '')}）？"
        if near
        else "，请删去。"
    )
    return error(pointer_to(pointer, name), "unknown_field", f"没有{shown}这个字段{hint}")
