"""What was done, entry by entry, and the seal of every row that no entry speaks of."""

from sqlalchemy import JSON, Column, Integer, String, Table

from docgen.register.tables.ground import METADATA, MOMENT

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

# The seal of every row that is no record: what it said when the program wrote it last.
seals = Table(
    "seals",
    METADATA,
    Column("table_name", String(20), primary_key=True),
    Column("row_key", String(1200), primary_key=True),
    Column("sha256", String(64), nullable=False),
)
