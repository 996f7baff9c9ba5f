"""Ready-made answers for the map: written and packed once per revision of the register, for all clients."""

from __future__ import annotations

import gzip
import json
from typing import Any, Final, NamedTuple, Protocol

from dashboard.services.remembered import Remembered

_LEVEL: Final = 6


class MapSource(Protocol):
    """Where areas come from."""

    def registry_revision(self) -> int: ...

    def areas(self) -> dict[str, Any]: ...


class Document(NamedTuple):
    """JSON, plain and as gzip."""

    plain: bytes
    packed: bytes


class MapData:
    """What every map needs and what changes with the register only."""

    def __init__(self, source: MapSource) -> None:
        self._source = source
        self._remembered = Remembered()

    def areas(self) -> Document:
        """All areas as a GeoJSON FeatureCollection in WGS-84."""
        return self._remembered.get("areas", self._source.registry_revision(), self._write_areas)

    def _write_areas(self) -> Document:
        plain = json.dumps(self._source.areas(), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        return Document(plain, gzip.compress(plain, _LEVEL, mtime=0))
