"""Measure how long pictures of chat groups wait for a unit that takes them on.

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_snapshot",
        sa.Column("case_key", sa.Integer, sa.ForeignKey("case_record.case_key"), primary_key=True),
        sa.Column("received_us", sa.BigInteger, nullable=False),
        sa.Column("sender", sa.String(20), nullable=False, server_default=""),
        sa.Column("accepted_us", sa.BigInteger),
    )
    op.create_index("ix_case_snapshot_received_us", "case_snapshot", ["received_us"])
    # What was posted before: its report stands for the picture, and the last acceptance for the first.
    op.execute(
        "INSERT INTO case_snapshot (case_key, received_us, sender, accepted_us) "
        "SELECT case_key, reported_us, '', accepted_us FROM case_record WHERE source = 'snapshot'"
    )


def downgrade() -> None:
    op.drop_table("case_snapshot")
