"""Pictures of chat groups (随手拍): when each came in, from what kind of sender, and when a unit took it on first."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

from data_sources.db.tables._metadata import metadata

case_snapshot = Table(
    "case_snapshot",
    metadata,
    Column("case_key", ForeignKey("case_record.case_key"), primary_key=True),
    Column("received_us", BigInteger, nullable=False, index=True),
    Column("sender", String(20), nullable=False, server_default=""),
    Column("accepted_us", BigInteger),
)
