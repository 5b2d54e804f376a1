"""API keys: shown once, kept as a digest, bounded by their scopes and by their person's role."""

import hmac
import re
import secrets
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update

from docgen.errors import DocgenError, ExitCode
from docgen.register import audit
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, RegisterUnavailableError
from docgen.register.people import UnknownPersonError
from docgen.register.rights import Scope, scopes_of
from docgen.register.sessions import digest
from docgen.register.spelling import fit_name, spelt
from docgen.register.tables import keys, people

# The last use is known to the minute; a write for every request would make all others wait.
USE_STEP = timedelta(minutes=1)

_SECRET = re.compile(r"docgen_([0-9a-f]{12})_[\w-]{43}", re.ASCII)


class KeyExistsError(DocgenError):
    """There is, or was, a key of this name."""

    code = "key_exists"


class UnknownKeyError(DocgenError):
    """There is no key of this name."""

    code = "unknown_key"
    exit_code = ExitCode.not_found


class UselessScopeError(DocgenError):
    """A key would have a scope that its person's role can do nothing with, or none at all."""

    code = "useless_scope"
    exit_code = ExitCode.usage


@dataclass(frozen=True, slots=True)
class Key:
    """What may be known of a key: everything but its secret."""

    id: str
    name: str
    person: str
    scopes: frozenset[Scope]
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who calls with a key: `actor` names person and key, `person` who answers for it."""

    actor: Actor
    scopes: frozenset[Scope]
    key_id: str
    person: str


def add_key(
    register: Register, name: str, person: str, scopes: Collection[Scope], *, actor: Actor
) -> str:
    """Add a key in a person's name and return its secret, which nobody can ever see again.

    Errors: `BadNameError`, `UnknownPersonError`, `UselessScopeError`, `KeyExistsError`.
    """
    name, person = fit_name(name), spelt(person)
    now, id = register.now(), secrets.token_hex(6)
    secret = f"docgen_{id}_{secrets.token_urlsafe(32)}"
    with register.writing() as connection:
        holder = connection.execute(select(people).where(people.c.name == person)).one_or_none()
        if holder is None or holder.disabled:
            raise UnknownPersonError(
                "没有这个账号，或者它已经停用。先运行 docgen users add 添加账号，再给它发密钥。"
            )
        _refuse_useless(scopes, Role(holder.role))
        if connection.execute(select(keys.c.id).where(keys.c.name == name)).first():
            raise KeyExistsError("已经有同名密钥（可能已撤销），请换一个名称。")
        connection.execute(
            insert(keys).values(
                id=id,
                name=name,
                person=person,
                secret_sha256=digest(secret),
                scopes=_joined(scopes),
                created_at=now,
            )
        )
        detail = {"key": id, "person": person, "scopes": _joined(scopes)}
        audit.record(connection, register, actor, "key_added", None, detail)
    return secret


def list_keys(register: Register) -> list[Key]:
    """Return every key ever added, by name."""
    with register.reading() as connection:
        return [_key(row) for row in connection.execute(select(keys).order_by(keys.c.name))]


def revoke(register: Register, name: str, *, actor: Actor) -> Key:
    """Make a key worthless, at once and for good; a revoked one stays as it was.

    Errors: `UnknownKeyError`.
    """
    with register.writing() as connection:
        row = connection.execute(select(keys).where(keys.c.name == spelt(name))).one_or_none()
        if row is None:
            raise UnknownKeyError("没有这个密钥，运行 docgen keys list 可以看到全部密钥。")
        if row.revoked_at is None:
            connection.execute(
                update(keys).where(keys.c.id == row.id).values(revoked_at=register.now())
            )
            audit.record(connection, register, actor, "key_revoked", None, {"key": row.id})
        return _key(connection.execute(select(keys).where(keys.c.id == row.id)).one())


def who(register: Register, secret: str) -> KeyHolder | None:
    """Return who calls with a secret; None when it opens nothing (unknown, revoked, disabled)."""
    shape = _SECRET.fullmatch(secret)
    if shape is None:
        return None
    wanted = (
        select(keys, people.c.role, people.c.disabled)
        .join(people, people.c.name == keys.c.person)
        .where(keys.c.id == shape[1])
    )
    with register.reading() as connection:
        row = connection.execute(wanted).one_or_none()
    kept = digest("") if row is None else row.secret_sha256
    if not hmac.compare_digest(kept, digest(secret)):
        return None
    if row is None or row.revoked_at is not None or row.disabled:
        return None
    _note_use(register, row)
    actor = Actor(f"{row.person}/{row.name}", Role(row.role))
    return KeyHolder(actor, _parted(row.scopes), row.id, row.person)


def _note_use(register: Register, row: Row[Any]) -> None:
    now = register.now()
    if row.last_used_at is None or now - row.last_used_at >= USE_STEP:
        # Nobody is kept waiting for this, or kept out where nothing can be written: the next use
        # will be noted.
        with suppress(RegisterUnavailableError), register.writing(patience=0) as connection:
            connection.execute(update(keys).where(keys.c.id == row.id).values(last_used_at=now))


def _refuse_useless(scopes: Collection[Scope], role: Role) -> None:
    useful = scopes_of(role)
    if not scopes or not useful.issuperset(scopes):
        named = "、".join(scope.value for scope in Scope if scope in useful)
        raise UselessScopeError(f"这个账号的角色可以用的权限是：{named}。请从中选择一项以上。")


def _joined(scopes: Collection[Scope]) -> str:
    return ",".join(scope.value for scope in Scope if scope in scopes)


def _parted(text: str) -> frozenset[Scope]:
    return frozenset(Scope(part) for part in text.split(","))


def _key(row: Row[Any]) -> Key:
    return Key(
        id=row.id,
        name=row.name,
        person=row.person,
        scopes=_parted(row.scopes),
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )
