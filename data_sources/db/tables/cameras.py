"""What cameras report: events, the references under which they came, pictures."""

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
    String,
    Table,
    Text,
)
from sqlalchemy import text as sql

from data_sources.db.tables._metadata import metadata

_COUNTS = sql("is_right IS NOT NULL")
_IS_DUE = sql("due_us IS NOT NULL")

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
    Column("state", String(20), nullable=False, server_default="waiting"),  # EventState
    Column("image_digest", String(64)),
    Column("updated_us", BigInteger, nullable=False),
    Column("dwell_s", Double),  # how long what is seen has stood there, at the most
    Column("clip", String(400)),  # where the source keeps a film of it, in its own words
    Column("description", Text),  # what the source says of it in a sentence
    Column("severity", String(20)),  # how grave the source takes it: alert, detection
    Column("picture_us", BigInteger),  # since when it has its picture
    Column("held_because", String(20)),  # the gate that keeps it out of the queue
    Column("held_by", String(80)),  # the number of the place or permit that allows it
    Column("due_us", BigInteger),  # when time alone may let it through
    # The verdict that stands, as camera_verdict tells it; is_right is what counts for precision.
    Column("judged_us", BigInteger),
    Column("judged_by", String(80)),
    Column("reject_reason", String(20)),
    Column("merged_into", Integer, index=True),  # the event that this one is once more
    Column("is_right", Boolean),
    Index("ix_camera_event_camera_ref_label_last_us", "camera_ref", "label", "last_us"),
    Index(
        "ix_camera_event_precision",
        "category",
        "judged_us",
        "is_right",
        sqlite_where=_COUNTS,
        postgresql_where=_COUNTS,
    ),
    Index("ix_camera_event_due", "due_us", sqlite_where=_IS_DUE, postgresql_where=_IS_DUE),
    Index("ix_camera_event_state_last_us", "state", "last_us", "camera_event_key"),
    Index("ix_camera_event_state_first_us", "state", "first_us", "camera_event_key"),
    Index(
        "ix_camera_event_trust", "camera_ref", "category", "judged_us", sqlite_where=_COUNTS, postgresql_where=_COUNTS
    ),
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
    Column("personal", Text),  # JSON [[x, y, w, h] 0–1]: faces and plates of which the source tells
)

# What is painted over in pictures of a camera before they are stored.
camera_mask = Table(
    "camera_mask",
    metadata,
    Column("camera", String(200), primary_key=True),
    Column("polygons", Text, nullable=False),  # JSON [[[x, y] 0–1, …], …]
    Column("updated_us", BigInteger, nullable=False),
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
    Column("mjpeg_url", String(400), nullable=False, server_default=""),
    Column("hls_url", String(400), nullable=False, server_default=""),
    Column("whep_url", String(400), nullable=False, server_default=""),
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

# What was said of events; nothing is changed or removed. An undo names the verdict that it takes back.
camera_verdict = Table(
    "camera_verdict",
    metadata,
    Column("verdict_key", Integer, primary_key=True),
    Column("camera_event_key", ForeignKey("camera_event.camera_event_key"), nullable=False, index=True),
    Column("at_us", BigInteger, nullable=False, index=True),
    Column("actor", String(80), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("before", String(20), nullable=False),  # the event's state then
    Column("reason", String(20)),
    Column("note", Text, nullable=False, server_default=""),
    Column("into_key", ForeignKey("camera_event.camera_event_key")),
    Column("case_key", ForeignKey("case_record.case_key")),
    Column("by_person", Boolean, nullable=False),
    Column("undoes", ForeignKey("camera_verdict.verdict_key"), unique=True),
)

camera_event_claim = Table(
    "camera_event_claim",
    metadata,
    Column("camera_event_key", ForeignKey("camera_event.camera_event_key"), primary_key=True),
    Column("holder", String(80), nullable=False, index=True),
    Column("since_us", BigInteger, nullable=False),
    Column("until_us", BigInteger, nullable=False),
)

_NOT_LOOKED = sql("looked_us IS NULL")

# Verdicts that are looked at a second time, by somebody who is not told the first.
camera_second_look = Table(
    "camera_second_look",
    metadata,
    Column("camera_event_key", ForeignKey("camera_event.camera_event_key"), primary_key=True),
    Column("verdict_key", ForeignKey("camera_verdict.verdict_key"), nullable=False),
    Column("first_by", String(80), nullable=False),
    Column("picked_us", BigInteger, nullable=False),
    Column("looked_us", BigInteger),
    Column("looked_by", String(80)),
    Column("verdict", String(20)),
    Column("reason", String(20)),
    Column("agrees", Boolean),
    Index("ix_camera_second_look_waiting", "picked_us", sqlite_where=_NOT_LOOKED, postgresql_where=_NOT_LOOKED),
)
