"""Keep what was laid before whoever approves, and what they decided."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table. There is no way back: restore a backup instead."""
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("draft_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("station", sa.String(20), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("asked_by", sa.String(80), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("decision", sa.String(10)),
        sa.Column("opinion", sa.Text()),
        sa.Column("decided_by", sa.String(80)),
        sa.Column("signer", sa.String(80)),
        sa.Column("post", sa.String(80)),
        sa.Column("decided_at", _MOMENT),
        sa.CheckConstraint(
            "decision IN ('agreed', 'returned', 'overtaken')",
            name=op.f("ck_approvals_decision_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    op.create_index(op.f("ix_approvals_draft_id"), "approvals", ["draft_id"])
    op.create_index(op.f("ix_approvals_decision"), "approvals", ["decision"])
