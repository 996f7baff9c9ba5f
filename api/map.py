"""What the map draws: the snapshot of all assets, the areas and the built-in basemap."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response
from api.json_response import json_response

from dashboard.domain.readings import from_us

ROUTER = APIRouter(prefix="/api/v1/map", tags=["map"])
_GZIPPED = {"Content-Encoding": "gzip", "Cache-Control": "no-cache"}


@ROUTER.get("/assets")
async def assets(request: Request) -> Response:
    """Every asset in columns, with the number of the live frame after which it holds."""
    live = request.app.state.services.live
    moment = from_us(live.clock()).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    head: dict[str, Any] = {"epoch": live.hub.epoch, "n": live.hub.number, "t": moment}
    columns = await asyncio.to_thread(live.board.columns)
    return json_response({**head, **columns}, Cache_Control="no-store")


@ROUTER.get("/areas")
async def areas(request: Request) -> Response:
    """All areas as GeoJSON."""
    return json_response(await asyncio.to_thread(request.app.state.services.city.areas))


@ROUTER.get("/basemap")
async def basemap(request: Request) -> Response:
    """The built-in basemap; 404 where none was imported."""
    content = await asyncio.to_thread(request.app.state.services.city.document, "basemap")
    if content is None:
        return Response(status_code=404)
    return Response(content, media_type="application/json", headers=_GZIPPED)
