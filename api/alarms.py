"""`/api/v1/alarms`: alarms by their standing; acknowledge, shelve, unshelve."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from api.json_response import json_response, large_json
from api.parameters import Actor, Cursor, RowId, only_known_parameters, shown_time
from api.schemas import Alarm, AlarmPage, Problem
from dashboard.commands.alarms import Acknowledgement, Shelf
from dashboard.domain.alarm_records import Alarm as AlarmRecord
from dashboard.domain.readouts import AlarmStanding
from dashboard.services.alarms.handling import LARGEST_PAGE, Alarms

ROUTER = APIRouter(
    prefix="/api/v1/alarms",
    tags=["alarms"],
    dependencies=[Depends(only_known_parameters)],
    responses={422: {"model": Problem, "description": "Something is wrong; the detail says what is allowed"}},
)
_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    404: {"model": Problem, "description": "There is no such alarm"},
    409: {"model": Problem, "description": "The alarm's standing does not allow it"},
}


@ROUTER.get("", response_model=AlarmPage)
async def list_alarms(
    request: Request,
    state: Annotated[AlarmStanding | None, Query(description="without it: all of them")] = None,
    area: Annotated[str | None, Query(description="code of an area; what lies below it counts")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 100,
    cursor: Cursor = None,
) -> Response:
    """Alarms, newest first."""
    service: Alarms = request.app.state.services.alarms
    page = await asyncio.to_thread(service.list_alarms, state, area, limit, cursor)
    content = {"items": [_shown(alarm) for alarm in page.items], "next": page.next}
    return await large_json(request, content, Cache_Control="no-store")


@ROUTER.post("/{alarm_id}/acknowledge", response_model=Alarm, responses=_REFUSALS)
async def acknowledge(request: Request, alarm_id: RowId, actor: Actor, body: Acknowledgement | None = None) -> Response:
    """Marks the alarm as seen; doing so again changes nothing."""
    service: Alarms = request.app.state.services.alarms
    note = body.note if body else None
    return json_response(_shown(await asyncio.to_thread(service.acknowledge, alarm_id, actor, note)))


@ROUTER.post("/{alarm_id}/shelve", response_model=Alarm, responses=_REFUSALS)
async def shelve(request: Request, alarm_id: RowId, actor: Actor, body: Shelf) -> Response:
    """Puts the alarm out of sight for a time, or until it gets worse."""
    services: Any = request.app.state.services
    until_us = body.end_us(services.live.clock())
    return json_response(
        _shown(await asyncio.to_thread(services.alarms.shelve, alarm_id, actor, body.reason, until_us))
    )


@ROUTER.post("/{alarm_id}/unshelve", response_model=Alarm, responses=_REFUSALS)
async def unshelve(request: Request, alarm_id: RowId, actor: Actor) -> Response:
    """Brings a shelved alarm back into sight."""
    service: Alarms = request.app.state.services.alarms
    return json_response(_shown(await asyncio.to_thread(service.unshelve, alarm_id, actor)))


def _shown(alarm: AlarmRecord) -> dict[str, Any]:
    return {
        "id": alarm.alarm_key,
        "asset_id": alarm.device.asset_id,
        "kind": alarm.device.kind,
        "area_code": alarm.grid_code,
        "rule": alarm.rule_key,
        "state": alarm.standing.value,
        "severity": alarm.severity.value,
        "peak_severity": alarm.peak_severity.value,
        "value": alarm.value,
        "threshold": alarm.threshold,
        "raised_at": shown_time(alarm.raised_us),
        "last_raised_at": shown_time(alarm.last_raised_us),
        "raise_count": alarm.raise_count,
        "acknowledged_at": shown_time(alarm.acknowledged_us),
        "acknowledged_by": alarm.acknowledged_by,
        "note": alarm.note,
        "shelved_until": shown_time(alarm.shelved_until_us),
        "shelved_by": alarm.shelved_by,
        "shelve_reason": alarm.shelve_reason,
        "in_maintenance": alarm.suppressed,
        "cleared_at": shown_time(alarm.cleared_us),
    }
