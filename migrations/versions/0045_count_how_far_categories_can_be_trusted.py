"""Count quickly how far each category can be trusted, and what waits of it.

Revision ID: 0045
Revises: 0044
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_COUNTS = sa.text("is_right IS NOT NULL")


def upgrade() -> None:
    counted = ["category", "judged_us", "is_right"]
    op.create_index(
        "ix_camera_event_precision", "camera_event", counted, sqlite_where=_COUNTS, postgresql_where=_COUNTS
    )


def downgrade() -> None:
    op.drop_index("ix_camera_event_precision", "camera_event")
