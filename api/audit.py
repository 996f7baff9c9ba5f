"""`/api/v1/audit`: the record of who did what, page by page or as a table."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.json_response import json_response
from api.parameters import Actor, Cursor, Moment, moment_us, only_known_parameters, shown_time
from api.schemas import AuditPage, Problem
from dashboard.domain.audit import AuditQuery, Entry
from dashboard.domain.sheets import harmless
from dashboard.services.audit import MOST_ENTRIES

ROUTER = APIRouter(
    prefix="/api/v1/audit",
    tags=["audit"],
    dependencies=[Depends(only_known_parameters)],
    responses={422: {"model": Problem, "description": "A parameter is wrong; the detail says what is allowed"}},
)
_COLUMNS = ("number", "at", "actor", "means", "address", "action", "subject", "detail", "digest")


def _query(
    actor: Annotated[str, Query(description="exactly this actor")] = "",
    action: Annotated[str, Query(description="exactly this action, by its name of today or before")] = "",
    since: Annotated[Moment, Query(alias="from")] = None,
    until: Annotated[Moment, Query(alias="to")] = None,
) -> AuditQuery:
    return AuditQuery(actor, action, "", moment_us("from", since), moment_us("to", until))


Asked = Annotated[AuditQuery, Depends(_query)]


@ROUTER.get("", response_model=AuditPage)
async def list_entries(
    request: Request,
    asker: Actor,
    query: Asked,
    limit: Annotated[int, Query(ge=1, le=MOST_ENTRIES)] = 100,
    cursor: Cursor = None,
) -> Response:
    """The entries, the newest first. There is no search in texts: addresses are logged on their way."""
    page = await asyncio.to_thread(request.app.state.services.office.audit.page, query, limit, cursor, asker)
    return json_response({"items": list(map(_item, page.entries)), "next": page.next}, Cache_Control="no-store")


@ROUTER.get(".csv")
async def export_entries(request: Request, asker: Actor, query: Asked) -> Response:
    """The same as a table for spreadsheets (UTF-8 with BOM); that it was taken out is noted first."""
    entries = await asyncio.to_thread(request.app.state.services.office.audit.export, query, asker)
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(_lines(entries), media_type="text/csv; charset=utf-8", headers=headers)


def _item(entry: Entry) -> dict[str, Any]:
    deed = entry.deed
    told = {"number": entry.number, "at": shown_time(deed.at_us), "digest": entry.digest}
    fields = {name: getattr(deed, name) for name in ("actor", "means", "address", "action", "subject")}
    return {**told, **fields, "detail": orjson.loads(deed.detail)}


def _lines(entries: Iterable[Entry]) -> Iterator[str]:
    yield "\ufeff" + _line(_COLUMNS)
    for entry in entries:
        deed = entry.deed
        said = (deed.actor, deed.means, deed.address, deed.action, deed.subject, deed.detail)
        yield _line((entry.number, shown_time(deed.at_us), *map(harmless, said), entry.digest))


def _line(cells: Iterable[object]) -> str:
    sheet = io.StringIO()
    csv.writer(sheet).writerow(cells)
    return sheet.getvalue()
