"""Group the quarantine by source and profile, and know with which devices and mappings each message was judged.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_GROUP = ["source", "profile", "reason", "received_us", "first_received_us", "count"]


def upgrade() -> None:
    with op.batch_alter_table("quarantine") as table:
        table.add_column(sa.Column("source", sa.String(length=120), server_default="", nullable=False))
        table.add_column(sa.Column("profile", sa.String(length=80), server_default="", nullable=False))
        table.add_column(sa.Column("retained", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("judged_revision", sa.BigInteger(), server_default="0", nullable=False))
    # What was judged with revision 0 is read again once, and has its source and profile from then on.
    op.execute("UPDATE quarantine SET source = channel")
    op.create_index("ix_quarantine_group", "quarantine", _GROUP, unique=False)
    op.create_index("ix_quarantine_judged", "quarantine", ["judged_revision", "quarantine_key"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_quarantine_judged", table_name="quarantine")
    op.drop_index("ix_quarantine_group", table_name="quarantine")
    with op.batch_alter_table("quarantine") as table:
        for name in ("judged_revision", "retained", "profile", "source"):
            table.drop_column(name)
