"""Keep the reminders that were given, and what became of calling back each order."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table and the columns. There is no way back: restore a backup instead."""
    op.add_column("orders", sa.Column("called_back_at", _MOMENT))
    op.add_column("orders", sa.Column("callbacks", sa.Integer()))
    op.add_column("orders", sa.Column("callback_result", sa.String(20)))
    op.create_table(
        "reminders",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("hour", _MOMENT, nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.Column("told", sa.String(120), nullable=False),
        sa.Column("given_at", _MOMENT, nullable=False),
        sa.Column("given_by", sa.String(80), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("response", sa.String(60)),
        sa.Column("acknowledged", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint(
            "subject", "hour", "reported", name=op.f("uq_reminders_subject_hour_reported")
        ),
    )
    op.create_index(op.f("ix_reminders_hour"), "reminders", ["hour"])
