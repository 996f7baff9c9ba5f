"""Find whose cases are by indexes: who reported, who checks, which squad helps.

Revision ID: 0033
Revises: 0032
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_FEW: Final = ("checker", "second_squad")


def upgrade() -> None:
    op.create_index("ix_case_record_reporter", "case_record", ["reporter"])
    for name in _FEW:
        told = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_case_record_{name}", "case_record", [name], sqlite_where=told, postgresql_where=told)


def downgrade() -> None:
    for name in (*_FEW, "reporter"):
        op.drop_index(f"ix_case_record_{name}", "case_record")
