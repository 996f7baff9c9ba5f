"""Tie alarms and camera events to cases, and know by which rules an alarm becomes a case by itself.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_RULES = (
    ("manhole.cover", "major", "B0103", ""),
    ("manhole.tilt", "critical", "B0103", ""),
    ("road_water.depth", "critical", "0406", "内涝积水"),
)
"""Urgent covers and red water; the codes are those of the catalogue that a new installation brings along."""


def upgrade() -> None:
    _create_links()
    rules = op.create_table(
        "case_rule",
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("condition", sa.String(length=120), server_default="", nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("most_an_hour", sa.Integer(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("rule", name=op.f("pk_case_rule")),
    )
    op.bulk_insert(
        rules,
        [
            {
                "rule": rule,
                "severity": severity,
                "category": category,
                "condition": condition,
                "is_urgent": True,
                "is_enabled": True,
                "since_us": 0,
                "most_an_hour": 60,
                "updated_us": 0,
                "updated_by": "system",
            }
            for rule, severity, category, condition in _RULES
        ],
    )


def _create_links() -> None:
    op.create_table(
        "case_alarm",
        sa.Column("alarm_key", sa.Integer(), nullable=False),
        sa.Column("case_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["alarm_key"], ["alarm.alarm_key"], name=op.f("fk_case_alarm_alarm_key")),
        sa.ForeignKeyConstraint(["case_key"], ["case_record.case_key"], name=op.f("fk_case_alarm_case_key")),
        sa.PrimaryKeyConstraint("alarm_key", name=op.f("pk_case_alarm")),
    )
    op.create_index(op.f("ix_case_alarm_case_key"), "case_alarm", ["case_key"])
    op.create_index("ix_case_alarm_rule_at_us", "case_alarm", ["rule", "at_us"])
    op.create_table(
        "case_camera_event",
        sa.Column("camera_event_key", sa.Integer(), nullable=False),
        sa.Column("case_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["camera_event_key"],
            ["camera_event.camera_event_key"],
            name=op.f("fk_case_camera_event_camera_event_key"),
        ),
        sa.ForeignKeyConstraint(["case_key"], ["case_record.case_key"], name=op.f("fk_case_camera_event_case_key")),
        sa.PrimaryKeyConstraint("camera_event_key", name=op.f("pk_case_camera_event")),
    )
    op.create_index(op.f("ix_case_camera_event_case_key"), "case_camera_event", ["case_key"])


def downgrade() -> None:
    for name in ("case_rule", "case_camera_event", "case_alarm"):
        op.drop_table(name)
