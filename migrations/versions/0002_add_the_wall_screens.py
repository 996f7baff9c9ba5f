"""Add the wall screens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "wall_screen",
        sa.Column("screen_key", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("paired_us", sa.BigInteger(), nullable=False),
        sa.Column("paired_by", sa.String(length=80), nullable=False),
        sa.Column("revoked_us", sa.BigInteger(), nullable=True),
        sa.Column("seen_us", sa.BigInteger(), nullable=True),
        sa.Column("booted_us", sa.BigInteger(), nullable=True),
        sa.Column("twin_us", sa.BigInteger(), nullable=True),
        sa.Column("beat", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_us", sa.BigInteger(), nullable=True),
        sa.Column("reload_us", sa.BigInteger(), nullable=True),
        sa.Column("reload_why", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("screen_key", name=op.f("pk_wall_screen")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_wall_screen_token_digest")),
    )
    paired = sa.text("revoked_us IS NULL")
    op.create_index(
        "uq_wall_screen_name", "wall_screen", ["name"], unique=True, sqlite_where=paired, postgresql_where=paired
    )
    op.create_table(
        "wall_pairing",
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("expires_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("secret_digest", name=op.f("pk_wall_pairing")),
        sa.UniqueConstraint("code", name=op.f("uq_wall_pairing_code")),
    )
    op.create_index(op.f("ix_wall_pairing_expires_us"), "wall_pairing", ["expires_us"], unique=False)
    op.create_table(
        "wall_direction",
        sa.Column("screen_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("orders", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("screen_key", name=op.f("pk_wall_direction")),
    )


def downgrade() -> None:
    op.drop_table("wall_direction")
    op.drop_index(op.f("ix_wall_pairing_expires_us"), table_name="wall_pairing")
    op.drop_table("wall_pairing")
    op.drop_index("uq_wall_screen_name", table_name="wall_screen")
    op.drop_table("wall_screen")
