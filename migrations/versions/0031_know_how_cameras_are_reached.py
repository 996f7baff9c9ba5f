"""Know how cameras are reached.

Revision ID: 0031
Revises: 0030
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "camera_access",
        sa.Column("camera", sa.String(80), primary_key=True),
        sa.Column("url", sa.String(400), nullable=False),
        sa.Column("user", sa.String(80), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("camera_access")
