"""Who may do what: people with their sessions and keys, and the answers their requests got."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
)

from docgen.register.tables.ground import METADATA, MOMENT, one_of

# `certificate` is the number of an officer's enforcement certificate (执法证号). `failures` and
# `locked_until` are of earlier releases, which counted guesses at a password here.
people = Table(
    "people",
    METADATA,
    Column("name", String(80), primary_key=True),
    Column("role", String(12), nullable=False),
    Column("password_hash", String(200)),
    Column("disabled", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", MOMENT),
    Column("created_at", MOMENT, nullable=False),
    Column("certificate", String(30)),
    one_of("role", "drafter", "officer", "archivist", "admin"),
)

# A session or a one-time sign-in link: only the SHA-256 of its secret is kept. A sign-in link is
# nobody's yet: whoever holds it on a fresh machine sets up the first account.
sessions = Table(
    "sessions",
    METADATA,
    Column("secret_sha256", String(64), primary_key=True),
    Column("person", ForeignKey("people.name"), index=True),
    Column("csrf", String(64), nullable=False),
    Column("purpose", String(10), nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    one_of("purpose", "session", "sign_in"),
    CheckConstraint("(person IS NULL) = (purpose = 'sign_in')", name="session_is_somebodys"),
)

# An API key acts in the name of a person, whose role bounds what its scopes can do.
keys = Table(
    "keys",
    METADATA,
    Column("id", String(12), primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("person", ForeignKey("people.name"), nullable=False),
    Column("secret_sha256", String(64), nullable=False, unique=True),
    Column("scopes", String(60), nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("last_used_at", MOMENT),
    Column("revoked_at", MOMENT),
)

# The answer a request with an Idempotency-Key got: the same key and request get it again for a day.
# `made_id` is the id chosen beforehand for what the request makes: it tells what became of it.
answers = Table(
    "answers",
    METADATA,
    Column("caller", String(80), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("request_sha256", String(64), nullable=False),
    Column("made_id", String(32), nullable=False),
    Column("state", String(10), nullable=False),
    Column("status", Integer),
    Column("headers", JSON),
    Column("body", LargeBinary),
    Column("began_at", MOMENT, nullable=False, index=True),
    one_of("state", "running", "done"),
)
