"""Keep what the headings of each source of orders mean, as somebody put it right."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the table. There is no way back: restore a backup instead."""
    op.create_table(
        "order_mappings",
        sa.Column("system", sa.String(20), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("encoding", sa.String(20), nullable=False),
        sa.Column("changed_by", sa.String(80), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("system", name=op.f("pk_order_mappings")),
    )
