"""Note the network address of a browser that waits to be paired."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("wall_pairing", sa.Column("address", sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("wall_pairing", "address")
