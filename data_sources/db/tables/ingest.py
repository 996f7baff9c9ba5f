"""What devices say: states, readings and their roll-ups, quarantine, mappings."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    false,
)

from data_sources.db.tables._metadata import metadata

asset_state = Table(
    "asset_state",
    metadata,
    Column("asset_key", ForeignKey("asset.asset_key"), primary_key=True, autoincrement=False),
    Column("state", SmallInteger, nullable=False),  # AssetState.number
    Column("last_seen_us", BigInteger, nullable=False),  # newest arrival
    Column("changed_us", BigInteger, nullable=False, index=True),
    Column("due_us", BigInteger, index=True),  # when a pending alarm must be looked at though no reading came
    Column("values", Text, nullable=False),  # JSON object: metric to value and measured_us
    Column("memory", Text, nullable=False, server_default="{}"),  # JSON object: what rules and repeats remember
)

# Clustered by hour so that one ingest batch touches few pages (ADR 0005).
observation = Table(
    "observation",
    metadata,
    Column("hour", Integer, primary_key=True, autoincrement=False),  # hours since the epoch of measured_us
    Column("asset_key", Integer, primary_key=True, autoincrement=False),
    Column("metric", SmallInteger, primary_key=True, autoincrement=False),  # Metric.number
    Column("measured_us", BigInteger, primary_key=True, autoincrement=False),
    Column("discriminator", BigInteger, primary_key=True, autoincrement=False),  # CRC-32 of the dedupe key
    Column("value", Double, nullable=False),
    Column("received_us", BigInteger, nullable=False),
    Column("flags", SmallInteger, nullable=False),  # ReadingFlag
    sqlite_with_rowid=False,
    postgresql_partition_by="RANGE (hour)",
)

observation_hourly = Table(
    "observation_hourly",
    metadata,
    Column("asset_key", Integer, primary_key=True, autoincrement=False),
    Column("metric", SmallInteger, primary_key=True, autoincrement=False),
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("minimum", Double, nullable=False),
    Column("maximum", Double, nullable=False),
    Column("mean", Double, nullable=False),
    sqlite_with_rowid=False,
)

rollup_pending = Table(
    "rollup_pending",
    metadata,
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("touched_us", BigInteger, nullable=False),
)

# One row each time a bay's occupancy changes: turnover, stay and arrivals without scanning the readings.
parking_change = Table(
    "parking_change",
    metadata,
    Column("asset_key", ForeignKey("asset.asset_key"), primary_key=True),
    Column("at_us", BigInteger, primary_key=True, autoincrement=False),
    Column("occupied", Boolean, nullable=False),
    Column("lasted_s", Double),  # how long the state before this one lasted
    Index("ix_parking_change_at_us", "at_us"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("quarantine_key", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of topic and payload
    Column("channel", String(20), nullable=False),  # mqtt, or the HTTP uplink's key
    Column("topic", Text, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("detail", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("payload_bytes", Integer, nullable=False),
    Column("first_received_us", BigInteger, nullable=False),
    Column("received_us", BigInteger, nullable=False),
    Column("count", Integer, nullable=False, server_default="1"),
    Column("source", String(120), nullable=False, server_default=""),  # the uplink's key, or the topic's pattern
    Column("profile", String(80), nullable=False, server_default=""),  # of the device, as its network names it
    Column("retained", Boolean, nullable=False, server_default=false()),
    Column("judged_revision", BigInteger, nullable=False, server_default="0"),  # of the devices and mappings
    Column("device_ref", String(200), nullable=False, server_default=""),  # of the device that nobody took in
    Index("ix_quarantine_received_us", "received_us"),
    Index("ix_quarantine_group", "source", "profile", "reason", "received_us", "first_received_us", "count"),
    Index("ix_quarantine_judged", "judged_revision", "quarantine_key"),
    Index("ix_quarantine_device", "device_ref", "received_us", "first_received_us", "count"),
)

# Values that were not taken, counted by device, field and reason.
refusal = Table(
    "refusal",
    metadata,
    Column("asset_key", ForeignKey("asset.asset_key"), primary_key=True, autoincrement=False),
    Column("field", String(120), primary_key=True),
    Column("code", String(40), primary_key=True),  # a key of REFUSALS
    Column("value", String(80), nullable=False),  # the newest one
    Column("count", Integer, nullable=False),
    Column("first_us", BigInteger, nullable=False),
    Column("last_us", BigInteger, nullable=False, index=True),
)

# Ingest processes, and since when each listens without a break: before that nobody counts as silent.
listener = Table(
    "listener",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("since_us", BigInteger, nullable=False),
    Column("seen_us", BigInteger, nullable=False),
)

device_mapping = Table(
    "device_mapping",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("spec", Text, nullable=False),  # JSON object in the shape of mappings.yaml
)
