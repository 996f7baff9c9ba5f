"""Know what is painted over in pictures of cameras, and who may see them unblurred.

Revision ID: 0042
Revises: 0041
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_PERMISSION = "see_clear_pictures"
_ROLES = ("operator", "dispatcher", "squad_leader")


def upgrade() -> None:
    op.create_table(
        "camera_mask",
        sa.Column("camera", sa.String(200), nullable=False),
        sa.Column("polygons", sa.Text(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("camera", name=op.f("pk_camera_mask")),
    )
    op.add_column("image", sa.Column("personal", sa.Text()))
    op.add_column("photo", sa.Column("personal", sa.Text()))
    rights = sa.table("role_right", sa.column("role"), sa.column("permission"), sa.column("reach"))
    op.bulk_insert(rights, [{"role": role, "permission": _PERMISSION, "reach": "all"} for role in _ROLES])


def downgrade() -> None:
    rights = sa.table("role_right", sa.column("permission"))
    op.execute(sa.delete(rights).where(rights.c.permission == _PERMISSION))
    op.drop_column("photo", "personal")
    op.drop_column("image", "personal")
    op.drop_table("camera_mask")
