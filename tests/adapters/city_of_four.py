"""A small register for the adapter tests: one block, two grids, a line, and four assets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Engine

from dashboard.domain.catalogue.records import AreaClass
from dashboard.domain.coordinates import Position
from dashboard.domain.grid import Area, Duty
from dashboard.domain.imports import AssetRecord
from dashboard.domain.readings import Device
from data_sources.db.ingest.store import SqlIngestStore
from data_sources.db.register_store import SqlRegister

NOW: Final = 1_763_700_000_000_000
SECOND: Final = 1_000_000
HOUR: Final = 3_600 * SECOND


def square(west: float, south: float, side: float) -> dict[str, Any]:
    """A square as a GeoJSON polygon."""
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


AREAS: Final = (
    Area(code="B1", name="一区块", level="block", geometry=square(120.0, 30.0, 2.0), parent=None),
    Area(
        code="G1",
        name="一网格",
        level="grid",
        geometry=square(120.0, 30.0, 1.0),
        parent="B1",
        squad="S1",
        area_class=AreaClass.B,
        duties=(Duty("网格长", "leader"),),
    ),
    Area(code="G2", name="二网格", level="grid", geometry=square(121.0, 30.0, 1.0), parent="B1"),
    Area(
        code="L1",
        name="县前街",
        level="line",
        geometry={"type": "LineString", "coordinates": [[120.1, 30.1], [120.2, 30.1]]},
        parent="G1",
    ),
)


def asset(asset_id: str, kind: str, lon: float, lat: float, **others: Any) -> AssetRecord:
    """An asset whose device bears its number."""
    return AssetRecord(
        asset_id=asset_id,
        kind=kind,
        name=f"{kind} {asset_id}",
        position=Position(lon, lat),
        **{"device_ref": f"canonical:{asset_id}", **others},
    )


ASSETS: Final = (
    asset("JG-1", "manhole", 120.1, 30.1, grid="G1", line="L1", attributes={"street": "县前街", "lid": 70}),
    asset("JG-2", "manhole", 121.5, 30.5, grid="G2"),
    asset("PB-1", "parking_bay", 120.2, 30.2, grid="G1"),
    asset("CAM-1", "camera", 119.0, 29.0, device_ref=None),
)


def settle(engine: Engine, now_us: int = NOW, more: Sequence[AssetRecord] = ()) -> dict[str, Device]:
    """Stores areas and assets, `more` among them; gives the devices by asset_id."""
    register = SqlRegister(engine, lambda: now_us)
    register.upsert_areas(AREAS, ())
    register.upsert_assets([*ASSETS, *more])
    registry = SqlIngestStore(engine, lambda: now_us).registry()
    return {device.asset_id: device for device in registry.values()}
