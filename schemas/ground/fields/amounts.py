"""Fields that read money and counts."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import marshmallow

from schemas.ground.fields.described import Described
from schemas.ground.text import narrow

# A separator stands between groups of three digits, or it is none.
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,，'’ ][0-9]{3})+")


class Money(Described, marshmallow.fields.Field[Decimal]):
    """金额: yuan with at most two decimals, never a float; printed with its capitals."""

    json_schema: Mapping[str, Any] = {
        "type": "string",
        "pattern": r"^([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,2})?$",
    }

    def __init__(self, label: str, *, unit: str = "元", **rest: Any) -> None:
        super().__init__(label, unit=unit, **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> Decimal:
        if isinstance(value, bool | float) or not isinstance(value, str | int | Decimal):
            raise self.refuse("not_an_amount", '应当是金额，请写成带引号的 "3680.50"。')
        text = narrow(str(value)).strip().removeprefix("¥").removeprefix("￥").strip()
        if not re.fullmatch(str(self.json_schema["pattern"])[1:-1], text):
            raise self.refuse("not_an_amount", "应当是金额，最多两位小数，请写成 3680.50。")
        return Decimal(text.replace(",", "")).quantize(Decimal("0.01"))


class Count(Described, marshmallow.fields.Field[int]):
    """数量: a whole number from `least` to `most`.

    `items_of` names the closed list of the law (`grounds.toml`) whose items the number counts.
    """

    def __init__(
        self, label: str, *, least: int = 0, most: int = 10**9, items_of: str = "", **rest: Any
    ) -> None:
        self.least, self.most = least, most
        self.items_of = items_of
        self.json_schema = {"type": "integer", "minimum": least, "maximum": most}
        super().__init__(label, **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> int:
        if isinstance(value, str):
            digits = narrow(value).strip()
            if _GROUPED.fullmatch(digits):
                digits = re.sub("[^0-9]", "", digits)
            value = int(digits) if re.fullmatch(r"[0-9]{1,12}", digits) else value
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse("not_a_count", "应当是整数，请只写数字。")
        if not self.least <= value <= self.most:
            raise self.refuse("out_of_range", f"应当在 {self.least} 到 {self.most} 之间。")
        return value
