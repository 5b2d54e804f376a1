"""Walk what a person typed: every single value of a part with its field and its JSON Pointer."""

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.ground.base import Part
from schemas.ground.fields import Described, Group, Rows


def typed_values(
    part: Part, values: Mapping[str, Any], pointer: str = ""
) -> Iterator[tuple[str, Described, Any]]:
    """Yield (pointer, field, value) of every value given, in field order; absent ones are skipped.

    Derived values are left out: they would report their source a second time.
    """
    for name, field in part.fields.items():
        value, here = values[name], f"{pointer}/{name}"
        if value is None:
            continue
        if isinstance(field, Group):
            yield from typed_values(field.below, value, here)
        elif isinstance(field, Rows):
            row = field.below
            for index, each in enumerate(value):
                if row:
                    yield from typed_values(row, each, f"{here}/{index}")
                elif isinstance(field.inner, Described):
                    yield f"{here}/{index}", field.inner, each
        elif isinstance(field, Described):
            yield here, field, value
