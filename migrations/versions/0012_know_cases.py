"""Know cases, their timelines and their pictures.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_EVERY = (
    "view_cases report_cases register_cases file_cases dispatch_cases handle_cases check_cases approve_cases"
    " supervise_cases force_close_cases"
)
_RIGHTS = (
    ("operator", "all", "view_cases report_cases register_cases"),
    ("dispatcher", "all", _EVERY),
    ("squad_leader", "area", "view_cases check_cases"),
    ("squad_leader", "squad", "handle_cases approve_cases"),
    ("squad_leader", "all", "report_cases"),
    ("officer", "squad", "view_cases"),
    ("officer", "own", "handle_cases check_cases"),
    ("officer", "all", "report_cases"),
    ("manager", "all", "view_cases approve_cases supervise_cases"),
    ("administrator", "all", _EVERY),
)


def upgrade() -> None:
    _create_records()
    _create_entries()
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
    for name in ("case_photo", "case_entry", "case_command", "case_record", "case_number"):
        op.drop_table(name)
    rights = sa.table("role_right", sa.column("permission"))
    op.execute(sa.delete(rights).where(rights.c.permission.in_(_EVERY.split())))


def _create_records() -> None:
    op.create_table(
        "case_number",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_case_number")),
    )
    op.create_table(
        "case_record",
        sa.Column("case_key", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("category_name", sa.String(length=120), nullable=False),
        sa.Column("condition", sa.String(length=120), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.String(length=200), server_default="", nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("area_key", sa.Integer(), nullable=True),
        sa.Column("line_key", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("reporter", sa.String(length=80), nullable=False),
        sa.Column("asset_key", sa.Integer(), nullable=True),
        sa.Column("alarm_key", sa.Integer(), nullable=True),
        sa.Column("camera_event_key", sa.Integer(), nullable=True),
        sa.Column("squad", sa.String(length=40), nullable=True),
        sa.Column("second_squad", sa.String(length=40), nullable=True),
        sa.Column("department", sa.String(length=40), nullable=True),
        sa.Column("assignee", sa.String(length=40), nullable=True),
        sa.Column("checker", sa.String(length=40), nullable=True),
        sa.Column("last_unit", sa.String(length=40), server_default="", nullable=False),
        sa.Column("flags", sa.String(length=80), server_default="", nullable=False),
        sa.Column("reported_us", sa.BigInteger(), nullable=False),
        sa.Column("registered_us", sa.BigInteger(), nullable=True),
        sa.Column("filed_us", sa.BigInteger(), nullable=True),
        sa.Column("dispatched_us", sa.BigInteger(), nullable=True),
        sa.Column("accepted_us", sa.BigInteger(), nullable=True),
        sa.Column("departed_us", sa.BigInteger(), nullable=True),
        sa.Column("arrived_us", sa.BigInteger(), nullable=True),
        sa.Column("handled_us", sa.BigInteger(), nullable=True),
        sa.Column("checked_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("dispatches", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("reworks", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("returns", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("extensions", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("suspensions", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("unit_count", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=True),
        sa.Column("yellow_us", sa.BigInteger(), nullable=True),
        sa.Column("step_due_us", sa.BigInteger(), nullable=True),
        sa.Column("step_yellow_us", sa.BigInteger(), nullable=True),
        sa.Column("paused_since_us", sa.BigInteger(), nullable=True),
        sa.Column("paused_us", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("provisional", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("frozen", sa.Text(), server_default="{}", nullable=False),
        sa.Column("pending", sa.Text(), nullable=True),
        sa.Column("on_time", sa.Boolean(), nullable=True),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("merged_from", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["alarm_key"], ["alarm.alarm_key"], name=op.f("fk_case_record_alarm_key")),
        sa.ForeignKeyConstraint(["area_key"], ["area.area_key"], name=op.f("fk_case_record_area_key")),
        sa.ForeignKeyConstraint(["asset_key"], ["asset.asset_key"], name=op.f("fk_case_record_asset_key")),
        sa.ForeignKeyConstraint(
            ["camera_event_key"], ["camera_event.camera_event_key"], name=op.f("fk_case_record_camera_event_key")
        ),
        sa.ForeignKeyConstraint(["line_key"], ["area.area_key"], name=op.f("fk_case_record_line_key")),
        sa.ForeignKeyConstraint(["merged_into"], ["case_record.case_key"], name=op.f("fk_case_record_merged_into")),
        sa.PrimaryKeyConstraint("case_key", name=op.f("pk_case_record")),
        sa.UniqueConstraint("number", name=op.f("uq_case_record_number")),
    )
    op.create_index(op.f("ix_case_record_alarm_key"), "case_record", ["alarm_key"], unique=False)
    op.create_index("ix_case_record_area_key_reported_us", "case_record", ["area_key", "reported_us"], unique=False)
    op.create_index(op.f("ix_case_record_asset_key"), "case_record", ["asset_key"], unique=False)
    op.create_index("ix_case_record_assignee", "case_record", ["assignee"], unique=False)
    op.create_index(op.f("ix_case_record_camera_event_key"), "case_record", ["camera_event_key"], unique=False)
    op.create_index("ix_case_record_category_reported_us", "case_record", ["category", "reported_us"], unique=False)
    op.create_index("ix_case_record_department_reported_us", "case_record", ["department", "reported_us"], unique=False)
    op.create_index(op.f("ix_case_record_line_key"), "case_record", ["line_key"], unique=False)
    op.create_index(op.f("ix_case_record_merged_into"), "case_record", ["merged_into"], unique=False)
    op.create_index(
        "ix_case_record_open_due",
        "case_record",
        ["due_us"],
        unique=False,
        sqlite_where=sa.text("ended_us IS NULL"),
        postgresql_where=sa.text("ended_us IS NULL"),
    )
    op.create_index(
        "ix_case_record_open_step_due",
        "case_record",
        ["step_due_us"],
        unique=False,
        sqlite_where=sa.text("ended_us IS NULL"),
        postgresql_where=sa.text("ended_us IS NULL"),
    )
    op.create_index("ix_case_record_reported_us", "case_record", ["reported_us"], unique=False)
    op.create_index("ix_case_record_source_reported_us", "case_record", ["source", "reported_us"], unique=False)
    op.create_index("ix_case_record_squad_reported_us", "case_record", ["squad", "reported_us"], unique=False)
    op.create_index("ix_case_record_state_reported_us", "case_record", ["state", "reported_us"], unique=False)


def _create_entries() -> None:
    op.create_table(
        "case_command",
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("idempotency_key", sa.String(length=80), nullable=False),
        sa.Column("case_key", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_key"], ["case_record.case_key"], name=op.f("fk_case_command_case_key")),
        sa.PrimaryKeyConstraint("actor", "idempotency_key", name=op.f("pk_case_command")),
    )
    op.create_index(op.f("ix_case_command_at_us"), "case_command", ["at_us"], unique=False)
    op.create_table(
        "case_entry",
        sa.Column("entry_key", sa.Integer(), nullable=False),
        sa.Column("case_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=True),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("data", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["case_key"], ["case_record.case_key"], name=op.f("fk_case_entry_case_key")),
        sa.PrimaryKeyConstraint("entry_key", name=op.f("pk_case_entry")),
    )
    op.create_index(op.f("ix_case_entry_case_key"), "case_entry", ["case_key"], unique=False)
    op.create_table(
        "case_photo",
        sa.Column("case_key", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("added_us", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["case_key"], ["case_record.case_key"], name=op.f("fk_case_photo_case_key")),
        sa.PrimaryKeyConstraint("case_key", "digest", name=op.f("pk_case_photo")),
    )
    op.create_index("ix_case_photo_digest", "case_photo", ["digest"], unique=False)
