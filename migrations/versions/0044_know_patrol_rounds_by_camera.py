"""Know patrol rounds by camera: plans, walks, looks, and who may walk and plan them.

Revision ID: 0044
Revises: 0043
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_MAY = {
    "walk_rounds": ("operator", "dispatcher", "administrator"),
    "edit_rounds": ("dispatcher", "administrator"),
}


def upgrade() -> None:
    op.create_table(
        "camera_round",
        sa.Column("round_key", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("ended_us", sa.BigInteger()),
        sa.PrimaryKeyConstraint("round_key", name=op.f("pk_camera_round")),
    )
    op.create_table(
        "camera_round_plan",
        sa.Column("plan_key", sa.Integer(), nullable=False),
        sa.Column("round_key", sa.Integer(), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger()),
        sa.Column("cameras", sa.Text(), nullable=False),
        sa.Column("weekdays", sa.String(7), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("window_min", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_key"], ["camera_round.round_key"], name=op.f("fk_camera_round_plan_round_key_camera_round")
        ),
        sa.PrimaryKeyConstraint("plan_key", name=op.f("pk_camera_round_plan")),
    )
    op.create_index(op.f("ix_camera_round_plan_round_key"), "camera_round_plan", ["round_key"])
    _create_walks()
    rights = sa.table("role_right", sa.column("role"), sa.column("permission"), sa.column("reach"))
    told = [
        {"role": role, "permission": permission, "reach": "all"} for permission, roles in _MAY.items() for role in roles
    ]
    op.bulk_insert(rights, told)


def _create_walks() -> None:
    op.create_table(
        "camera_walk",
        sa.Column("walk_key", sa.Integer(), nullable=False),
        sa.Column("round_key", sa.Integer(), nullable=False),
        sa.Column("planned_us", sa.BigInteger(), nullable=False),
        sa.Column("cameras", sa.Text(), nullable=False),
        sa.Column("begun_us", sa.BigInteger(), nullable=False),
        sa.Column("begun_by", sa.String(80), nullable=False),
        sa.Column("held_by", sa.String(80)),
        sa.Column("held_until_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger()),
        sa.Column("ended_by", sa.String(80)),
        sa.ForeignKeyConstraint(
            ["round_key"], ["camera_round.round_key"], name=op.f("fk_camera_walk_round_key_camera_round")
        ),
        sa.PrimaryKeyConstraint("walk_key", name=op.f("pk_camera_walk")),
        sa.UniqueConstraint("round_key", "planned_us", name=op.f("uq_camera_walk_round_key_planned_us")),
    )
    op.create_index(op.f("ix_camera_walk_planned_us"), "camera_walk", ["planned_us"])
    op.create_table(
        "camera_look",
        sa.Column("walk_key", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.String(80), nullable=False),
        sa.Column("looked_by", sa.String(80), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("result", sa.String(20), nullable=False),
        sa.Column("picture", sa.String(64)),
        sa.Column("case_key", sa.Integer()),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(
            ["walk_key"], ["camera_walk.walk_key"], name=op.f("fk_camera_look_walk_key_camera_walk")
        ),
        sa.ForeignKeyConstraint(
            ["case_key"], ["case_record.case_key"], name=op.f("fk_camera_look_case_key_case_record")
        ),
        sa.PrimaryKeyConstraint("walk_key", "position", name=op.f("pk_camera_look")),
    )
    op.create_index(op.f("ix_camera_look_at_us"), "camera_look", ["at_us"])
    op.create_index(op.f("ix_camera_look_case_key"), "camera_look", ["case_key"])


def downgrade() -> None:
    for name in ("camera_look", "camera_walk", "camera_round_plan", "camera_round"):
        op.drop_table(name)
    rights = sa.table("role_right", sa.column("permission"))
    op.execute(sa.delete(rights).where(rights.c.permission.in_(list(_MAY))))
