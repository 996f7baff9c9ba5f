"""What cameras report: events, the references under which they came, pictures."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from data_sources.db.tables._metadata import metadata

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

# Where a camera or body cam is asked for its picture; `sealed` is the password, encrypted.
camera_access = Table(
    "camera_access",
    metadata,
    Column("camera", String(80), primary_key=True),
    Column("url", String(400), nullable=False),
    Column("user", String(80), nullable=False),
    Column("sealed", Text, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
)
