"""What the processes agree upon: leases, the audit log, revisions of the feeds."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from data_sources.db.tables._metadata import metadata

lease = Table(
    "lease",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("holder", String(120), nullable=False),
    Column("until_us", BigInteger, nullable=False),
)

# A chain: each digest covers the one before (dashboard/domain/audit.py). Triggers refuse to change or remove rows.
audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at_us", BigInteger, nullable=False, index=True),
    Column("actor", String(80), nullable=False, index=True),
    Column("means", String(20), nullable=False),  # Means
    Column("address", String(64), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", Text, nullable=False),  # JSON object
    Column("digest", String(64), nullable=False),
)

# Where the chain stands; its one row is locked by whoever adds to it.
audit_head = Table(
    "audit_head",
    metadata,
    Column("head_key", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
)

# How often what each feed stands for has changed.
feed = Table(
    "feed",
    metadata,
    Column("key", String(40), primary_key=True),  # Feed
    Column("revision", BigInteger, nullable=False),
)
