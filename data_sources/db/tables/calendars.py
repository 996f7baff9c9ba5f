"""The working calendar by which limits of cases are counted."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table, Text

from data_sources.db.tables._metadata import metadata

# What was imported: it wins over the list of holidays that Xiuhua brings along.
calendar_day = Table(
    "calendar_day",
    metadata,
    Column("day", String(10), primary_key=True),  # of the city, as 2026-11-27
    Column("kind", String(20), nullable=False),  # DayKind
    Column("name", String(80), nullable=False),
    Column("source", String(200), nullable=False),
    Column("imported_us", BigInteger, nullable=False),
)

# The whole content of each version that a clock was computed by. Rows are never changed.
work_calendar = Table(
    "work_calendar",
    metadata,
    Column("version", String(40), primary_key=True),
    Column("content", Text, nullable=False),  # WorkCalendar.as_json
    Column("kept_us", BigInteger, nullable=False),
)
