"""What every field adds to marshmallow's: words for people, Chinese refusals, when it applies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from schemas.ground.base import Refusal
from schemas.ground.roles import Role


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
    `role` says whose data it is, for a group for all of it; `spoken` marks what a party said, taken
    down as it was said.
    `factual` marks a text that tells what has happened and bears a paper out: no day in it lies
    after the paper's own, and it says more than that somebody wished it.
    `former` marks a text that tells what held or was done until now, so that law which has ended is
    no mistake in it.
    `planned` marks a day that may lie ahead: a term, an appointment; every other day has come.
    `own` marks what one document says for itself: the next of its case does not take it over.
    `applies` says when the field has a place in the case. For a form: `starts_as` names what an
    empty field begins with (`today`, `me`, `officer` and `certificate` for whoever holds one, a
    house fact such as `house.authority.phone`, or what a photo says of itself: `camera.taken_at`,
    `camera.place`, `camera.device`),
    `suggests` the house facts it usually holds one of (`house.contracts.code`). `photographed`
    names the rows of photos to which one is added from here; the field then calls it by its place.
    `alike` names the field of the whole paper that a row's field usually says the same as; a form
    then offers that for all rows at once. What only programs know is not `asked` in a form.
    """

    json_schema: Mapping[str, Any] = {"type": "string"}
    # What a remark rests on where the field names no source.
    remarked_by = ""

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
        own: bool = False,
        personal: Personal | None = None,
        role: Role | None = None,
        spoken: bool = False,
        factual: bool = False,
        former: bool = False,
        planned: bool = False,
        applies: When | None = None,
        starts_as: str = "",
        suggests: str = "",
        photographed: str = "",
        alike: str = "",
        asked: bool = True,
        **rest: Any,
    ) -> None:
        self.label = label
        self.applies = applies
        self.starts_as = starts_as
        self.suggests = suggests
        self.photographed = photographed
        self.alike = alike
        self.asked = asked
        self.hint = hint
        self.group = group
        self.unit = unit
        self.source = source
        self.optional = optional
        self.kept = kept
        self.own = own
        self.personal = personal
        self.role = role
        self.spoken = spoken
        self.factual = factual
        self.former = former
        self.planned = planned
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
