"""The tables, the same on SQLite and PostgreSQL. Times are whole microseconds since the epoch, UTC (ADR 0002)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

squad = Table(
    "squad",
    metadata,
    Column("squad_key", Integer, primary_key=True),
    Column("code", String(40), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
)

area = Table(
    "area",
    metadata,
    Column("area_key", Integer, primary_key=True),
    Column("code", String(40), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("level", String(40), nullable=False, index=True),
    Column("parent_key", ForeignKey("area.area_key"), index=True),
    Column("squad_key", ForeignKey("squad.squad_key")),
    Column("label_lon", Double),
    Column("label_lat", Double),
    Column("geometry", Text, nullable=False),  # GeoJSON, WGS-84
    Column("attributes", Text, nullable=False, server_default="{}"),
)

duty = Table(
    "duty",
    metadata,
    Column("duty_key", Integer, primary_key=True),
    Column("area_key", ForeignKey("area.area_key"), nullable=False, index=True),
    Column("title", String(120), nullable=False),
    Column("role", String(40), nullable=False),
)

street = Table(
    "street",
    metadata,
    Column("street_key", Integer, primary_key=True),
    Column("name", String(120), nullable=False, index=True),
    Column("rank", SmallInteger, nullable=False),
    Column("geometry", Text, nullable=False),  # GeoJSON, WGS-84
)

asset = Table(
    "asset",
    metadata,
    Column("asset_key", Integer, primary_key=True),
    Column("asset_id", String(80), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("name", String(160), nullable=False),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("source_crs", String(20), nullable=False, server_default="wgs84"),
    Column("device_ref", String(200), unique=True),
    Column("datum_m", Double),
    Column("grid_key", ForeignKey("area.area_key"), index=True),
    Column("unit_grid_key", ForeignKey("area.area_key")),
    Column("line_key", ForeignKey("area.area_key")),
    Column("street", String(120)),
    Column("attributes", Text, nullable=False, server_default="{}"),  # JSON object
    Index("ix_asset_kind_asset_id", "kind", "asset_id"),
)

asset_state = Table(
    "asset_state",
    metadata,
    Column("asset_key", ForeignKey("asset.asset_key"), primary_key=True, autoincrement=False),
    Column("state", SmallInteger, nullable=False),  # index into AssetState
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
    Column("flags", SmallInteger, nullable=False),  # 1 late · 2 gateway's clock · 4 server's clock · 8 replayed
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

alarm = Table(
    "alarm",
    metadata,
    Column("alarm_key", Integer, primary_key=True),
    Column("asset_key", ForeignKey("asset.asset_key"), nullable=False),
    Column("grid_key", ForeignKey("area.area_key")),
    Column("rule_key", String(80), nullable=False),
    Column("severity", String(20), nullable=False),
    Column("peak_severity", String(20), nullable=False),
    Column("value", Double),
    Column("threshold", Double),
    Column("raised_us", BigInteger, nullable=False),
    Column("last_raised_us", BigInteger, nullable=False),
    Column("worsened_us", BigInteger, nullable=False),
    Column("raise_count", Integer, nullable=False, server_default="1"),
    Column("acknowledged_us", BigInteger),
    Column("acknowledged_by", String(80)),
    Column("note", Text),
    Column("shelved_us", BigInteger),
    Column("shelved_until_us", BigInteger),
    Column("shelved_by", String(80)),
    Column("shelve_reason", Text),
    Column("shelved_severity", String(20)),
    Column("suppressed", Boolean, nullable=False, server_default="0"),
    Column("cleared_us", BigInteger),
    Column("updated_us", BigInteger, nullable=False),
    Index("ix_alarm_asset_key_raised_us", "asset_key", "raised_us"),
    Index("ix_alarm_cleared_us", "cleared_us"),
)
Index(
    "uq_alarm_open",
    alarm.c.asset_key,
    alarm.c.rule_key,
    unique=True,
    sqlite_where=alarm.c.cleared_us.is_(None),
    postgresql_where=alarm.c.cleared_us.is_(None),
)

alarm_event = Table(
    "alarm_event",
    metadata,
    Column("alarm_event_key", Integer, primary_key=True),
    Column("alarm_key", ForeignKey("alarm.alarm_key"), nullable=False, index=True),
    Column("at_us", BigInteger, nullable=False),
    Column("what", String(20), nullable=False),
    Column("severity", String(20)),
    Column("value", Double),
    Column("actor", String(80)),
    Column("detail", Text),
)

rule_override = Table(
    "rule_override",
    metadata,
    Column("rule_override_key", Integer, primary_key=True),
    Column("rule_key", String(80), nullable=False),
    Column("scope", String(20), nullable=False),  # kind | area | asset
    Column("scope_ref", String(80), nullable=False),  # kind key, area code or asset_id
    Column("settings", Text, nullable=False),  # JSON object
    Column("updated_us", BigInteger, nullable=False),
    Column("updated_by", String(80), nullable=False),
    UniqueConstraint("rule_key", "scope", "scope_ref"),
)

maintenance_window = Table(
    "maintenance_window",
    metadata,
    Column("maintenance_window_key", Integer, primary_key=True),
    Column("scope", String(20), nullable=False),
    Column("scope_ref", String(80), nullable=False),
    Column("from_us", BigInteger, nullable=False),
    Column("until_us", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_by", String(80), nullable=False),
    Column("closed_us", BigInteger),
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
    Index("ix_quarantine_received_us", "received_us"),
)

device_mapping = Table(
    "device_mapping",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("spec", Text, nullable=False),  # JSON object in the shape of mappings.yaml
)

camera_event = Table(
    "camera_event",
    metadata,
    Column("camera_event_key", Integer, primary_key=True),
    Column("source", String(20), nullable=False),
    Column("camera_ref", String(200), nullable=False),
    Column("asset_key", ForeignKey("asset.asset_key"), index=True),
    Column("grid_key", ForeignKey("area.area_key")),
    Column("category", String(20)),
    Column("label", String(80), nullable=False),
    Column("confidence", Double),
    Column("zone", String(80)),
    Column("bbox", Text),  # JSON [x, y, w, h] 0–1
    Column("first_us", BigInteger, nullable=False),
    Column("last_us", BigInteger, nullable=False, index=True),
    Column("ended_us", BigInteger),
    Column("count", Integer, nullable=False, server_default="1"),
    Column("state", String(20), nullable=False, server_default="new"),
    Column("image_digest", String(64)),
    Column("updated_us", BigInteger, nullable=False),
    Index("ix_camera_event_camera_ref_label_last_us", "camera_ref", "label", "last_us"),
)

# Every reference under which a source spoke of an event; merged repeats point to the same event.
camera_event_reference = Table(
    "camera_event_reference",
    metadata,
    Column("camera_ref", String(200), primary_key=True),
    Column("event_ref", String(200), primary_key=True),
    Column("camera_event_key", ForeignKey("camera_event.camera_event_key"), nullable=False),
)

image = Table(
    "image",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("media_type", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("stored_us", BigInteger, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("holder", String(120), nullable=False),
    Column("until_us", BigInteger, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("audit_key", Integer, primary_key=True),
    Column("at_us", BigInteger, nullable=False, index=True),
    Column("actor", String(80), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", Text, nullable=False, server_default="{}"),
)

# Ready-made documents for the browser, such as the built-in basemap and the pipe network.
city_document = Table(
    "city_document",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("content", LargeBinary, nullable=False),  # gzipped JSON
    Column("updated_us", BigInteger, nullable=False),
)

# Revision numbers of what the browser follows: alarms, camera_events, registry, rules, mappings, walls.
feed = Table(
    "feed",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("revision", BigInteger, nullable=False),
)

# Screens of the command centre. Of the browser's secret only the digest is kept.
wall_screen = Table(
    "wall_screen",
    metadata,
    Column("screen_key", Integer, primary_key=True),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("name", String(30), nullable=False),
    Column("place", String(60), nullable=False),
    Column("paired_us", BigInteger, nullable=False),
    Column("paired_by", String(80), nullable=False),
    Column("revoked_us", BigInteger),
    Column("seen_us", BigInteger),
    Column("booted_us", BigInteger),  # when the present page was first heard of
    Column("twin_us", BigInteger),  # when a second page last spoke with the same token
    Column("beat", Text),  # JSON object: the last heartbeat
    Column("error", Text),
    Column("error_us", BigInteger),
    Column("reload_us", BigInteger),
    Column("reload_why", String(200)),
)
Index(
    "uq_wall_screen_name",
    wall_screen.c.name,
    unique=True,
    sqlite_where=wall_screen.c.revoked_us.is_(None),
    postgresql_where=wall_screen.c.revoked_us.is_(None),
)

# Browsers that show a code and wait to be confirmed at the desk.
wall_pairing = Table(
    "wall_pairing",
    metadata,
    Column("secret_digest", String(64), primary_key=True),
    Column("code", String(6), nullable=False, unique=True),
    Column("expires_us", BigInteger, nullable=False, index=True),
)

# What the desk directed last, for all screens (screen_key 0) and for each.
wall_direction = Table(
    "wall_direction",
    metadata,
    Column("screen_key", Integer, primary_key=True, autoincrement=False),
    Column("orders", Text, nullable=False),  # JSON object: field to [revision, value]
)
