"""Sessions of signed-in people, and the one-time link that opens a fresh machine.

A secret is 256 bits of chance; only its SHA-256 is kept, so whoever reads the database can sign in
as nobody. The role is read anew each time: a change of role or a disabled account counts at once.
"""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from docgen.register import audit
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, RegisterUnavailableError
from docgen.register.tables import people, sessions

# A desk left alone for an hour is signed out; how long a session lasts at most, `Ages` says.
IDLE = timedelta(hours=1)
# A session in use is prolonged in steps of this, not with a write for every request.
STEP = timedelta(minutes=5)
LINK_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Session:
    """A person signed in: the secret for the cookie, the token every changing request repeats."""

    secret: str = field(repr=False)
    csrf: str = field(repr=False)
    actor: Actor
    began_at: datetime
    expires_at: datetime


def begin(connection: Connection, now: datetime, actor: Actor) -> Session:
    """Write down a new session of a person and return it; what has expired is swept away."""
    connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
    session = Session(
        secret=secrets.token_urlsafe(32),
        csrf=secrets.token_urlsafe(32),
        actor=actor,
        began_at=now,
        expires_at=now + IDLE,
    )
    connection.execute(
        insert(sessions).values(
            secret_sha256=digest(session.secret),
            person=actor.name,
            csrf=session.csrf,
            purpose="session",
            created_at=now,
            expires_at=session.expires_at,
        )
    )
    return session


def find_session(register: Register, secret: str) -> Session | None:
    """Return the session of a cookie's secret, prolonged by its use; None when it is over."""
    now = register.now()
    wanted = (
        select(sessions, people.c.role)
        .join(people, people.c.name == sessions.c.person)
        .where(sessions.c.secret_sha256 == digest(secret), people.c.disabled.is_(False))
    )
    with register.reading() as connection:
        row = connection.execute(wanted).one_or_none()
    # However the row was altered, nobody stays longer than a day of work.
    if row is None or min(row.expires_at, row.created_at + register.ages.session) <= now:
        return None
    expires_at = min(now + IDLE, row.created_at + register.ages.session)
    if expires_at - row.expires_at >= STEP:
        # As with the use of a key: the next request prolongs it.
        with suppress(RegisterUnavailableError), register.writing(patience=0) as connection:
            connection.execute(
                update(sessions)
                .where(sessions.c.secret_sha256 == row.secret_sha256)
                .values(expires_at=expires_at)
            )
    else:
        expires_at = row.expires_at
    actor = Actor(row.person, Role(row.role))
    return Session(secret, row.csrf, actor, row.created_at, expires_at)


def end_session(register: Register, session: Session) -> None:
    """Sign out: the secret is worth nothing from now on."""
    with register.writing() as connection:
        connection.execute(
            delete(sessions).where(sessions.c.secret_sha256 == digest(session.secret))
        )
        audit.record(connection, register, session.actor, "signed_out", None, {})


def end_all(connection: Connection, person: str) -> int:
    """End every session of a person and return how many there were."""
    return connection.execute(delete(sessions).where(sessions.c.person == person)).rowcount


def add_link(register: Register, *, actor: Actor) -> str:
    """Return the secret of a new one-time link to set up the first account; the last one ends."""
    secret, now = secrets.token_urlsafe(32), register.now()
    with register.writing() as connection:
        _end_links(connection)
        connection.execute(
            insert(sessions).values(
                secret_sha256=digest(secret),
                person=None,
                csrf="",
                purpose="sign_in",
                created_at=now,
                expires_at=now + LINK_LASTS,
            )
        )
        audit.record(connection, register, actor, "sign_in_link_added", None, {})
    return secret


def is_link(register: Register, secret: str) -> bool:
    """Tell whether a one-time link can still be used; looking at it does not use it up."""
    with register.reading() as connection:
        return _link_lives(connection, secret, register.now())


def use_link(connection: Connection, now: datetime, secret: str) -> bool:
    """Use up a one-time link: true for one caller only, however many try at once."""
    lives = _link_lives(connection, secret, now)
    if lives:
        _end_links(connection)
    return lives


def digest(secret: str) -> str:
    """Return what is kept of a secret; it is all chance, so no salt and no slow hash is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _link_lives(connection: Connection, secret: str, now: datetime) -> bool:
    wanted = select(sessions.c.expires_at, sessions.c.created_at).where(
        sessions.c.secret_sha256 == digest(secret), sessions.c.purpose == "sign_in"
    )
    row = connection.execute(wanted).one_or_none()
    return row is not None and min(row.expires_at, row.created_at + LINK_LASTS) > now


def _end_links(connection: Connection) -> None:
    connection.execute(delete(sessions).where(sessions.c.purpose == "sign_in"))
