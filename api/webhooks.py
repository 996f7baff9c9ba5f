"""`/api/v1/webhooks`: which other systems are told of cases, how that goes, and what is told again."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api.json_response import json_response
from api.parameters import Actor, RowId, only_known_parameters, shown_time
from api.schemas import Problem, example
from dashboard.commands.webhooks import WebhookOrder, WebhookReplay
from dashboard.domain.webhooks.answers import Answer
from dashboard.domain.webhooks.records import Delivery, Webhook, WebhookLine
from dashboard.services.webhooks.managing import SHOWN, Made, Webhooks

ROUTER = APIRouter(
    prefix="/api/v1/webhooks",
    tags=["webhooks"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        403: {"model": Problem, "description": "The right does not reach it; the detail says why"},
        404: {"model": Problem, "description": "There is no such subscription"},
        409: {"model": Problem, "description": "There are too many"},
        422: {"model": Problem, "description": "Something is missing or wrong; the detail says what"},
    },
)


class Step(StrEnum):
    """What is done to a subscription beside making and removing it."""

    PAUSE = "pause"
    RESUME = "resume"
    ROTATE = "rotate"
    TEST = "test"


class Subscription(BaseModel):
    """A subscription. `status` is that of the last answer, `fault` why there was none; `oldest_at` is since when the
    oldest message waits."""

    model_config = example(id=1, name="市政系统", url="https://bureau.example/hook", state="active", waiting=0)
    id: int
    name: str
    url: str
    state: str
    kinds: list[str]
    department: str | None
    area: str | None
    category: str | None
    with_words: bool
    since: str
    created_by: str
    waiting: int
    oldest_at: str | None
    delivered: int
    failed: int
    given_up: int
    failures_in_a_row: int
    status: int | None
    fault: str
    tried_at: str | None
    next_at: Annotated[str | None, Field(description="until when nothing leaves, while its receiver is down")]


class MadeSubscription(Subscription):
    """A subscription with its secret, which is told this once."""

    secret: str


class Subscriptions(BaseModel):
    """All of them, the oldest first."""

    items: list[Subscription]


class Message(BaseModel):
    """A message; `id` is its `webhook-id`."""

    id: str
    case_id: int
    state: str
    attempts: int
    status: int | None
    fault: str
    created_at: str
    next_at: str | None
    done_at: str | None
    body: str


class Messages(BaseModel):
    """The newest first."""

    items: list[Message]


class Replayed(BaseModel):
    """How many messages are told again."""

    messages: int


@ROUTER.get("", response_model=Subscriptions)
async def list_webhooks(request: Request, actor: Actor) -> Response:
    """Every subscription with what waits of it."""
    lines = await asyncio.to_thread(_webhooks(request).lines, actor)
    return json_response({"items": [_shown(line) for line in lines]}, Cache_Control="no-store")


@ROUTER.post("", response_model=MadeSubscription, status_code=201)
async def add_webhook(request: Request, actor: Actor, body: WebhookOrder) -> Response:
    """Subscribes another system. Its secret is in this answer and in no other."""
    made = await asyncio.to_thread(_webhooks(request).add, body.draft(), actor)
    return json_response(_made(made), 201, Cache_Control="no-store")


@ROUTER.get("/{webhook_id}", response_model=Subscription)
async def show_webhook(request: Request, actor: Actor, webhook_id: RowId) -> Response:
    """One of them."""
    line = await asyncio.to_thread(_webhooks(request).line, webhook_id, actor)
    return json_response(_shown(line), Cache_Control="no-store")


@ROUTER.put("/{webhook_id}", response_model=Subscription)
async def save_webhook(request: Request, actor: Actor, webhook_id: RowId, body: WebhookOrder) -> Response:
    """Has something else told, or told to another address; secret, state and what waits stay."""
    await asyncio.to_thread(_webhooks(request).change, webhook_id, body.draft(), actor)
    return json_response(_shown(await asyncio.to_thread(_webhooks(request).line, webhook_id, actor)))


@ROUTER.delete("/{webhook_id}", status_code=204)
async def remove_webhook(request: Request, actor: Actor, webhook_id: RowId) -> Response:
    """Forgets it, and what waits of it."""
    await asyncio.to_thread(_webhooks(request).remove, webhook_id, actor)
    return Response(status_code=204)


@ROUTER.get("/{webhook_id}/deliveries", response_model=Messages)
async def list_deliveries(
    request: Request, actor: Actor, webhook_id: RowId, limit: Annotated[int, Query(ge=1, le=500)] = SHOWN
) -> Response:
    """Its newest messages, and how far each is."""
    found = await asyncio.to_thread(_webhooks(request).deliveries, webhook_id, actor, limit)
    return json_response({"items": [_message(each) for each in found]}, Cache_Control="no-store")


@ROUTER.post("/{webhook_id}/replay", response_model=Replayed)
async def replay_webhook(request: Request, actor: Actor, webhook_id: RowId, body: WebhookReplay) -> Response:
    """Has all that was written in a time told again, each message under the id that it had."""
    count = await asyncio.to_thread(_webhooks(request).replay, webhook_id, *body.range_us(), actor)
    return json_response({"messages": count})


@ROUTER.post("/{webhook_id}/{step}")
async def change_webhook(request: Request, actor: Actor, webhook_id: RowId, step: Step) -> Response:
    """Pauses, resumes, gives a new secret (`rotate`, which answers it once), or sends a trial message (`test`)."""
    webhooks = _webhooks(request)
    match step:
        case Step.TEST:
            return json_response(_answer(await asyncio.to_thread(webhooks.test, webhook_id, actor)))
        case Step.ROTATE:
            return json_response(_made(await asyncio.to_thread(webhooks.rotate, webhook_id, actor)))
        case Step.PAUSE:
            await asyncio.to_thread(webhooks.pause, webhook_id, actor)
        case Step.RESUME:
            await asyncio.to_thread(webhooks.resume, webhook_id, actor)
    return json_response(_shown(await asyncio.to_thread(webhooks.line, webhook_id, actor)))


def _webhooks(request: Request) -> Webhooks:
    webhooks: Webhooks = request.app.state.services.office.webhooks
    return webhooks


def _shown(line: WebhookLine) -> dict[str, Any]:
    return {
        **_of(line.webhook),
        "waiting": line.backlog.waiting,
        "oldest_at": shown_time(line.backlog.oldest_us),
    }


def _made(made: Made) -> dict[str, Any]:
    return {**_of(made.webhook), "waiting": 0, "oldest_at": None, "secret": made.secret}


def _of(webhook: Webhook) -> dict[str, Any]:
    draft, standing = webhook.draft, webhook.standing
    return {
        "id": webhook.webhook_key,
        "name": draft.name,
        "url": draft.url,
        "state": webhook.state.value,
        **draft.filter._asdict(),
        "kinds": sorted(kind.value for kind in draft.filter.kinds),
        "with_words": draft.with_words,
        "since": shown_time(webhook.since_us),
        "created_by": webhook.created_by,
        **webhook.tally._asdict(),
        "failures_in_a_row": standing.failures,
        "status": standing.status,
        "fault": standing.fault,
        "tried_at": shown_time(standing.at_us),
        "next_at": shown_time(standing.hold_until_us or None),
    }


def _message(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.message_id,
        "case_id": delivery.case_key,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "status": delivery.status,
        "fault": delivery.fault,
        "created_at": shown_time(delivery.created_us),
        "next_at": shown_time(delivery.next_us) if delivery.done_us is None else None,
        "done_at": shown_time(delivery.done_us),
        "body": delivery.body,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {"status": answer.status, "fault": answer.fault.value if answer.fault else ""}
