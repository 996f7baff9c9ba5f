"""`/api/v1/cases.csv`: the list of cases as a table for spreadsheets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Final
from urllib.parse import unquote

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.case_query import LONGEST_SEARCH, Asked
from api.csv_response import csv_lines
from api.parameters import Actor, only_known_parameters
from api.schemas import Problem
from dashboard.domain.cases.export import Cell, ExportColumn
from dashboard.domain.cases.permits import turns_of
from dashboard.domain.text import Language
from dashboard.errors import BadInput
from dashboard.services.cases.exporting import Wanted

SEARCH: Final = "X-Xiuhua-Search"
ROUTER = APIRouter(
    prefix="/api/v1",
    tags=["cases"],
    dependencies=[Depends(only_known_parameters)],
    responses={422: {"model": Problem, "description": "A parameter is wrong, or there are too many cases"}},
)


@ROUTER.get("/cases.csv")
async def export_cases(
    request: Request,
    actor: Actor,
    asked: Asked,
    is_mine: Annotated[bool, Query(alias="mine", description="only where it is the turn of the asker")] = False,
    columns: Annotated[str, Query(max_length=200, description="names with a point between; all without it")] = "",
    language: Language = Language.CHINESE,
    words: Annotated[
        str, Header(alias=SEARCH, max_length=12 * LONGEST_SEARCH, description="as `q`, percent-encoded UTF-8")
    ] = "",
) -> Response:
    """The cases of the list (UTF-8 with BOM, 100 000 at most); that they were taken out is noted first.

    Words may be somebody's name or phone; told in the header they stand in no log of addresses.
    """
    states = turns_of(actor) if is_mine else frozenset()
    query = asked.query._replace(states=states, text=unquote(words).strip()[:LONGEST_SEARCH] or asked.query.text)
    wanted = Wanted(query, asked.category, asked.sorting, _columns(columns), language)
    service: Any = request.app.state.services.cases.export
    rows: Iterator[Sequence[Cell]] = await asyncio.to_thread(service.table, wanted, actor)
    headers = {"Content-Disposition": 'attachment; filename="cases.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(csv_lines(rows), media_type="text/csv; charset=utf-8", headers=headers)


def _columns(told: str) -> Sequence[ExportColumn]:
    if not told:
        return tuple(ExportColumn)
    names: Iterable[str] = told.split(".")
    try:
        return tuple(ExportColumn(name) for name in dict.fromkeys(names))
    except ValueError as error:
        known = ".".join(ExportColumn)
        raise BadInput(f"columns: {told!r:.60} has one that is none of {known}") from error
