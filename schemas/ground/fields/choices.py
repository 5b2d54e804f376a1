"""Fields that read one of few answers: yes or no, an option of a list."""

from collections.abc import Mapping
from typing import Any

import marshmallow

from schemas.ground.fields.described import Described


class Flag(Described, marshmallow.fields.Field[bool]):
    """是或否."""

    json_schema: Mapping[str, Any] = {"type": "boolean"}

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> bool:
        if not isinstance(value, bool):
            raise self.refuse("not_a_flag", "只能是 true（是）或 false（否）。")
        return value


class Choice(Described, marshmallow.fields.Field[str]):
    """One of `options`: code -> official wording. Either may be given; the code is kept."""

    def __init__(self, label: str, options: Mapping[str, str], **rest: Any) -> None:
        self.options = dict(options)
        self.json_schema = {"type": "string", "enum": [*self.options]}
        super().__init__(label, **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        for code, wording in self.options.items():
            if value in (code, wording):
                return code
        raise self.refuse("not_an_option", f"只能是下列之一：{'、'.join(self.options.values())}。")
