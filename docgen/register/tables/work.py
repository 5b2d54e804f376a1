"""Work that is under way and no record yet: drafts with their photos, batches."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Integer, String, Table, Text

from docgen.register.tables.ground import METADATA, MOMENT, one_of

# 草稿: what somebody is writing, as typed. `version` counts its saves, so that of two who edit one
# draft the later learns of the earlier. A draft goes when its document is issued under its id.
# `packet` is the leading draft of the papers it is issued with.
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
    Column("packet", String(32)),
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
    one_of("state", "waiting", "running", "cancelling", "cancelled", "done", "failed"),
)

# 报批: one row for each station a paper is laid before. `sha256` is of what was laid before them;
# `decision` is None while nobody has decided. The draft may be gone, and bears its document's id.
approvals = Table(
    "approvals",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("draft_id", String(32), nullable=False, index=True),
    Column("kind", String(60), nullable=False),
    Column("station", String(20), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("asked_by", String(80), nullable=False),
    Column("asked_at", MOMENT, nullable=False),
    Column("decision", String(10), index=True),
    Column("opinion", Text),
    Column("decided_by", String(80)),
    Column("signer", String(80)),
    Column("post", String(80)),
    Column("decided_at", MOMENT),
    one_of("decision", "agreed", "returned", "overtaken"),
)
