"""The ground of every schema: findings, parts with their rules, and what parts derive."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import marshmallow

from schemas.ground.exhibits import Exhibited
from schemas.ground.roles import Role

if TYPE_CHECKING:
    from schemas.law import Law

Declared = TypeVar("Declared")


class Weight(StrEnum):
    """How heavy a finding is: an error stops the document, a notice asks for eyes."""

    error = "error"
    notice = "notice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong (or worth a look) in a payload.

    `pointer` is a JSON Pointer (RFC 6901) into the payload, `detail` a Chinese sentence that says
    what to do, `source` the article or clause it rests on.
    """

    pointer: str
    code: str
    detail: str
    source: str = ""
    weight: Weight = Weight.error

    def below(self, pointer: str) -> "Finding":
        """Return the same finding seen from further up the payload."""
        return replace(self, pointer=pointer + self.pointer)


def error(pointer: str, code: str, detail: str, source: str = "") -> Finding:
    """Return a finding that makes the document unlawful or wrong."""
    return Finding(pointer, code, detail, source, Weight.error)


def notice(pointer: str, code: str, detail: str, source: str = "") -> Finding:
    """Return a finding that is legal but needs a person's eyes."""
    return Finding(pointer, code, detail, source, Weight.notice)


class Refusal(marshmallow.ValidationError):
    """A field's refusal, carrying a `Finding` instead of a bare sentence."""

    def __init__(self, code: str, detail: str, source: str = "") -> None:
        # marshmallow types its messages as text; lists of anything pass through it unchanged.
        super().__init__([Finding("", code, detail, source)])


class Record(Mapping[str, Any]):
    """Validated values of one part, read by name: `case.complainant.name`."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None

    def get(self, name: str, default: Any = None) -> Any:
        """Return one value; asked for so often that a mapping's own way is too slow."""
        return self._values.get(name, default)

    @property
    def plain(self) -> Mapping[str, Any]:
        """The values themselves, for whoever asks for nearly all of them."""
        return self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        # Values are a party's data: only the names may reach a log.
        return f"<Record {', '.join(self._values)}>"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule may know beside the payload: the law, the house, the day and the copy wanted.

    The copy `blank` is no case's: a form that is printed empty, of made-up values.

    `files` holds the bytes that came beside the payload, by the name the payload uses; `going_out`
    says that a document is issued or made in a batch, and not only tried.
    """

    law: "Law"
    house: Record
    today: date
    copy: str = "delivery"
    files: Mapping[str, bytes] = field(default_factory=dict)
    going_out: bool = False


RuleFunction = Callable[[Any, Record, Facts], Iterable[Finding]]
DeriveFunction = Callable[[Any, Record, Facts], Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check over several fields of a part, with the source it rests on.

    Without a source it rests on that of the group which holds the part: one part, several laws.
    `needs` names the only fields it looks at: with these it can judge a part that is not complete.
    """

    check: RuleFunction
    source: str
    needs: tuple[str, ...] = ()

    def findings(self, part: "Part", value: Record, facts: Facts) -> Iterator[Finding]:
        """Yield what the check finds; a finding without a source gets the rule's."""
        for finding in self.check(part, value, facts):
            yield finding if finding.source else replace(finding, source=self.source)


@dataclass(frozen=True, slots=True)
class Derived:
    """A value computed from a part: its `display` field says how it is shown.

    `prints` names the fields of the same part whose words the derived value prints for them.
    """

    display: marshmallow.fields.Field[Any]
    compute: DeriveFunction
    prints: tuple[str, ...]


def rule(source: str = "", *, needs: tuple[str, ...] = ()) -> Callable[[RuleFunction], Rule]:
    """Declare a method `(self, value, facts)` that yields findings, resting on `source`.

    Without one it rests on what the group that holds the part rests on.

    `needs` names the fields it looks at, where it looks at few and not at derived values.
    """
    return lambda check: Rule(check, source, needs)


def derived(
    display: marshmallow.fields.Field[Any], *, prints: tuple[str, ...] = ()
) -> Callable[[DeriveFunction], Derived]:
    """Declare a method `(self, value, facts)` that computes a value shown like `display`."""
    return lambda compute: Derived(display, compute, prints)


class Part(marshmallow.Schema):
    """A group of fields with its own rules: a party, an agreement item, a photo.

    A form shows the fields in order of declaration, those of `leading` first. `role` is what
    whoever the part describes is in the case. `blank` says what the blank edition of a paper takes
    for granted, by the names of fields and derived values: None leaves one out, a number is a
    number of empty rows, another value decides conditions, `...` is room whatever is derived. What
    is not named is room to write in, unless it is derived and the same in every case. `exhibited`
    says that a part is a piece of evidence, which the inventory of its case lists. `published_as`
    is the name of its module in the contract, where that is another's: who reads the contract made
    by it has classes of that name, and keeps them where a block moves out of its kind.
    """

    leading: ClassVar[tuple[str, ...]] = ()
    role: ClassVar[Role | None] = None
    blank: ClassVar[Mapping[str, Any]] = {}
    exhibited: ClassVar[Exhibited | None] = None
    published_as: ClassVar[str] = ""
    # What `rules` and `derivations` return: every case asks, and a class never changes.
    _rules: ClassVar[Mapping[str, Rule]] = MappingProxyType({})
    _derivations: ClassVar[Mapping[str, Derived]] = MappingProxyType({})

    class Meta:
        """Refuse what no field declares: a misspelt name must not vanish."""

        unknown = marshmallow.RAISE

    # marshmallow's own sentences are English; `docgen.case.findings` turns the codes into Chinese.
    error_messages = {"unknown": "unknown_field", "type": "not_an_object"}

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        cls._rules = MappingProxyType(declared(cls, Rule))
        cls._derivations = MappingProxyType(declared(cls, Derived))

    def label_of(self, name: str) -> str:
        """Return the words a form prints beside a field, for a sentence about it."""
        return str(getattr(self.fields[name], "label", name))

    @classmethod
    def rules(cls) -> Mapping[str, Rule]:
        """Return the rules declared on the class and its bases, in order of declaration."""
        return cls._rules

    @classmethod
    def granted(cls) -> dict[str, Any]:
        """Return what the class and its bases declare `blank`, the class's own last."""
        found: dict[str, Any] = {}
        for base in reversed(cls.__mro__):
            found |= vars(base).get("blank", {})
        return found

    @classmethod
    def derivations(cls) -> Mapping[str, Derived]:
        """Return the derived values declared on the class and its bases, in order."""
        return cls._derivations


def declared(cls: type, what: type[Declared]) -> dict[str, Declared]:
    """Return what of one sort a class and its bases declare, by name, in order of declaration."""
    found: dict[str, Declared] = {}
    for base in reversed(cls.__mro__):
        found |= {name: value for name, value in vars(base).items() if isinstance(value, what)}
    return found
