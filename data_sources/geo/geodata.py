"""The port of the imports to geographic files: reading, checking, placing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from dashboard.domain.grid import Area, AreaReport, GridIndex
from dashboard.domain.imports import AreaFields, AreasRead, DevicesRead
from dashboard.ports.register import GeodataReader
from data_sources.geo.areas import areas_of
from data_sources.geo.crs import parse_crs
from data_sources.geo.devices import devices_of_csv, devices_of_features
from data_sources.geo.features import FeatureFile
from data_sources.geo.geojson import read_geojson
from data_sources.geo.geopackage import read_geopackage
from data_sources.geo.index import AreaIndex
from data_sources.geo.opening import plain_suffix, unusable
from data_sources.geo.shapefiles import read_shapefile
from data_sources.geo.validation import validate, with_parents

READERS: Final[Mapping[str, Callable[[Path], FeatureFile]]] = MappingProxyType(
    {
        ".geojson": read_geojson,
        ".json": read_geojson,
        ".gpkg": read_geopackage,
        ".shp": read_shapefile,
        ".zip": read_shapefile,
    }
)
"""The vector formats by suffix; each may be gzipped."""

TABLES: Final = (".csv", ".txt", ".tsv")


def read_features(path: Path) -> FeatureFile:
    """The features of a vector file, by its suffix. Raises BadInput for any other suffix."""
    reader = READERS.get(plain_suffix(path))
    if reader is None:
        raise unusable(
            path,
            f"格式不认识；可用 {'、'.join(READERS)}（也可加 .gz）",
            f"unknown format; give {', '.join(READERS)} (each also as .gz)",
        )
    return reader(path)


class Geodata(GeodataReader):
    """Reads area and device files, checks areas and places points; it holds nothing."""

    def read_areas(self, path: Path, *, crs: str | None, level: str | None, fields: AreaFields) -> AreasRead:
        """The areas of a GeoJSON, GeoPackage or shapefile in WGS-84. Raises BadInput when it cannot be used at all."""
        declared = parse_crs(crs)
        return areas_of(read_features(path), declared, level, fields)

    def read_devices(self, path: Path, *, crs: str | None) -> DevicesRead:
        """The devices of a CSV or a vector file in WGS-84. Raises BadInput when it cannot be used at all."""
        declared = parse_crs(crs)
        if plain_suffix(path) in TABLES:
            return devices_of_csv(path, declared)
        return devices_of_features(read_features(path), declared)

    def with_parents(self, areas: Sequence[Area], known: Iterable[Area]) -> list[Area]:
        """The areas, each with the parent around it where none was declared."""
        return with_parents(areas, known)

    def validate(self, areas: Sequence[Area], known: Iterable[Area]) -> AreaReport:
        """What is wrong between the areas, and between them and the known ones."""
        return validate(areas, known)

    def index(self, areas: Iterable[Area]) -> GridIndex:
        """Where points belong among the areas."""
        return AreaIndex(areas)
