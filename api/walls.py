"""`/api/v1/walls`: a wall asks for its pairing code and its direction, and says how it is."""

from __future__ import annotations

import asyncio
import math
from typing import Annotated, Any, Final

from fastapi import APIRouter, Cookie, Depends, Request, Response
from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from api.entrance import WALL_COOKIE
from api.json_response import json_response
from api.parameters import only_known_parameters, shown_time
from api.schemas import Problem, example
from dashboard.domain.readings import to_us
from dashboard.domain.walls import Direction, Heartbeat, Reload, WallScreen, plain, shown_code
from dashboard.services.walls.screens import Briefing, Walls

COOKIE: Final = WALL_COOKIE
PATH: Final = "/api/v1/walls"
YEAR_S: Final = 365 * 24 * 3600
LONGEST_ERROR: Final = 500
LONGEST_REASON: Final = 200
LONGEST_ADDRESS: Final = 64
ROUTER = APIRouter(prefix=PATH, tags=["walls"], dependencies=[Depends(only_known_parameters)])

Token = Annotated[str | None, Cookie(alias=COOKIE, max_length=200, include_in_schema=False)]


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


Measured = Annotated[float | None, AfterValidator(_finite)]
Moment = Annotated[float, Field(ge=0, le=1e13)] | AwareDatetime
Plain = Annotated[str, AfterValidator(plain)]


class PairingCode(BaseModel):
    """A code to show until it is confirmed at the desk."""

    model_config = example(code="4821-07", expires_at="2026-11-21T08:25:02Z")
    code: str
    expires_at: AwareDatetime


class Screen(BaseModel):
    """Who this screen is."""

    key: str
    name: str
    place: str


class Flight(BaseModel):
    """A flight to an asset; `at` (epoch ms) tells one from the next."""

    asset: str
    at: int


class Message(BaseModel):
    """A sentence to show until `until` (epoch ms)."""

    text: str
    until: int
    level: str


class Directed(BaseModel):
    """What the wall shall do; `scene` is the pinned one, `reload_at` (epoch ms) asks for one reload."""

    revision: int
    scene: str | None
    rotate: bool
    dwell_s: int
    fly: Flight | None
    message: Message | None
    reload_at: int | None


class Me(BaseModel):
    """What a wall needs to know of itself; `code` is there while a pairing waits.

    `known` says whether it is shown anything: a paired wall is, and a browser that is signed in.
    """

    paired: bool
    known: bool
    code: str | None
    screen: Screen | None
    direction: Directed


class PastReload(BaseModel):
    """A reload and why it was; times as epoch ms or RFC 3339."""

    at: Moment
    why: Plain


class Beat(BaseModel):
    """What a wall says of itself: size in CSS pixels, heap in MB, the time of a frame in ms, the channel's age in s."""

    model_config = example(width=5760, height=2160, dpr=1, scene="overview", started_at=1795248902331, heap_mb=184.2)
    width: Annotated[int, Field(ge=1, le=100_000)]
    height: Annotated[int, Field(ge=1, le=100_000)]
    dpr: Annotated[float, Field(gt=0, le=16, allow_inf_nan=False)] = 1.0
    scene: Annotated[Plain, Field(max_length=40)]
    started_at: Moment
    heap_mb: Measured = None
    frame_ms: Measured = None
    channel_age_s: Measured = None
    reloads: Annotated[list[PastReload], Field(max_length=1000)] = []
    error: Plain | None = None


@ROUTER.post(
    "/pairing",
    response_model=PairingCode,
    responses={
        422: {"model": Problem, "description": "This browser is paired already"},
        429: {"model": Problem, "description": "Too many screens wait to be paired"},
    },
)
async def begin_pairing(request: Request, token: Token = None) -> Response:
    """A code for this browser to show; asked again, the same one while it holds. Sets the wall's cookie."""
    address = request.client.host if request.client else ""
    shown = await asyncio.to_thread(_walls(request).begin_pairing, token, address[:LONGEST_ADDRESS])
    content = {"code": shown_code(shown.pairing.code), "expires_at": shown_time(shown.pairing.expires_us)}
    return _keeping(request, json_response(content, Cache_Control="no-store"), shown.secret)


@ROUTER.get("/me", response_model=Me)
async def me(request: Request, token: Token = None) -> Response:
    """What this wall shall show. The cookie is renewed for a year while it is paired."""
    briefing = await asyncio.to_thread(_walls(request).briefing, token)
    content = {**_briefing(briefing), "known": request.state.actor is not None}
    response = json_response(content, Cache_Control="no-store")
    return _keeping(request, response, token) if briefing.screen is not None and token else response


@ROUTER.post("/heartbeat", status_code=204, response_class=Response)
async def heartbeat(request: Request, beat: Beat, token: Token = None) -> Response:
    """Keeps what a paired wall says of itself; of others nothing is kept."""
    await asyncio.to_thread(_walls(request).hear, token, _beat(beat))
    return Response(status_code=204)


def _walls(request: Request) -> Walls:
    walls: Walls = request.app.state.services.walls
    return walls


def _keeping(request: Request, response: Response, secret: str) -> Response:
    """For every path: it lets a wall see what walls show, and nothing else. The one of former versions goes."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, secret, max_age=YEAR_S, path="/", httponly=True, samesite="strict", secure=secure)
    return response


def _briefing(briefing: Briefing) -> dict[str, Any]:
    return {
        "paired": briefing.screen is not None,
        "code": shown_code(briefing.pairing.code) if briefing.pairing else None,
        "screen": _screen(briefing.screen) if briefing.screen else None,
        "direction": _direction(briefing.direction),
    }


def _screen(screen: WallScreen) -> dict[str, str]:
    return {"key": str(screen.screen_key), "name": screen.name, "place": screen.place}


def _direction(direction: Direction) -> dict[str, Any]:
    fly, message = direction.fly, direction.message
    return {
        "revision": direction.revision,
        "scene": direction.scene,
        "rotate": direction.rotate,
        "dwell_s": direction.dwell_s,
        "fly": {"asset": fly.asset_id, "at": fly.at_us // 1000} if fly else None,
        "message": {"text": message.text, "until": message.until_us // 1000, "level": message.level.value}
        if message
        else None,
        "reload_at": direction.reload_us // 1000 if direction.reload_us else None,
    }


def _beat(beat: Beat) -> Heartbeat:
    last = max(beat.reloads, key=lambda reload: _us(reload.at), default=None)
    return Heartbeat(
        width=beat.width,
        height=beat.height,
        dpr=beat.dpr,
        scene=beat.scene,
        started_us=_us(beat.started_at),
        heap_mb=beat.heap_mb,
        frame_ms=beat.frame_ms,
        channel_age_s=beat.channel_age_s,
        error=beat.error[:LONGEST_ERROR] if beat.error else None,
        reload=Reload(_us(last.at), last.why[:LONGEST_REASON]) if last else None,
    )


def _us(moment: Moment) -> int:
    return int(moment * 1000) if isinstance(moment, float) else to_us(moment)
