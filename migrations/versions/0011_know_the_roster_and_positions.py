"""Know the roster, who signed in, and where people on duty are.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_RIGHTS = (
    ("operator", "all", "view_duty view_duty_figures"),
    ("dispatcher", "all", "view_duty view_duty_figures edit_roster inspect"),
    ("squad_leader", "squad", "view_duty view_duty_figures edit_roster inspect"),
    ("squad_leader", "own", "share_position"),
    ("officer", "own", "view_duty share_position"),
    ("manager", "all", "view_duty_figures"),
    ("administrator", "all", "view_duty view_duty_figures edit_roster inspect"),
)
_PERMISSIONS = ("view_duty", "view_duty_figures", "edit_roster", "share_position", "inspect")


def upgrade() -> None:
    _create_roster()
    _create_attendance()
    _create_positions()
    rights = sa.table("role_right", sa.column("role"), sa.column("permission"), sa.column("reach"))
    op.bulk_insert(
        rights,
        [
            {"role": role, "permission": permission, "reach": reach}
            for role, reach, permissions in _RIGHTS
            for permission in permissions.split()
        ],
    )


def downgrade() -> None:
    op.drop_table("inspection")
    op.drop_table("line_coverage")
    for name in ("person_track", "person_position", "position_source", "attendance", "need", "absence", "roster_entry"):
        op.drop_table(name)
    op.drop_table("shift")
    rights = sa.table("role_right", sa.column("permission"))
    op.execute(sa.delete(rights).where(rights.c.permission.in_(_PERMISSIONS)))


def _key(name: str, table: str) -> sa.ForeignKeyConstraint:
    column = f"{table}_key"
    return sa.ForeignKeyConstraint([column], [f"{table}.{column}"], name=op.f(f"fk_{name}_{column}"))


def _create_roster() -> None:
    op.create_table(
        "shift",
        sa.Column("shift_key", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("starts_min", sa.Integer(), nullable=False),
        sa.Column("ends_min", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("shift_key", name=op.f("pk_shift")),
        sa.UniqueConstraint("code", name=op.f("uq_shift_code")),
    )
    op.create_table(
        "roster_entry",
        sa.Column("roster_entry_key", sa.Integer(), nullable=False),
        sa.Column("person_key", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("shift_key", sa.Integer(), nullable=False),
        sa.Column("area_key", sa.Integer(), nullable=True),
        *(_key("roster_entry", table) for table in ("person", "shift", "area")),
        sa.PrimaryKeyConstraint("roster_entry_key", name=op.f("pk_roster_entry")),
        sa.UniqueConstraint("person_key", "day", "shift_key", name=op.f("uq_roster_entry_person_key_day_shift_key")),
    )
    op.create_index(op.f("ix_roster_entry_day"), "roster_entry", ["day"], unique=False)
    op.create_table(
        "absence",
        sa.Column("absence_key", sa.Integer(), nullable=False),
        sa.Column("person_key", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.String(length=10), nullable=False),
        sa.Column("until_day", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        _key("absence", "person"),
        sa.PrimaryKeyConstraint("absence_key", name=op.f("pk_absence")),
        sa.UniqueConstraint("person_key", "from_day", name=op.f("uq_absence_person_key_from_day")),
    )
    op.create_index(op.f("ix_absence_until_day"), "absence", ["until_day"], unique=False)
    op.create_table(
        "need",
        sa.Column("squad_key", sa.Integer(), nullable=False),
        sa.Column("shift_key", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        *(_key("need", table) for table in ("squad", "shift")),
        sa.PrimaryKeyConstraint("squad_key", "shift_key", name=op.f("pk_need")),
    )


def _create_attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("attendance_key", sa.Integer(), nullable=False),
        sa.Column("person_key", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("shift_key", sa.Integer(), nullable=True),
        sa.Column("signed_in_us", sa.BigInteger(), nullable=False),
        sa.Column("signed_out_us", sa.BigInteger(), nullable=True),
        sa.Column("means", sa.String(length=20), nullable=False),
        *(_key("attendance", table) for table in ("person", "shift")),
        sa.PrimaryKeyConstraint("attendance_key", name=op.f("pk_attendance")),
    )
    op.create_index(op.f("ix_attendance_day"), "attendance", ["day"], unique=False)
    op.create_index("ix_attendance_person_key_signed_in_us", "attendance", ["person_key", "signed_in_us"], unique=False)


def _create_positions() -> None:
    op.create_table(
        "position_source",
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("person_key", sa.Integer(), nullable=False),
        _key("position_source", "person"),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_position_source")),
    )
    op.create_index(op.f("ix_position_source_person_key"), "position_source", ["person_key"], unique=False)
    op.create_table(
        "person_position",
        sa.Column("person_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("received_us", sa.BigInteger(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("speed_mps", sa.Double(), nullable=True),
        sa.Column("heading_deg", sa.Double(), nullable=True),
        sa.Column("battery_pct", sa.Double(), nullable=True),
        sa.Column("still_lon", sa.Double(), nullable=False),
        sa.Column("still_lat", sa.Double(), nullable=False),
        sa.Column("still_since_us", sa.BigInteger(), nullable=False),
        sa.Column("outside_m", sa.Double(), server_default="0", nullable=False),
        _key("person_position", "person"),
        sa.PrimaryKeyConstraint("person_key", name=op.f("pk_person_position")),
    )
    op.create_table(
        "person_track",
        sa.Column("person_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("speed_mps", sa.Double(), nullable=True),
        _key("person_track", "person"),
        sa.PrimaryKeyConstraint("person_key", "at_us", name=op.f("pk_person_track")),
    )
    op.create_index("ix_person_track_at_us", "person_track", ["at_us"], unique=False)
    op.create_table(
        "line_coverage",
        sa.Column("area_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("length_m", sa.Double(), nullable=False),
        sa.Column("walked_m", sa.Double(), nullable=False),
        sa.Column("last_passed_us", sa.BigInteger(), nullable=True),
        _key("line_coverage", "area"),
        sa.PrimaryKeyConstraint("area_key", name=op.f("pk_line_coverage")),
    )
    op.create_table(
        "inspection",
        sa.Column("inspection_key", sa.Integer(), nullable=False),
        sa.Column("person_key", sa.Integer(), nullable=False),
        sa.Column("inspector", sa.String(length=80), nullable=False),
        sa.Column("squad", sa.String(length=40), nullable=True),
        sa.Column("picked_us", sa.BigInteger(), nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("picked_before", sa.Integer(), nullable=False),
        sa.Column("chance", sa.Double(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        _key("inspection", "person"),
        sa.PrimaryKeyConstraint("inspection_key", name=op.f("pk_inspection")),
    )
    op.create_index(op.f("ix_inspection_person_key"), "inspection", ["person_key"], unique=False)
    op.create_index(op.f("ix_inspection_picked_us"), "inspection", ["picked_us"], unique=False)
