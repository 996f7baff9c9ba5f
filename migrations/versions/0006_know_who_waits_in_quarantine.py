"""Know which device each message in quarantine waits for.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_DEVICE = ["device_ref", "received_us", "first_received_us", "count"]


def upgrade() -> None:
    with op.batch_alter_table("quarantine") as table:
        table.add_column(sa.Column("device_ref", sa.String(length=200), server_default="", nullable=False))
    # What was judged with revision 0 is read again once, and knows its device from then on.
    op.execute("UPDATE quarantine SET judged_revision = 0 WHERE reason IN ('unknown_device', 'no_mapping')")
    op.create_index("ix_quarantine_device", "quarantine", _DEVICE, unique=False)


def downgrade() -> None:
    op.drop_index("ix_quarantine_device", table_name="quarantine")
    with op.batch_alter_table("quarantine") as table:
        table.drop_column("device_ref")
