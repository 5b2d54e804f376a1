"""Keep the papers that other authorities send into a case, with the day of the report back."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table. There is no way back: restore a backup instead."""
    op.create_table(
        "incoming",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("case_ref", sa.String(60), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("matter_sort", sa.String(20), nullable=False),
        sa.Column("sender", sa.String(120), nullable=False),
        sa.Column("number", sa.String(80), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("matter", sa.String(200)),
        sa.Column("report_back_on", sa.Date()),
        sa.Column("scan_name", sa.String(150)),
        sa.Column("scan_path", sa.String(200)),
        sa.Column("scan_sha256", sa.String(64)),
        sa.Column("scan_size", sa.Integer()),
        sa.Column("entered_by", sa.String(80), nullable=False),
        sa.Column("entered_at", _MOMENT, nullable=False),
        sa.Column("void_reason", sa.Text()),
        sa.Column("voided_by", sa.String(80)),
        sa.Column("voided_at", _MOMENT),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name=op.f("fk_incoming_case_ref_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming")),
        sa.UniqueConstraint("scan_path", name=op.f("uq_incoming_scan_path")),
    )
    op.create_index(op.f("ix_incoming_case_ref"), "incoming", ["case_ref"])
