"""Know webhooks and their outbox.

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_PERMISSION = "manage_exchange"


def upgrade() -> None:
    """Subscriptions, deliveries, and the right to them."""
    _create_webhook()
    _create_deliveries()
    rights = sa.table("role_right", sa.column("role"), sa.column("permission"), sa.column("reach"))
    op.bulk_insert(rights, [{"role": "administrator", "permission": _PERMISSION, "reach": "all"}])


def downgrade() -> None:
    """Without them."""
    op.drop_table("webhook_delivery")
    op.drop_table("webhook")
    rights = sa.table("role_right", sa.column("permission"))
    op.execute(sa.delete(rights).where(rights.c.permission == _PERMISSION))


def _create_webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("webhook_key", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("kinds", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=True),
        sa.Column("area", sa.String(length=40), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("with_words", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("old_secret", sa.Text(), nullable=True),
        sa.Column("old_secret_until_us", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hold_until_us", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("fault", sa.String(length=20), server_default="", nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=True),
        sa.Column("delivered", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("given_up", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("webhook_key", name=op.f("pk_webhook")),
    )


def _create_deliveries() -> None:
    op.create_table(
        "webhook_delivery",
        sa.Column("delivery_key", sa.Integer(), nullable=False),
        sa.Column("webhook_key", sa.Integer(), nullable=False),
        sa.Column("entry_key", sa.Integer(), nullable=False),
        sa.Column("case_key", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("next_us", sa.BigInteger(), nullable=False),
        sa.Column("done_us", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("fault", sa.String(length=20), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_key"], ["webhook.webhook_key"], name=op.f("fk_webhook_delivery_webhook_key_webhook")
        ),
        sa.ForeignKeyConstraint(
            ["entry_key"], ["case_entry.entry_key"], name=op.f("fk_webhook_delivery_entry_key_case_entry")
        ),
        sa.PrimaryKeyConstraint("delivery_key", name=op.f("pk_webhook_delivery")),
        sa.UniqueConstraint("webhook_key", "entry_key", name=op.f("uq_webhook_delivery_webhook_key_entry_key")),
    )
    op.create_index("ix_webhook_delivery_created_us", "webhook_delivery", ["created_us"])
    waiting = sa.text("state = 'waiting'")
    for name, columns in (
        ("ix_webhook_delivery_waiting", ["webhook_key", "entry_key", "next_us"]),
        ("ix_webhook_delivery_waiting_case", ["webhook_key", "case_key", "entry_key"]),
    ):
        op.create_index(name, "webhook_delivery", columns, sqlite_where=waiting, postgresql_where=waiting)
