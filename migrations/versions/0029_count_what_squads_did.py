"""Count what squads did.

Revision ID: 0029
Revises: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_HANDLED = sa.text("handled_us IS NOT NULL")
_DECIDED = sa.text("what IN ('approve', 'refuse')")


def upgrade() -> None:
    op.create_index(
        "ix_case_record_handled_us",
        "case_record",
        ["handled_us"],
        sqlite_where=_HANDLED,
        postgresql_where=_HANDLED,
    )
    op.create_index(
        "ix_case_entry_decided",
        "case_entry",
        ["actor", "at_us"],
        sqlite_where=_DECIDED,
        postgresql_where=_DECIDED,
    )


def downgrade() -> None:
    op.drop_index("ix_case_entry_decided", "case_entry")
    op.drop_index("ix_case_record_handled_us", "case_record")
