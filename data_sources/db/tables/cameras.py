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
    Column("dwell_s", Double),  # how long what is seen has stood there, at the most
    Column("clip", String(400)),  # where the source keeps a film of it, in its own words
    Column("description", Text),  # what the source says of it in a sentence
    Column("severity", String(20)),  # how grave the source takes it: alert, detection
    Column("picture_us", BigInteger),  # since when it has its picture
    Index("ix_camera_event_camera_ref_label_last_us", "camera_ref", "label", "last_us"),
)

# Every reference under which a source spoke of an event; merged repeats point to the same event.
camera_event_reference = Table(
    "camera_event_reference",
    metadata,
    Column("camera_ref", String(200), primary_key=True),
    Column("event_ref", String(200), primary_key=True),
    Column("camera_event_key", ForeignKey("camera_event.camera_event_key"), nullable=False),
    Index("ix_camera_event_reference_event_ref", "event_ref"),
)

image = Table(
    "image",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("media_type", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("stored_us", BigInteger, nullable=False),
)

# Where a camera or body cam is asked for its picture and its events; `sealed` is the password, encrypted.
camera_access = Table(
    "camera_access",
    metadata,
    Column("camera", String(80), primary_key=True),
    Column("url", String(400), nullable=False),
    Column("user", String(80), nullable=False),
    Column("sealed", Text, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("events", String(20), nullable=False, server_default=""),  # the source by which it is asked for events
    Column("events_url", String(400), nullable=False, server_default=""),
)

# How cameras stand that are asked for their events.
camera_pull = Table(
    "camera_pull",
    metadata,
    Column("camera", String(80), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("detail", Text, nullable=False),
    Column("since_us", BigInteger, nullable=False),
    Column("heard_us", BigInteger),
    Column("mark_us", BigInteger, nullable=False),  # until then everything that it told is recorded
    Column("received", BigInteger, nullable=False),
)
