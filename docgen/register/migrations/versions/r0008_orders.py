"""Keep the orders that other systems export, once each."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table. There is no way back: restore a backup instead."""
    op.create_table(
        "orders",
        sa.Column("system", sa.String(20), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("received_at", _MOMENT, nullable=False),
        sa.Column("closed_at", _MOMENT),
        sa.Column("order_type", sa.String(20)),
        sa.Column("nature", sa.String(20)),
        sa.Column("state", sa.String(40)),
        sa.Column("topic", sa.String(200)),
        sa.Column("tags", sa.String(200)),
        sa.Column("title", sa.Text()),
        sa.Column("text", sa.Text()),
        sa.Column("caller", sa.String(80)),
        sa.Column("caller_phone", sa.String(80)),
        sa.Column("district", sa.String(80)),
        sa.Column("street", sa.String(80)),
        sa.Column("enterprise", sa.String(200)),
        sa.Column("unit", sa.String(120)),
        sa.Column("result", sa.Text()),
        sa.Column("reply", sa.Text()),
        sa.Column("solved", sa.String(20)),
        sa.Column("satisfied", sa.String(20)),
        sa.Column("dispatched_at", _MOMENT),
        sa.Column("due_at", _MOMENT),
        sa.Column("urgency", sa.String(20)),
        sa.Column("signed_in_at", _MOMENT),
        sa.Column("signed_in_by", sa.String(80)),
        sa.Column("contacted_at", _MOMENT),
        sa.Column("handler", sa.String(80)),
        sa.Column("jd_related", sa.String(20)),
        sa.Column("not_counted", sa.String(200)),
        sa.Column("case_ref", sa.String(60)),
        sa.Column("imported_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("system", "number", name=op.f("pk_orders")),
    )
    for name in ("received_at", "closed_at", "due_at", "case_ref"):
        op.create_index(op.f(f"ix_orders_{name}"), "orders", [name])
