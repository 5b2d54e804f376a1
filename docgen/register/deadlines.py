"""What falls due: every open clock of every open case, the statutory and the contract end of it.

Nothing here knows a kind. Kinds declare their clocks (`schemas.ground.kind.Clock`); the documents
of a case give the days, and so does its file for what no document says. A clock is open until a
document of the case settles it. A void document settles nothing, so its case falls due again; but
the facts it stated remain facts. A superseded one is silent: its new version speaks.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import marshmallow
from sqlalchemy import select

from docgen.case.case import canonical_json
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.kinds.catalogue import Catalogue, Kind
from docgen.register.database import Register
from docgen.register.delivery import recipients, waiting_for
from docgen.register.tables import cases, documents
from schemas.ground.fields import Described
from schemas.ground.kind import Clock
from schemas.law import DueDate, Law, LawError, Layer, Span

# 购买服务合同: the times at which a case is called to mind on its last day.
REMINDERS = (time(9), time(16), time(19), time(22))

# The statutory end, the contract's, and why they cannot be told.
_Ends = tuple[DueDate | None, DueDate | None, str]


@dataclass(frozen=True, slots=True)
class DueItem:
    """One duty of one case that is not done yet.

    `case_ref` and `document_id` say where it comes from: a document without a case stands alone,
    a case without a document of the clock's has no id. `untold` means that the act is done and
    only telling is left. A layer is None where the case lacks the day it counts from, or where
    there is no such layer. `days_left` counts to the earlier end, below zero once it has passed.
    `problem` says why an end cannot be told.
    """

    case_ref: str | None
    document_id: str | None
    code: str
    action: str
    untold: bool = False
    statutory: DueDate | None = None
    contract: DueDate | None = None
    days_left: int | None = None
    problem: str = ""

    @property
    def due(self) -> date | None:
        """The day by which it must be done: the earlier of the two layers."""
        return min((each.due for each in (self.statutory, self.contract) if each), default=None)

    @property
    def provisional(self) -> bool:
        """Whether an end rests on a calendar that is not official yet."""
        return any(each.provisional for each in (self.statutory, self.contract) if each)

    def falls_within(self, days: int | None) -> bool:
        """Tell whether so many days are left or fewer; what cannot be counted always is."""
        return days is None or self.days_left is None or self.days_left <= days

    def reminders(self, times: Sequence[time] = REMINDERS) -> tuple[datetime, ...]:
        """Return the moments of the last day at which somebody is reminded, in Beijing."""
        day = self.due
        return tuple(datetime.combine(day, each, BEIJING) for each in times) if day else ()

    def to_remind(self, now: datetime, times: Sequence[time] = REMINDERS) -> bool:
        """Tell whether a reminder is called for: its first moment has come, or the day is past."""
        return any(moment <= now for moment in self.reminders(times)) or bool(self.problem)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where days are read from: one issued document, or the fields of a case file.

    `read` keeps what was read before, by field and text: cases of one day have the same days.
    """

    kind: Kind
    values: Mapping[str, Any]
    read: dict[Any, Any]
    document_id: str | None = None
    in_force: bool = False
    told: bool = False

    def day(self, name: str) -> date | None:
        """Return the day in a field; None where there is none, or where it is no fact of the case.

        The day that dates a document speaks for that document alone, and only while it is in force.
        """
        if not name or (name == self.kind.header.dated_by and not self.in_force):
            return None
        value = self._load(name)
        return value.date() if isinstance(value, datetime) else value

    def settles(self, clock: Clock) -> bool:
        """Tell whether the source may settle the clock where it has the day for it.

        A void document cannot, except by a day that starts the next period: acceptance has ended
        what receipt began, whatever became of the paper that repeats both days.
        """
        void = self.document_id is not None and not self.in_force
        return not void or clock.settled_by in {each.starts for each in self.kind.schema.clocks}

    def spans(self, name: str) -> tuple[Span, ...]:
        """Return the days that the rows of a field leave out."""
        rows = self._load(name) if name else None
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
            if key:
                self.read[key] = value
            return value
        except marshmallow.ValidationError:
            label = field.label if isinstance(field, Described) else name
            raise LawError(f"案卷里的「{label}」读不出日期，请更正后再计算期限。") from None


