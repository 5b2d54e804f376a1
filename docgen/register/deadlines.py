"""What falls due: every open clock of every open case, the statutory and the contract end of it.

Nothing here knows a kind. Kinds declare their clocks (`schemas.ground.kind.Clock`); the documents
of a case give the days, and so does its file for what no document says; a paper that came in gives
the day of the report back. A clock is open until a
document of the case settles it. A void document settles nothing, so its case falls due again; but
the facts it stated remain facts. A superseded one is silent: its new version speaks.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from docgen.case.case import canonical_json
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.kinds.catalogue import Catalogue, Kind
from docgen.register.clocks import Began, Reader, Said, names_of
from docgen.register.database import Register
from docgen.register.delivery import last_delivered, recipients
from docgen.register.tables import cases, documents, incoming
from schemas.law import DueDate, Law, LawError, Layer
from schemas.parts.incoming import REPORT_BACK

# 购买服务合同: the times at which a case is called to mind on its last day.
REMINDERS = (time(9), time(16), time(19), time(22))

# The statutory end, the contract's, and why they cannot be told.
_Ends = tuple[DueDate | None, DueDate | None, str]
# The id of the document that says something; None where it is the file of the case.
_Source = tuple[str | None, Said]


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


def due_list(
    register: Register, engine: Engine, today: date, case_ref: str | None = None
) -> list[DueItem]:
    """Return every open duty, what is due first at the top; a problem comes before everything.

    With `case_ref` only those of one case.
    `engine` gives the kinds, the law and its calendar. An end that cannot be counted (a year
    without a calendar, a day nobody can read) is an item with a `problem`, never left out.
    """
    ends: dict[Began, _Ends] = {}
    reckoned: dict[tuple[Said, ...], tuple[tuple[int, DueItem], ...]] = {}
    items = []
    for key, sources in _sources(register, engine.catalogue, case_ref).items():
        said = tuple(each for _, each in sources)
        if said not in reckoned:
            reckoned[said] = tuple(_open_duties(said, engine.law, today, ends))
        of_case = None if key.startswith("/") else key
        items += [
            replace(duty, case_ref=of_case, document_id=sources[place][0])
            for place, duty in reckoned[said]
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
    open_cases = select(cases.c.case_ref, cases.c.fields).where(cases.c.closed_at.is_(None))
    if case_ref is not None:
        open_cases = open_cases.where(cases.c.case_ref == case_ref)
    # By the cases, not along all documents: of 200,000 most belong to cases that are closed.
    wanted: list[ColumnElement[bool]] = [
        column.case_ref.in_(open_cases.with_only_columns(cases.c.case_ref))
    ]
    if case_ref is None:
        wanted.append(column.case_ref.is_(None) & column.kind.in_(kinds))
    of_open_cases = (
        select(
            column.id,
            column.kind,
            column.case_ref,
            column.state,
            column.payload,
            recipients(),
            last_delivered(),
        )
        .where(or_(*wanted), column.state != "pending")
        .order_by(column.id)
    )
    found: dict[str, list[_Source]] = {}
    reader = Reader()
    by_name = _by_name(kinds.values())
    with register.reading() as connection:
        files = {
            of_case: {name: value for name, value in fields.items() if name in by_name}
            for of_case, fields in connection.execute(open_cases)
        }
        reports = _reports(connection, open_cases)
        for id_, name, of_case, state, text, reached, last in connection.execute(of_open_cases):
            payload = json.loads(text)
            # One name means one thing in a kind, not in all of them (`accepted_on` is 受理日期 or
            # 验收日期): what a document put into the file is read from the document alone.
            file = files.get(of_case, {})
            for said in [each for each, value in file.items() if _says(payload, each, value)]:
                del file[said]
            # A void document without a case has nothing left that could fall due.
            speaks = state == "issued" or (state == "void" and of_case)
            if speaks and (kind := kinds.get(name)):
                says = reader.of_document(
                    kind, payload, in_force=state == "issued", reached=reached, delivered=last
                )
                found.setdefault(of_case or f"/{id_}", []).append((id_, says))
    for of_case, file in files.items():
        asked = {kind.name: kind for name in file for kind in by_name[name]}
        found.setdefault(of_case, []).extend(
            (None, reader.of_file(kind, file)) for kind in asked.values()
        )
        found[of_case] += [(None, said) for said in reports.get(of_case, ())]
    return found


def _reports(connection: Connection, open_cases: Select[Any]) -> Mapping[str, list[Said]]:
    """Return what papers that came into open cases say of the report back, by the case."""
    found: dict[str, list[Said]] = {}
    asked = select(incoming.c.case_ref, incoming.c.dated_on, incoming.c.report_back_on).where(
        incoming.c.report_back_on.is_not(None),
        incoming.c.voided_at.is_(None),
        incoming.c.case_ref.in_(open_cases.with_only_columns(cases.c.case_ref)),
    )
    for of_case, dated_on, until in connection.execute(asked.order_by(incoming.c.id)):
        began = Began(REPORT_BACK, dated_on, dated_on, until=until)
        found.setdefault(of_case, []).append(Said((began,), ()))
    return found


def _by_name(kinds: Iterable[Kind]) -> Mapping[str, list[Kind]]:
    """Return which kinds read a field for one of their clocks, by its name."""
    found: dict[str, list[Kind]] = {}
    for kind in kinds:
        for name in dict.fromkeys(each for clock in kind.schema.clocks for each in names_of(clock)):
            found.setdefault(name, []).append(kind)
    return found


def _says(payload: Mapping[str, Any], name: str, value: Any) -> bool:
    said = payload.get(name)
    # To Python 1 and True are equal.
    return said == value and (
        isinstance(value, str) or canonical_json(said) == canonical_json(value)
    )


def _open_duties(
    sources: Sequence[Said], law: Law, today: date, ends: dict[Began, _Ends]
) -> Iterator[tuple[int, DueItem]]:
    """Yield what is still to be done, each with the place of the source it comes from."""
    done = [each for said in sources for each in said.done]
    again = [each for said in sources for each in said.began if each.anew]
    still_open: list[tuple[int, Began]] = []
    for place, began in (
        (place, each) for place, said in enumerate(sources) for each in said.began
    ):
        if any(each.told for each in done if each.settles(began)):
            continue
        if any(each.ends(began) for each in again):
            continue
        if not any(other.covers(began) for _, other in still_open):
            still_open = [(at, other) for at, other in still_open if not began.covers(other)]
            still_open.append((place, began))
    for place, began in still_open:
        item = DueItem(
            case_ref=None,
            document_id=None,
            code=began.clock.code,
            action=_action(began.clock.code, law, today),
            untold=any(each.settles(began) for each in done),
        )
        # Cases of one day count alike.
        if began not in ends:
            ends[began] = _counted(began, law, today)
        statutory, contract, problem = ends[began]
        item = replace(item, statutory=statutory, contract=contract, problem=problem)
        yield place, replace(item, days_left=(item.due - today).days if item.due else None)


def _action(code: str, law: Law, today: date) -> str:
    try:
        return law.deadline(code, today).action
    except LawError:
        return law.deadlines[code][-1].action


def _counted(start: Began, law: Law, today: date) -> _Ends:
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
                days=start.days,
            )
        own = code if period.layer is Layer.CONTRACT else period.counterpart
        if own and start.contract:
            served = law.deadline(own, start.contract)
            contract = law.due(
                own,
                start.contract,
                excluded=start.left_out if served.excludes_testing else (),
                until=start.until,
            )
    except LawError as fault:
        return None, None, str(fault)
    return statutory, contract, ""
