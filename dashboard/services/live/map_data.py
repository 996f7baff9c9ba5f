"""Ready-made answers for the map: what changes with the register only is written and packed once for all clients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.domain.extent import city_extent
from dashboard.domain.map_detail import MapPart, features_of, layers_of
from dashboard.ports.register import MapSource
from dashboard.services.documents import BegunDocument, Document, Pack, lasting_document
from dashboard.services.live.board import Board, Ground
from dashboard.services.remembered import Remembered


class MapData:
    """What every map needs."""

    def __init__(self, source: MapSource, board: Board, pack: Pack | None = None) -> None:
        """`pack` makes areas and basemap smaller still; it may take a second."""
        self._source = source
        self._pack = pack
        self._board = board
        self._remembered = Remembered()
        self._lasting_documents: dict[tuple[str, MapPart | None], Document] = {}

    def areas(self, part: MapPart | None = None) -> Document:
        """Return the areas as a GeoJSON FeatureCollection in WGS-84; its `bbox` is where the city lies.

        Raises Unavailable.
        """
        ground = self._board.ground()
        mark = (self._source.registry_revision(), ground.loaded)
        return self._remembered.get(
            ("areas", part), mark, lambda: self._lasting(("areas", part), self._read_areas(ground, part))
        )

    def _read_areas(self, ground: Ground, part: MapPart | None) -> dict[str, Any]:
        collection, centre = self._source.areas(), self._source.profile().centre
        extent = city_extent(collection["features"], [(row.lon, row.lat) for row in ground.rows])
        told = {**collection, "features": features_of(collection["features"], part)}
        if extent is None:
            return told
        shown = extent if centre is None else extent.around(centre)
        return {"bbox": [round(degrees, 6) for degrees in shown], **told}

    def basemap(self, part: MapPart | None = None) -> Document | None:
        """Return the built-in basemap, or None where there is none. Raises Unavailable."""
        revision = self._source.registry_revision()
        return self._remembered.get(("basemap", part), revision, lambda: self._read_basemap(part))

    def _read_basemap(self, part: MapPart | None) -> Document | None:
        basemap = self._source.basemap()
        if basemap is None:
            return None
        return self._lasting(("basemap", part), {**basemap, "layers": layers_of(basemap["layers"], part)})

    def _lasting(self, question: tuple[str, MapPart | None], content: Mapping[str, Any]) -> Document:
        """The register moves more often than areas and basemap do."""
        before = self._lasting_documents.get(question)
        kept = self._lasting_documents[question] = lasting_document(content, self._pack, before)
        return kept

    def assets(self, head: Mapping[str, Any]) -> Document:
        """Return the snapshot of all assets in columns, with the members of `head`."""
        columns = self._board.columns()
        begun = self._remembered.get("assets", columns.loaded, lambda: BegunDocument(columns.lasting))
        return begun.ended({**head, "registry": columns.registry, **columns.moving})
