"""What a kind has to do with the other papers of its case: after which it comes, which it bars.

Other kinds are named by their identifiers. One that the catalogue does not hold yet is passed over,
so that a kind can name the whole office from its first day; a test catches a misspelt one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from schemas.ground.base import Finding, Part, Record
from schemas.ground.fields import When


@dataclass(frozen=True, slots=True)
class Follows:
    """A kind after which a document may come, and why: half a sentence for whoever looks on.

    `settles` says that the other document leaves something open which this one brings to an end.
    Of the kinds marked `needed` one has to stand in the case; where all of them exist and none
    stands, the document goes out with a notice, since the case may be older than the register.
    Taken over is whatever both kinds declare alike; `takes` adds, by the name of the own field,
    fields that are called otherwise there, both by their names and those above them
    (`complainants.0.name`, `complainant.name`).
    """

    kind: str
    why: str
    source: str = ""
    settles: bool = False
    needed: bool = False
    takes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Excludes:
    """A kind that no case can hold beside this one; a kind that names itself is made once a case.

    The pair is named once, in either of the two, and bars both ways unless `both_ways` is off: then
    only this kind may not come where the other stands. `why` ends a sentence that begins
    「本案已有《…》，」. `when` is a condition on a field of the kind that declares the exclusion.
    """

    kind: str
    why: str
    source: str
    when: When | None = None
    both_ways: bool = True

    def holds(self, says: Callable[[str], Any]) -> bool:
        """Tell whether it holds for a case whose fields `says` reads by name."""
        return self.when is None or self.when.holds(says(self.when.field))


@dataclass(frozen=True, slots=True)
class Awaits:
    """A kind that has to come before the case of this one closes, with its field `says` filled in.

    `why` is the first half of a sentence for whoever wants to close the case. `when` is a condition
    on a field of the kind that waits; what its payload leaves out has the field's own default.
    """

    kind: str
    why: str
    says: str
    when: When | None = None

    def holds(self, waiting: "Standing") -> bool:
        """Tell whether a standing document waits at all."""
        if self.when is None:
            return True
        said = waiting.says(self.when.field)
        if said is None and waiting.reader is not None:
            said = waiting.reader.fields[self.when.field].load_default
        return self.when.holds(said)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Everything a kind declares about its case; which periods it ends, its `clocks` say.

    `awaits` says what has to come before the case may close.

    `recalls` says what it takes from kinds that stand earlier in its case than those it follows:
    by kind, the own field and theirs, as `Follows.takes` does.
    """

    follows: tuple[Follows, ...] = ()
    excludes: tuple[Excludes, ...] = ()
    awaits: tuple[Awaits, ...] = ()
    recalls: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def taken_from(self, kind: str) -> dict[str, str]:
        """Return which own fields are taken from fields of a kind, both as paths of names."""
        followed = (each.takes for each in self.follows if each.kind == kind)
        return {
            own: theirs
            for takes in (*followed, self.recalls.get(kind, {}))
            for own, theirs in takes.items()
        }


class Received(NamedTuple):
    """One delivery of a document as it was entered: its day, how (a code), and what shows it."""

    on: date
    method: str
    proof: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A document that stands in the register: `payload` is what it was made of, as JSON holds it.

    `reader` is its kind's schema; None where the catalogue does not hold the kind. `received` are
    its deliveries, told to comparisons that ask for them.
    """

    id: str
    kind: str
    title: str
    document_number: str | None
    dated_on: date
    payload: Mapping[str, Any] = field(repr=False)
    reader: Part | None = field(default=None, repr=False)
    received: tuple[Received, ...] = field(default=(), repr=False)

    def says(self, name: str) -> Any:
        """Return what it says in a field, read as its kind reads it; None where it says nothing.

        A choice may be given by its code or by its wording, an amount with commas or without.
        """
        given = self.payload.get(name)
        if given is None or self.reader is None:
            return given
        return self.reader.fields[name].deserialize(given)

    def __str__(self) -> str:
        number = f"（{self.document_number}）" if self.document_number else ""
        return f"《{self.title}》{number}"


# Every document of the register, whatever it says.
EVERYWHERE = "*"
CompareFunction = Callable[[Any, Record, Sequence[Standing]], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A check of a case against standing documents of `kinds`, those of the same case.

    With `by` they are of the whole register instead: those whose field of that name (or at that
    path of names: `party.credit_code`) agrees; where the case says nothing there, none. By
    `EVERYWHERE` they are all that the register holds. With `received` they know their deliveries.
    """

    check: CompareFunction
    kinds: tuple[str, ...]
    source: str
    by: str
    received: bool = False


def beside(
    *kinds: str, source: str, by: str = "", received: bool = False
) -> Callable[[CompareFunction], Comparison]:
    """Declare a method `(self, value, others)` that compares a case with documents that stand.

    `others` are the live documents of `kinds`, the oldest first; with `received` each knows its
    deliveries.
    """
    return lambda check: Comparison(check, kinds, source, by, received)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a paper that proves a delivery says of it, as names of its own fields.

    `kinds` are those of the papers it may be of; `title`, `number` and `paper_on` say which of them
    it is, the others how, to whom, when it was delivered, and what shows it.
    """

    kinds: tuple[str, ...]
    title: str
    number: str
    paper_on: str
    method: str
    recipient: str
    on: str
    proof: str
