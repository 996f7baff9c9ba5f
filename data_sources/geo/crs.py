"""Declared coordinate reference systems: their names, whether a file agrees with them, and the way to WGS-84."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from dashboard.domain.coordinates import CHINA, Bounds, Datum, Position, distance_m, position_problem, to_wgs84
from dashboard.domain.text import Text
from dashboard.errors import BadInput

Coordinates = NDArray[np.float64]
"""Positions as rows of (x, y) or (lon, lat)."""

CRS_CHOICES: Final = Text("wgs84、cgcs2000、gcj02、bd09 或 EPSG:n", "wgs84, cgcs2000, gcj02, bd09 or EPSG:n")
_ALIASES: Final = {"bd09ll": Datum.BD09, "epsg4326": Datum.WGS84, "epsg4490": Datum.CGCS2000, "crs84": Datum.WGS84}
_SHIFTED_NAME: Final = re.compile(r"gcj-?_?0?2|bd-?_?09|\bmars\b|火星|百度", re.IGNORECASE)
_GLOBAL_DATUMS: Final = ("world geodetic system 1984", "wgs 84", "wgs_1984", "china 2000", "china_2000")
_AGREEMENT_M: Final = 0.5
_WORST_ACCURACY_M: Final = 10.0
_ZONE_MARGIN_DEG: Final = 1.5


class Way(NamedTuple):
    """How projected or foreign coordinates become WGS-84, and where that makes sense."""

    transformer: Transformer
    area: Bounds
    in_metres: bool


@dataclass(frozen=True, kw_only=True)
class DeclaredCrs:
    """The reference system that somebody says a file is in: a named datum, or an EPSG number."""

    name: str
    datum: Datum | None = None
    epsg: int | None = None

    def to_wgs84(self, coordinates: Coordinates) -> Coordinates:
        """Rows of coordinates as rows of WGS-84 longitude and latitude."""
        if self.datum is not None and self.datum.is_shifted:
            return np.array([to_wgs84(lon, lat, self.datum) for lon, lat in coordinates.tolist()]).reshape(-1, 2)
        if self.epsg is None:
            return coordinates
        lon, lat = _way(self.epsg).transformer.transform(coordinates[:, 0], coordinates[:, 1])
        return np.column_stack([lon, lat])

    def problem(self, coordinates: Coordinates) -> Text | None:
        """Why these coordinates cannot be in this reference system, or None when they can."""
        if not np.isfinite(coordinates).all():
            return position_problem(float("nan"), float("nan"))
        corners = [Position(*map(float, corner)) for corner in (coordinates.min(axis=0), coordinates.max(axis=0))]
        if self.epsg is not None:
            return self._projected_problem(corners, _way(self.epsg))
        return next((found for corner in corners if (found := self._position_problem(corner))), None)

    def _position_problem(self, corner: Position) -> Text | None:
        found = position_problem(*corner)
        if found is None and self.datum is not Datum.WGS84 and not CHINA.contain(*corner):
            shown = f"{corner.lon:.4f}, {corner.lat:.4f}"
            return Text(
                f"{shown} 不在中国范围内，{self.name} 只用于中国",
                f"{shown} is outside China, where {self.name} is used",
            )
        return found

    def _projected_problem(self, corners: list[Position], way: Way) -> Text | None:
        if way.in_metres and all(max(abs(x), abs(y)) <= 180.0 for x, y in corners):
            shown = f"{corners[0].lon:.4f}, {corners[0].lat:.4f}"
            return Text(
                f"{shown} 像是经纬度，而 {self.name} 以米为单位",
                f"{shown} looks like degrees, {self.name} is in metres",
            )
        if all(way.area.contain(*way.transformer.transform(*corner)) for corner in corners):
            return None
        if all(way.area.contain(*way.transformer.transform(y, x)) for x, y in corners):
            return Text("东坐标与北坐标似乎颠倒，请交换", "easting and northing look swapped; exchange them")
        shown = f"{corners[0].lon:.1f}, {corners[0].lat:.1f}"
        return Text(
            f"{shown} 不在 {self.name} 的适用范围内", f"{shown} is outside the area that {self.name} is made for"
        )

    def contradiction(self, statement: str, sample: Coordinates) -> str | None:
        """What the file's own `statement` (WKT, URN or name) says against this declaration, or None when they agree.

        They agree when both lead `sample`, some raw coordinates of the file, to the same place within half a metre. A
        statement that nobody can read (a local system without a place on Earth) contradicts nothing.
        """
        if _SHIFTED_NAME.search(statement):
            named = "bd09" if re.search(r"bd|百度", statement, re.IGNORECASE) else "gcj02"
            return None if named == self.name else named
        try:
            said = CRS.from_user_input(statement)
        except CRSError:
            return None
        if said.geodetic_crs is None:
            return None
        return None if self._leads_where(said, sample) else said.name

    def _leads_where(self, said: CRS, sample: Coordinates) -> bool:
        if self.datum is not None and (self.datum.is_shifted or not said.is_geographic):
            return False
        own = CRS.from_epsg(self.epsg) if self.epsg is not None else CRS.from_epsg(4326)
        if _datum_family(own) != _datum_family(said):
            return False
        there = Transformer.from_crs(said, said.geodetic_crs, always_xy=True)
        pairs = zip(self.to_wgs84(sample).tolist(), sample.tolist(), strict=True)
        return all(
            distance_m(Position(*here), Position(*there.transform(*raw))) <= _AGREEMENT_M
            for here, raw in pairs
            if np.isfinite(here).all()
        )


def _datum_family(crs: CRS) -> str:
    geodetic = crs.geodetic_crs
    name = geodetic.datum.name.lower() if geodetic is not None and geodetic.datum is not None else ""
    return "global" if name.startswith(_GLOBAL_DATUMS) else name


def parse_crs(declared: str | None) -> DeclaredCrs:
    """The reference system of that name: wgs84, cgcs2000, gcj02, bd09 or EPSG:n, spelled with or without hyphens.

    Raises BadInput when none is declared, when the name is unknown, or when no way to WGS-84 is known that is more
    than a guess.
    """
    if not declared or not declared.strip():
        raise BadInput(
            Text(
                f"请声明文件的坐标系：{CRS_CHOICES.zh}",
                f"the file's coordinate reference system must be declared: --crs {CRS_CHOICES.en}",
            )
        )
    plain = re.sub(r"[\s_:-]", "", declared).lower()
    if plain in _ALIASES or plain in set(Datum):
        datum = _ALIASES.get(plain) or Datum(plain)
        return DeclaredCrs(name=datum.value, datum=datum)
    number = re.fullmatch(r"epsg(\d{4,6})", plain)
    if number is None:
        raise BadInput(
            Text(
                f"没有坐标系 {declared!r}；可用 {CRS_CHOICES.zh}",
                f"unknown coordinate reference system {declared!r}; use {CRS_CHOICES.en}",
            )
        )
    epsg = int(number[1])
    _way(epsg)
    return DeclaredCrs(name=f"EPSG:{epsg}", epsg=epsg)


@lru_cache(maxsize=64)
def _way(epsg: int) -> Way:
    try:
        crs = CRS.from_epsg(epsg)
    except CRSError as error:
        raise BadInput(
            Text(
                f"没有 EPSG:{epsg} 这个坐标系；可用 {CRS_CHOICES.zh}",
                f"EPSG:{epsg} is not a known reference system; use {CRS_CHOICES.en}",
            )
        ) from error
    if crs.geodetic_crs is None:
        raise BadInput(
            Text(
                f"EPSG:{epsg} 不对应地球上的位置；可用 {CRS_CHOICES.zh}",
                f"EPSG:{epsg} has no place on Earth; use {CRS_CHOICES.en}",
            )
        )
    use = crs.area_of_use
    area = Bounds(use.west, use.south, use.east, use.north) if use else Bounds(-180.0, -90.0, 180.0, 90.0)
    margin = _ZONE_MARGIN_DEG
    wide = Bounds(area.west - margin, area.south - margin, area.east + margin, area.north + margin)
    return Way(_transformer(epsg, crs), wide, crs.is_projected)


def _transformer(epsg: int, crs: CRS) -> Transformer:
    """CGCS2000 is taken as WGS-84, so only the projection is undone; other datums need a known transformation."""
    if _datum_family(crs) == "global":
        return Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    advice = Text(
        f"EPSG:{epsg}（{crs.name}）无法精确转到 WGS-84，请先把文件转成 CGCS2000",
        f"EPSG:{epsg} ({crs.name}) has no exact way to WGS-84; convert the file to CGCS2000 first",
    )
    try:
        transformer = Transformer.from_crs(crs, 4326, always_xy=True, allow_ballpark=False)
    except ProjError as error:
        raise BadInput(advice) from error
    if not 0.0 <= transformer.accuracy <= _WORST_ACCURACY_M:
        raise BadInput(advice)
    return transformer
