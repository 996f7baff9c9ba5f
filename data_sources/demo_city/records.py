"""What the demo city consists of: plain records, ready to be stored; geometry is GeoJSON in WGS-84."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dashboard.domain.catalogue.records import AreaClass
from dashboard.domain.text import Text

GeoJson = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """An area of one level (built_up_area, block, grid, line, unit_grid) with the squad that answers for it.

    `label` is the lon/lat where its name is written; a line's geometry is a LineString, all others are polygons.
    """

    code: str
    name: str
    level: str
    parent: str | None
    squad: str | None
    geometry: GeoJson
    label: tuple[float, float]
    area_class: AreaClass | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Squad:
    """An enforcement squad (中队) and the codes of the blocks it answers for."""

    key: str
    name: Text
    areas: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Street:
    """A named street: its centre line (MultiLineString), its rank (0 lane … 4 ring road) and a point on it."""

    key: str
    name: str
    rank: int
    geometry: GeoJson
    label: tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asset:
    """One device or place: `name` as a person would call it; `device_ref` as in the contract, of the uplink it speaks.

    `datum_m` is the installation height of sensors that report a distance down to the water. `area_code` is the
    grid, `unit_code` the unit grid; both are None outside the built-up area.
    """

    asset_id: str
    kind: str
    name: str
    lon: float
    lat: float
    device_ref: str
    uplink: str
    profile: str | None = None
    datum_m: float | None = None
    area_code: str | None = None
    unit_code: str | None = None
    street: str | None = None
    attributes: dict[str, str | int | float | bool] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pipe:
    """A sewer between two drainage stations, in the direction of flow."""

    upstream: str
    downstream: str
    diameter_mm: int
    geometry: GeoJson


@dataclass(frozen=True, kw_only=True)
class DemoCity:
    """The whole district: same seed and size, same city, on every machine.

    `basemap` is the agreed basemap JSON; `mappings` are device mappings in the shape of mappings.yaml.
    """

    seed: int
    name: Text
    areas: tuple[Area, ...]
    squads: tuple[Squad, ...]
    streets: tuple[Street, ...]
    assets: tuple[Asset, ...]
    pipes: tuple[Pipe, ...]
    basemap: GeoJson
    mappings: tuple[GeoJson, ...]
