"""Let an answer name what its request makes, so that a crash does not hide what came of it.

Nothing ever wrote to the first form of the table, so it is made anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table again. There is no way back: restore a backup instead."""
    op.drop_table("answers")
    op.create_table(
        "answers",
        sa.Column("caller", sa.String(80), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("request_sha256", sa.String(64), nullable=False),
        sa.Column("made_id", sa.String(32), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("headers", sa.JSON()),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('running', 'done')", name=op.f("ck_answers_state_known")),
        sa.PrimaryKeyConstraint("caller", "key", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_began_at"), "answers", ["began_at"])
