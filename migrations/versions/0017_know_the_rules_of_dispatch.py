"""Know the rules of dispatch, their versions, and what they decided.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_PERMISSION = "edit_dispatch_rules"
_ROLES = ("dispatcher", "administrator")


def upgrade() -> None:
    _create_rules()
    _create_decisions()
    rights = sa.table("role_right", sa.column("role"), sa.column("permission"), sa.column("reach"))
    op.bulk_insert(rights, [{"role": role, "permission": _PERMISSION, "reach": "all"} for role in _ROLES])


def downgrade() -> None:
    for name in ("case_decision", "dispatch_rule_version", "dispatch_rule"):
        op.drop_table(name)
    rights = sa.table("role_right", sa.column("permission"))
    op.execute(sa.delete(rights).where(rights.c.permission == _PERMISSION))


def _create_rules() -> None:
    op.create_table(
        "dispatch_rule",
        sa.Column("rule_key", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rule_key", name=op.f("pk_dispatch_rule")),
    )
    op.create_table(
        "dispatch_rule_version",
        sa.Column("rule_key", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_key"], ["dispatch_rule.rule_key"], name=op.f("fk_dispatch_rule_version_rule_key")
        ),
        sa.PrimaryKeyConstraint("rule_key", "version", name=op.f("pk_dispatch_rule_version")),
    )


def _create_decisions() -> None:
    op.create_table(
        "case_decision",
        sa.Column("decision_key", sa.Integer(), nullable=False),
        sa.Column("case_key", sa.Integer(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("rule_key", sa.Integer(), nullable=True),
        sa.Column("rule_version", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=40), server_default="", nullable=False),
        sa.Column("took_us", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["case_key"], ["case_record.case_key"], name=op.f("fk_case_decision_case_key")),
        sa.PrimaryKeyConstraint("decision_key", name=op.f("pk_case_decision")),
    )
    op.create_index(op.f("ix_case_decision_case_key"), "case_decision", ["case_key"], unique=False)
    op.create_index("ix_case_decision_outcome_at_us", "case_decision", ["outcome", "at_us"], unique=False)
