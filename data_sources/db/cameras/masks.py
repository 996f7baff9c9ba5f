"""Masks of cameras as rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, select

from dashboard.domain.camera_privacy import CameraMask
from dashboard.ports.camera_privacy import MaskRows
from data_sources.db import tables as t
from data_sources.db.json_columns import packed, unpacked
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_M = t.camera_mask.c


def camera_masks(connection: Connection, cameras: Collection[str] | None = None) -> Mapping[str, CameraMask]:
    """Those of these cameras, or all, by reference."""
    query = select(_M.camera, _M.polygons)
    if cameras is not None:
        query = query.where(_M.camera.in_(sorted(cameras)))
    return {row.camera: _mask(row.camera, row.polygons) for row in connection.execute(query)}


class SqlMaskRows(SqlPart, MaskRows):
    """What is painted over in pictures."""

    def camera_masks(self, cameras: Collection[str] | None = None) -> Mapping[str, CameraMask]:
        """Those of these cameras, or all, by reference."""
        return camera_masks(self._connection, cameras)

    def save_camera_mask(self, mask: CameraMask) -> None:
        """Store it in place of the one before."""
        row = {"camera": mask.camera, "polygons": packed(mask.polygons), "updated_us": self._now_us}
        self._connection.execute(
            upsert(self._dialect, t.camera_mask, ["camera"], update=["polygons", "updated_us"]), row
        )

    def remove_camera_mask(self, camera: str) -> bool:
        """Remove it; return whether there was one."""
        return bool(self._connection.execute(delete(t.camera_mask).where(_M.camera == camera)).rowcount)


def _mask(camera: str, polygons: str) -> CameraMask:
    return CameraMask(camera, tuple(tuple((x, y) for x, y in corners) for corners in unpacked(polygons)))
