"""Links by which other departments answer for one case, and how often they are used."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table

from data_sources.db.tables._metadata import metadata

# Of the token only the digest is kept.
answer_link = Table(
    "answer_link",
    metadata,
    Column("link_key", Integer, primary_key=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("case_key", ForeignKey("case_record.case_key"), nullable=False, index=True),
    Column("department", String(40), nullable=False),
    Column("dispatches", Integer, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("created_by", String(80), nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Column("revoked_us", BigInteger),
    Column("answered_us", BigInteger),
    Column("answer", String(20), nullable=False, server_default=""),
)

# How often something was done in a while that ends; what is over is removed at the next count.
use_count = Table(
    "use_count",
    metadata,
    Column("use", String(120), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("until_us", BigInteger, nullable=False, index=True),
)
