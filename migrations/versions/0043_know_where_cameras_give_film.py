"""Know where cameras give film, and who may watch it.

Revision ID: 0043
Revises: 0042
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_ADDRESSES = ("mjpeg_url", "hls_url", "whep_url")
_PERMISSION = "watch_cameras"
_REACH = {
    "wall": "all",
    "operator": "all",
    "dispatcher": "all",
    "squad_leader": "area",
    "officer": "area",
    "manager": "all",
    "administrator": "all",
}


def upgrade() -> None:
    for name in _ADDRESSES:
        op.add_column("camera_access", sa.Column(name, sa.String(400), nullable=False, server_default=""))
    rights = sa.table("role_right", sa.column("role"), sa.column("permission"), sa.column("reach"))
    rows = [{"role": role, "permission": _PERMISSION, "reach": reach} for role, reach in _REACH.items()]
    op.bulk_insert(rights, rows)


def downgrade() -> None:
    rights = sa.table("role_right", sa.column("permission"))
    op.execute(sa.delete(rights).where(rights.c.permission == _PERMISSION))
    for name in reversed(_ADDRESSES):
        op.drop_column("camera_access", name)
