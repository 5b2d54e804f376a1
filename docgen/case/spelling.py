"""Say where a text was folded into its one spelling, so that a person looks at what is printed."""

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.ground.base import Finding, Part, notice
from schemas.ground.fields import Text
from schemas.ground.walk import typed_values

# What a name may be written with, and so what it is folded to.
CHARACTERS = "GB 18030-2022"


def respelt(part: Part, payload: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what the fields say of texts that are kept otherwise than they were typed."""
    for pointer, field, text in typed_values(part, values):
        if not isinstance(field, Text):
            continue
        typed = _typed_at(payload, pointer)
        if isinstance(typed, str) and typed != text:
            for code, detail in field.respelt(typed, text):
                yield notice(pointer, code, detail, field.source or CHARACTERS)


def _typed_at(payload: Any, pointer: str) -> Any:
    place = payload
    for step in pointer.split("/")[1:]:
        place = place[int(step)] if isinstance(place, list | tuple) else place.get(step)
    return place
