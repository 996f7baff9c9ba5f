"""Ready-made answers for the map: what changes with the register only is written and packed once for all clients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.domain.extent import city_extent
from dashboard.ports.register import MapSource
from dashboard.services.documents import BegunDocument, Document, document
from dashboard.services.live.board import Board, Ground
from dashboard.services.remembered import Remembered


class MapData:
    """What every map needs."""

    def __init__(self, source: MapSource, board: Board) -> None:
        self._source = source
        self._board = board
        self._remembered = Remembered()

    def areas(self) -> Document:
        """Return all areas as a GeoJSON FeatureCollection in WGS-84; its `bbox` is where the city lies.

        Raises Unavailable.
        """
        ground = self._board.ground()
        mark = (self._source.registry_revision(), ground.loaded)
        return self._remembered.get("areas", mark, lambda: document(self._read_areas(ground)))

    def _read_areas(self, ground: Ground) -> dict[str, Any]:
        collection, centre = self._source.areas(), self._source.profile().centre
        extent = city_extent(collection["features"], [(row.lon, row.lat) for row in ground.rows])
        if extent is None:
            return collection
        shown = extent if centre is None else extent.around(centre)
        return {"bbox": [round(degrees, 6) for degrees in shown], **collection}

    def assets(self, head: Mapping[str, Any]) -> Document:
        """Return the snapshot of all assets in columns, with the members of `head`."""
        columns = self._board.columns()
        begun = self._remembered.get("assets", columns.loaded, lambda: BegunDocument(columns.lasting))
        return begun.ended({**head, "registry": columns.registry, **columns.moving})
