"""`/api/v1/catalogue`: what cases are about, with the limits."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from api.json_response import json_response
from api.parameters import Actor, only_known_parameters
from api.schemas import Problem, example
from dashboard.domain.cases.limits import Limit
from dashboard.domain.catalogue.records import Category, Standard
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.catalogue.writing import HEADING, sheet_of
from dashboard.domain.sheets import harmless
from dashboard.domain.text import Text
from dashboard.errors import NotFound

ROUTER = APIRouter(
    prefix="/api/v1/catalogue",
    tags=["cases"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        404: {"model": Problem, "description": "No catalogue holds on that day"},
        422: {"model": Problem, "description": "A parameter is wrong; the detail says what is allowed"},
    },
)
_NONE: Final = Text("{} 没有生效的类目", "no catalogue holds on {}")
_NO_VERSION: Final = Text("没有这个版本", "there is no such version")


class LimitModel(BaseModel):
    """How long something may take."""

    model_config = example(amount=4, type="work_hour")
    amount: float
    type: Literal["urgent_hour", "work_hour", "work_day", "natural_day"]


class StandardModel(BaseModel):
    """By when a case is handled where this condition holds; `area_class` is null where it does not matter."""

    model_config = example(
        condition="主干道",
        area_class="A",
        limit={"amount": 4, "type": "work_hour"},
        filing="",
        close_condition="垃圾已清除",
        evidence="处置前后近景、远景各一张",
    )
    condition: str
    area_class: Literal["A", "B", "C"] | None
    limit: LimitModel
    filing: str
    close_condition: str
    evidence: str


class CategoryModel(BaseModel):
    """A category with those above it by name."""

    model_config = example(
        code="0102",
        name="暴露垃圾",
        parent="01",
        kind="event",
        level="sub",
        path="市容环境 › 暴露垃圾",
        standards=[],
    )
    code: str
    name: str
    parent: str | None
    kind: Literal["component", "event"]
    level: Literal["main", "middle", "sub"]
    path: str
    standards: list[StandardModel]


class CatalogueModel(BaseModel):
    """A version with its categories, each followed by those below it; `valid_until` is null while no end is known."""

    version: int
    name: str
    valid_from: date
    valid_until: date | None
    categories: list[CategoryModel]
    steps: dict[str, LimitModel]


@ROUTER.get("", response_model=CatalogueModel)
async def read_catalogue(
    request: Request,
    at: Annotated[date | None, Query(description="a day of the city, 2026-11-27; today without it")] = None,
) -> Response:
    """The catalogue that cases filed on a day keep: the tree with the standards, and the limits of the steps."""
    catalogues = request.app.state.services.catalogue
    day = at or catalogues.today()
    found: Catalogue | None = await asyncio.to_thread(catalogues.on, day)
    if found is None:
        raise NotFound(Text(*(each.format(day) for each in _NONE)))
    return json_response(_presented(found), Cache_Control="no-cache")


@ROUTER.get(".csv")
async def export_catalogue(
    request: Request,
    actor: Actor,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="that of today without it")] = None,
) -> Response:
    """A version as a table for spreadsheets (UTF-8 with BOM), which `import catalogue` takes again; audited."""
    catalogues = request.app.state.services.catalogue
    found: Catalogue | None = await asyncio.to_thread(catalogues.take_out, version, actor)
    if found is None:
        raise NotFound(_NO_VERSION)
    name = f"catalogue-{found.version.valid_from.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(_sheet(found), media_type="text/csv; charset=utf-8", headers=headers)


def _sheet(catalogue: Catalogue) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(HEADING)
    writer.writerows([harmless(cell) for cell in row] for row in sheet_of(catalogue))
    return "\ufeff" + sheet.getvalue()


def _presented(catalogue: Catalogue) -> Mapping[str, Any]:
    version = catalogue.version
    return {
        "version": version.version,
        "name": version.name,
        "valid_from": version.valid_from.isoformat(),
        "valid_until": version.valid_until.isoformat() if version.valid_until else None,
        "categories": [_category(catalogue, each) for each in catalogue.in_order],
        "steps": {step.value: _limit(limit) for step, limit in catalogue.contents.steps.items()},
    }


def _category(catalogue: Catalogue, category: Category) -> Mapping[str, Any]:
    return {
        "code": category.code,
        "name": category.name,
        "parent": category.parent,
        "kind": category.kind.value,
        "level": catalogue.level(category.code).value,
        "path": catalogue.path_name(category.code),
        "standards": [_standard(each) for each in catalogue.standards(category.code)],
    }


def _standard(standard: Standard) -> Mapping[str, Any]:
    return {
        "condition": standard.condition,
        "area_class": standard.area_class.value if standard.area_class else None,
        "limit": _limit(standard.limit),
        "filing": standard.filing,
        "close_condition": standard.closing,
        "evidence": standard.evidence,
    }


def _limit(limit: Limit) -> Mapping[str, Any]:
    return {"amount": limit.amount, "type": limit.type.value}
