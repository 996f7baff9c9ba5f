"""The register of areas and assets: imported, listed, drawn on the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from dashboard.domain.grid import Area, AreaReport, GridIndex
from dashboard.domain.imports import AreaFields, AreasRead, AssetRecord, DevicesRead
from dashboard.domain.machine_reads import AssetEntry, AssetQuery, Reading, ReadingQuery
from dashboard.domain.severity import AssetState
from dashboard.ports.city import CityProfileReads
from dashboard.ports.parts import AuditLog, FeedRevisions


class AreaRows(Protocol):
    """Areas inside a transaction."""

    def save_areas(self, areas: Sequence[Area]) -> None:
        """Store them by their code, parents first."""


class AssetRows(Protocol):
    """Assets inside a transaction."""

    def save_assets(self, assets: Sequence[AssetRecord]) -> None:
        """Store them by their asset_id; a new one begins as offline."""


class MappingReads(Protocol):
    """The imported device mappings, in the order in which they are tried."""

    def mapping_specs(self) -> Sequence[Mapping[str, Any]]: ...


class MappingRows(MappingReads, Protocol):
    """The imported device mappings inside a transaction."""

    def replace_mappings(self, specs: Sequence[Mapping[str, Any]]) -> None:
        """Store the device mappings in this order in place of those before."""


class ImportWork(AreaRows, AssetRows, MappingRows, AuditLog, FeedRevisions, Protocol):
    """One transaction; kept when its block ends well, undone when it raises."""


class ImportStore(Protocol):
    """The register as the imports see it. Every method raises Unavailable when it is out of reach."""

    def list_areas(self) -> Sequence[Area]: ...

    def list_assets(self) -> Sequence[AssetRecord]: ...

    def begin(self) -> AbstractContextManager[ImportWork]: ...


class MappingStore(MappingReads, Protocol):
    """The imported device mappings. Every method raises Unavailable when they are out of reach."""

    def begin(self) -> AbstractContextManager[ImportWork]: ...


class GeodataReader(Protocol):
    """Geographic files and geometry; see data_sources/geo."""

    def read_areas(self, path: Path, *, crs: str | None, level: str | None, fields: AreaFields) -> AreasRead: ...

    def read_devices(self, path: Path, *, crs: str | None) -> DevicesRead: ...

    def with_parents(self, areas: Sequence[Area], known: Iterable[Area]) -> list[Area]: ...

    def validate(self, areas: Sequence[Area], known: Iterable[Area]) -> AreaReport: ...

    def index(self, areas: Iterable[Area]) -> GridIndex: ...


class AssetReads(Protocol):
    """Where assets and readings are read from; each raises Unavailable when that is out of reach."""

    def area_exists(self, code: str) -> bool: ...

    def assets(self, query: AssetQuery) -> Sequence[AssetEntry]:
        """By asset_id upwards."""

    def asset(self, asset_id: str) -> AssetEntry | None: ...

    def readings(self, query: ReadingQuery) -> Sequence[Reading]:
        """The newest first."""


class BoardRow(NamedTuple):
    """One asset as the database has it; `values` are presented values, times in ms since the epoch (0: never)."""

    asset_id: str
    kind: str
    name: str
    lon: float
    lat: float
    state: AssetState
    seen_ms: int
    changed_ms: int
    values: dict[str, Any]


class BoardSource(Protocol):
    """Where the board is loaded from."""

    def registry_revision(self) -> int: ...

    def board_rows(self) -> Iterable[BoardRow]: ...


class MapSource(CityProfileReads, Protocol):
    """Where areas, the built-in basemap (None: there is none) and the middle of the map come from."""

    def registry_revision(self) -> int: ...

    def areas(self) -> dict[str, Any]: ...

    def basemap(self) -> dict[str, Any] | None: ...
