"""`/api/v1/quarantine`: what could not be read, verbatim."""

from __future__ import annotations

import asyncio
import base64
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from api.json_response import large_json
from api.parameters import Cursor, only_known_parameters, shown_time
from api.schemas import Problem, QuarantinePage
from dashboard.domain.machine_reads import QuarantinedMessage
from dashboard.services.ingest.quarantine import MOST_MESSAGES
from dashboard.services.ingest.quarantine import QuarantinePage as Page

ROUTER = APIRouter(
    prefix="/api/v1/quarantine",
    tags=["quarantine"],
    dependencies=[Depends(only_known_parameters)],
    responses={422: {"model": Problem, "description": "A parameter is wrong; the detail says what is allowed"}},
)


@ROUTER.get("", response_model=QuarantinePage)
async def list_quarantine(
    request: Request,
    reason: Annotated[str | None, Query(description="only this reason, such as unknown_device")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_MESSAGES)] = 50,
    cursor: Cursor = None,
) -> Response:
    """Messages that could not be read, the newest first; a page is shorter when they are large."""
    page = await asyncio.to_thread(request.app.state.services.quarantine.page, reason, limit, cursor)
    return await large_json(request, await asyncio.to_thread(_shown, page), Cache_Control="no-store")


def _shown(page: Page) -> dict[str, Any]:
    return {"items": [_message(item) for item in page.items], "next": page.next}


def _message(item: QuarantinedMessage) -> dict[str, Any]:
    return {
        "topic": item.topic,
        "channel": item.channel,
        "reason": item.reason,
        "detail": item.detail,
        "received_at": shown_time(item.received_us),
        "first_received_at": shown_time(item.first_received_us),
        "count": item.times,
        "payload_bytes": len(item.payload),
        "payload_base64": base64.b64encode(item.payload).decode(),
    }
