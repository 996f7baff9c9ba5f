"""What cameras and platforms push here in the words of their makers: Hikvision ISAPI, GA/T 1400 (视图库)."""

from __future__ import annotations

import asyncio
import json
from datetime import tzinfo
from typing import Any, Final

from fastapi import APIRouter, Depends, Request, Response

from api.json_response import json_response
from api.parameters import only_known_parameters
from api.schemas import Problem, PushedEvents
from dashboard.domain.readings import from_us
from dashboard.services.ingest.camera_pushes import GAT1400, HIKVISION, CameraPushes
from dashboard.services.ingest.pushes import Pushed

_REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    413: {"model": Problem, "description": "More than 8 MB"},
    429: {"model": Problem, "description": "Too many pushes of this sender wait for their commit; send it again"},
    503: {"model": Problem, "description": "Nothing can be recorded now; send it again later"},
}
_VIID: Final = "application/VIID+JSON"
_MOST_ANSWERED: Final = 1_000
ROUTER = APIRouter(dependencies=[Depends(only_known_parameters)], responses=_REFUSALS, tags=["camera events"])


@ROUTER.post(
    "/api/v1/camera-events/hikvision",
    response_model=PushedEvents,
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "an EventNotificationAlert in XML or JSON, or a multipart of it and its pictures",
            "content": {
                "application/xml": {"schema": {"type": "string"}},
                "multipart/form-data": {"schema": {"type": "object"}},
            },
        }
    },
)
async def post_hikvision_alert(request: Request) -> Response:
    """Takes what ISAPI's httpHosts push; answers 200 after the commit. What cannot be read is kept in quarantine."""
    pushed = await _record(request, HIKVISION)
    problems = [refusal._asdict() for refusal in pushed.problems]
    return json_response({"accepted": pushed.camera_events, "quarantined": pushed.quarantined, "problems": problems})


@ROUTER.post(
    "/VIID/SubscribeNotifications",
    response_class=Response,
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "SubscribeNotificationListObject as in GA/T 1400.4",
            "content": {_VIID: {"schema": {"type": "object"}}},
        }
    },
)
async def post_viid_notifications(request: Request) -> Response:
    """Takes what a 视图库 notifies us of; answers after the commit, in the words of GA/T 1400.4."""
    body = await request.body()
    await _record(request, GAT1400)
    zone: tzinfo = request.app.state.services.settings.timezone
    now = from_us(request.app.state.services.live.clock()).astimezone(zone).strftime("%Y%m%d%H%M%S")
    told = [_status(name, now) for name in _notification_ids(body)]
    answer = {"ResponseStatusListObject": {"ResponseStatusObject": told}}
    return Response(json.dumps(answer, ensure_ascii=False), media_type=_VIID)


async def _record(request: Request, channel: str) -> Pushed:
    service: CameraPushes = request.app.state.services.camera_pushes
    sender = request.client.host if request.client else ""
    return await asyncio.wrap_future(service.push(channel, await request.body(), sender))


def _status(name: str, now: str) -> dict[str, Any]:
    return {
        "RequestURL": "/VIID/SubscribeNotifications",
        "StatusCode": 0,
        "StatusString": "OK",
        "Id": name,
        "LocalTime": now,
    }


def _notification_ids(body: bytes) -> list[str]:
    """What each notification is called, so that its sender knows which arrived; one without a name is answered too."""
    try:
        listed = json.loads(body)["SubscribeNotificationListObject"]["SubscribeNotificationObject"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return [""]
    members = listed if isinstance(listed, list) else [listed]
    return [str(each.get("NotificationID", "")) for each in members if isinstance(each, dict)][:_MOST_ANSWERED] or [""]
