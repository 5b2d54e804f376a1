"""Every table of the register, in one place; Alembic's migrations build the very same.

Times are UTC with a time zone; ids are text (UUID version 7 in hex) so that no sequence can tear.
Columns that hold a party's data say so: `payload`, `fields`, `entries`, `recipient`, `proof`,
`body`, of an order `title`, `text`, `caller`, `caller_phone`, `enterprise`, `reply`, and of a paper
that came in `matter` and what its scan shows.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, with its time zone: SQLite would drop the zone and keep the wall clock."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Take a moment of any zone; a bare wall clock is a fault of ours."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


MOMENT = Moment()


def _one_of(column: str, *values: str) -> CheckConstraint:
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")


# One row a number ever reserved. `free` numbers (their render failed) are used again, lowest first;
# a number is never deleted, so the serials of a series have no gap.
numbers = Table(
    "numbers",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("prefix", String(20), nullable=False),
    Column("class_code", String(20), nullable=False),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("text", String(80), nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text),
    Column("reserved_at", MOMENT, nullable=False),
    UniqueConstraint("prefix", "class_code", "year", "serial"),
    CheckConstraint("serial >= 1", name="serial_counts_from_one"),
    _one_of("state", "free", "reserved", "used", "void"),
)

# 案卷: what the documents of one case share. `fields` holds the values a next document starts from.
cases = Table(
    "cases",
    METADATA,
    Column("case_ref", String(60), primary_key=True),
    Column("fields", JSON, nullable=False),
    Column("opened_at", MOMENT, nullable=False),
    Column("closed_at", MOMENT),
)

documents = Table(
    "documents",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("kind", String(60), nullable=False, index=True),
    Column("schema_version", Integer, nullable=False),
    Column("title", String(80), nullable=False),
    Column("document_number", String(80), index=True),
    Column("number_id", ForeignKey("numbers.id"), unique=True),
    Column("case_ref", ForeignKey("cases.case_ref"), index=True),
    Column("dated_on", Date, nullable=False, index=True),
    Column("state", String(12), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("supersedes", ForeignKey("documents.id"), unique=True),
    Column("superseded_by", String(32)),
    Column("void_reason", Text),
    Column("payload", Text, nullable=False),
    Column("payload_sha256", String(64), nullable=False),
    Column("drafted_by", String(80), nullable=False),
    Column("issued_by", String(80)),
    Column("created_at", MOMENT, nullable=False),
    Column("issued_at", MOMENT),
    Column("templates_sha256", String(64)),
    _one_of("state", "pending", "issued", "superseded", "void"),
)

# Files lie under their document's id; the Chinese name travels in a header only.
files = Table(
    "files",
    METADATA,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("role", String(20), primary_key=True),
    Column("path", String(200), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("pages", Integer),
    _one_of("role", "archive_pdf", "delivery_pdf", "docx", "photos"),
)

# 工单: what other systems' exports say of an order, once each; from `dispatched_at` on what most
# exports lack and the office knows itself (when it is due, who signed it in, when the caller was
# reached, whether it counts).
orders = Table(
    "orders",
    METADATA,
    Column("system", String(20), primary_key=True),
    Column("number", String(60), primary_key=True),
    Column("received_at", MOMENT, nullable=False, index=True),
    Column("closed_at", MOMENT, index=True),
    Column("order_type", String(20)),
    Column("nature", String(20)),
    Column("state", String(40)),
    Column("topic", String(200)),
    Column("tags", String(200)),
    Column("title", Text),
    Column("text", Text),
    Column("caller", String(80)),
    Column("caller_phone", String(80)),
    Column("district", String(80)),
    Column("street", String(80)),
    Column("enterprise", String(200)),
    Column("unit", String(120)),
    Column("result", Text),
    Column("reply", Text),
    Column("solved", String(20)),
    Column("satisfied", String(20)),
    Column("dispatched_at", MOMENT),
    Column("due_at", MOMENT, index=True),
    Column("urgency", String(20)),
    Column("signed_in_at", MOMENT),
    Column("signed_in_by", String(80)),
    Column("contacted_at", MOMENT),
    Column("handler", String(80)),
    Column("jd_related", String(20)),
    Column("not_counted", String(200)),
    Column("case_ref", String(60), index=True),
    Column("imported_at", MOMENT, nullable=False),
    Column("called_back_at", MOMENT),
    Column("callbacks", Integer),
    Column("callback_result", String(20)),
)

# 提醒: of which order or case, for which hour, when it was given, how, by whom and to whom. One is
# given once: `subject` and `hour` are its own. What fell due open is reported: then `hour` is the
# moment it fell due and `reported` is true. `response` is what the person reminded answered.
reminders = Table(
    "reminders",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("subject", String(120), nullable=False),
    Column("hour", MOMENT, nullable=False, index=True),
    Column("reported", Boolean, nullable=False),
    Column("told", String(120), nullable=False),
    Column("given_at", MOMENT, nullable=False),
    Column("given_by", String(80), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("response", String(60)),
    Column("acknowledged", Boolean, nullable=False),
    UniqueConstraint("subject", "hour", "reported"),
)

# 来文: what another authority sent into a case; `voided_at` takes back what was entered wrongly.
# The scan lies in the store as it came.
incoming = Table(
    "incoming",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("case_ref", ForeignKey("cases.case_ref"), nullable=False, index=True),
    Column("title", String(80), nullable=False),
    Column("matter_sort", String(20), nullable=False),
    Column("sender", String(120), nullable=False),
    Column("number", String(80), nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("matter", String(200)),
    Column("report_back_on", Date),
    Column("scan_name", String(150)),
    Column("scan_path", String(200), unique=True),
    Column("scan_sha256", String(64)),
    Column("scan_size", Integer),
    Column("entered_by", String(80), nullable=False),
    Column("entered_at", MOMENT, nullable=False),
    Column("void_reason", Text),
    Column("voided_by", String(80)),
    Column("voided_at", MOMENT),
)

# Append-only; `digest` covers the entry and the digest of the one before. `rows` are the records
# that the act changed: table, primary key, and the seal (`seals.py`) of the row as the act left it,
# null where it took the row away. Entries of before there were seals have none.
audit = Table(
    "audit",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", MOMENT, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("act", String(40), nullable=False),
    Column("document_id", String(32), index=True),
    Column("detail", JSON, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("rows", JSON(none_as_null=True)),
)

# 送达: how and when an issued notice reached whom.
deliveries = Table(
    "deliveries",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("method", String(20), nullable=False),
    Column("recipient", String(80), nullable=False),
    Column("delivered_on", Date, nullable=False),
    Column("proof", Text),
    Column("recorded_by", String(80), nullable=False),
    Column("recorded_at", MOMENT, nullable=False),
)

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
    _one_of("role", "drafter", "officer", "archivist", "admin"),
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
    _one_of("purpose", "session", "sign_in"),
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
    _one_of("state", "running", "done"),
)

# 草稿: what somebody is writing, as typed. `version` counts its saves, so that of two who edit one
# draft the later learns of the earlier. A draft goes when its document is issued under its id.
drafts = Table(
    "drafts",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("kind", String(60), nullable=False),
    Column("person", ForeignKey("people.name"), nullable=False, index=True),
    Column("case_ref", String(60)),
    Column("supersedes", ForeignKey("documents.id")),
    Column("entries", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("saved_by", String(80), nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("saved_at", MOMENT, nullable=False),
    Column("submitted_at", MOMENT),
)

# The photos of a draft, by the name its entries use; the bytes lie in the store as they came.
draft_photos = Table(
    "draft_photos",
    METADATA,
    Column("draft_id", ForeignKey("drafts.id"), primary_key=True),
    Column("name", String(150), primary_key=True),
    Column("path", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("media_type", String(20), nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_by", String(80), nullable=False),
    Column("added_at", MOMENT, nullable=False),
)

# A batch somebody has handed in: its cases and documents lie in `batches/ID`, its lines in a ledger
# of its own there; this row says what is to be done with it and how far it is.
batches = Table(
    "batches",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("state", String(10), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("kind", String(60), nullable=False),
    Column("formats", String(20), nullable=False),
    Column("copy", String(10), nullable=False),
    Column("retry", Boolean, nullable=False),
    Column("created_by", String(80), nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("started_at", MOMENT),
    Column("finished_at", MOMENT),
    Column("total", Integer),
    Column("done", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("code", String(60)),
    Column("detail", Text),
    Column("content_sha256", String(64)),
    Column("hidden", String(10)),
    Column("merge", Integer),
    Column("merge_by", String(60)),
    Column("retention", String(20)),
    Column("size", BigInteger),
    Column("deaths", Integer),
    Column("rows", JSON(none_as_null=True)),
    _one_of("state", "waiting", "running", "cancelling", "cancelled", "done", "failed"),
)

# The seal of every row that is no record: what it said when the program wrote it last.
seals = Table(
    "seals",
    METADATA,
    Column("table_name", String(20), primary_key=True),
    Column("row_key", String(1200), primary_key=True),
    Column("sha256", String(64), nullable=False),
)
