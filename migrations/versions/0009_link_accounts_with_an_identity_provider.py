"""Link accounts with an identity provider, and know which sessions began there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("account", sa.Column("oidc_subject", sa.String(length=512), nullable=True))
    op.create_index("uq_account_oidc_subject", "account", ["oidc_subject"], unique=True)
    op.add_column("session", sa.Column("by_oidc", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("session", "by_oidc")
    op.drop_index("uq_account_oidc_subject", table_name="account")
    op.drop_column("account", "oidc_subject")
