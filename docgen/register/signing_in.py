"""Signing in, without being guessed at.

Wrong names, wrong passwords and disabled accounts are refused in the same words, after the same
work; how often one may try is said by `guesses.py`.
"""

from dataclasses import dataclass, field

from sqlalchemy import select

from docgen.errors import DocgenError
from docgen.register import audit, passwords, sessions
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.guesses import MOST_FAILURES, WITHIN, Guesses, Origin
from docgen.register.people import change, row_of
from docgen.register.sessions import Session
from docgen.register.spelling import spelt
from docgen.register.tables import people

# Whom the audit trail names when nobody of that name exists; no account can be called so, and what
# was typed is not kept: it may be a password typed in the wrong place.
UNKNOWN = Actor("(unknown)", Role.drafter)


class SignInRefusedError(DocgenError):
    """Signing in failed; why is told to the audit trail only."""

    code = "sign_in_refused"

    def __init__(self) -> None:
        super().__init__(
            f"账号或密码不对，或者账号已经停用。{WITHIN.seconds // 60} 分钟内 {MOST_FAILURES} 次"
            "不对，就要等一会儿才能再试；忘记密码的请管理员重新设置。"
        )


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was known when somebody began to sign in, from where, and what it is counted under."""

    open: bool
    actor: Actor
    origin: Origin
    counted: str = field(repr=False)
    password_hash: str | None = field(repr=False)


def sign_in(
    register: Register, guesses: Guesses, name: str, password: str, origin: Origin
) -> Session:
    """Return a new session for a name and its password.

    Errors: `TooManyGuessesError`, `SignInRefusedError`.
    """
    return complete(register, guesses, begin(register, guesses, name, origin), password)


def begin(register: Register, guesses: Guesses, name: str, origin: Origin) -> Attempt:
    """Count an attempt to sign in, before its password is looked at: a hundred at once are five.

    What is counted is the account with its present password, so a new password counts from nought.
    A refusal costs no more than a look, and is not written: nobody fills the trail by guessing.
    Errors: `TooManyGuessesError`.
    """
    name = spelt(name)
    with register.reading() as connection:
        row = connection.execute(select(people).where(people.c.name == name)).one_or_none()
    kept = row.password_hash if row is not None else None
    counted = f"{name}\0{kept or ''}"
    filled = guesses.count(counted, origin)
    actor = UNKNOWN if row is None else Actor(row.name, Role(row.role))
    with register.writing() as connection:
        detail = {"known": row is not None, "bounds_reached": filled}
        audit.record(connection, register, actor, "sign_in_tried", None, detail)
    is_open = row is not None and not row.disabled
    return Attempt(is_open, actor, origin, counted, kept)


def complete(register: Register, guesses: Guesses, attempt: Attempt, password: str) -> Session:
    """Return a new session if the password is right.

    Whatever the name, one password is compared, so the time an answer takes tells nothing of who
    has an account.
    Errors: `SignInRefusedError`.
    """
    kept = attempt.password_hash
    right = passwords.matches(password, kept)
    if not (attempt.open and right and kept):
        raise SignInRefusedError
    renewed = passwords.rehash(password) if passwords.is_dated(kept) else kept
    now = register.now()
    with register.writing() as connection:
        row = row_of(connection, attempt.actor.name)
        # Between the two transactions an administrator may have thought better of it.
        if row.disabled or row.password_hash != kept:
            raise SignInRefusedError
        if renewed != kept:
            change(connection, row.name, password_hash=renewed)
        actor = Actor(row.name, Role(row.role))
        audit.record(connection, register, actor, "signed_in", None, {})
        session = sessions.begin(connection, now, actor)
    guesses.forgive(attempt.counted, attempt.origin)
    return session
