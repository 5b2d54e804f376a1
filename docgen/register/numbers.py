"""Document numbers without a gap: one serial per authority, class and year, reserved at issue.

A number is a row that is never deleted. Numbers go up only: one whose document came to nothing is
free for the next document if nothing of its series was reserved after it; once a later one is used
it is void, with its reason. So a later document never bears a lower number than an earlier one.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

from docgen.engine import Engine
from docgen.errors import DocgenError, ExitCode
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register, inserting
from docgen.register.ids import new_id
from docgen.register.issued import allow
from docgen.register.rights import Act
from docgen.register.tables import numbers
from schemas.ground.base import Facts
from schemas.ground.house import number_prefixes
from schemas.ground.kind import NumberedKind
from schemas.law import DocumentNumber, NumberClass
from schemas.parts.acts import LONGEST_REASON

# Why a number is void that no document ever bore.
CAME_TO_NOTHING = "文书没有做成，此时后面的文号已经编出"


class NumberTakenError(DocgenError):
    """A number cannot be put to the use asked for, as it has another one already."""

    code = "number_taken"


class UnknownNumberError(DocgenError):
    """The register holds no such number."""

    code = "unknown_number"
    exit_code = ExitCode.not_found


class UnnumberedKindError(DocgenError):
    """Documents of this kind bear no number."""

    code = "unnumbered_kind"
    exit_code = ExitCode.usage


class UnknownPrefixError(DocgenError):
    """No paper made here is numbered under this prefix."""

    code = "unknown_prefix"
    exit_code = ExitCode.usage


class ReasonMissingError(DocgenError):
    """What is taken back needs its reason."""

    code = "reason_missing"
    exit_code = ExitCode.usage


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers that count together: those of one prefix (机关代字), class and year."""

    prefix: str
    number_class: NumberClass
    year: int

    def write(self, serial: int) -> str:
        """Return the number as printed."""
        return self.number_class.write(self.prefix, self.year, serial)

    def serial_of(self, text: str) -> int:
        """Return the serial of a number of this series as printed; 0 if it is none of them."""
        return next(
            (n for n in map(int, re.findall(r"[0-9]+", text)) if n and self.write(n) == text), 0
        )

    @property
    def rows(self) -> ColumnElement[bool]:
        """The condition that picks this series' rows."""
        return and_(
            numbers.c.prefix == self.prefix,
            numbers.c.class_code == self.number_class.class_code,
            numbers.c.year == self.year,
        )


@dataclass(frozen=True, slots=True)
class Reservation:
    """A number held for one document."""

    id: str
    text: str


def series_of(engine: Engine, kind: str, year: int, prefix: str = "") -> Series:
    """Return the series that numbers documents of a kind dated in `year`, under our own prefix.

    `prefix` is another authority's, in whose name some papers are made here.
    Errors: `UnknownKindError`, `UnnumberedKindError`, `UnknownPrefixError`.
    """
    known = number_prefixes(engine.house)
    if prefix and prefix not in known:
        raise UnknownPrefixError(f"内部设置里没有这个机关代字，可用的：{'、'.join(known)}。")
    reader = engine.catalogue[kind].reader
    if not isinstance(reader, NumberedKind):
        raise UnnumberedKindError("这种文书不编文号。")
    facts = Facts(engine.law, engine.house, date(year, 1, 1))
    return Series(prefix or known[0], reader.number_class(facts), year)


def reserve(connection: Connection, series: Series, at: datetime) -> Reservation:
    """Reserve the number after the last of its series that is not free.

    Every step claims its row by condition, so that even without the single writer no number could
    be handed out twice: who loses a race looks again.
    """
    while True:
        serial = 1 + (
            connection.scalar(
                select(func.max(numbers.c.serial)).where(series.rows, numbers.c.state != "free")
            )
            or 0
        )
        free = connection.execute(
            select(numbers.c.id).where(
                series.rows, numbers.c.state == "free", numbers.c.serial == serial
            )
        ).first()
        claim: ReturningUpdate[Any] | ReturningInsert[Any]
        if free:
            claim = (
                update(numbers)
                .where(numbers.c.id == free.id, numbers.c.state == "free")
                .values(state="reserved", text=series.write(serial), reason=None, reserved_at=at)
                .returning(numbers.c.id, numbers.c.text)
            )
        else:
            claim = (
                inserting(connection, numbers)
                .values(
                    id=new_id(at),
                    prefix=series.prefix,
                    class_code=series.number_class.class_code,
                    year=series.year,
                    serial=serial,
                    text=series.write(serial),
                    state="reserved",
                    reserved_at=at,
                )
                .on_conflict_do_nothing(index_elements=["prefix", "class_code", "year", "serial"])
                .returning(numbers.c.id, numbers.c.text)
            )
        if taken := connection.execute(claim).first():
            return Reservation(taken.id, taken.text)


