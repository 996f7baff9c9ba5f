"""What decides which events of cameras reach the queue, and which become cases by themselves."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Double, Integer, String, Table, Text
from sqlalchemy import text as sql

from data_sources.db.tables._metadata import metadata

# One gate a category (none: whatever has none of its own) and camera (an asset; none: all cameras).
camera_gate = Table(
    "camera_gate",
    metadata,
    Column("category", String(40), primary_key=True),
    Column("camera", String(80), primary_key=True),
    Column("is_on", Boolean, nullable=False),
    Column("least_score", Double, nullable=False),
    Column("dwell_s", Integer, nullable=False),
    Column("hours", Text, nullable=False),  # JSON {weekdays, from_min, until_min}
    Column("merge_gap_s", Integer, nullable=False),
    Column("zones_apart", Boolean, nullable=False, server_default=sql("false")),
    Column("version", Integer, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("updated_by", String(80), nullable=False),
)

# Places where something is allowed, and permits, by their numbers.
allowance = Table(
    "allowance",
    metadata,
    Column("kind", String(20), primary_key=True),  # AllowanceKind
    Column("number", String(80), primary_key=True),
    Column("name", String(160), nullable=False),
    Column("geometry", Text),  # GeoJSON polygon or multipolygon, WGS-84
    Column("lon", Double),
    Column("lat", Double),
    Column("radius_m", Double),
    Column("cameras", Text, nullable=False, server_default="[]"),  # JSON ["asset", "asset#zone"]
    Column("categories", Text, nullable=False),  # JSON
    Column("hours", Text, nullable=False),  # as camera_gate's
    Column("capacity", Integer),
    Column("season_from", Integer, nullable=False),  # month × 100 + day
    Column("season_until", Integer, nullable=False),
    Column("from_day", String(10)),
    Column("until_day", String(10)),
    Column("holder", String(20)),  # the kind of body, never a name
    Column("updated_us", BigInteger, nullable=False),
)

# By which rule the finds of a category are filed as cases by themselves.
camera_filing = Table(
    "camera_filing",
    metadata,
    Column("category", String(40), primary_key=True),
    Column("is_on", Boolean, nullable=False),
    Column("least_precision", Double, nullable=False),
    Column("condition", String(120), nullable=False, server_default=""),
    Column("most_an_hour", Integer, nullable=False),
    Column("since_us", BigInteger, nullable=False),  # what was seen before waits for people
    Column("version", Integer, nullable=False),
    Column("ended_us", BigInteger),  # when it switched itself off, and with which figures
    Column("ended_with", Text),
    Column("updated_us", BigInteger, nullable=False),
    Column("updated_by", String(80), nullable=False),
)
