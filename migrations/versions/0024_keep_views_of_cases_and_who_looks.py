"""Keep saved views of the list of cases, and who has which case open.

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_view",
        sa.Column("account", sa.String(80), primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("saved_us", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "case_presence",
        sa.Column("case_key", sa.Integer, sa.ForeignKey("case_record.case_key"), primary_key=True),
        sa.Column("account", sa.String(80), primary_key=True),
        sa.Column("since_us", sa.BigInteger, nullable=False),
        sa.Column("seen_us", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_case_presence_seen_us", "case_presence", ["seen_us"])


def downgrade() -> None:
    op.drop_table("case_presence")
    op.drop_table("case_view")
