"""Know people, squads and departments; titles of duties become responsibilities that nobody holds yet.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_HOLDER = (
    "(title IS NOT NULL AND person_key IS NULL AND post IS NULL AND squad_key IS NULL)"
    " OR (title IS NULL AND person_key IS NOT NULL AND post IS NULL AND squad_key IS NULL)"
    " OR (title IS NULL AND person_key IS NULL AND post IS NOT NULL AND squad_key IS NOT NULL)"
)


def upgrade() -> None:
    with op.batch_alter_table("squad") as table:
        table.add_column(sa.Column("kind", sa.String(length=20), server_default="area", nullable=False))
    _create_department()
    _create_person()
    _create_responsibility()
    op.execute(
        "INSERT INTO responsibility (area_key, role, title) SELECT area_key, role, title FROM duty ORDER BY duty_key"
    )
    op.drop_index("ix_duty_area_key", table_name="duty")
    op.drop_table("duty")


def _create_department() -> None:
    op.create_table(
        "department",
        sa.Column("department_key", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("parent_key", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["parent_key"], ["department.department_key"], name=op.f("fk_department_parent_key")),
        sa.PrimaryKeyConstraint("department_key", name=op.f("pk_department")),
        sa.UniqueConstraint("code", name=op.f("uq_department_code")),
    )
    op.create_index(op.f("ix_department_parent_key"), "department", ["parent_key"], unique=False)


def _create_person() -> None:
    op.create_table(
        "person",
        sa.Column("person_key", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("photo_digest", sa.String(length=64), nullable=True),
        sa.Column("squad_key", sa.Integer(), nullable=True),
        sa.Column("department_key", sa.Integer(), nullable=True),
        sa.Column("post", sa.String(length=40), nullable=False),
        sa.Column("skills", sa.Text(), server_default="[]", nullable=False),
        sa.Column("staff", sa.String(length=20), nullable=False),
        sa.Column("left_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["squad_key"], ["squad.squad_key"], name=op.f("fk_person_squad_key")),
        sa.ForeignKeyConstraint(
            ["department_key"], ["department.department_key"], name=op.f("fk_person_department_key")
        ),
        sa.PrimaryKeyConstraint("person_key", name=op.f("pk_person")),
        sa.UniqueConstraint("number", name=op.f("uq_person_number")),
    )
    for column in ("squad_key", "department_key", "post"):
        op.create_index(op.f(f"ix_person_{column}"), "person", [column], unique=False)


def _create_responsibility() -> None:
    op.create_table(
        "responsibility",
        sa.Column("responsibility_key", sa.Integer(), nullable=False),
        sa.Column("area_key", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("person_key", sa.Integer(), nullable=True),
        sa.Column("post", sa.String(length=40), nullable=True),
        sa.Column("squad_key", sa.Integer(), nullable=True),
        sa.CheckConstraint(_HOLDER, name=op.f("ck_responsibility_holder")),
        sa.ForeignKeyConstraint(["area_key"], ["area.area_key"], name=op.f("fk_responsibility_area_key")),
        sa.ForeignKeyConstraint(["person_key"], ["person.person_key"], name=op.f("fk_responsibility_person_key")),
        sa.ForeignKeyConstraint(["squad_key"], ["squad.squad_key"], name=op.f("fk_responsibility_squad_key")),
        sa.PrimaryKeyConstraint("responsibility_key", name=op.f("pk_responsibility")),
    )
    for column in ("area_key", "person_key", "squad_key"):
        op.create_index(op.f(f"ix_responsibility_{column}"), "responsibility", [column], unique=False)


def downgrade() -> None:
    op.create_table(
        "duty",
        sa.Column("duty_key", sa.Integer(), nullable=False),
        sa.Column("area_key", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["area_key"], ["area.area_key"], name=op.f("fk_duty_area_key")),
        sa.PrimaryKeyConstraint("duty_key", name=op.f("pk_duty")),
    )
    op.create_index("ix_duty_area_key", "duty", ["area_key"], unique=False)
    op.execute(
        "INSERT INTO duty (area_key, title, role) SELECT area_key, title, role FROM responsibility"
        " WHERE title IS NOT NULL ORDER BY responsibility_key"
    )
    for table in ("responsibility", "person", "department"):
        op.drop_table(table)
    with op.batch_alter_table("squad") as batch:
        batch.drop_column("kind")
