"""模板: which set was promoted from which day."""

from sqlalchemy import JSON, Column, Date, String, Table, Text

from docgen.register.tables.ground import METADATA, MOMENT

# 模板启用: a set of templates by its digest (it lies in the store), the day of documents from which
# it counts, and the kinds it changed then. Where the house asks for two persons it counts once the
# second has confirmed it; `back_at` takes it back. No row is ever deleted.
promotions = Table(
    "promotions",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("templates_sha256", String(64), nullable=False),
    Column("live_from", Date, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("promoted_by", String(80), nullable=False),
    Column("promoted_at", MOMENT, nullable=False),
    Column("confirmed_by", String(80)),
    Column("confirmed_at", MOMENT),
    Column("back_reason", Text),
    Column("back_by", String(80)),
    Column("back_at", MOMENT),
)
