"""Tell the lamps of lists by when the unit was done: the index of lists has that, too.

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_LIST: Final = (
    "case_key reported_us state {done}ended_us due_us yellow_us paused_since_us squad second_squad department assignee"
    " checker area_key line_key category source step_due_us number reporter alarm_key address"
)


def upgrade() -> None:
    _replace("handled_us ")


def downgrade() -> None:
    _replace("")


def _replace(done: str) -> None:
    op.drop_index("ix_case_record_list", "case_record")
    op.create_index("ix_case_record_list", "case_record", _LIST.format(done=done).split())
