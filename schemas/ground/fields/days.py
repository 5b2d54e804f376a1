"""Fields that read days and moments."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import marshmallow

from schemas.ground.fields.day_words import moment_in, what_is_wrong
from schemas.ground.fields.described import Described
from schemas.ground.text import narrow

_NO_MOMENT = "不是时间，请写成 2026-07-10 09:30。"


class Day(Described, marshmallow.fields.Field[date]):
    """A calendar day, written 2026-07-10 and printed 2026年7月10日 (GB/T 9704 §7.3.5.4)."""

    json_schema: Mapping[str, Any] = {"type": "string", "format": "date"}

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", plain := narrow(value)):
                raise ValueError
            return date.fromisoformat(plain)
        except (TypeError, ValueError):
            raise self.refuse("not_a_date", what_is_wrong(value)) from None


class Moment(Described, marshmallow.fields.Field[datetime]):
    """A time to the minute in Beijing, written 2026-07-10T09:30, printed 2026年7月10日9时30分."""

    json_schema: Mapping[str, Any] = {
        "type": "string",
        "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?$",
    }

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> datetime:
        if isinstance(value, datetime) and value.tzinfo is None:
            return value
        try:
            if not re.fullmatch(str(self.json_schema["pattern"])[1:-1], plain := narrow(value)):
                raise ValueError
            return datetime.fromisoformat(plain)
        except (TypeError, ValueError):
            read = moment_in(value) if isinstance(value, str) else None
            detail = f"请写成 {read:%Y-%m-%d %H:%M}。" if read else _NO_MOMENT
            raise self.refuse("not_a_moment", detail) from None
