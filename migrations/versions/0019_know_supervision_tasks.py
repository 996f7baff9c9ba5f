"""Know supervision tasks.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tasks, and their cases."""
    op.create_table(
        "supervision",
        sa.Column("task_key", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("squad", sa.String(length=40), nullable=True),
        sa.Column("department", sa.String(length=40), nullable=True),
        sa.Column("due_us", sa.BigInteger(), nullable=False),
        sa.Column("issued_by", sa.String(length=80), nullable=False),
        sa.Column("issued_us", sa.BigInteger(), nullable=False),
        sa.Column("request_key", sa.String(length=80), nullable=False),
        sa.Column("signed_by", sa.String(length=80), nullable=True),
        sa.Column("signed_us", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_by", sa.String(length=80), nullable=True),
        sa.Column("answered_us", sa.BigInteger(), nullable=True),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_by", sa.String(length=80), nullable=True),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("task_key", name=op.f("pk_supervision")),
        sa.UniqueConstraint("number", name=op.f("uq_supervision_number")),
        sa.UniqueConstraint("issued_by", "request_key", name=op.f("uq_supervision_issued_by_request_key")),
    )
    op.create_index(op.f("ix_supervision_squad"), "supervision", ["squad"])
    is_open = sa.text("ended_us IS NULL")
    op.create_index(
        "ix_supervision_open_due", "supervision", ["due_us"], sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "supervision_case",
        sa.Column("task_key", sa.Integer(), nullable=False),
        sa.Column("case_key", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_key"], ["case_record.case_key"], name=op.f("fk_supervision_case_case_key_case_record")
        ),
        sa.ForeignKeyConstraint(
            ["task_key"], ["supervision.task_key"], name=op.f("fk_supervision_case_task_key_supervision")
        ),
        sa.PrimaryKeyConstraint("task_key", "case_key", name=op.f("pk_supervision_case")),
    )
    op.create_index(op.f("ix_supervision_case_case_key"), "supervision_case", ["case_key"])


def downgrade() -> None:
    """Without them."""
    op.drop_table("supervision_case")
    op.drop_table("supervision")
