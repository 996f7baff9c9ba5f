"""`/api/v1/cases/likely` and `/similar`: what somebody is probably about to report, and what of it is there already."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api.json_response import json_response
from api.parameters import Actor, only_known_parameters, shown_time
from api.schemas import Problem, example
from dashboard.domain.cases.similar import SimilarCase
from dashboard.domain.coordinates import Position
from dashboard.services.photos.storing import place_of

ROUTER = APIRouter(
    prefix="/api/v1/cases",
    tags=["cases"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        403: {"model": Problem, "description": "The right does not reach it"},
        422: {"model": Problem, "description": "A parameter is wrong; the detail says what is allowed"},
    },
)
Lon = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False, description="WGS-84")]
Lat = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)]


class LikelyCategory(BaseModel):
    """A sub-category and its share of what is known of the place and hour, 0 to 1."""

    model_config = example(category="0504", name="店外经营", share=0.62)
    category: str
    name: str
    share: float


class ReportPlace(BaseModel):
    """Where the place lies, by name; `problem` says why nothing can be reported there."""

    model_config = example(grid="县前-02", line="县前街", problem=None)
    grid: str
    line: str
    problem: dict[str, str] | None


class LikelyCategories(BaseModel):
    """The likeliest first, at most six; `cases` is how many cases of 90 days tell it."""

    items: list[LikelyCategory]
    cases: int
    place: ReportPlace


class NearbyCase(BaseModel):
    """A case that may be the same; `age_s` is how long ago it was reported."""

    model_config = example(id=798, number="20261121-0798", state="to_handle", category_name="店外经营", away_m=18.2)
    id: int
    number: str
    state: str
    category_name: str
    address: str
    lon: float
    lat: float
    reported_at: str
    away_m: Annotated[float, Field(description="metres from the place that was asked for")]
    age_s: float


class NearbyCases(BaseModel):
    """Open cases of the same sub-category within 50 m and 24 hours, and closed ones of the place within 90 days."""

    duplicates: list[NearbyCase]
    earlier: list[NearbyCase]


@ROUTER.get("/likely", response_model=LikelyCategories)
async def likely(request: Request, actor: Actor, lon: Lon | None = None, lat: Lat | None = None) -> Response:
    """What a report from there and now is probably about; without a place, in the whole city."""
    guesses: Any = request.app.state.services.cases.guesses
    found = await asyncio.to_thread(guesses.likely, place_of(lon, lat), actor)
    items = [{**each._asdict(), "share": round(each.share, 3)} for each in found.guesses.items]
    problem = found.place.problem
    place = {**found.place._asdict(), "problem": None if problem is None else problem._asdict()}
    return json_response({"items": items, "cases": found.guesses.cases, "place": place}, Cache_Control="no-store")


@ROUTER.get("/similar", response_model=NearbyCases)
async def similar(
    request: Request, actor: Actor, category: Annotated[str, Query(min_length=1, max_length=40)], lon: Lon, lat: Lat
) -> Response:
    """What the asker sees of what may be the same as what is about to be reported."""
    cases: Any = request.app.state.services.cases
    place = Position(lon, lat)
    found = await asyncio.to_thread(cases.similar.of_place, category, place.lon, place.lat, actor)
    content = {name: [_shown(each) for each in part] for name, part in found._asdict().items()}
    return json_response(content, Cache_Control="no-store")


def _shown(similar: SimilarCase) -> dict[str, Any]:
    case = similar.case
    return {
        "id": case.case_key,
        "number": case.number,
        "state": case.state.value,
        "category_name": case.category_name,
        "address": case.address,
        "lon": case.lon,
        "lat": case.lat,
        "reported_at": shown_time(case.reported_us),
        "away_m": round(similar.away_m, 1),
        "age_s": similar.earlier_us / 1e6,
    }
