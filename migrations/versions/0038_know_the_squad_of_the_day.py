"""Know of which squad somebody was before, so that past days count for it.

Revision ID: 0038
Revises: 0037
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_squad",
        sa.Column("person_key", sa.Integer(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.Column("squad_key", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_key"], ["person.person_key"], name=op.f("fk_former_squad_person_key_person")),
        sa.ForeignKeyConstraint(["squad_key"], ["squad.squad_key"], name=op.f("fk_former_squad_squad_key_squad")),
        sa.PrimaryKeyConstraint("person_key", "until_us", name=op.f("pk_former_squad")),
    )


def downgrade() -> None:
    op.drop_table("former_squad")
