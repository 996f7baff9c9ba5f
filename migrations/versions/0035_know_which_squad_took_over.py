"""Know which squad took another one over, and since when.

Revision ID: 0035
Revises: 0034
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("squad", sa.Column("merged_into", sa.String(40)))
    op.add_column("squad", sa.Column("merged_us", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("squad", "merged_us")
    op.drop_column("squad", "merged_into")
