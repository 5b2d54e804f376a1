"""What the documents and the file of a case say about its clocks: which began, which are done.

Many cases say the same: days are few, and cases that came in on one day run alike. So what one
source says is read once for each set of days, and a due list of thousands of cases costs little
more than reading their rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import marshmallow

from docgen.case.case import canonical_json
from docgen.kinds.catalogue import Kind
from docgen.register.delivery import received_on, stated_deliveries, waiting_for
from schemas.ground.fields import Described, When
from schemas.ground.kind import Clock
from schemas.law import LawError, Span


@dataclass(frozen=True, slots=True)
class Began:
    """A clock that began: the days its two layers count from, and what is not counted."""

    clock: Clock
    statutory: date | None
    contract: date | None
    left_out: tuple[Span, ...] = ()
    until: date | None = None
    days: int | None = None
    problem: str = ""
    anew: bool = False

    @property
    def first(self) -> date:
        """The earlier of the two days: a settlement before it belongs to something else."""
        return min(each for each in (self.statutory, self.contract, date.max) if each)

    def covers(self, other: "Began") -> bool:
        """Tell whether `other` knows nothing that this one does not know too."""
        return (
            self.clock.code == other.clock.code
            and self.problem == other.problem
            and self.anew >= other.anew
            and other.statutory in (None, self.statutory)
            and other.contract in (None, self.contract)
            and other.until in (None, self.until)
            and other.days in (None, self.days)
            and set(other.left_out) <= set(self.left_out)
        )

    def ends(self, other: "Began") -> bool:
        """Tell whether the period began again here, so that it no longer runs from there."""
        return self.anew and self.clock.code == other.clock.code and other.first < self.first


@dataclass(frozen=True, slots=True)
class Done:
    """A duty that was done: the clock's code, the day, whether whoever must know was told."""

    code: str
    day: date
    told: bool

    def settles(self, began: Began) -> bool:
        """Tell whether what was done is the duty of a clock that began."""
        return began.clock.code == self.code and self.day >= began.first


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What one document, or the file of a case, says of the clocks of a kind.

    One that stands for many is one object: whoever meets it again need not reckon again.
    """

    began: tuple[Began, ...]
    done: tuple[Done, ...]


def names_of(clock: Clock) -> tuple[str, ...]:
    """Return the fields that a clock reads."""
    named = (clock.starts, clock.contract_starts, clock.settled_by, clock.left_out)
    asked = tuple(each.field for each in (clock.when, clock.anew) if each)
    return tuple(name for name in (*named, clock.until, clock.days, *asked) if name)


class Reader:
    """Reads what sources say; what was read before is remembered by what stood there."""

    def __init__(self) -> None:
        self._said: dict[Any, Said] = {}
        self._read: dict[Any, Any] = {}
        self._asked: dict[str, _Asked] = {}

    def of_file(self, kind: Kind, fields: Mapping[str, Any]) -> Said:
        """Return what the file of a case says in the words of a kind.

        A file has no deliveries: the day it gives is the day of an act that was told. The day that
        dates a document is none of its facts.
        """
        return self._reading(kind, fields, in_force=False, void=False, told=True, received=None)

    def of_document(
        self,
        kind: Kind,
        payload: Mapping[str, Any],
        *,
        in_force: bool,
        reached: int,
        delivered: date | None = None,
    ) -> Said:
        """Return what a document says that was delivered to `reached` people, last on a day."""
        asked = self._of(kind)
        told = asked.deliveries is None or not waiting_for(kind, payload, reached, asked.deliveries)
        received = received_on(kind, payload, delivered) if asked.receipt and in_force else None
        return self._reading(
            kind, payload, in_force=in_force, void=not in_force, told=told, received=received
        )

    def _reading(
        self,
        kind: Kind,
        values: Mapping[str, Any],
        *,
        in_force: bool,
        void: bool,
        told: bool,
        received: date | None,
    ) -> Said:
        stands = [
            value if value is None or isinstance(value, str) else canonical_json(value)
            for value in map(values.get, self._of(kind).names)
        ]
        key = (kind.name, in_force, void, told, received, *stands)
        said = self._said.get(key)
        if said is None:
            source = _Source(kind, values, self._read, in_force, void, told, received)
            said = self._said[key] = Said(tuple(_began(source)), tuple(_done(source)))
        return said

    def _of(self, kind: Kind) -> "_Asked":
        asked = self._asked.get(kind.name)
        if asked is None:
            asked = self._asked[kind.name] = _Asked.by(kind)
        return asked


@dataclass(frozen=True, slots=True)
class _Asked:
    """The fields that the clocks of a kind read, and those that state a delivery.

    `deliveries` is None where no clock asks whether anybody was told; `receipt` says whether a
    clock runs from the day on which the paper was received.
    """

    names: tuple[str, ...]
    deliveries: tuple[str, ...] | None
    receipt: bool

    @classmethod
    def by(cls, kind: Kind) -> "_Asked":
        clocks = kind.schema.clocks
        told = any(clock.told for clock in clocks)
        names = dict.fromkeys(name for clock in clocks for name in names_of(clock))
        receipt = any(clock.days for clock in clocks)
        return cls(tuple(names), stated_deliveries(kind) if told else None, receipt)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where days are read from: one issued document, or the fields of a case file.

    `read` keeps what was read before, by field and text.
    """

    kind: Kind
    values: Mapping[str, Any]
    read: dict[Any, Any]
    in_force: bool
    void: bool
    told: bool
    received: date | None

    def count(self, name: str) -> int | None:
        """Return the number in a field; None where there is none."""
        value = self._load(name) if name else None
        return int(value) if value is not None else None

    def day(self, name: str) -> date | None:
        """Return the day in a field; None where there is none, or where it is no fact of the case.

        The day that dates a document speaks for that document alone, and only while it is in force.
        """
        if not name or (name == self.kind.header.dated_by and not self.in_force):
            return None
        value = self._load(name)
        return value.date() if isinstance(value, datetime) else value

    def holds(self, when: When) -> bool:
        """Tell whether a condition on one of its fields holds."""
        return when.holds(self._load(when.field))

    def settles(self, clock: Clock) -> bool:
        """Tell whether the source may settle the clock where it has the day for it.

        A void document cannot, except by a day that starts the next period: acceptance has ended
        what receipt began, whatever became of the paper that repeats both days.
        """
        return not self.void or clock.settled_by in {
            each.starts for each in self.kind.schema.clocks
        }

    def spans(self, name: str) -> tuple[Span, ...]:
        """Return the days that the rows of a field leave out."""
        rows: Sequence[Mapping[str, Any]] | None = self._load(name) if name else None
        return tuple(Span(row["first"], row["last"]) for row in rows or ())

    def _load(self, name: str) -> Any:
        given = self.values.get(name)
        if given is None or given == "":
            return None
        field = self.kind.reader.fields[name]
        key = (id(field), given) if isinstance(given, str) else None
        if key in self.read:
            return self.read[key]
        try:
            value = field.deserialize(given)
        except marshmallow.ValidationError:
            label = field.label if isinstance(field, Described) else name
            raise LawError(f"案卷里的「{label}」读不出日期，请更正后再计算期限。") from None
        if key:
            self.read[key] = value
        return value


