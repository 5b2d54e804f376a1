"""Fields that hold parts: one group, rows of groups or of single values."""

from collections.abc import Mapping
from typing import Any, cast

import marshmallow

from schemas.ground.base import Part
from schemas.ground.fields.choices import Choice, Flag
from schemas.ground.fields.described import Described


class Group(Described, marshmallow.fields.Nested):
    """A part inside the payload: one party, one approval."""

    json_schema: Mapping[str, Any] = {"type": "object"}

    def __init__(self, label: str, part: type[Part], **rest: Any) -> None:
        self.part = part
        super().__init__(label, part, **rest)

    @property
    def below(self) -> Part:
        """The schema of the part, ready to use."""
        return cast("Part", self.schema)


class Rows(Described, marshmallow.fields.List[Any]):
    """Repeated parts: agreement items, inspectors, photos; from `least` to `most` of them."""

    json_schema: Mapping[str, Any] = {"type": "array"}

    def __init__(
        self,
        label: str,
        row: type[Part] | Described,
        *,
        least: int = 1,
        most: int = 200,
        **rest: Any,
    ) -> None:
        inner = Group(label, row) if isinstance(row, type) else row
        self.row = row
        self.least, self.most = least, most
        if rest.get("optional"):
            rest.setdefault("default", list)
        super().__init__(label, inner, **rest)

    @property
    def each(self) -> Described:
        """The field of one row."""
        return cast("Described", self.inner)

    @property
    def below(self) -> Part | None:
        """The schema of one row, or None where rows are single values."""
        return self.inner.below if isinstance(self.inner, Group) else None

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise self.refuse("not_a_list", "应当是列表。")
        if not self.optional and len(value) < self.least:
            raise self.refuse("too_few", f"至少填写 {self.least} 项。")
        if len(value) > self.most:
            raise self.refuse("too_many", f"最多 {self.most} 项。")
        return super()._deserialize(list(value), attr, data, **rest) or []


def condition_words(field: Described) -> str:
    """Say in words when a bound field applies: 「管辖结论」选“…”时; empty where it always does."""
    when = field.applies
    if when is None:
        return ""
    beside = cast("Part", field.parent).fields[when.field]  # type: ignore[attr-defined]
    label = f"「{cast('Described', beside).label}」"
    if isinstance(beside, Rows):
        return f"{label}有 {when.rows} 项以上时"
    if not when.values:
        return f"{label}{'选“是”' if isinstance(beside, Flag) else '已经填写'}时"
    if isinstance(beside, Choice):
        return f"{label}选{'、'.join(f'“{beside.options[str(each)]}”' for each in when.values)}时"
    return f"{label}填 {'、'.join(map(str, when.values))} 时"
