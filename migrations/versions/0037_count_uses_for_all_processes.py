"""Count how often a link is used for all processes.

Revision ID: 0037
Revises: 0036
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "use_count",
        sa.Column("use", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("use", name=op.f("pk_use_count")),
    )
    op.create_index(op.f("ix_use_count_until_us"), "use_count", ["until_us"])


def downgrade() -> None:
    op.drop_table("use_count")
