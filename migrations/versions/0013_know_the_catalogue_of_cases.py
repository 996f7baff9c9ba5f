"""Know what cases are about, with the limits of each category and step.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_PERMISSION = "manage_catalogue"
_ROLES = ("dispatcher", "administrator")


def upgrade() -> None:
    _create_versions()
    _create_categories()
    rights = sa.table("role_right", sa.column("role"), sa.column("permission"), sa.column("reach"))
    op.bulk_insert(rights, [{"role": role, "permission": _PERMISSION, "reach": "all"} for role in _ROLES])


def downgrade() -> None:
    for name in ("step_limit", "category_standard", "category", "catalogue"):
        op.drop_table(name)
    rights = sa.table("role_right", sa.column("permission"))
    op.execute(sa.delete(rights).where(rights.c.permission == _PERMISSION))


def _key(name: str, table: str) -> sa.ForeignKeyConstraint:
    column = f"{table}_key"
    return sa.ForeignKeyConstraint([column], [f"{table}.{column}"], name=op.f(f"fk_{name}_{column}"))


def _create_versions() -> None:
    op.create_table(
        "catalogue",
        sa.Column("catalogue_key", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.String(length=10), nullable=False),
        sa.Column("valid_until", sa.String(length=10), nullable=True),
        sa.Column("imported_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("catalogue_key", name=op.f("pk_catalogue")),
    )
    op.create_table(
        "step_limit",
        sa.Column("catalogue_key", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("limit_type", sa.String(length=20), nullable=False),
        _key("step_limit", "catalogue"),
        sa.PrimaryKeyConstraint("catalogue_key", "step", name=op.f("pk_step_limit")),
    )


def _create_categories() -> None:
    op.create_table(
        "category",
        sa.Column("category_key", sa.Integer(), nullable=False),
        sa.Column("catalogue_key", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        _key("category", "catalogue"),
        sa.PrimaryKeyConstraint("category_key", name=op.f("pk_category")),
        sa.UniqueConstraint("catalogue_key", "code", name=op.f("uq_category_catalogue_key_code")),
    )
    op.create_table(
        "category_standard",
        sa.Column("category_standard_key", sa.Integer(), nullable=False),
        sa.Column("category_key", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(length=200), nullable=False),
        sa.Column("area_class", sa.String(length=1), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("limit_type", sa.String(length=20), nullable=False),
        sa.Column("filing", sa.Text(), nullable=False),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        _key("category_standard", "category"),
        sa.PrimaryKeyConstraint("category_standard_key", name=op.f("pk_category_standard")),
        sa.UniqueConstraint(
            "category_key",
            "condition",
            "area_class",
            name=op.f("uq_category_standard_category_key_condition_area_class"),
        ),
    )
