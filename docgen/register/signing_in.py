"""Signing in, without being guessed at.

Wrong names, wrong passwords, disabled and locked accounts are refused in the same words, after the
same work.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from docgen.errors import DocgenError
from docgen.register import audit, passwords, sessions
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.people import change, row_of
from docgen.register.sessions import Session
from docgen.register.spelling import spelt
from docgen.register.tables import people

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
# Whom the audit trail names when nobody of that name exists; no account can be called so, and what
# was typed is not kept: it may be a password typed in the wrong place.
UNKNOWN = Actor("(unknown)", Role.drafter)


class SignInRefusedError(DocgenError):
    """Signing in failed; why is told to the audit trail only."""

    code = "sign_in_refused"

    def __init__(self) -> None:
        super().__init__(
            f"账号或密码不对，或者账号已经停用、锁定。连续 {MOST_FAILURES} 次不对，账号锁定 "
            f"{LOCKED_FOR.seconds // 60} 分钟；忘记密码的请管理员重新设置。"
        )


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What was known when somebody began to sign in."""

    open: bool
    actor: Actor
    password_hash: str | None = field(repr=False)


def sign_in(register: Register, name: str, password: str) -> Session:
    """Return a new session for a name and its password.

    The attempt is counted before the password is looked at: a hundred guesses at once are still
    five. Whatever the name, one entry is written and one password compared, so the time an answer
    takes tells nothing of who has an account.
    Errors: `SignInRefusedError`.
    """
    attempt = _count_attempt(register, spelt(name))
    right = passwords.matches(password, attempt.password_hash)
    if not (attempt.open and right and attempt.password_hash):
        raise SignInRefusedError
    kept = attempt.password_hash
    renewed = passwords.rehash(password) if passwords.is_dated(kept) else kept
    now = register.now()
    with register.writing() as connection:
        row = row_of(connection, attempt.actor.name)
        # Between the two transactions an administrator may have thought better of it.
        if row.disabled or row.password_hash != kept:
            raise SignInRefusedError
        change(connection, row.name, password_hash=renewed, failures=0, locked_until=None)
        actor = Actor(row.name, Role(row.role))
        audit.record(connection, register, actor, "signed_in", None, {})
        return sessions.begin(connection, now, actor)


def _count_attempt(register: Register, name: str) -> _Attempt:
    """Count one attempt to sign in and lock the account at the fifth that is not followed by one
    that succeeds; nothing more is counted while it is locked, so that a lock always ends.
    """
    now = register.now()
    with register.writing() as connection:
        row = connection.execute(select(people).where(people.c.name == name)).one_or_none()
        actor = UNKNOWN if row is None else Actor(row.name, Role(row.role))
        locked = row is not None and row.locked_until is not None and row.locked_until > now
        if row is not None and not locked:
            failures = row.failures + 1
            locks = failures >= MOST_FAILURES
            change(
                connection, name,
                failures=0 if locks else failures,
                locked_until=now + LOCKED_FOR if locks else None,
            )  # fmt: skip
        detail = {"known": row is not None, "locked": locked}
        audit.record(connection, register, actor, "sign_in_tried", None, detail)
    usable = row is not None and not row.disabled and not locked
    return _Attempt(usable, actor, row.password_hash if row is not None else None)
