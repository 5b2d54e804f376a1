"""文书: the numbers, the cases, what was issued in them, to whom, and what came in."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from docgen.register.tables.ground import METADATA, MOMENT, one_of

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
    one_of("state", "free", "reserved", "used", "void"),
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
    # Why a document that was issued without a case is in one now.
    Column("joined_reason", Text),
    one_of("state", "pending", "issued", "superseded", "void"),
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
    one_of("role", "archive_pdf", "delivery_pdf", "docx", "photos"),
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

# 签署件: what came back of an issued document with hands and seals on it, as it came. Several may
# come for one document; none takes another's place, `voided_at` takes back a wrong entry.
signed_copies = Table(
    "signed_copies",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("sort", String(20), nullable=False),
    Column("name", String(150), nullable=False),
    Column("path", String(200), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("remark", String(200)),
    Column("entered_by", String(80), nullable=False),
    Column("entered_at", MOMENT, nullable=False),
    Column("void_reason", Text),
    Column("voided_by", String(80)),
    Column("voided_at", MOMENT),
)
