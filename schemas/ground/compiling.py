"""Papers that the register writes: what a kind may be compiled from, and how it says so.

A kind that declares a `Compiler` is handed what the register holds, as plain values, and makes of
it an ordinary payload. It asks no clock: from the same register it makes the same payload.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from schemas.ground.base import Facts

if TYPE_CHECKING:
    from schemas.ground.neighbours import Standing


# Among the fields of a case: who put its file together and who checked it, by these two names.
BOUND_BY = "file_bound_by"
FILED_BY, CHECKER = "filed_by", "checker"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that was issued: what it is, what became of it, how many pages it has.

    `at` is when it was issued, by Beijing's clock; `sha256` is of its delivery copy.
    """

    said: "Standing"
    state: str
    at: datetime
    pages: int | None = None
    sha256: str | None = None
    case_ref: str | None = None
    delivered_on: date | None = None
    void_reason: str | None = None

    @property
    def kind(self) -> str:
        """The kind of the paper."""
        return self.said.kind

    @property
    def in_force(self) -> bool:
        """Whether it stands: neither void nor put aside by a new version."""
        return self.state == "issued"


@dataclass(frozen=True, slots=True)
class Order:
    """An order of another system, its moments by Beijing's clock; the papers of its case.

    The names are those of the register's columns.
    """

    system: str
    number: str
    received_at: datetime
    closed_at: datetime | None = None
    order_type: str | None = None
    nature: str | None = None
    state: str | None = None
    topic: str | None = None
    district: str | None = None
    street: str | None = None
    enterprise: str | None = None
    unit: str | None = None
    handler: str | None = None
    solved: str | None = None
    satisfied: str | None = None
    dispatched_at: datetime | None = None
    due_at: datetime | None = None
    urgency: str | None = None
    signed_in_at: datetime | None = None
    signed_in_by: str | None = None
    contacted_at: datetime | None = None
    jd_related: str | None = None
    not_counted: str | None = None
    reply: str | None = None
    called_back_at: datetime | None = None
    callbacks: int | None = None
    callback_result: str | None = None
    case_ref: str | None = None
    papers: tuple[Paper, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class GivenReminder:
    """A reminder that was given: of what, for which hour, when and how, and what was answered.

    `subject` is system/number of an order, or case#duty. A `reported` one told the client's officer
    (`told`) that it fell due open.
    """

    subject: str
    hour: datetime
    reported: bool
    told: str
    given_at: datetime
    channel: str
    response: str | None
    acknowledged: bool


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case of the register: when it was opened and closed, and its papers."""

    case_ref: str
    opened_at: datetime
    closed_at: datetime | None
    fields: Mapping[str, Any] = field(repr=False)
    papers: tuple[Paper, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """What the register holds for one paper: a period or a case, and ways to ask for its rows.

    `part` is which part of a file is asked for (`main`, `secondary`), `unit` whose orders.
    `as_of` is when an order, a paper or a case changed last, by Beijing's clock. Each way to ask
    gives its rows in one fixed order, a few at a time.
    """

    facts: Facts
    as_of: datetime
    orders: Callable[[date, date], Iterator[Order]] = field(repr=False)
    papers: Callable[[date, date], Iterator[Paper]] = field(repr=False)
    cases: Callable[[date, date], Iterator[CaseRow]] = field(repr=False)
    reminders: Callable[[date, date], Iterator[GivenReminder]] = field(repr=False)
    first: date = date.min
    last: date = date.max
    case: CaseRow | None = None
    part: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Compiler:
    """How a kind is compiled: of a `case` or of a period, and what makes a payload of it.

    `of_reports` says that rows of reports go into it: only who handles reports may have it made.
    A `leaf` lies in a bound file before its papers (below 0) or behind them (above 0), in this
    order; which papers lie in a part of the file, and in which order, `lays` says by their ids.
    One that is made for one unit says with `units` for which there is anything to make.
    """

    make: Callable[[Found], dict[str, Any]]
    of_case: bool = False
    of_reports: bool = False
    leaf: int = 0
    lays: Callable[[Found], list[str]] | None = None
    units: Callable[[Found], list[str]] | None = None
