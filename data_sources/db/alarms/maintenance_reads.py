"""Maintenance windows as lists show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Table, select

from dashboard.domain.maintenance import MaintenanceWindow, WindowLine
from dashboard.domain.rules import Scope
from data_sources.db import tables as t
from data_sources.db.alarms.rule_source import window_from


class _Quiet(NamedTuple):
    """The asset of an alarm that is kept quiet by maintenance."""

    kind: str
    asset_id: str
    grid_key: int | None


def standing_windows(connection: Connection, now_us: int) -> list[MaintenanceWindow]:
    """Those that are neither closed nor over, the next to end first."""
    w = t.maintenance_window.c
    query = select(t.maintenance_window).where(w.closed_us.is_(None), w.until_us > now_us)
    query = query.order_by(w.until_us, w.maintenance_window_key)
    return [window_from(row) for row in connection.execute(query).mappings()]


def window_lines(
    connection: Connection, windows: Sequence[MaintenanceWindow], paths: Mapping[int, tuple[str, ...]], now_us: int
) -> list[WindowLine]:
    """The windows with the names of their places and what they suppress; `paths` are areas' codes from the root."""
    areas = _names(connection, t.area, "code", windows, Scope.AREA)
    assets = _names(connection, t.asset, "asset_id", windows, Scope.ASSET)
    places = {Scope.KIND: dict[str, str](), Scope.AREA: areas, Scope.ASSET: assets}
    quiet = _list_suppressed(connection)
    return [
        WindowLine(window, places[window.scope].get(window.scope_ref), _count(window, quiet, paths, now_us))
        for window in windows
    ]


def work_areas(connection: Connection) -> list[tuple[str, str]]:
    """Code and name of blocks and grids, blocks first."""
    area = t.area.c
    query = select(area.code, area.name).where(area.level.in_(("block", "grid"))).order_by(area.level, area.code)
    return [(code, name) for code, name in connection.execute(query)]


def _names(
    connection: Connection, table: Table, key: str, windows: Sequence[MaintenanceWindow], scope: Scope
) -> dict[str, str]:
    wanted = [window.scope_ref for window in windows if window.scope is scope]
    query = select(table.c[key], table.c.name).where(table.c[key].in_(wanted))
    return dict(connection.execute(query).all()) if wanted else {}


def _list_suppressed(connection: Connection) -> list[_Quiet]:
    query = (
        select(t.asset.c.kind, t.asset.c.asset_id, t.asset.c.grid_key)
        .join(t.alarm, t.alarm.c.asset_key == t.asset.c.asset_key)
        .where(t.alarm.c.cleared_us.is_(None), t.alarm.c.suppressed)
    )
    return [_Quiet(*row) for row in connection.execute(query)]


def _count(
    window: MaintenanceWindow, quiet: Sequence[_Quiet], paths: Mapping[int, tuple[str, ...]], now_us: int
) -> int:
    return sum(
        window.holds(
            kind=asset.kind,
            area_path=() if asset.grid_key is None else paths.get(asset.grid_key, ()),
            asset_id=asset.asset_id,
            now_us=now_us,
        )
        for asset in quiet
    )
