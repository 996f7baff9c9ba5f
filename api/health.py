"""`/health`: how everything is, for people, load balancers and the command line."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response

from api.json_response import json_response
from api.schemas import Health
from dashboard.domain.health import Check, Standing
from dashboard.version import VERSION

ROUTER = APIRouter(tags=["monitoring"])


@ROUTER.get(
    "/health",
    response_model=Health,
    responses={503: {"model": Health, "description": "Down: the database is out of reach"}},
)
async def health(request: Request) -> Response:
    """Database, broker, ingest, worker and jobs; 200, or 503 when it is down."""
    checkup = await asyncio.to_thread(request.app.state.services.health.checkup)
    content = {
        "status": checkup.standing.value,
        "version": VERSION,
        "checks": {name: _shown(name, check) for name, check in checkup.checks.items()},
        "data_age_s": checkup.data_age_s,
    }
    return json_response(content, 503 if checkup.standing is Standing.DOWN else 200, Cache_Control="no-store")


def _shown(name: str, check: Check) -> dict[str, Any]:
    detail = None if check.detail is None else check.detail.en
    more = {"age_s": check.age_s, "detail": detail, "processes": list(check.processes) or None}
    shown = {"status": check.standing.value, **{key: value for key, value in more.items() if value is not None}}
    if name == "webhooks":
        return shown | {"waiting": check.waiting}
    # null says that the broker does not tell.
    return shown | ({"store_fill": check.store_fill, "waiting": check.waiting} if name == "broker" else {})
