"""Keep the batches that somebody has handed in, so that they survive a restart."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table. There is no way back: restore a backup instead."""
    op.create_table(
        "batches",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("formats", sa.String(20), nullable=False),
        sa.Column("copy", sa.String(10), nullable=False),
        sa.Column("retry", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("total", sa.Integer()),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(60)),
        sa.Column("detail", sa.Text()),
        sa.Column("content_sha256", sa.String(64)),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'cancelling', 'cancelled', 'done', 'failed')",
            name=op.f("ck_batches_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_index(op.f("ix_batches_state"), "batches", ["state"])
