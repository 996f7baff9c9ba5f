"""What third parties push here: observations, camera events and messages of the CTWing platform."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Depends, Request, Response

from api.json_response import json_response
from api.parameters import only_known_parameters
from api.problems import problem
from api.schemas import CameraReport, Observation, Problem, PushedEvents, PushedObservations
from dashboard.services.ingest.pushes import Pushed, Pushes

Responses = dict[int | str, dict[str, Any]]

_REFUSALS: Final[Responses] = {
    400: {"model": Problem, "description": "Nothing of it is JSON; it is kept in quarantine"},
    413: {"model": Problem, "description": "More than 8 MB, or a list of more than 10 000 elements; send it in parts"},
    408: {"model": Problem, "description": "The body was not there after 30 s"},
    415: {"model": Problem, "description": "Not sent as application/json"},
    503: {"model": Problem, "description": "Nothing can be recorded now; send it again later"},
}
ROUTER = APIRouter(prefix="/api/v1", dependencies=[Depends(only_known_parameters)], responses=_REFUSALS)


def _body(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"required": True, "description": description, "content": content}}


def _one_or_many(model: type[Observation | CameraReport]) -> dict[str, Any]:
    one = model.model_json_schema()
    return {"oneOf": [one, {"type": "array", "items": one}]}


@ROUTER.post(
    "/observations",
    status_code=202,
    response_model=PushedObservations,
    tags=["observations"],
    openapi_extra=_body("one observation or a list of them", _one_or_many(Observation)),
)
async def post_observations(request: Request) -> Response:
    """Records observations; answers after the commit. What cannot be read is kept in quarantine, and counted."""
    service: Pushes = request.app.state.services.pushes
    return await _record(request, service.observations, 202, _observations)


@ROUTER.post(
    "/camera-events",
    response_model=PushedEvents,
    tags=["camera events"],
    openapi_extra=_body("one event or a list of them", _one_or_many(CameraReport)),
)
async def post_camera_events(request: Request) -> Response:
    """Records camera events; answers after the commit. What cannot be read is kept in quarantine."""
    service: Pushes = request.app.state.services.pushes
    return await _record(request, service.camera_events, 200, _events)


@ROUTER.post(
    "/uplinks/ctwing",
    response_model=PushedObservations,
    tags=["observations"],
    openapi_extra=_body("one message of a CTWing subscription", {"type": "object"}),
)
async def post_ctwing(request: Request) -> Response:
    """Takes the HTTP push of CTWing (AEP); answers after the commit."""
    service: Pushes = request.app.state.services.pushes
    return await _record(request, service.ctwing, 200, _observations)


async def _record(
    request: Request, record: Callable[[bytes], Pushed], status: int, show: Callable[[Pushed], dict[str, Any]]
) -> Response:
    body = await request.body()
    if not body:
        return problem(400, "bad_json", "the body is empty; send JSON")
    pushed = await asyncio.to_thread(record, body)
    if not pushed.readable and pushed.accepted + pushed.repeated + pushed.camera_events == 0:
        detail = pushed.problems[0].detail if pushed.problems else "the body is not JSON in UTF-8"
        return problem(400, "bad_json", f"{detail}; it is kept in quarantine")
    return json_response(show(pushed), status)


def _observations(pushed: Pushed) -> dict[str, Any]:
    counts = {"accepted": pushed.accepted, "repeated": pushed.repeated, "quarantined": pushed.quarantined}
    return {**counts, "problems": _problems(pushed)}


def _events(pushed: Pushed) -> dict[str, Any]:
    return {"accepted": pushed.camera_events, "quarantined": pushed.quarantined, "problems": _problems(pushed)}


def _problems(pushed: Pushed) -> list[dict[str, Any]]:
    return [refusal._asdict() for refusal in pushed.problems]
