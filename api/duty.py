"""People on duty: where they are and were, how much of their lines is walked, who came; and telling it oneself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.csv_response import csv_of, csv_response
from api.duty_schemas import ATTENDANCE_COLUMNS, Attendance, Coverage, DutyPositions, PositionsTaken, Track
from api.json_response import json_response
from api.parameters import Actor, Moment, moment_us, only_known_parameters
from api.schemas import Problem
from dashboard.domain.durations import SECOND_US
from dashboard.domain.positions.patrol import OnDuty, PatrolLine
from dashboard.domain.readings import from_us
from dashboard.domain.rights import Actor as Asker
from dashboard.domain.roster.figures import AttendanceSum, Period
from dashboard.domain.text import Text
from dashboard.errors import BadInput
from dashboard.services.duty.on_duty import DutyDesk

ROUTER = APIRouter(
    prefix="/api/v1",
    tags=["duty"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        403: {"model": Problem, "description": "The right does not reach so far"},
        422: {"model": Problem, "description": "A parameter or the body is wrong; the detail says what is allowed"},
    },
)
_DAY: Final = Text("日期须为 2026-11-27 这样的格式", "a day is written as 2026-11-27")
_BOTH: Final = Text("from 与 to 都须给出", "give both from and to")
Squad = Annotated[str | None, Query(description="code of a squad; nothing: all that the right reaches")]


@ROUTER.get("/people/positions", response_model=DutyPositions)
async def list_positions(request: Request, actor: Actor, squad: Squad = None) -> Response:
    """Who is on duty now and where, as GeoJSON; whoever was not heard of has no geometry. Names are masked."""
    found = await asyncio.to_thread(_desk(request).now, actor, squad or actor_squad(actor))
    features = [_feature(each, found.at_us) for each in found.people]
    still_s = None if found.still_us is None else found.still_us // SECOND_US
    told = {"type": "FeatureCollection", "still_after_s": still_s, "features": features}
    return json_response(told, Cache_Control="no-store")


@ROUTER.get("/people/{number}/track", response_model=Track)
async def read_track(
    request: Request,
    actor: Actor,
    number: Annotated[str, Path(max_length=40)],
    from_: Annotated[Moment, Query(alias="from")] = None,
    to: Moment = None,
) -> Response:
    """Where somebody was while on duty, the oldest first; 24 hours at most, as far back as it is kept."""
    begin_us, end_us = moment_us("from", from_), moment_us("to", to)
    if begin_us is None or end_us is None:
        raise BadInput(_BOTH)
    track = await asyncio.to_thread(_desk(request).track, number, begin_us, end_us, actor)
    points = [[each.lon, each.lat, from_us(each.at_us)] for each in track]
    return json_response({"number": number, "points": points}, Cache_Control="no-store")


@ROUTER.get("/patrol/coverage", response_model=Coverage)
async def read_coverage(request: Request, actor: Actor, squad: Squad = None) -> Response:
    """Each street line with its length, the metres walked in the last two hours, and when it was passed."""
    wanted = squad or actor_squad(actor)
    lines = await asyncio.to_thread(_desk(request).coverage, actor, wanted)
    return json_response(
        {"type": "FeatureCollection", "features": [_line(each) for each in lines]}, Cache_Control="no-store"
    )


By = Annotated[Period, Query(description="by what days are added up")]
First = Annotated[str, Query(alias="from", description="first day, 2026-11-27")]
Last = Annotated[str, Query(description="last day, included; three years and a quarter at most")]


@ROUTER.get("/attendance", response_model=Attendance)
async def read_attendance(
    request: Request, actor: Actor, from_: First, to: Last, squad: Squad = None, by: By = Period.DAY
) -> Response:
    """How many shifts the roster had and how many were attended, by period and squad, without names."""
    wanted, days = squad or actor_squad(actor), (_day(from_), _day(to))
    report = await asyncio.to_thread(_desk(request).attendance, actor, *days, wanted, by)
    rows = [_attendance_row(row, report.squads) for row in report.rows]
    return json_response({"rows": rows, "turnouts": report.turnouts}, Cache_Control="no-store")


@ROUTER.get("/attendance.csv")
async def export_attendance(
    request: Request, actor: Actor, from_: First, to: Last, squad: Squad = None, by: By = Period.DAY
) -> Response:
    """The same as a table for spreadsheets (UTF-8 with BOM), audited; days are those of the time zone in the head."""
    wanted, days = squad or actor_squad(actor), (_day(from_), _day(to))
    report = await asyncio.to_thread(_desk(request).take_out_attendance, actor, *days, wanted, by)
    zone = request.app.state.services.settings.city_timezone
    rows = [_attendance_row(row, report.squads) for row in report.rows]
    table = csv_of(
        [f"{name} ({zone})" if name in ("from", "to") else name for name in ATTENDANCE_COLUMNS],
        ([row[name] for name in ATTENDANCE_COLUMNS] for row in rows),
    )
    return csv_response(table, f"attendance-{from_}-{to}.csv")


def _attendance_row(row: AttendanceSum, squads: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        "period": row.period,
        "from": row.first.isoformat(),
        "to": row.last.isoformat(),
        "squad": row.squad or None,
        "squad_name": squads.get(row.squad),
        "rostered": row.rostered,
        "came": row.came,
        "extra": row.extra,
        "away": row.away,
        "turnouts": row.turnouts,
        "rate": round(row.came / row.rostered, 4) if row.rostered else None,
    }


@ROUTER.post("/positions", status_code=202, response_model=PositionsTaken)
async def post_positions(request: Request, actor: Actor) -> Response:
    """Take one's own position, or a list; programs that push observations name the `person` of each.

    Answers after the commit with what was kept and what was not, by reason. Off duty nothing is kept.
    """
    body = await request.body()
    taken = await asyncio.to_thread(request.app.state.services.duty.positions.take, body, actor)
    return json_response({"kept": taken.kept, "refused": taken.refused}, 202)


@ROUTER.post("/duty/sign-in", status_code=204)
async def sign_in(request: Request, actor: Actor) -> Response:
    """Sign in for the shift that runs or begins within an hour; without one, for no shift."""
    return await _done(request.app.state.services.duty.sign_in.sign_in, actor)


@ROUTER.post("/duty/sign-out", status_code=204)
async def sign_out(request: Request, actor: Actor) -> Response:
    """Sign out; from then on nothing of the position is kept."""
    return await _done(request.app.state.services.duty.sign_in.sign_out, actor)


async def _done(act: Callable[[Asker], None], actor: Asker) -> Response:
    await asyncio.to_thread(act, actor)
    return Response(status_code=204)


def actor_squad(actor: Asker) -> str | None:
    """Return the squad that somebody sees by default: the own one, if they have one."""
    return actor.squad


def _desk(request: Request) -> DutyDesk:
    desk: DutyDesk = request.app.state.services.duty.desk
    return desk


def _feature(each: OnDuty, at_us: int) -> Mapping[str, Any]:
    known, duty = each.known, each.duty
    geometry = None if known is None else {"type": "Point", "coordinates": [known.position.lon, known.position.lat]}
    measured: dict[str, Any] = {}
    if known is not None:
        measured = {
            "at": from_us(known.position.at_us),
            "accuracy_m": known.position.accuracy_m,
            "battery_pct": known.position.battery_pct,
            "still_min": max(0, known.position.at_us - known.still.since_us) // 60_000_000,
            "outside_m": round(known.outside_m),
        }
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {
            "number": each.person.number,
            "name": each.person.name.masked(),
            "squad": each.person.squad,
            "hue": each.hue,
            "post": each.person.post.value,
            "skills": list(each.person.skills),
            "shift": duty.span.shift if duty.span else None,
            "until": from_us(duty.span.end_us) if duty.span else None,
            "signed_in_at": from_us(duty.attendance.signed_in_us) if duty.attendance else None,
            "standing": each.standing.value,
            "age_s": None if known is None else max(0, at_us - known.position.at_us) // 1_000_000,
            **measured,
        },
    }


def _line(each: PatrolLine) -> Mapping[str, Any]:
    passed = each.coverage.last_passed_us
    return {
        "type": "Feature",
        "geometry": {"type": "MultiLineString", "coordinates": _coordinates(each.area.shape.lines)},
        "properties": {
            "code": each.area.code,
            "name": each.area.name,
            "squad": each.area.squad,
            "length_m": round(each.coverage.length_m, 1),
            "walked_m": round(each.coverage.walked_m, 1),
            "share": round(each.coverage.share, 4),
            "last_passed_at": None if passed is None else from_us(passed),
        },
    }


def _coordinates(lines: Sequence[Sequence[tuple[float, float]]]) -> list[list[list[float]]]:
    return [[list(point) for point in line] for line in lines]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(_DAY) from error
