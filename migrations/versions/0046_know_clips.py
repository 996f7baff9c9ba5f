"""Know clips of recorders that are evidence of cases.

Revision ID: 0046
Revises: 0045
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clip",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.String(80), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.Column("stored_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_clip")),
    )
    op.create_table(
        "case_clip",
        sa.Column("case_key", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("added_us", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.String(80), nullable=False),
        sa.ForeignKeyConstraint(["case_key"], ["case_record.case_key"], name=op.f("fk_case_clip_case_key_case_record")),
        sa.ForeignKeyConstraint(["digest"], ["clip.digest"], name=op.f("fk_case_clip_digest_clip"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_key", "digest", name=op.f("pk_case_clip")),
    )


def downgrade() -> None:
    op.drop_table("case_clip")
    op.drop_table("clip")
