"""Who belongs to the office: accounts and their roles.

An account is never deleted: the audit trail names it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from docgen.errors import DocgenError, ExitCode
from docgen.register import audit, passwords, sessions
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.sessions import Session
from docgen.register.spelling import fit_certificate, fit_name, spelt
from docgen.register.tables import people


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


class LinkSpentError(DocgenError):
    """A one-time link has been used, has expired, or is no longer needed."""

    code = "link_spent"

    def __init__(self) -> None:
        super().__init__("登录链接已经用过或者过期。请重新运行 docgen serve，使用新显示的链接。")


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the office.

    `certificate` is the number of the person's enforcement certificate, empty without one.
    """

    name: str
    role: Role
    has_password: bool
    disabled: bool
    created_at: datetime
    certificate: str


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
        return _person(row_of(connection, name))


def set_certificate(register: Register, name: str, certificate: str, *, actor: Actor) -> None:
    """Note the number of a person's certificate in the place of the last; blank: none any more.

    Errors: `BadCertificateError`, `UnknownPersonError`.
    """
    certificate = fit_certificate(certificate)
    with register.writing() as connection:
        row = row_of(connection, name)
        if (row.certificate or "") != certificate:
            _set_certificate(connection, register, row, certificate, actor=actor)


def set_role(register: Register, name: str, role: Role, *, actor: Actor) -> None:
    """Give an account another role; it counts at once, for its sessions and keys too.

    Errors: `UnknownPersonError`, `LastAdminError`.
    """
    with register.writing() as connection:
        row = row_of(connection, name)
        if row.role == role:
            return
        _refuse_losing_the_last_admin(connection, row)
        change(connection, row.name, role=role.value)
        fields = [people.c.role.name]
        detail = {"person": row.name, "fields": fields, "before": row.role, "role": role.value}
        audit.record(connection, register, actor, "person_changed", None, detail)


def set_password(register: Register, name: str, password: str, *, actor: Actor) -> None:
    """Give an account a new password; its sessions end, guesses count anew.

    Errors: `UnknownPersonError`, `WeakPasswordError`.
    """
    kept = passwords.hash_password(password, name)
    with register.writing() as connection:
        name = row_of(connection, name).name
        change(connection, name, password_hash=kept)
        ended = sessions.end_all(connection, name)
        detail = {"person": name, "sessions_ended": ended}
        audit.record(connection, register, actor, "password_set", None, detail)


def disable(register: Register, name: str, *, actor: Actor) -> None:
    """Close an account: its sessions end, its keys stop working, its name stays taken.

    Errors: `UnknownPersonError`, `LastAdminError`.
    """
    with register.writing() as connection:
        row = row_of(connection, name)
        if row.disabled:
            return
        _refuse_losing_the_last_admin(connection, row)
        change(connection, row.name, disabled=True)
        detail = {"person": row.name, "sessions_ended": sessions.end_all(connection, row.name)}
        audit.record(connection, register, actor, "person_disabled", None, detail)


def enable(register: Register, name: str, *, actor: Actor) -> None:
    """Open a closed account again, with the password and the keys it had.

    Errors: `UnknownPersonError`.
    """
    with register.writing() as connection:
        row = row_of(connection, name)
        if not row.disabled:
            return
        change(connection, row.name, disabled=False)
        audit.record(connection, register, actor, "person_enabled", None, {"person": row.name})


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
            created_at=register.now(),
        )
    )
    detail = {"person": name, "role": role.value}
    audit.record(connection, register, actor, "person_added", None, detail)
    return row_of(connection, name)


def _set_certificate(
    connection: Connection, register: Register, row: Row[Any], certificate: str, *, actor: Actor
) -> Row[Any]:
    """Write the number down; the audit trail is told which field, not what it holds."""
    change(connection, row.name, certificate=certificate or None)
    detail = {"person": row.name, "fields": [people.c.certificate.name]}
    audit.record(connection, register, actor, "person_changed", None, detail)
    return row_of(connection, row.name)


def row_of(connection: Connection, name: str) -> Row[Any]:
    """Return an account's row; `UnknownPersonError` where there is none."""
    row = connection.execute(select(people).where(people.c.name == spelt(name))).one_or_none()
    if row is None:
        raise UnknownPersonError("没有这个账号，运行 docgen users list 可以看到全部账号。")
    return row


def _any_person(connection: Connection) -> bool:
    return connection.execute(select(people.c.name).limit(1)).first() is not None


def change(connection: Connection, name: str, **values: Any) -> None:
    """Write an account's columns, in the caller's writing transaction."""
    connection.execute(update(people).where(people.c.name == name).values(**values))


def _refuse_losing_the_last_admin(connection: Connection, row: Row[Any]) -> None:
    others = select(people.c.name).where(
        people.c.role == Role.admin.value, people.c.disabled.is_(False), people.c.name != row.name
    )
    if row.role == Role.admin and connection.execute(others.limit(1)).first() is None:
        raise LastAdminError(
            "这是最后一个管理员账号，不能停用，也不能改作别的角色；请先添加另一个管理员。"
        )


def _person(row: Row[Any]) -> Person:
    return Person(
        name=row.name,
        role=Role(row.role),
        has_password=row.password_hash is not None,
        disabled=row.disabled,
        created_at=row.created_at,
        certificate=row.certificate or "",
    )
