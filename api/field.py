"""`/api/v1/field`: what people on the streets have to do, told so that a phone can go on without a network."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from api.field_schemas import FieldTasks
from api.json_response import large_json
from api.parameters import Actor, only_known_parameters, shown_time
from api.schemas import Problem
from dashboard.domain.cases.readouts import shown_case
from dashboard.domain.cases.states import SOURCE_LABELS, STATE_LABELS
from dashboard.domain.cases.tasks import TASK_LABELS, CaseTask
from dashboard.domain.catalogue.records import Standard
from dashboard.domain.text import Text

ROUTER = APIRouter(
    prefix="/api/v1/field",
    tags=["field"],
    dependencies=[Depends(only_known_parameters)],
    responses={403: {"model": Problem, "description": "The right does not reach it"}},
)


@ROUTER.get("/tasks", response_model=FieldTasks)
async def list_tasks(request: Request, actor: Actor) -> Response:
    """What the asker has to handle, verify or check, and what nobody of the squad has taken yet."""
    services: Any = request.app.state.services
    found = await asyncio.to_thread(services.cases.tasks.mine, actor)
    now_us = services.live.clock()
    content = {"account": actor.name, "as_of": shown_time(now_us), "items": [_task(each, now_us) for each in found]}
    return await large_json(request, content, Cache_Control="no-store")


def _task(task: CaseTask, now_us: int) -> dict[str, Any]:
    case = task.case
    return {
        **shown_case(case, now_us),
        "kind": task.kind.value,
        "is_own": task.is_own,
        "actions": [action.value for action in task.actions],
        "shots": [{"digest": shot.digest, "role": shot.role.value} for shot in task.shots],
        "standard": None if task.standard is None else _standard(task.standard),
        "yellow_at": shown_time(case.clocks.yellow_us),
        "step_yellow_at": shown_time(case.clocks.step_yellow_us),
        "kind_name": _words(TASK_LABELS[task.kind]),
        "state_name": _words(STATE_LABELS[case.state]),
        "source_name": _words(SOURCE_LABELS[case.origin.source]),
    }


def _standard(standard: Standard) -> dict[str, str]:
    told = ("condition", "filing", "closing", "evidence")
    return {name: getattr(standard, name) for name in told}


def _words(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
