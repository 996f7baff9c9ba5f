"""Warn of clocks once, end suspensions, and find cases by their place.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_OPEN = "ended_us IS NULL"
_INDEXES = (
    ("ix_case_record_open_yellow", "yellow_us", _OPEN),
    ("ix_case_record_open_step_yellow", "step_yellow_us", _OPEN),
    ("ix_case_record_open_paused", "paused_until_us", f"{_OPEN} AND paused_since_us IS NOT NULL"),
    ("ix_case_record_open_provisional", "provisional_by", f"{_OPEN} AND provisional_by IS NOT NULL"),
)


def upgrade() -> None:
    op.add_column("case_record", sa.Column("paused_until_us", sa.BigInteger(), nullable=True))
    op.add_column("case_record", sa.Column("provisional_by", sa.String(length=40), nullable=True))
    for name, column, condition in _INDEXES:
        where = sa.text(condition)
        op.create_index(name, "case_record", [column], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_case_record_category_lat", "case_record", ["category", "lat"])
    op.create_table(
        "case_warning",
        sa.Column("case_key", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(length=10), nullable=False),
        sa.Column("lamp", sa.String(length=10), nullable=False),
        sa.Column("run", sa.BigInteger(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_key"], ["case_record.case_key"], name=op.f("fk_case_warning_case_key")),
        sa.PrimaryKeyConstraint("case_key", "clock", "lamp", "run", name=op.f("pk_case_warning")),
    )


def downgrade() -> None:
    op.drop_table("case_warning")
    op.drop_index("ix_case_record_category_lat", table_name="case_record")
    for name, _, _ in _INDEXES:
        op.drop_index(name, table_name="case_record")
    op.drop_column("case_record", "provisional_by")
    op.drop_column("case_record", "paused_until_us")
