"""Keep why a document that was issued without a case joined one later."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the column. There is no way back: restore a backup instead."""
    op.add_column("documents", sa.Column("joined_reason", sa.Text()))
