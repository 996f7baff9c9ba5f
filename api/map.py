"""What the map draws: the snapshot of all assets, the areas, the built-in basemap, and tiles of a basemap file."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.json_response import GEOJSON, packed_json
from api.parameters import only_known_parameters, shown_time
from api.schemas import Problem
from dashboard.domain.map_detail import MapPart
from dashboard.errors import NotFound

ROUTER = APIRouter(prefix="/api/v1/map", tags=["map"], dependencies=[Depends(only_known_parameters)])
_TILE_HEADERS: Final = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}
_NONE: Final[dict[int | str, dict[str, Any]]] = {404: {"model": Problem, "description": "There is none"}}
_OBJECT: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/json": {"schema": {"type": "object"}}}}
}
_TILE_TYPES: Final = ("image/png", "image/jpeg", "image/webp")
_TILE: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {media_type: {} for media_type in _TILE_TYPES}}}

Zoom = Annotated[int, Path(ge=0, le=24)]
Index = Annotated[int, Path(ge=0, le=2**24)]
Part = Annotated[MapPart | None, Query(description="`far`: what shows from afar; `near`: the rest; else everything")]


@ROUTER.get("/assets", responses=_OBJECT)
async def assets(request: Request) -> Response:
    """Every asset in columns, with the number of the live frame after which it holds."""
    services = request.app.state.services
    live = services.live
    head = {"epoch": live.hub.epoch, "n": live.hub.number, "t": shown_time(live.clock() // 1000 * 1000)}
    document = await asyncio.to_thread(services.map_data.assets, head)
    return packed_json(request, document, Cache_Control="no-store")


@ROUTER.get("/areas", responses={200: {"content": {GEOJSON: {"schema": {"type": "object"}}}}})
async def areas(request: Request, part: Part = None) -> Response:
    """The areas as GeoJSON; `bbox` is where the city lies."""
    document = await asyncio.to_thread(request.app.state.services.map_data.areas, part)
    return packed_json(request, document, GEOJSON, Cache_Control="no-cache")


@ROUTER.get("/basemap", responses={**_OBJECT, 204: {"description": "There is none"}})
async def basemap(request: Request, part: Part = None) -> Response:
    """The built-in basemap; 204 where none was imported, which is nothing wrong."""
    document = await asyncio.to_thread(request.app.state.services.map_data.basemap, part)
    if document is None:
        return Response(status_code=204)
    return packed_json(request, document, Cache_Control="no-cache")


@ROUTER.get("/tiles/{zoom}/{column}/{row}", response_class=Response, responses={**_TILE, **_NONE})
async def tile(request: Request, zoom: Zoom, column: Index, row: Index) -> Response:
    """A tile of the MBTiles or PMTiles file in XIUHUA_BASEMAP, rows from the north (XYZ)."""
    tiles = request.app.state.services.tiles
    if tiles is None:
        raise NotFound("the basemap is no tile file; set XIUHUA_BASEMAP to an .mbtiles or .pmtiles file")
    found = await asyncio.to_thread(tiles.tile, zoom, column, row)
    if found is None:
        raise NotFound(f"the basemap has no tile {zoom}/{column}/{row}")
    return Response(found.content, media_type=found.media_type, headers=_TILE_HEADERS)
