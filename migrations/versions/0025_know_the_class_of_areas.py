"""Know the class of areas.

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("area", sa.Column("area_class", sa.String(1)))


def downgrade() -> None:
    op.drop_column("area", "area_class")
