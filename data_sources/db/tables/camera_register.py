"""What the register knows of cameras beside name and place."""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, String, Table

from data_sources.db.tables._metadata import metadata

# What the tree of cameras is made of, kept beside the asset whenever that is stored.
camera_trait = Table(
    "camera_trait",
    metadata,
    Column("asset_key", ForeignKey("asset.asset_key"), primary_key=True),
    Column("kind", String(20), nullable=False, index=True),  # CameraKind
    Column("initials", String(160), nullable=False),  # of the name, by the readings of its signs
    Column("bearing_deg", Double),  # the middle of the view, from north; all three or none
    Column("angle_deg", Double),
    Column("range_m", Double),
)
