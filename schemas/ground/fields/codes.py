"""Fields that read numbers of people and bodies: phones, identity numbers, credit codes."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import phonenumbers
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_10

from schemas.ground.fields.described import Personal
from schemas.ground.fields.words import Code
from schemas.ground.text import narrow

_PARTING = re.compile(r"[\s·.‐-―—－_]+")
_DASHES = re.compile("[‐-―—﹣−]+")
_SHORT, _MOBILE = 6, 11
_AREA_CODE = re.compile(r"\((0\d{2,3})\)-?")


# What a switchboard puts through follows the number, and no numbering plan knows it.
_EXTENSION = re.compile(r"(?<=\d{7})(?:-|转)\d{1,6}$")


class Phone(Code):
    """联系电话: mainland mobile, landline with area code, or a service number such as 12345."""

    own_form = True
    remarked_by = "文书所载联系方式"

    json_schema: Mapping[str, Any] = {
        "type": "string",
        "pattern": r"^\+?[0-9][0-9-]{2,18}((转|-)[0-9]{1,6})?$",
    }

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, longest=30, **({"personal": Personal.phone} | rest))

    def folded(self, text: str) -> str:
        """Return (0999)6001 2315 as 0999-60012315."""
        plain = _DASHES.sub("-", narrow(text)).replace(" ", "").replace("\u00a0", "")
        return _AREA_CODE.sub(r"\1-", plain)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        phone = super()._deserialize(value, attr, data, **rest)
        if not re.fullmatch(str(self.json_schema["pattern"])[1:-1], phone):
            raise self.refuse("not_a_phone", "不是电话号码，请写成 13800000000 或 010-60000000。")
        return phone

    @staticmethod
    def is_mobile(phone: str) -> bool:
        """Tell whether a number that was read is a mainland mobile's, with or without +86."""
        return re.fullmatch(r"(?:\+?86-?)?1[3-9][0-9](?:-?[0-9]{4}){2}", phone) is not None

    def remarks(self, value: Any) -> Iterable[tuple[str, str]]:
        """Notice a number that no numbering plan knows: service numbers are legal."""
        try:
            landline = _EXTENSION.sub("", value) if value.startswith("0") else value
            number = phonenumbers.parse(landline, "CN")
            reason = phonenumbers.is_possible_number_with_reason(number)
            known = reason == phonenumbers.ValidationResult.IS_POSSIBLE
        except phonenumbers.NumberParseException:
            known = False
        digits = [each for each in str(value) if each.isdigit()]
        short_mobile = re.match("1[3-9]", str(value)) and len(digits) != _MOBILE
        if not known or short_mobile or (len(digits) > _SHORT and len(set(digits[1:])) == 1):
            yield "unusual_phone", f"「{self.label}」不像手机或带区号的固定电话，请核对。"


class _Serial(Code):
    """A number whose groups may be parted by blanks or dashes that are not part of it."""

    def folded(self, text: str) -> str:
        """Return the number in capitals, nothing between its characters."""
        return _PARTING.sub("", narrow(text)).replace("-", "").upper()


class IdNumber(_Serial):
    """证件号码: its check digits are proved by the part that knows the type of document."""

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, longest=30, **({"personal": Personal.identity} | rest))


class CreditCode(_Serial):
    """统一社会信用代码 (GB 32100-2015): 18 characters with a check character.

    Few genuine codes fail their check character; `excused` leaves that to a rule of the part, which
    can see whether a reason is given.
    """

    own_form = True

    json_schema: Mapping[str, Any] = {
        "type": "string",
        "pattern": "^[0-9A-HJ-NP-RTUW-Y]{18}$",
    }

    def __init__(
        self, label: str = "统一社会信用代码", *, excused: bool = False, **rest: Any
    ) -> None:
        self.excused = excused
        super().__init__(label, longest=18, **({"source": "GB 32100-2015"} | rest))

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        code = super()._deserialize(value, attr, data, **rest)
        if not re.fullmatch(str(self.json_schema["pattern"])[1:-1], code):
            raise self.refuse(
                "credit_code_check",
                "应为 18 位数字和大写字母（没有 I、O、S、V、Z），请对照营业执照逐位核对。",
            )
        if not self.excused and not uscc.is_valid(code):
            raise self.refuse(
                "credit_code_check", "应为 18 位且校验位相符，请对照营业执照逐位核对。"
            )
        return code


class RegistrationNumber(_Serial):
    """注册号 (GS 15-2006): the fifteen digits of a licence that has not been changed yet."""

    own_form = True

    json_schema: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9]{15}$"}

    def __init__(self, label: str = "注册号", **rest: Any) -> None:
        known = {"source": "GS 15-2006", "hint": "仅限尚未换照的个体工商户 15 位注册号。"}
        super().__init__(label, longest=15, **(known | rest))

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        number = super()._deserialize(value, attr, data, **rest)
        if not re.fullmatch("[0-9]{15}", number):
            raise self.refuse("registration_number_form", "应为 15 位数字，请对照营业执照核对。")
        return number

    def remarks(self, value: Any) -> Iterable[tuple[str, str]]:
        """Notice a check digit that does not hold: numbers older than the standard have none."""
        if not mod_11_10.is_valid(value):
            yield "registration_number_check", f"「{self.label}」的校验位不符，请对照营业执照核对。"
