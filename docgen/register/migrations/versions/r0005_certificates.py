"""Keep the number of an officer's enforcement certificate, so that a record can begin with it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column. There is no way back: restore a backup instead."""
    op.add_column("people", sa.Column("certificate", sa.String(30)))
