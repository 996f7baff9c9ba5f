"""Inspections of people on duty."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Integer, String, Table, Text

from data_sources.db.tables._metadata import metadata

inspection = Table(
    "inspection",
    metadata,
    Column("inspection_key", Integer, primary_key=True),
    Column("person_key", ForeignKey("person.person_key"), nullable=False, index=True),
    Column("inspector", String(80), nullable=False),
    Column("squad", String(40)),  # squad.code at the time
    Column("picked_us", BigInteger, nullable=False, index=True),
    Column("candidates", Integer, nullable=False),
    Column("picked_before", Integer, nullable=False),
    Column("chance", Double, nullable=False),
    Column("marks", Text),  # JSON object: point to mark
    Column("note", Text, nullable=False, server_default=""),
    Column("ended_us", BigInteger),
)
