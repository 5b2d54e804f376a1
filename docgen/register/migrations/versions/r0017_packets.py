"""Let drafts belong together: each names the leading draft of its packet."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the column. There is no way back: restore a backup instead."""
    op.add_column("drafts", sa.Column("packet", sa.String(32)))
