"""A clock that tests move by hand, and the people of an invented office."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.guesses import Guesses, Origin
from docgen.register.people import add_person
from docgen.register.sessions import Session
from docgen.register.signing_in import sign_in as try_to_sign_in
from docgen.register.tables import audit

CONSOLE = Actor("console:test", Role.admin)
PASSWORD = "校园 河堤 铁壶 七月 风筝"  # noqa: S105 (invented)
OTHER_PASSWORD = "竹椅 北窗 墨水 三轮 雨伞"  # noqa: S105 (invented)


class Clock:
    """Tells the moment it was set to."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 7, 10, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **time: float) -> None:
        self.moment += timedelta(**time)


def with_clock(register: Register) -> tuple[Register, Clock]:
    """The same register under a clock of the test's own."""
    clock = Clock()
    return replace(register, now=clock), clock


def staff(
    register: Register, name: str, role: Role, password: str | None = PASSWORD,
    certificate: str = "",
) -> Actor:  # fmt: skip
    """Add an account and return who acts under it."""
    add_person(register, name, role, password, certificate=certificate, actor=CONSOLE)
    return Actor(name, role)


def trail(register: Register) -> list[tuple[str, str, dict[str, Any]]]:
    """The audit trail: who, what, and the detail."""
    wanted = select(audit.c.actor, audit.c.act, audit.c.detail).order_by(audit.c.sequence)
    with register.reading() as connection:
        return [(row.actor, row.act, row.detail) for row in connection.execute(wanted)]


def sign_in(register: Register, name: str, password: str) -> Session:
    """Sign in where nobody has guessed yet."""
    return try_to_sign_in(register, Guesses(register.now), name, password, Origin("192.0.2.7"))
