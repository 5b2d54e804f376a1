"""Fields that read numbers of people and bodies: phones, identity numbers, credit codes."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import phonenumbers
from stdnum.cn import uscc

from schemas.ground.fields.described import Personal
from schemas.ground.fields.words import Text


class Phone(Text):
    """联系电话: mainland mobile, landline with area code, or a service number such as 12345."""

    json_schema: Mapping[str, Any] = {
        "type": "string",
        "pattern": r"^\+?[0-9][0-9-]{2,18}((转|-)[0-9]{1,6})?$",
    }

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, longest=30, **({"personal": Personal.phone} | rest))

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        phone = super()._deserialize(value, attr, data, **rest).replace(" ", "")
        if not re.fullmatch(str(self.json_schema["pattern"])[1:-1], phone):
            raise self.refuse("not_a_phone", "不是电话号码，请写成 13800000000 或 010-60000000。")
        return phone

    def remarks(self, value: Any) -> Iterable[tuple[str, str]]:
        """Notice a number that no numbering plan knows: service numbers are legal."""
        try:
            reason = phonenumbers.is_possible_number_with_reason(phonenumbers.parse(value, "CN"))
            known = reason == phonenumbers.ValidationResult.IS_POSSIBLE
        except phonenumbers.NumberParseException:
            known = False
        if not known:
            yield "unusual_phone", f"「{self.label}」不像手机或带区号的固定电话，请核对。"


class IdNumber(Text):
    """证件号码: its check digits are proved by the part that knows the type of document."""

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, longest=30, **({"personal": Personal.identity} | rest))


class CreditCode(Text):
    """统一社会信用代码 (GB 32100-2015): 18 characters with a check character."""

    json_schema: Mapping[str, Any] = {
        "type": "string",
        "pattern": "^[0-9A-HJ-NP-RTUW-Y]{18}$",
    }

    def __init__(self, label: str = "统一社会信用代码", **rest: Any) -> None:
        super().__init__(label, longest=18, **({"source": "GB 32100-2015"} | rest))

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        code = super()._deserialize(value, attr, data, **rest).upper()
        if not uscc.is_valid(code):
            raise self.refuse(
                "credit_code_check", "应为 18 位且校验位相符，请对照营业执照逐位核对。"
            )
        return code
