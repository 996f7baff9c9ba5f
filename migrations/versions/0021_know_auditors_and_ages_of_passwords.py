"""Know auditors, and when passwords were set.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_AUDITOR = "auditor"
_RIGHTS = ("view_wall", "view_audit")


def upgrade() -> None:
    op.add_column("account", sa.Column("password_set_us", sa.BigInteger(), nullable=True))
    rights = sa.table("role_right", sa.column("role"), sa.column("permission"), sa.column("reach"))
    op.bulk_insert(rights, [{"role": _AUDITOR, "permission": name, "reach": "all"} for name in _RIGHTS])


def downgrade() -> None:
    rights = sa.table("role_right", sa.column("role"))
    op.execute(sa.delete(rights).where(rights.c.role == _AUDITOR))
    op.drop_column("account", "password_set_us")
