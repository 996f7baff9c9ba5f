"""Count refused values by device, and know since when the ingest listens.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "refusal",
        sa.Column("asset_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_us", sa.BigInteger(), nullable=False),
        sa.Column("last_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["asset_key"], ["asset.asset_key"], name=op.f("fk_refusal_asset_key")),
        sa.PrimaryKeyConstraint("asset_key", "field", "code", name=op.f("pk_refusal")),
    )
    op.create_index(op.f("ix_refusal_last_us"), "refusal", ["last_us"], unique=False)
    op.create_table(
        "listener",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("seen_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_listener")),
    )


def downgrade() -> None:
    op.drop_table("listener")
    op.drop_index(op.f("ix_refusal_last_us"), table_name="refusal")
    op.drop_table("refusal")