@dataclass(frozen=True, slots=True)
class _Start:
    """A clock that began: the days its two layers count from, and what is not counted."""

    clock: Clock
    document_id: str | None
    statutory: date | None
    contract: date | None
    left_out: tuple[Span, ...] = ()
    until: date | None = None
    problem: str = ""

    @property
    def first(self) -> date:
        """The earlier of the two days: a settlement before it belongs to something else."""
        return min(each for each in (self.statutory, self.contract, date.max) if each)

    def covers(self, other: "_Start") -> bool:
        """Tell whether `other` knows nothing that this one does not know too."""
        return (
            self.clock.code == other.clock.code
            and self.problem == other.problem
            and other.statutory in (None, self.statutory)
            and other.contract in (None, self.contract)
            and other.until in (None, self.until)
        )


def due_list(
    register: Register, engine: Engine, today: date, case_ref: str | None = None
) -> list[DueItem]:
    """Return every open duty, what is due first at the top; a problem comes before everything.

    With `case_ref` only those of one case.
    `engine` gives the kinds, the law and its calendar. An end that cannot be counted (a year
    without a calendar, a day nobody can read) is an item with a `problem`, never left out.
    """
    ends: dict[Any, _Ends] = {}
    items = [
        item
        for case_ref, sources in _sources(register, engine.catalogue, case_ref).items()
        for item in _open_duties(case_ref, sources, engine.law, today, ends)
    ]
    return in_order(items)


def in_order(items: Iterable[DueItem]) -> list[DueItem]:
    """Return duties as they are listed: what is due first at the top, a problem before all."""
    return sorted(items, key=lambda item: (item.due or date.min, item.case_ref or "", item.code))


def _sources(
    register: Register, catalogue: Catalogue, case_ref: str | None
) -> Mapping[str, list[_Source]]:
    """Gather what each open case says, by its reference; a document alone goes by its own id."""
    kinds = {name: kind for name, kind in catalogue.items() if kind.schema.clocks}
    column = documents.c
    of_open_cases = (
        select(
            column.id,
            column.kind,
            column.case_ref,
            column.state,
            column.payload,
            recipients(),
        )
        .join(cases, column.case_ref == cases.c.case_ref, isouter=True)
        .where(cases.c.closed_at.is_(None), column.state != "pending")
        .where(column.kind.in_(kinds) | column.case_ref.is_not(None))
        .order_by(column.id)
    )
    open_cases = select(cases.c.case_ref, cases.c.fields).where(cases.c.closed_at.is_(None))
    if case_ref is not None:
        of_open_cases = of_open_cases.where(column.case_ref == case_ref)
        open_cases = open_cases.where(cases.c.case_ref == case_ref)
    found: dict[str, list[_Source]] = {}
    said: dict[str | None, list[Mapping[str, Any]]] = {}
    read: dict[Any, Any] = {}
    by_name = _by_name(kinds.values())
    with register.reading() as connection:
        for row in connection.execute(of_open_cases):
            payload = json.loads(row.payload)
            said.setdefault(row.case_ref, []).append(payload)
            # A void document without a case has nothing left that could fall due.
            speaks = row.state == "issued" or (row.state == "void" and row.case_ref)
            if speaks and (kind := kinds.get(row.kind)):
                told = not waiting_for(kind, payload, row.recipients)
                source = _Source(kind, payload, read, row.id, row.state == "issued", told)
                found.setdefault(row.case_ref or f"/{row.id}", []).append(source)
        for case in connection.execute(open_cases):
            # One name means one thing in a kind, not in all of them (`accepted_on` is 受理日期 or
            # 验收日期): what a document put into the file is read from the document alone.
            theirs = said.get(case.case_ref, [])
            own = {
                name: value
                for name, value in case.fields.items()
                if name in by_name and not any(_says(each, name, value) for each in theirs)
            }
            asked = {kind.name: kind for name in own for kind in by_name[name]}
            sources = [_Source(kind, own, read) for kind in asked.values()]
            found.setdefault(case.case_ref, []).extend(sources)
    return found


