"""Evidence pictures. Their bytes are files; `digest` is the SHA-256 of the largest one."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Integer, String, Table, Text

from data_sources.db.tables._metadata import metadata

photo = Table(
    "photo",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("taken_us", BigInteger),  # what the camera wrote, as are lon and lat (WGS-84)
    Column("lon", Double),
    Column("lat", Double),
    Column("stored_us", BigInteger, nullable=False),
    Column("personal", Text),  # of a camera's picture alone: JSON [[x, y, w, h] 0–1], faces and plates that were told
    Column("wanted_us", BigInteger, nullable=False, index=True),  # when it was sent or a case got it the last time
)

photo_upload = Table(
    "photo_upload",
    metadata,
    Column("digest", ForeignKey("photo.digest", ondelete="CASCADE"), primary_key=True),
    Column("account", String(80), primary_key=True),
    Column("at_us", BigInteger, nullable=False),
)
