"""Find the cases that were filed and that ended within a time.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_INDEXES = {"ix_case_record_filed_us": "filed_us", "ix_case_record_ended_us": "ended_us"}


def upgrade() -> None:
    """Two indexes of the cases that were, and that have."""
    for name, column in _INDEXES.items():
        known = text(f"{column} IS NOT NULL")
        op.create_index(name, "case_record", [column], sqlite_where=known, postgresql_where=known)


def downgrade() -> None:
    """Without them."""
    for name in _INDEXES:
        op.drop_index(name, "case_record")
