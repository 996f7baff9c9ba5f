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

audit = Table(
    "audit",
    metadata,
    Column("audit_key", Integer, primary_key=True),
    Column("at_us", BigInteger, nullable=False, index=True),
    Column("actor", String(80), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", Text, nullable=False, server_default="{}"),
)

# How often what each feed stands for has changed.
feed = Table(
    "feed",
    metadata,
    Column("key", String(40), primary_key=True),  # Feed
    Column("revision", BigInteger, nullable=False),
)
