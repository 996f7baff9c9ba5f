"""How cameras are reached, as rows inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, literal, select

from dashboard.domain.camera_pictures import SealedAccess
from dashboard.domain.camera_pulls import PullStanding, PullState
from dashboard.domain.camera_streams import WatchedCamera
from dashboard.ports.cameras import CameraAccessRows, PullRows
from data_sources.db import tables as t
from data_sources.db.area_tree import codes_above
from data_sources.db.part import SqlPart
from data_sources.db.upserts import upsert

_CAMERA: Final = "camera"


def remove_accesses(connection: Connection, cameras: Select[Any]) -> bool:
    """Forget how these cameras are reached, and how it stood with asking them; return whether one was reached."""
    connection.execute(delete(t.camera_pull).where(t.camera_pull.c.camera.in_(cameras)))
    return bool(connection.execute(delete(t.camera_access).where(t.camera_access.c.camera.in_(cameras))).rowcount)


class SqlCameraAccessRows(SqlPart, CameraAccessRows):
    """What is kept of it; passwords are sealed."""

    def watched_camera(self, asset_id: str) -> WatchedCamera | None:
        """The camera with this number, and the areas that it stands in."""
        a = t.asset.c
        query = select(a.asset_id, a.name, a.device_ref, a.grid_key, a.unit_grid_key).where(
            a.asset_id == asset_id, a.kind == _CAMERA, a.device_ref.is_not(None)
        )
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        areas = codes_above(self._connection, [row.grid_key, row.unit_grid_key])
        return WatchedCamera(row.asset_id, row.name, row.device_ref, areas)

    def camera_accesses(self, cameras: Collection[str] | None = None) -> Mapping[str, SealedAccess]:
        """Those of these cameras, or all, by reference."""
        query = select(*(t.camera_access.c[name] for name in SealedAccess._fields))
        if cameras is not None:
            query = query.where(t.camera_access.c.camera.in_(sorted(cameras)))
        return {row.camera: SealedAccess(*row) for row in self._connection.execute(query)}

    def save_camera_access(self, access: SealedAccess) -> None:
        """Store it in place of the one before."""
        columns = [name for name in SealedAccess._fields if name != "camera"]
        statement = upsert(self._dialect, t.camera_access, ["camera"], update=[*columns, "updated_us"])
        self._connection.execute(statement, {**access._asdict(), "updated_us": self._now_us})

    def remove_camera_access(self, camera: str) -> bool:
        """Remove it, and how it stood with asking; return whether there was one."""
        return remove_accesses(self._connection, select(literal(camera)))


class SqlPullRows(SqlPart, PullRows):
    """How cameras stand that are asked for their events."""

    def pulls(self) -> Mapping[str, PullStanding]:
        """Of all that were ever asked, by reference."""
        found = self._connection.execute(select(*(t.camera_pull.c[name] for name in PullStanding._fields)))
        return {row.camera: PullStanding(*row)._replace(state=PullState(row.state)) for row in found}

    def save_pulls(self, standings: Collection[PullStanding]) -> None:
        """Store them in place of those before."""
        if not standings:
            return
        columns = [name for name in PullStanding._fields if name != "camera"]
        statement = upsert(self._dialect, t.camera_pull, ["camera"], update=columns)
        self._connection.execute(statement, [{**each._asdict(), "state": each.state.value} for each in standings])
