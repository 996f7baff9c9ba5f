"""`/api/v1/supervision`: give units tasks, follow them, print 《督查交办单》."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import BaseModel

from api.json_response import json_response
from api.parameters import Actor, RowId, only_known_parameters, shown_time
from api.schemas import Problem, example
from dashboard.commands.supervision import SupervisionOrder, SupervisionStep
from dashboard.domain.supervision.records import SupervisionTask, TaskAction, task_lamp
from dashboard.domain.text import Language

ROUTER = APIRouter(
    prefix="/api/v1/supervision",
    tags=["cases"],
    dependencies=[Depends(only_known_parameters)],
    responses={
        403: {"model": Problem, "description": "The right does not reach it; the detail says why"},
        404: {"model": Problem, "description": "There is no such task that the asker may see"},
        409: {"model": Problem, "description": "Its state does not allow it, or somebody was faster"},
        422: {"model": Problem, "description": "Something is missing or wrong; the detail says what"},
    },
)
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=80, description="the same order again under it is given once"
    ),
]


class Task(BaseModel):
    """A supervision task. Times are RFC 3339 or null; `cases` are ids."""

    model_config = example(id=3, number="DB20261121-01", revision=2, state="signed", kind="overdue", squad="S1")
    id: int
    number: str
    revision: int
    state: str
    kind: str
    title: str
    demand: str
    squad: str | None
    department: str | None
    due_at: str
    lamp: str
    cases: list[int]
    issued_by: str
    issued_at: str
    signed_by: str | None
    signed_at: str | None
    answer: str
    answered_by: str | None
    answered_at: str | None
    remark: str
    ended_by: str | None
    ended_at: str | None


class TaskDetail(Task):
    """One task with what the asker may do now."""

    actions: list[str]
    unit: str


class Tasks(BaseModel):
    """The open ones by their time, then the newest of the others."""

    items: list[Task]


@ROUTER.get("", response_model=Tasks)
async def list_tasks(
    request: Request, actor: Actor, open_only: Annotated[bool, Query(description="leave out what has ended")] = False
) -> Response:
    """The tasks that the asker may see."""
    services: Any = request.app.state.services
    tasks = await asyncio.to_thread(services.supervision.listed, actor, open_only=open_only)
    now_us = services.live.clock()
    return json_response({"items": [_shown(task, now_us) for task in tasks]}, Cache_Control="no-store")


@ROUTER.post("", response_model=Task, status_code=201)
async def issue_task(request: Request, actor: Actor, body: SupervisionOrder, key: IdempotencyKey) -> Response:
    """Gives a task; its cases are marked as supervised."""
    services: Any = request.app.state.services
    task = await asyncio.to_thread(services.supervision.issue, body.draft(), actor, key)
    return json_response(_shown(task, services.live.clock()), 201)


@ROUTER.get("/{task_id}", response_model=TaskDetail)
async def show_task(request: Request, actor: Actor, task_id: RowId) -> Response:
    """One task, and what the asker may do with it now."""
    services: Any = request.app.state.services
    view = await asyncio.to_thread(services.supervision.view, task_id, actor)
    more = {"actions": [action.value for action in view.actions], "unit": view.unit}
    return json_response({**_shown(view.task, services.live.clock()), **more}, Cache_Control="no-store")


@ROUTER.get("/{task_id}/sheet.pdf")
async def print_sheet(
    request: Request, actor: Actor, task_id: RowId, language: Language = Language.CHINESE
) -> Response:
    """《督查交办单》 as PDF/A; that it was printed is in the audit log."""
    services: Any = request.app.state.services
    number, pdf = await asyncio.to_thread(services.supervision.sheet, task_id, actor, language)
    headers = {"Content-Disposition": f'inline; filename="{number}.pdf"', "Cache-Control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


@ROUTER.post("/{task_id}/{action}", response_model=Task)
async def act_on_task(
    request: Request, actor: Actor, task_id: RowId, action: TaskAction, body: SupervisionStep
) -> Response:
    """Takes the next step of a task."""
    services: Any = request.app.state.services
    task = await asyncio.to_thread(services.supervision.act, task_id, action, body.revision, body.text, actor)
    return json_response(_shown(task, services.live.clock()))


def _shown(task: SupervisionTask, now_us: int) -> dict[str, Any]:
    moments = {"issued": task.issued, "signed": task.signed, "answered": task.answered, "ended": task.ended}
    return {
        "id": task.task_key,
        "number": task.number,
        "revision": task.revision,
        "state": task.state.value,
        "kind": task.kind.value,
        "title": task.title,
        "demand": task.demand,
        "squad": task.squad,
        "department": task.department,
        "due_at": shown_time(task.due_us),
        "lamp": task_lamp(task, now_us).value,
        "cases": list(task.cases),
        "answer": task.answer,
        "remark": task.remark,
        **{f"{name}_by": moment.by if moment else None for name, moment in moments.items()},
        **{f"{name}_at": shown_time(moment.at_us) if moment else None for name, moment in moments.items()},
    }
