"""Keep what comes back of issued documents with hands and seals on it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table. There is no way back: restore a backup instead."""
    op.create_table(
        "signed_copies",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("document_id", sa.String(32), nullable=False),
        sa.Column("sort", sa.String(20), nullable=False),
        sa.Column("name", sa.String(150), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("remark", sa.String(200)),
        sa.Column("entered_by", sa.String(80), nullable=False),
        sa.Column("entered_at", _MOMENT, nullable=False),
        sa.Column("void_reason", sa.Text()),
        sa.Column("voided_by", sa.String(80)),
        sa.Column("voided_at", _MOMENT),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_signed_copies_document_id_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_copies")),
        sa.UniqueConstraint("path", name=op.f("uq_signed_copies_path")),
    )
    op.create_index(op.f("ix_signed_copies_document_id"), "signed_copies", ["document_id"])
    op.create_index(op.f("ix_signed_copies_sha256"), "signed_copies", ["sha256"])