def _of_the_case(source: _Source) -> Iterator[Clock]:
    """Yield the clocks that a source speaks of; a condition nobody can read is not met."""
    for clock in source.kind.schema.clocks:
        try:
            if clock.when is None or source.holds(clock.when):
                yield clock
        except LawError:
            continue


def _began(source: _Source) -> Iterator[Began]:
    for clock in _of_the_case(source):
        try:
            days = source.count(clock.days)
            statutory = source.received if days else source.day(clock.starts)
            contract = source.day(clock.contract_starts) if clock.contract_starts else statutory
            left_out = source.spans(clock.left_out)
            until = source.day(clock.until)
            if clock.until and not until:
                # What is asked for at once is due on the day on which it is asked for.
                until = contract
            anew = clock.anew is not None and source.holds(clock.anew)
        except LawError as fault:
            yield Began(clock, None, None, problem=str(fault))
            continue
        if statutory or contract:
            yield Began(clock, statutory, contract, left_out, until, days, anew=anew)


def _done(source: _Source) -> Iterator[Done]:
    for clock in _of_the_case(source):
        if not source.settles(clock):
            continue
        try:
            day = source.day(clock.settled_by)
        except LawError:
            # A day nobody can read settles nothing: the duty stays on the list.
            continue
        if day:
            yield Done(clock.code, day, not clock.told or source.told)
