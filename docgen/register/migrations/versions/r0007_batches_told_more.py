"""Let a batch know what becomes of hidden cells, how it is bound and how often it died."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns. There is no way back: restore a backup instead."""
    for column in (
        sa.Column("hidden", sa.String(10)),
        sa.Column("merge", sa.Integer()),
        sa.Column("merge_by", sa.String(60)),
        sa.Column("retention", sa.String(20)),
        sa.Column("size", sa.BigInteger()),
        sa.Column("deaths", sa.Integer()),
        sa.Column("rows", sa.JSON()),
    ):
        op.add_column("batches", column)
