"""What cameras find, for programs: how often each word came, what the gates hold, where what is allowed."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from api.json_response import GEOJSON, json_response, large_json
from api.parameters import Actor, only_known_parameters, shown_time
from api.schemas import Problem
from dashboard.domain.camera_events import category_label
from dashboard.domain.triage.allowances import HOLDER_LABELS, Allowance
from dashboard.domain.triage.gates import Gate
from dashboard.services.triage.allowance_reading import AllowanceNow

ROUTER = APIRouter(prefix="/api/v1", tags=["camera events"], dependencies=[Depends(only_known_parameters)])
_WRONG: Final[dict[int | str, dict[str, Any]]] = {422: {"model": Problem, "description": "A parameter is wrong"}}
_FEATURES: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {GEOJSON: {"schema": {"type": "object"}}}}}
_FOR_EVER: Final = 9999
Days = Annotated[int, Query(description="Over how many days: 7 or 30")]


@ROUTER.get("/camera-words", responses=_WRONG)
async def camera_words(request: Request, actor: Actor, days: Days = 7) -> Response:
    """How often each source, label, zone and category came; the unclassified (`category` null) first."""
    services = request.app.state.services
    board = await asyncio.to_thread(services.gates.words.board, days, actor)
    items = [{**line._asdict(), "last_at": shown_time(line.last_us)} for line in board.lines]
    for item in items:
        del item["last_us"]
    head = {"days": board.days, "words": board.words, "events": board.events, "unclassified": board.unclassified}
    return json_response({**head, "items": items}, Cache_Control="no-store")


@ROUTER.get("/camera-gates", responses=_WRONG)
async def camera_gates(request: Request, actor: Actor, days: Days = 7) -> Response:
    """Every gate, how many events of its category came, and how many of them it holds, by reason."""
    services = request.app.state.services
    board = await asyncio.to_thread(services.gates.rules.board, days, actor)
    items = [
        {**_gate(line.gate), "events": line.tally.events, "held": {why.value: n for why, n in line.tally.held.items()}}
        for line in board.lines
    ]
    held = {why.value: count for why, count in board.held.items()}
    return json_response(
        {"days": board.days, "events": board.events, "held": held, "items": items}, Cache_Control="no-store"
    )


@ROUTER.get("/allowances", responses=_FEATURES)
async def allowances(request: Request, actor: Actor) -> Response:
    """Places where something is allowed, and permits that have not run out, as GeoJSON."""
    found = await asyncio.to_thread(request.app.state.services.gates.allowances.now, actor)
    document = {"type": "FeatureCollection", "features": [_feature(each) for each in found]}
    return await large_json(request, document, GEOJSON, Cache_Control="no-store")


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "category": gate.category or None,
        "camera": gate.camera or None,
        "is_on": gate.is_on,
        "least_score": gate.least_score,
        "dwell_s": gate.dwell_s,
        **gate.hours.as_json(),
        "merge_gap_s": gate.merge_gap_s,
        "zones_apart": gate.zones_apart,
        "version": gate.version,
    }


def _feature(each: AllowanceNow) -> dict[str, Any]:
    allowance = each.allowance
    names = [category_label(code) for code in sorted(allowance.categories)]
    holder = None if allowance.holder is None else HOLDER_LABELS[allowance.holder]
    told = {
        "kind": allowance.kind.value,
        "number": allowance.number,
        "name": allowance.name,
        "capacity": allowance.capacity,
        "categories": sorted(allowance.categories),
        "category_words": ["、".join(name.zh for name in names), ", ".join(name.en for name in names)],
        "is_open": each.is_open,
        "until": None if allowance.until_day.year == _FOR_EVER else allowance.until_day.isoformat(),
        "holder": None if holder is None else [holder.zh, holder.en],
        "radius_m": allowance.ground.radius_m or None,
        **allowance.hours.as_json(),
    }
    return {"type": "Feature", "geometry": _geometry(allowance), "properties": told}


def _geometry(allowance: Allowance) -> dict[str, Any]:
    ground = allowance.ground
    if ground.centre is not None:
        return {"type": "Point", "coordinates": list(ground.centre)}
    return {"type": "MultiPolygon", "coordinates": ground.polygons}
