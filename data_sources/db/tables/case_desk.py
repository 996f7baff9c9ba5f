"""What is kept for those who work with cases. `told` is a JSON object."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, Text

from data_sources.db.tables._metadata import metadata

case_view = Table(
    "case_view",
    metadata,
    Column("account", String(80), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("told", Text, nullable=False),
    Column("saved_us", BigInteger, nullable=False),
)

# Signs of those who have a case open; they are worth nothing after a minute.
case_presence = Table(
    "case_presence",
    metadata,
    Column("case_key", ForeignKey("case_record.case_key"), primary_key=True),
    Column("account", String(80), primary_key=True),
    Column("since_us", BigInteger, nullable=False),
    Column("seen_us", BigInteger, nullable=False, index=True),
)
