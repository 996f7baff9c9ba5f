"""Offer events of a state in the order in which they were first seen.

Revision ID: 0047
Revises: 0046
"""

from __future__ import annotations

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_NAME = "ix_camera_event_state_first_us"


def upgrade() -> None:
    op.create_index(_NAME, "camera_event", ["state", "first_us", "camera_event_key"])


def downgrade() -> None:
    op.drop_index(_NAME, "camera_event")
