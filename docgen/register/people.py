"""Who belongs to the office: accounts, their roles, and signing in without being guessed at.

An account is never deleted: the audit trail names it. Wrong names, wrong passwords, disabled and
locked accounts are refused in the same words, after the same work.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from docgen.errors import DocgenError, ExitCode
from docgen.register import audit, passwords, sessions
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.sessions import Session
from docgen.register.tables import people
from schemas.ground.base import Refusal
from schemas.parts.officers import Officer

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
# Whom the audit trail names when nobody of that name exists; no account can be called so, and what
# was typed is not kept: it may be a password typed in the wrong place.
UNKNOWN = Actor("(unknown)", Role.drafter)
# A certificate's number is kept as the documents that name it take it.
_CERTIFICATE = Officer().fields["certificate_number"]
# Two such names with a stroke between them are a key's entry in the audit trail: 80 at the most.
_NAME = re.compile(r"[^\W_](?:[\w.·-]{0,37}\w)?")


class BadNameError(DocgenError):
    """A name cannot be an account's or a key's."""

    code = "bad_name"
    exit_code = ExitCode.usage


class PersonExistsError(DocgenError):
    """There is an account of this name."""

    code = "person_exists"


class UnknownPersonError(DocgenError):
    """There is no account of this name."""

    code = "unknown_person"
    exit_code = ExitCode.not_found


class LastAdminError(DocgenError):
    """Without this account nobody could look after the others."""

    code = "last_admin"


class BadCertificateError(DocgenError):
    """A number cannot be that of a certificate."""

    code = "bad_certificate"
    exit_code = ExitCode.usage


class SignInRefusedError(DocgenError):
    """Signing in failed; why is told to the audit trail only."""

    code = "sign_in_refused"

    def __init__(self) -> None:
        super().__init__(
            f"账号或密码不对，或者账号已经停用、锁定。连续 {MOST_FAILURES} 次不对，账号锁定 "
            f"{LOCKED_FOR.seconds // 60} 分钟；忘记密码的请管理员重新设置。"
        )


class LinkSpentError(DocgenError):
    """A one-time link has been used, has expired, or is no longer needed."""

    code = "link_spent"

    def __init__(self) -> None:
        super().__init__("登录链接已经用过或者过期。请重新运行 docgen serve，使用新显示的链接。")


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the office; `locked_until` is past or None when it is not locked.

    `certificate` is the number of the person's enforcement certificate, empty without one.
    """

    name: str
    role: Role
    has_password: bool
    disabled: bool
    locked_until: datetime | None
    created_at: datetime
    certificate: str


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What was known when somebody began to sign in."""

    open: bool
    actor: Actor
    password_hash: str | None = field(repr=False)


def fit_name(name: str) -> str:
    """Return a name of an account or a key in its one spelling.

    Errors: `BadNameError`.
    """
    plain = spelt(name)
    if not _NAME.fullmatch(plain) or plain.casefold() == audit.PROGRAM.name:
        raise BadNameError(
            "名称应当是 1 到 39 个汉字、字母或数字，中间可以有点、间隔号、横线、下划线，请换一个。"
        )
    return plain


def fit_certificate(number: str) -> str:
    """Return the number of a certificate as documents take it; blank: no certificate.

    Errors: `BadCertificateError`.
    """
    if not number.strip():
        return ""
    try:
        return str(_CERTIFICATE.deserialize(number))
    except Refusal as refusal:
        findings: list[Any] = refusal.messages  # type: ignore[assignment]
        raise BadCertificateError(f"执法证号不能这样写：{findings[0].detail}") from None


def spelt(name: str) -> str:
    """Return a name as it is kept: full-width letters and blanks around it make no other name."""
    return unicodedata.normalize("NFKC", name.strip())


def any_person(register: Register) -> bool:
    """Tell whether the office has any account, a disabled one included.

    Disabled ones count: closing the last account must not open the doors again.
    """
    with register.reading() as connection:
        return _any_person(connection)


def add_person(
    register: Register, name: str, role: Role, password: str | None, *,
    certificate: str = "", actor: Actor,
) -> Person:  # fmt: skip
    """Add an account; without a password it can only act through API keys.

    Errors: `BadNameError`, `BadCertificateError`, `WeakPasswordError`, `PersonExistsError`.
    """
    name, certificate = fit_name(name), fit_certificate(certificate)
    kept = None if password is None else passwords.hash_password(password, name)
    with register.writing() as connection:
        row = _add(connection, register, name, role, kept=kept, actor=actor)
        if certificate:
            row = _set_certificate(connection, register, row, certificate, actor=actor)
    return _person(row)


def add_first_admin(register: Register, link: str, name: str, password: str) -> Session:
    """Set up the first account of a fresh machine with a one-time link, and sign it in.

    A refused name or password leaves the link as it was.
    Errors: `BadNameError`, `WeakPasswordError`, `LinkSpentError`.
    """
    if not sessions.is_link(register, link):
        raise LinkSpentError
    name = fit_name(name)
    kept = passwords.hash_password(password, name)
    actor = Actor(name, Role.admin)
    now = register.now()
    with register.writing() as connection:
        if _any_person(connection) or not sessions.use_link(connection, now, link):
            raise LinkSpentError
        _add(connection, register, name, Role.admin, kept=kept, actor=actor)
        audit.record(connection, register, actor, "signed_in", None, {"link": True})
        return sessions.begin(connection, now, actor)


def list_people(register: Register) -> list[Person]:
    """Return every account, by name."""
    with register.reading() as connection:
        return [_person(row) for row in connection.execute(select(people).order_by(people.c.name))]


def find_person(register: Register, name: str) -> Person:
    """Return an account.

    Errors: `UnknownPersonError`.
    """
    with register.reading() as connection:
        return _person(_row(connection, name))


def set_certificate(register: Register, name: str, certificate: str, *, actor: Actor) -> None:
    """Note the number of a person's certificate in the place of the last; blank: none any more.

    Errors: `BadCertificateError`, `UnknownPersonError`.
    """
    certificate = fit_certificate(certificate)
    with register.writing() as connection:
        row = _row(connection, name)
        if (row.certificate or "") != certificate:
            _set_certificate(connection, register, row, certificate, actor=actor)


def set_password(register: Register, name: str, password: str, *, actor: Actor) -> None:
    """Give an account a new password; its sessions end and a lock is lifted.

    Errors: `UnknownPersonError`, `WeakPasswordError`.
    """
    kept = passwords.hash_password(password, name)
    with register.writing() as connection:
        name = _row(connection, name).name
        _change(connection, name, password_hash=kept, failures=0, locked_until=None)
        ended = sessions.end_all(connection, name)
        detail = {"person": name, "sessions_ended": ended}
        audit.record(connection, register, actor, "password_set", None, detail)


def disable(register: Register, name: str, *, actor: Actor) -> None:
    """Close an account: its sessions end, its keys stop working, its name stays taken.

    Errors: `UnknownPersonError`, `LastAdminError`.
    """
    with register.writing() as connection:
        row = _row(connection, name)
        if row.disabled:
            return
        _refuse_losing_the_last_admin(connection, row)
        _change(connection, row.name, disabled=True)
        detail = {"person": row.name, "sessions_ended": sessions.end_all(connection, row.name)}
        audit.record(connection, register, actor, "person_disabled", None, detail)


def enable(register: Register, name: str, *, actor: Actor) -> None:
    """Open a closed account again, with the password and the keys it had.

    Errors: `UnknownPersonError`.
    """
    with register.writing() as connection:
        row = _row(connection, name)
        if not row.disabled:
            return
        _change(connection, row.name, disabled=False, failures=0, locked_until=None)
        audit.record(connection, register, actor, "person_enabled", None, {"person": row.name})


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
        row = _row(connection, attempt.actor.name)
        # Between the two transactions an administrator may have thought better of it.
        if row.disabled or row.password_hash != kept:
            raise SignInRefusedError
        _change(connection, row.name, password_hash=renewed, failures=0, locked_until=None)
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
            _change(
                connection, name,
                failures=0 if locks else failures,
                locked_until=now + LOCKED_FOR if locks else None,
            )  # fmt: skip
        detail = {"known": row is not None, "locked": locked}
        audit.record(connection, register, actor, "sign_in_tried", None, detail)
    usable = row is not None and not row.disabled and not locked
    return _Attempt(usable, actor, row.password_hash if row is not None else None)


def _add(
    connection: Connection,
    register: Register,
    name: str,
    role: Role,
    *,
    kept: str | None,
    actor: Actor,
) -> Row[Any]:
    if connection.execute(select(people.c.name).where(people.c.name == name)).first():
        raise PersonExistsError("已经有同名账号（可能已停用），请换一个名称，或者重新启用它。")
    connection.execute(
        insert(people).values(
            name=name,
            role=role.value,
            password_hash=kept,
            disabled=False,
            failures=0,
            locked_until=None,
            created_at=register.now(),
        )
    )
    detail = {"person": name, "role": role.value}
    audit.record(connection, register, actor, "person_added", None, detail)
    return _row(connection, name)


def _set_certificate(
    connection: Connection, register: Register, row: Row[Any], certificate: str, *, actor: Actor
) -> Row[Any]:
    """Write the number down; the audit trail is told which field, not what it holds."""
    _change(connection, row.name, certificate=certificate or None)
    detail = {"person": row.name, "fields": [people.c.certificate.name]}
    audit.record(connection, register, actor, "person_changed", None, detail)
    return _row(connection, row.name)


def _row(connection: Connection, name: str) -> Row[Any]:
    row = connection.execute(select(people).where(people.c.name == spelt(name))).one_or_none()
    if row is None:
        raise UnknownPersonError("没有这个账号，运行 docgen users list 可以看到全部账号。")
    return row


def _any_person(connection: Connection) -> bool:
    return connection.execute(select(people.c.name).limit(1)).first() is not None


def _change(connection: Connection, name: str, **values: Any) -> None:
    connection.execute(update(people).where(people.c.name == name).values(**values))


def _refuse_losing_the_last_admin(connection: Connection, row: Row[Any]) -> None:
    others = select(people.c.name).where(
        people.c.role == Role.admin.value, people.c.disabled.is_(False), people.c.name != row.name
    )
    if row.role == Role.admin and connection.execute(others.limit(1)).first() is None:
        raise LastAdminError("这是最后一个管理员账号，不能停用；请先添加另一个管理员。")


def _person(row: Row[Any]) -> Person:
    return Person(
        name=row.name,
        role=Role(row.role),
        has_password=row.password_hash is not None,
        disabled=row.disabled,
        locked_until=row.locked_until,
        created_at=row.created_at,
        certificate=row.certificate or "",
    )
