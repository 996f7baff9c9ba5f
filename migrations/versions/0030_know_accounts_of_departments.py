"""Know accounts and tokens of other departments.

Revision ID: 0030
Revises: 0029
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_ROLE = "department"
_RIGHTS = ("view_cases", "handle_cases")
_TABLES = ("account", "api_token")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("department", sa.String(length=40), nullable=True))
    rights = sa.table("role_right", sa.column("role"), sa.column("permission"), sa.column("reach"))
    op.bulk_insert(rights, [{"role": _ROLE, "permission": name, "reach": _ROLE} for name in _RIGHTS])


def downgrade() -> None:
    rights = sa.table("role_right", sa.column("role"))
    op.execute(sa.delete(rights).where(rights.c.role == _ROLE))
    for table in _TABLES:
        op.drop_column(table, "department")
