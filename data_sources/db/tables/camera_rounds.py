"""Patrol rounds by camera: their plans, the walks of them, and each camera that was looked at."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from data_sources.db.tables._metadata import metadata

camera_round = Table(
    "camera_round",
    metadata,
    Column("round_key", Integer, primary_key=True),
    Column("name", String(40), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("ended_us", BigInteger),
)

# What was planned when: a change begins a new plan, so that the past is counted by the plan of then.
camera_round_plan = Table(
    "camera_round_plan",
    metadata,
    Column("plan_key", Integer, primary_key=True),
    Column("round_key", ForeignKey("camera_round.round_key"), nullable=False, index=True),
    Column("from_us", BigInteger, nullable=False),
    Column("until_us", BigInteger),
    Column("cameras", Text, nullable=False),  # JSON list of asset_id
    Column("weekdays", String(7), nullable=False),  # of 1234567
    Column("minutes", Text, nullable=False),  # JSON list of minutes of the day in the city
    Column("window_min", Integer, nullable=False),
)

camera_walk = Table(
    "camera_walk",
    metadata,
    Column("walk_key", Integer, primary_key=True),
    Column("round_key", ForeignKey("camera_round.round_key"), nullable=False),
    Column("planned_us", BigInteger, nullable=False, index=True),
    Column("cameras", Text, nullable=False),  # JSON list of asset_id, as it was planned
    Column("begun_us", BigInteger, nullable=False),
    Column("begun_by", String(80), nullable=False),
    Column("held_by", String(80)),
    Column("held_until_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger),
    Column("ended_by", String(80)),
    UniqueConstraint("round_key", "planned_us"),
)

camera_look = Table(
    "camera_look",
    metadata,
    Column("walk_key", ForeignKey("camera_walk.walk_key"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("asset_id", String(80), nullable=False),
    Column("looked_by", String(80), nullable=False),
    Column("at_us", BigInteger, nullable=False, index=True),
    Column("result", String(20), nullable=False),  # LookResult
    Column("picture", String(64)),  # digest of the evidence
    Column("case_key", ForeignKey("case_record.case_key"), index=True),
    Column("note", Text, nullable=False, server_default=""),
)
