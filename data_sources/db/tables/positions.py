"""Where people on duty are and were; nothing of those off duty."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, String, Table

from data_sources.db.tables._metadata import metadata

# A body cam, radio or vehicle terminal that speaks for a person: gb28181:…, jt808:…
position_source = Table(
    "position_source",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("person_key", ForeignKey("person.person_key"), nullable=False, index=True),
)

person_position = Table(
    "person_position",
    metadata,
    Column("person_key", ForeignKey("person.person_key"), primary_key=True),
    Column("at_us", BigInteger, nullable=False),
    Column("received_us", BigInteger, nullable=False),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("accuracy_m", Double),
    Column("speed_mps", Double),
    Column("heading_deg", Double),
    Column("battery_pct", Double),
    Column("still_lon", Double, nullable=False),
    Column("still_lat", Double, nullable=False),
    Column("still_since_us", BigInteger, nullable=False),
    Column("outside_m", Double, nullable=False, server_default="0"),
)

person_track = Table(
    "person_track",
    metadata,
    Column("person_key", ForeignKey("person.person_key"), primary_key=True),
    Column("at_us", BigInteger, primary_key=True),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("accuracy_m", Double),
    Column("speed_mps", Double),
    Index("ix_person_track_at_us", "at_us"),
)

# How much of each street line was walked in the two hours before `at_us`; made anew once a minute.
line_coverage = Table(
    "line_coverage",
    metadata,
    Column("area_key", ForeignKey("area.area_key"), primary_key=True),
    Column("at_us", BigInteger, nullable=False),
    Column("length_m", Double, nullable=False),
    Column("walked_m", Double, nullable=False),
    Column("last_passed_us", BigInteger),
)
