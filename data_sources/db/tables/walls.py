"""The screens of the command centre, browsers that wait to be paired, what was directed."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from data_sources.db.tables._metadata import metadata

# Screens of the command centre. Of the browser's secret only the digest is kept.
wall_screen = Table(
    "wall_screen",
    metadata,
    Column("screen_key", Integer, primary_key=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("name", String(30), nullable=False),
    Column("place", String(60), nullable=False),
    Column("paired_us", BigInteger, nullable=False),
    Column("paired_by", String(80), nullable=False),
    Column("revoked_us", BigInteger),
    Column("seen_us", BigInteger),
    Column("booted_us", BigInteger),  # when the present page was first heard of
    Column("twin_us", BigInteger),  # when a second page last spoke with the same token
    Column("beat", Text),  # JSON object: the last heartbeat
    Column("error", Text),
    Column("error_us", BigInteger),
    Column("reload_us", BigInteger),
    Column("reload_why", String(200)),
)

Index(
    "uq_wall_screen_name",
    wall_screen.c.name,
    unique=True,
    sqlite_where=wall_screen.c.revoked_us.is_(None),
    postgresql_where=wall_screen.c.revoked_us.is_(None),
)

# Browsers that show a code and wait to be confirmed at the desk.
wall_pairing = Table(
    "wall_pairing",
    metadata,
    Column("secret_digest", String(64), primary_key=True),
    Column("code", String(6), nullable=False, unique=True),
    Column("expires_us", BigInteger, nullable=False, index=True),
    Column("address", String(64), nullable=False, server_default=""),  # the network address that asked
)

# What the desk directed last, for all screens (screen_key 0) and for each.
wall_direction = Table(
    "wall_direction",
    metadata,
    Column("screen_key", Integer, primary_key=True, autoincrement=False),
    Column("orders", Text, nullable=False),  # JSON object: field to [revision, value]
)
