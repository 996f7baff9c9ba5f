"""`/api/v1/assets`: assets as GeoJSON, and the history of one."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from api.json_response import GEOJSON, json_response, large_json
from api.parameters import Cursor, Moment, bounds, moment_us, only_known_parameters, shown_time
from api.schemas import AssetCollection, AssetFeature, Problem, ReadingPage
from dashboard.domain.machine_reads import AssetEntry, AssetQuery, Reading
from dashboard.domain.metrics import METRICS
from dashboard.services.assets import MOST_ASSETS, MOST_READINGS, AssetPage, Assets
from dashboard.services.assets import ReadingPage as Readings

ROUTER = APIRouter(
    prefix="/api/v1/assets",
    tags=["assets"],
    dependencies=[Depends(only_known_parameters)],
    responses={422: {"model": Problem, "description": "A parameter is wrong; the detail says what is allowed"}},
)
_NO_ASSET: Final[dict[int | str, dict[str, Any]]] = {404: {"model": Problem, "description": "There is no such asset"}}


@ROUTER.get("", response_model=AssetCollection)
async def list_assets(
    request: Request,
    kind: Annotated[list[str] | None, Query(description="a kind of asset; several as kind=a&kind=b")] = None,
    bbox: Annotated[str | None, Query(description="west,south,east,north in degrees, WGS-84")] = None,
    area: Annotated[str | None, Query(description="code of an area of any level; what lies below it counts")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ASSETS)] = MOST_ASSETS,
    cursor: Cursor = None,
) -> Response:
    """Assets with their present state and values, by asset_id."""
    service: Assets = request.app.state.services.assets
    query = AssetQuery(kinds=tuple(kind or ()), bounds=bounds(bbox), area=area, after=cursor, limit=limit)
    collection = await asyncio.to_thread(lambda: _collection(service.page(query)))
    return await large_json(request, collection, GEOJSON, Cache_Control="no-store")


@ROUTER.get("/{asset_id:path}/observations", response_model=ReadingPage, responses=_NO_ASSET)
async def list_observations(
    request: Request,
    asset_id: str,
    metric: Annotated[str | None, Query(description="only this metric")] = None,
    from_: Annotated[Moment, Query(alias="from", description="from this time on")] = None,
    to: Moment = None,
    limit: Annotated[int, Query(ge=1, le=MOST_READINGS)] = 100,
    cursor: Cursor = None,
) -> Response:
    """The asset's readings, newest first; `to` is not included."""
    service: Assets = request.app.state.services.assets
    from_us, until_us = moment_us("from", from_), moment_us("to", to)
    page = await asyncio.to_thread(
        service.readings, asset_id, metric=metric, from_us=from_us, until_us=until_us, limit=limit, cursor=cursor
    )
    return await large_json(request, _history(page), Cache_Control="no-store")


@ROUTER.get("/{asset_id:path}", response_model=AssetFeature, responses=_NO_ASSET)
async def show_asset(request: Request, asset_id: str) -> Response:
    """One asset with its present state and values."""
    entry = await asyncio.to_thread(request.app.state.services.assets.one, asset_id)
    return json_response(_feature(entry), media_type=GEOJSON, Cache_Control="no-store")


def _collection(page: AssetPage) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [_feature(entry) for entry in page.items], "next": page.next}


def _feature(entry: AssetEntry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": entry.asset_id,
        "geometry": {"type": "Point", "coordinates": [round(entry.lon, 7), round(entry.lat, 7)]},
        "properties": {
            "asset_id": entry.asset_id,
            "kind": entry.kind,
            "name": entry.name,
            "state": entry.state.value,
            "area_code": entry.area_code,
            "last_seen_at": shown_time(entry.last_seen_us),
            "values": {
                key: {"value": METRICS[key].present(value), "unit": METRICS[key].unit, "at": shown_time(at_us)}
                for key, value, at_us in entry.values
            },
        },
    }


def _history(page: Readings) -> dict[str, Any]:
    return {"items": [_reading(item) for item in page.items], "next": page.next}


def _reading(item: Reading) -> dict[str, Any]:
    return {
        "at": shown_time(item.measured_us),
        "received_at": shown_time(item.received_us),
        "metric": item.metric,
        "value": METRICS[item.metric].present(item.value),
        "late": item.late,
        "replayed": item.replayed,
    }