def _by_name(kinds: Iterable[Kind]) -> Mapping[str, list[Kind]]:
    """Return which kinds read a field for one of their clocks, by its name."""
    found: dict[str, list[Kind]] = {}
    for kind in kinds:
        for clock in kind.schema.clocks:
            for name in (clock.starts, clock.contract_starts, clock.settled_by, clock.left_out):
                found.setdefault(name or "", []).append(kind)
    return found


def _says(payload: Mapping[str, Any], name: str, value: Any) -> bool:
    said = payload.get(name)
    return said == value and canonical_json(said) == canonical_json(value)


def _open_duties(
    key: str, sources: Sequence[_Source], law: Law, today: date, ends: dict[Any, _Ends]
) -> Iterator[DueItem]:
    settled = list(_settlements(sources))
    still_open: list[_Start] = []
    for start in _starts(sources):
        if any(_done(start, settled)):
            continue
        if not any(other.covers(start) for other in still_open):
            still_open = [other for other in still_open if not start.covers(other)] + [start]
    for start in still_open:
        item = DueItem(
            case_ref=None if key.startswith("/") else key,
            document_id=start.document_id,
            code=start.clock.code,
            action=_action(start.clock.code, law, today),
            untold=bool(_done(start, settled)),
        )
        # Cases of one day count alike.
        same = start.clock.code, start.statutory, start.contract, start.left_out, start.problem
        if same not in ends:
            ends[same] = _counted(start, law, today)
        statutory, contract, problem = ends[same]
        item = replace(item, statutory=statutory, contract=contract, problem=problem)
        yield replace(item, days_left=(item.due - today).days if item.due else None)


def _done(start: _Start, settled: Iterable[tuple[str, date, bool]]) -> list[bool]:
    """Return, for each time the duty was done, whether whoever must know was told."""
    code, first = start.clock.code, start.first
    return [told for each, day, told in settled if each == code and day >= first]


def _starts(sources: Iterable[_Source]) -> Iterator[_Start]:
    for source in sources:
        for clock in source.kind.schema.clocks:
            try:
                statutory = source.day(clock.starts)
                contract = source.day(clock.contract_starts) if clock.contract_starts else statutory
                left_out = source.spans(clock.left_out)
                until = source.day(clock.until)
            except LawError as fault:
                yield _Start(clock, source.document_id, None, None, problem=str(fault))
                continue
            if statutory or contract:
                yield _Start(clock, source.document_id, statutory, contract, left_out, until)


def _settlements(sources: Iterable[_Source]) -> Iterator[tuple[str, date, bool]]:
    """Yield what was done: the clock's code, the day, and whether whoever must know was told."""
    for source in sources:
        for clock in source.kind.schema.clocks:
            if not source.settles(clock):
                continue
            # A case file has no deliveries: the day it gives is the day of an act that was told.
            told = not clock.told or source.told or source.document_id is None
            try:
                day = source.day(clock.settled_by)
            except LawError:
                # A day nobody can read settles nothing: the duty stays on the list.
                continue
            if day:
                yield clock.code, day, told


def _action(code: str, law: Law, today: date) -> str:
    try:
        return law.deadline(code, today).action
    except LawError:
        return law.deadlines[code][-1].action


def _counted(start: _Start, law: Law, today: date) -> _Ends:
    """Count both layers; the law in force today governs an act that is still to be done."""
    if start.problem:
        return None, None, start.problem
    code = start.clock.code
    statutory = contract = None
    try:
        on = max(today, start.statutory or start.first)
        period = law.deadline(code, on)
        if start.statutory and period.layer is Layer.STATUTORY:
            statutory = law.due(
                code,
                start.statutory,
                on=on,
                excluded=start.left_out if period.excludes_testing else (),
                until=start.until,
            )
        own = code if period.layer is Layer.CONTRACT else period.counterpart
        if own and start.contract:
            served = law.deadline(own, start.contract)
            contract = law.due(
                own, start.contract, excluded=start.left_out if served.excludes_testing else ()
            )
    except LawError as fault:
        return None, None, str(fault)
    return statutory, contract, ""
