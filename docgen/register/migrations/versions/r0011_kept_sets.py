"""Name the set of templates that a document was printed with."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column. There is no way back: restore a backup instead."""
    op.add_column("documents", sa.Column("templates_sha256", sa.String(64)))
