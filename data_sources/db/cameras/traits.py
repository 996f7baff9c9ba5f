"""What the tree of cameras is made of, kept whenever cameras are stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from dashboard.domain.camera_register import CAMERA, traits_of
from dashboard.domain.imports import AssetRecord
from dashboard.domain.initials import initials
from data_sources.db import tables as t
from data_sources.db.upserts import upsert


def save_traits(connection: Connection, assets: Mapping[int, AssetRecord]) -> None:
    """Keep those of the cameras among these assets, by key, in place of the ones before."""
    rows = [_row(key, asset) for key, asset in assets.items() if asset.kind == CAMERA]
    if rows:
        columns = [name for name in rows[0] if name != "asset_key"]
        connection.execute(upsert(connection.dialect.name, t.camera_trait, ["asset_key"], update=columns), rows)


def _row(key: int, asset: AssetRecord) -> dict[str, Any]:
    kind, view = traits_of(asset.attributes)
    return {
        "asset_key": key,
        "kind": kind.value,
        "initials": initials(asset.name),
        "bearing_deg": view.bearing_deg if view else None,
        "angle_deg": view.angle_deg if view else None,
        "range_m": view.range_m if view else None,
    }
