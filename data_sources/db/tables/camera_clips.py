"""Clips as evidence. Their bytes are files; `digest` is the SHA-256 of the file."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table

from data_sources.db.tables._metadata import metadata

clip = Table(
    "clip",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("media_type", String(40), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("asset_id", String(80), nullable=False),
    Column("from_us", BigInteger, nullable=False),
    Column("until_us", BigInteger, nullable=False),
    Column("stored_us", BigInteger, nullable=False),
)

case_clip = Table(
    "case_clip",
    metadata,
    Column("case_key", ForeignKey("case_record.case_key"), primary_key=True),
    Column("digest", ForeignKey("clip.digest", ondelete="CASCADE"), primary_key=True),
    Column("added_us", BigInteger, nullable=False),
    Column("added_by", String(80), nullable=False),
)
