"""Know links by which other departments answer.

Revision ID: 0032
Revises: 0031
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_link",
        sa.Column("link_key", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("case_key", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("dispatches", sa.Integer(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("expires_us", sa.BigInteger(), nullable=False),
        sa.Column("revoked_us", sa.BigInteger(), nullable=True),
        sa.Column("answered_us", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.String(length=20), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["case_key"], ["case_record.case_key"], name=op.f("fk_answer_link_case_key_case_record")
        ),
        sa.PrimaryKeyConstraint("link_key", name=op.f("pk_answer_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_answer_link_token_digest")),
    )
    op.create_index(op.f("ix_answer_link_case_key"), "answer_link", ["case_key"])


def downgrade() -> None:
    op.drop_table("answer_link")
