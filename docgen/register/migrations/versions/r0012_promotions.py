"""Keep which set of templates was promoted from which day, by whom, and what was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table. There is no way back: restore a backup instead."""
    op.create_table(
        "promotions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("templates_sha256", sa.String(64), nullable=False),
        sa.Column("live_from", sa.Date(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("promoted_by", sa.String(80), nullable=False),
        sa.Column("promoted_at", _MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.String(80)),
        sa.Column("confirmed_at", _MOMENT),
        sa.Column("back_reason", sa.Text()),
        sa.Column("back_by", sa.String(80)),
        sa.Column("back_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotions")),
    )
