"""Gate what cameras see: rules before the queue, places where it is allowed, permits, filing by itself.

Revision ID: 0041
Revises: 0040
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_IS_DUE = sa.text("due_us IS NOT NULL")
_ALWAYS = '{"weekdays":[],"from_min":null,"until_min":null}'
_DAY_S = 86_400
_PROPOSED = (
    ("", 0.4, 0, 600),
    ("0102", 0.4, 600, 600),
    ("0103", 0.4, 900, 600),
    ("0201", 0.4, 0, _DAY_S),
    ("0202", 0.4, 0, _DAY_S),
    ("0203", 0.4, 0, _DAY_S),
    ("0115", 0.4, 0, 600),
    ("0501", 0.4, 180, 600),
    ("0504", 0.4, 300, 600),
    ("0505", 0.4, 180, 600),
    ("0507", 0.4, 900, 600),
    ("0511", 0.4, 900, 600),
)
"""What practice asks for, by category: score, dwell (s) and cool-down (s). Off until somebody switches them on."""


def upgrade() -> None:
    with op.batch_alter_table("camera_event") as table:
        table.add_column(sa.Column("held_by", sa.String(80)))
        table.add_column(sa.Column("due_us", sa.BigInteger()))
    op.create_index("ix_camera_event_due", "camera_event", ["due_us"], sqlite_where=_IS_DUE, postgresql_where=_IS_DUE)
    gates = op.create_table(
        "camera_gate",
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("camera", sa.String(80), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("least_score", sa.Double(), nullable=False),
        sa.Column("dwell_s", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("merge_gap_s", sa.Integer(), nullable=False),
        sa.Column("zones_apart", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        *_changed(),
        sa.PrimaryKeyConstraint("category", "camera", name=op.f("pk_camera_gate")),
    )
    op.bulk_insert(gates, [_gate(*each) for each in _PROPOSED])
    _create_allowances()
    op.create_table(
        "camera_filing",
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("least_precision", sa.Double(), nullable=False),
        sa.Column("condition", sa.String(120), nullable=False, server_default=""),
        sa.Column("most_an_hour", sa.Integer(), nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger()),
        sa.Column("ended_with", sa.Text()),
        *_changed(),
        sa.PrimaryKeyConstraint("category", name=op.f("pk_camera_filing")),
    )


def _create_allowances() -> None:
    op.create_table(
        "allowance",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("number", sa.String(80), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("geometry", sa.Text()),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.Column("radius_m", sa.Double()),
        sa.Column("cameras", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("categories", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer()),
        sa.Column("season_from", sa.Integer(), nullable=False),
        sa.Column("season_until", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.String(10)),
        sa.Column("until_day", sa.String(10)),
        sa.Column("holder", sa.String(20)),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "number", name=op.f("pk_allowance")),
    )


def _changed() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", sa.String(80), nullable=False),
    )


def _gate(category: str, least_score: float, dwell_s: int, merge_gap_s: int) -> dict[str, object]:
    return {
        "category": category,
        "camera": "",
        "is_on": False,
        "least_score": least_score,
        "dwell_s": dwell_s,
        "hours": _ALWAYS,
        "merge_gap_s": merge_gap_s,
        "zones_apart": False,
        "version": 1,
        "updated_us": 0,
        "updated_by": "system",
    }


def downgrade() -> None:
    for name in ("camera_filing", "allowance", "camera_gate"):
        op.drop_table(name)
    op.drop_index("ix_camera_event_due", "camera_event")
    with op.batch_alter_table("camera_event") as table:
        for name in ("due_us", "held_by"):
            table.drop_column(name)
