"""Let an entry of the trail seal the rows its act changed; seal beside it what is no record."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column and the table. There is no way back: restore a backup instead."""
    op.add_column("audit", sa.Column("rows", sa.JSON()))
    op.create_table(
        "seals",
        sa.Column("table_name", sa.String(20), nullable=False),
        sa.Column("row_key", sa.String(1200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "row_key", name=op.f("pk_seals")),
    )
