"""The fields cases are made of: each knows its label, what it accepts and how it is printed."""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

import marshmallow
import phonenumbers
from stdnum.cn import uscc

from schemas.base import Part, Refusal
from schemas.text import tidy


class Personal(StrEnum):
    """What kind of personal data a field holds; the redacted copy masks by it (PIPL art. 28)."""

    name = "name"
    identity = "identity"
    phone = "phone"
    address = "address"
    account = "account"
    email = "email"


@dataclass(frozen=True, slots=True)
class When:
    """When a field applies: the field beside it named `field` has one of `values`.

    Without values it only has to be filled in; rows have to be `rows` at least.
    """

    field: str
    values: tuple[str | int | bool, ...] = ()
    rows: int = 1

    def holds(self, value: Any) -> bool:
        """Tell whether the condition holds for the value of the field beside it."""
        if isinstance(value, list | tuple):
            return len(value) >= self.rows
        return value in self.values if self.values else value not in (None, "", False)


class Described:
    """What every field of ours adds to marshmallow's: words for people and Chinese refusals.

    `label` is what a form prints beside the field, `hint` one sentence of help, `group` the section
    of the form, `unit` what follows the value, `source` the article or clause that asks for it.
    `kept` marks a field that stays in the file and is not printed; `personal` marks personal data.
    `applies` says when the field has a place in the case. For a form: `starts_as` names what an
    empty field begins with (`today`, `me`, `officer` and `certificate` for whoever holds one, a
    house fact such as `house.authority.phone`, or what a photo says of itself: `camera.taken_at`,
    `camera.place`, `camera.device`),
    `suggests` the house facts it usually holds one of (`house.contracts.code`).
    """

    json_schema: Mapping[str, Any] = {"type": "string"}

    def __init__(
        self,
        label: str,
        *args: Any,
        hint: str = "",
        group: str = "",
        unit: str = "",
        source: str = "",
        optional: bool = False,
        default: Any = None,
        kept: bool = False,
        personal: Personal | None = None,
        applies: When | None = None,
        starts_as: str = "",
        suggests: str = "",
        **rest: Any,
    ) -> None:
        self.label = label
        self.applies = applies
        self.starts_as = starts_as
        self.suggests = suggests
        self.hint = hint
        self.group = group
        self.unit = unit
        self.source = source
        self.optional = optional
        self.kept = kept
        self.personal = personal
        if optional:
            rest |= {"load_default": default, "allow_none": True}
        else:
            rest["required"] = True
        super().__init__(*args, **rest)

    def deserialize(self, value: Any, *args: Any, **rest: Any) -> Any:
        """Read one value; a blank text counts as not filled in."""
        if isinstance(value, str) and not value.strip():
            value = None
        if value is None and self.optional:
            return self.load_default() if callable(self.load_default) else self.load_default  # type: ignore[attr-defined]
        return super().deserialize(value, *args, **rest)  # type: ignore[misc]

    def make_error(self, key: str, **rest: Any) -> Refusal:
        """Return the refusal for one of marshmallow's own keys, in words for a clerk."""
        if key in ("required", "null", "validator_failed"):
            return Refusal("required", f"「{self.label}」是必填项，请填写。", self.source)
        return self.refuse("not_valid", "的格式不对，请检查后重填。")

    def refuse(self, code: str, detail: str) -> Refusal:
        """Return a refusal whose sentence begins with the field's label."""
        return Refusal(code, f"「{self.label}」{detail}", self.source)

    def remarks(self, value: Any) -> Iterable[tuple[str, str]]:
        """Yield (code, sentence) of what is legal in a value but needs eyes."""
        return ()


class Text(Described, marshmallow.fields.Field[str]):
    """One line of text of at most `longest` characters."""

    def __init__(self, label: str, *, longest: int = 200, **rest: Any) -> None:
        self.longest = longest
        super().__init__(label, **rest)

    lines = False

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        if not isinstance(value, str):
            raise self.refuse("not_text", "应当是文字，请加引号或改写成文字。")
        text = tidy(value, lines=self.lines)
        if len(text) > self.longest:
            raise self.refuse("too_long", f"最多 {self.longest} 字，现有 {len(text)} 字，请精简。")
        return text


class LongText(Text):
    """Text of one or more paragraphs, a paragraph a line."""

    lines = True

    def __init__(self, label: str, *, longest: int = 20_000, **rest: Any) -> None:
        super().__init__(label, longest=longest, **rest)


class PersonName(Text):
    """姓名: a natural person's name as in the identity document, 2 to 50 characters."""

    def __init__(self, label: str, **rest: Any) -> None:
        super().__init__(label, longest=50, **({"personal": Personal.name} | rest))

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        name = super()._deserialize(value, attr, data, **rest)
        if len(name) < 2 or any(character.isdigit() for character in name):
            raise self.refuse("not_a_name", "应当是证件上的完整姓名，请按证件填写。")
        return name


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
        super().__init__(label, longest=18, **rest)

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> str:
        code = super()._deserialize(value, attr, data, **rest).upper()
        if not uscc.is_valid(code):
            raise self.refuse(
                "credit_code_check", "应为 18 位且校验位相符，请对照营业执照逐位核对。"
            )
        return code


class Day(Described, marshmallow.fields.Field[date]):
    """A calendar day, written 2026-07-10 and printed 2026年7月10日 (GB/T 9704 §7.3.5.4)."""

    json_schema: Mapping[str, Any] = {"type": "string", "format": "date"}

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.refuse("not_a_date", "不是日期，请写成 2026-07-10。") from None


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
            if not re.fullmatch(str(self.json_schema["pattern"])[1:-1], value):
                raise ValueError
            return datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.refuse("not_a_moment", "不是时间，请写成 2026-07-10 09:30。") from None


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
        text = str(value).strip().removeprefix("¥")
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
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,12}", value.strip()):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse("not_a_count", "应当是整数，请只写数字。")
        if not self.least <= value <= self.most:
            raise self.refuse("out_of_range", f"应当在 {self.least} 到 {self.most} 之间。")
        return value


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


@dataclass(frozen=True, slots=True)
class FileReference:
    """A file a payload names: its bytes come beside the payload, or in it as a `data:` URL."""

    name: str
    content: bytes | None


class File(Described, marshmallow.fields.Field[FileReference]):
    """文件: the name of a file that comes beside the payload, or a base64 `data:` URL."""

    _data = re.compile(r"data:image/(png|jpeg);base64,([A-Za-z0-9+/=\s]*)")
    _name = re.compile(r"[^/\\:\x00-\x1f]{1,150}")

    def _deserialize(self, value: Any, attr: Any, data: Any, **rest: Any) -> FileReference:
        if not isinstance(value, str):
            raise self.refuse("not_a_file", "应当是文件名。")
        if found := self._data.fullmatch(value):
            try:
                content = base64.b64decode(found[2], validate=False)
            except binascii.Error:
                raise self.refuse("not_a_file", "的 data: 内容不是完整的 base64。") from None
            return FileReference("", content)
        name = tidy(value, lines=False)
        if not self._name.fullmatch(name) or name.startswith(".") or name.startswith("data:"):
            raise self.refuse("not_a_file", "应当是不带路径的文件名，或 PNG、JPEG 的 data: URL。")
        return FileReference(name, None)
