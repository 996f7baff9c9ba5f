"""Ask cameras for their events, and keep more of what they tell.

Revision ID: 0036
Revises: 0035
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("camera_event", sa.Column("dwell_s", sa.Double()))
    op.add_column("camera_event", sa.Column("clip", sa.String(400)))
    op.add_column("camera_event", sa.Column("description", sa.Text()))
    op.add_column("camera_event", sa.Column("severity", sa.String(20)))
    op.add_column("camera_event", sa.Column("picture_us", sa.BigInteger()))
    op.add_column("camera_access", sa.Column("events", sa.String(20), nullable=False, server_default=""))
    op.add_column("camera_access", sa.Column("events_url", sa.String(400), nullable=False, server_default=""))
    op.create_index("ix_camera_event_reference_event_ref", "camera_event_reference", ["event_ref"])
    op.create_table(
        "camera_pull",
        sa.Column("camera", sa.String(80), primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("heard_us", sa.BigInteger()),
        sa.Column("mark_us", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("camera_pull")
    op.drop_index("ix_camera_event_reference_event_ref", "camera_event_reference")
    for name in ("events_url", "events"):
        op.drop_column("camera_access", name)
    for name in ("picture_us", "severity", "description", "clip", "dwell_s"):
        op.drop_column("camera_event", name)
