"""Subscriptions of other systems, and the outbox of what is delivered to them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql

from data_sources.db.tables._metadata import metadata

_WAITING = sql("state = 'waiting'")

webhook = Table(
    "webhook",
    metadata,
    Column("webhook_key", Integer, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("url", String(500), nullable=False),
    Column("state", String(20), nullable=False),  # WebhookState
    Column("kinds", String(200), nullable=False),  # EntryKinds between blanks
    Column("department", String(40)),
    Column("area", String(40)),
    Column("category", String(40)),
    Column("with_words", Boolean, nullable=False),
    Column("secret", Text, nullable=False),  # sealed
    Column("old_secret", Text),
    Column("old_secret_until_us", BigInteger, nullable=False, server_default="0"),
    Column("since_us", BigInteger, nullable=False),
    Column("created_by", String(80), nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("hold_until_us", BigInteger, nullable=False, server_default="0"),
    Column("status", SmallInteger),
    Column("fault", String(20), nullable=False, server_default=""),
    Column("at_us", BigInteger),
    Column("delivered", Integer, nullable=False, server_default="0"),
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("given_up", Integer, nullable=False, server_default="0"),
)

webhook_delivery = Table(
    "webhook_delivery",
    metadata,
    Column("delivery_key", Integer, primary_key=True),
    Column("webhook_key", ForeignKey("webhook.webhook_key"), nullable=False),
    Column("entry_key", ForeignKey("case_entry.entry_key"), nullable=False),
    Column("case_key", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(20), nullable=False),  # DeliveryState
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("created_us", BigInteger, nullable=False),
    Column("next_us", BigInteger, nullable=False),
    Column("done_us", BigInteger),
    Column("status", SmallInteger),
    Column("fault", String(20), nullable=False, server_default=""),
    UniqueConstraint("webhook_key", "entry_key"),
    Index("ix_webhook_delivery_created_us", "created_us"),
    Index(
        "ix_webhook_delivery_waiting",
        *("webhook_key", "entry_key", "next_us"),
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    ),
    Index(
        "ix_webhook_delivery_waiting_case",
        *("webhook_key", "case_key", "entry_key"),
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    ),
)