def use(connection: Connection, number_id: str) -> list[str]:
    """Note that a reserved number is borne now, and void the free ones before it.

    Return what was voided, as printed. Errors: `NumberTakenError` when it was not reserved.
    """
    settle(connection, number_id, "used")
    number = _row(connection, number_id)
    left = _series_of(number) & (numbers.c.state == "free") & (numbers.c.serial < number.serial)
    voided = update(numbers).where(left).values(state="void", reason=CAME_TO_NOTHING)
    return sorted(connection.scalars(voided.returning(numbers.c.text)))


def give_back(connection: Connection, number_id: str) -> None:
    """Free a reserved number whose document came to nothing; void it if a later one is used.

    Errors: `NumberTakenError` when it was not reserved.
    """
    settle(connection, number_id, "free")
    number = _row(connection, number_id)
    later = _series_of(number) & (numbers.c.serial > number.serial)
    if connection.execute(
        select(numbers.c.id).where(later, numbers.c.state.in_(("used", "void"))).limit(1)
    ).first():
        settle(connection, number_id, "void", CAME_TO_NOTHING)


def is_given(register: Register, number: DocumentNumber) -> bool:
    """Tell whether the register has a number, whatever became of it and whatever its part.

    Errors: `RegisterUnavailableError`.
    """
    with register.reading() as connection:
        found = connection.scalar(
            select(numbers.c.id).where(
                numbers.c.prefix == number.prefix,
                numbers.c.class_code == number.class_code,
                numbers.c.year == number.year,
                numbers.c.serial == number.serial,
            )
        )
    return found is not None


def settle(connection: Connection, number_id: str, state: str, reason: str | None = None) -> None:
    """Put a number into its next state: `used`, `free` again, or `void` with a reason.

    Errors: `NumberTakenError` when it was not in the state that comes before.
    """
    before = {"used": ("reserved",), "free": ("reserved",), "void": ("used", "free")}[state]
    done = connection.execute(
        update(numbers)
        .where(numbers.c.id == number_id, numbers.c.state.in_(before))
        .values(state=state, reason=reason)
    )
    if done.rowcount != 1:
        raise NumberTakenError("这个文号的状态已经改变，请刷新后再试。")


def close_free(register: Register, text: str, reason: str, *, actor: Actor) -> None:
    """Record a free number as void for good: at the end of a year no document will come for it.

    Errors: `NotAllowedError`, `UnknownNumberError`, `NumberTakenError`, `ReasonMissingError`.
    """
    allow(Act.void, actor)
    told = checked_reason(reason)
    with register.writing() as connection:
        found = connection.execute(
            select(numbers.c.id, numbers.c.state).where(numbers.c.text == text)
        ).first()
        if not found:
            raise UnknownNumberError("登记簿里没有这个文号，请核对。")
        if found.state != "free":
            raise NumberTakenError("只有空出的文号可以这样作废；已用于文书的，请作废那份文书。")
        settle(connection, found.id, "void", told)
        audit.record(connection, register, actor, "close_number", None, {"number_id": found.id})


def take_over(register: Register, series: Series, last: int, reason: str, *, actor: Actor) -> None:
    """Record serials 1 to `last` of an untouched series as used up before the register began.

    Errors: `NumberTakenError` when the series has numbers already; `ReasonMissingError`.
    """
    told = checked_reason(reason)
    with register.writing() as connection:
        if connection.scalar(select(func.count()).select_from(numbers).where(series.rows)):
            raise NumberTakenError("这一类文号已经在本登记簿编过，不能再设起始号。")
        at = register.now()
        rows = [
            {
                "id": new_id(at),
                "prefix": series.prefix,
                "year": series.year,
                "serial": serial,
                "class_code": series.number_class.class_code,
                "text": series.write(serial),
                "state": "void",
                "reason": told,
                "reserved_at": at,
            }
            for serial in range(1, last + 1)
        ]
        if rows:
            connection.execute(insert(numbers), rows)
        audit.record(
            connection,
            register,
            actor,
            "take_over_numbers",
            None,
            {
                "prefix": series.prefix,
                "class_code": series.number_class.class_code,
                "year": series.year,
                "last": last,
            },
        )


def checked_reason(reason: str, act: str = "作废") -> str:
    """Return the reason of an act fit to be kept: some words, not too many.

    Errors: `ReasonMissingError`.
    """
    told = " ".join(reason.split())
    if not 2 <= len(told) <= LONGEST_REASON:
        raise ReasonMissingError(f"请写明{act}的理由，2 至 {LONGEST_REASON} 字。")
    return told


def _row(connection: Connection, number_id: str) -> Row[Any]:
    return connection.execute(select(numbers).where(numbers.c.id == number_id)).one()


def _series_of(number: Row[Any]) -> ColumnElement[bool]:
    same = ("prefix", "class_code", "year")
    return and_(*(numbers.c[name] == getattr(number, name) for name in same))
