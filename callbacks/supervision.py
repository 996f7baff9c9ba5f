"""Supervision tasks: given, listed, followed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import is_key, typed, word_of
from dashboard.domain.cases.sheets import CaseNames
from dashboard.domain.durations import HOUR_US
from dashboard.domain.people.departments import every_department
from dashboard.domain.rights import Actor
from dashboard.domain.squads.merging import standing
from dashboard.domain.supervision.records import (
    ANSWER_LENGTH,
    CASES_AT_MOST,
    DEMAND_LENGTH,
    TASK_ACTION_LABELS,
    TITLE_LENGTH,
    SupervisionTask,
    TaskAction,
    TaskDraft,
    TaskKind,
    TaskView,
)
from dashboard.errors import BadInput
from layouts.components.authors import Authors
from layouts.components.blanks import said
from layouts.components.supervision import no_task, task_list, task_sheet
from layouts.ids import Shell, Supervision
from layouts.requests import current_viewer
from layouts.texts.supervision import Supervising

_MOST_HOURS: Final = 8760
_LIST_LENGTH: Final = CASES_AT_MOST * 60
_EMPTIED: Final = (Supervision.SUBJECT, Supervision.DEMAND, Supervision.CASES)
"""Fields that begin anew with the next task."""
_SQUAD: Final = "squad:"
_DEPARTMENT: Final = "department:"


def register(app: CallbackRegistry, services: PageServices) -> None:
    """List and task follow the feed of cases and what was done here."""
    _register_reads(app, services)
    _register_form(app, services)
    _register_steps(app, services)


def _register_reads(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Supervision.LIST, "children"),
        Input(Supervision.DONE, "data"),
        Input(Shell.FEED_CASES, "data"),
        Input(Supervision.TASK, "data"),
    )
    async def show_list(_done: Any, _revision: Any, chosen: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        tasks, names, now_us = await asyncio.to_thread(_listed, services, actor)
        return task_list(viewer, tasks, names, chosen, now_us)

    @app.callback(
        Output(Supervision.VIEW, "children"), Input(Supervision.TASK, "data"), Input(Supervision.DONE, "data")
    )
    async def show_task(chosen: Any, _done: Any) -> Any:
        viewer = current_viewer(services.settings)
        if not is_key(chosen):
            return no_task(viewer)
        view, now_us, authors = await asyncio.to_thread(_viewed, services, chosen, current_actor())
        return task_sheet(viewer, view, now_us, authors)

    @app.callback(
        Output(Supervision.UNIT, "options"), Output(Supervision.REQUEST, "data"), Input(Supervision.UNIT, "id")
    )
    async def show_units(_mounted: str) -> Any:
        squads = standing(line.squad for line in await asyncio.to_thread(services.people.squads))
        departments = await asyncio.to_thread(services.people.departments)
        options = [{"label": each.name, "value": _SQUAD + each.code} for each in squads]
        options += [{"label": each.name, "value": _DEPARTMENT + each.code} for each in every_department(departments)]
        return options, uuid4().hex


def _register_form(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Supervision.CASES, "value"),
        Output(Supervision.SAID, "children"),
        Input(Supervision.FILL, "n_clicks"),
        State(Supervision.UNIT, "value"),
        prevent_initial_call=True,
    )
    async def fill(clicks: int | None, unit: Any) -> Any:
        if not clicks:
            return no_update, no_update
        squad, _ = _unit(unit)
        if squad is None:
            raise BadInput(Supervising.CHOOSE_UNIT)
        numbers = await asyncio.to_thread(services.supervision.overdue, squad, current_actor())
        viewer = current_viewer(services.settings)
        return "\n".join(numbers), said(viewer, Supervising.FILLED, str(len(numbers)))

    @app.callback(
        Output(Supervision.SAID, "children", allow_duplicate=True),
        Output(Supervision.TASK, "data"),
        Output(Supervision.REQUEST, "data", allow_duplicate=True),
        *(Output(field, "value", allow_duplicate=True) for field in _EMPTIED),
        Input(Supervision.ISSUE, "n_clicks"),
        State(Supervision.REQUEST, "data"),
        State(Supervision.KIND, "value"),
        State(Supervision.UNIT, "value"),
        State(Supervision.SUBJECT, "value"),
        State(Supervision.DEMAND, "value"),
        State(Supervision.HOURS, "value"),
        State(Supervision.CASES, "value"),
        prevent_initial_call=True,
    )
    async def issue(clicks: int | None, request: Any, *told: Any) -> Any:
        if not clicks:
            return no_update
        task = await asyncio.to_thread(_issued, services, current_actor(), typed(request, 80), told)
        notice = said(current_viewer(services.settings), Supervising.ISSUED, task.number)
        return notice, task.task_key, uuid4().hex, *([""] * len(_EMPTIED))


def _register_steps(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Supervision.SAID, "children", allow_duplicate=True),
        Output(Supervision.DONE, "data"),
        Input(Supervision.SEND, "n_clicks"),
        State(Supervision.TASK, "data"),
        State(Supervision.REVISION, "data"),
        State(Supervision.STEP, "value"),
        State(Supervision.WORDS, "value"),
        prevent_initial_call=True,
    )
    async def act(clicks: int | None, chosen: Any, revision: Any, step: Any, words: Any) -> Any:
        if not clicks:
            return no_update, no_update
        action = word_of(TaskAction, step)
        if not is_key(chosen) or action is None or not is_key(revision):
            raise BadInput(Supervising.NO_STEP)
        text, actor = typed(words, ANSWER_LENGTH + 1), current_actor()
        task = await asyncio.to_thread(services.supervision.act, chosen, action, revision, text, actor)
        viewer = current_viewer(services.settings)
        return said(viewer, Supervising.DID, task.number, viewer.say(TASK_ACTION_LABELS[action])), task.revision


def _listed(services: PageServices, actor: Actor) -> tuple[Sequence[SupervisionTask], CaseNames, int]:
    tasks, names = services.supervision.listed(actor, open_only=False), services.cases.sheets.names(actor)
    return tasks, names, services.views.now_us()


def _viewed(services: PageServices, task_key: int, actor: Actor) -> tuple[TaskView, int, Authors]:
    view = services.supervision.view(task_key, actor)
    moments = (view.task.issued, view.task.signed, view.task.answered, view.task.ended)
    authors = services.people.authors((each.by for each in moments if each is not None), actor)
    return view, services.views.now_us(), authors


def _issued(services: PageServices, actor: Actor, request_key: str, told: Sequence[Any]) -> SupervisionTask:
    return services.supervision.issue(_draft(services.views.now_us(), *told), actor, request_key)


def _unit(value: Any) -> tuple[str | None, str | None]:
    """The codes of a squad and of a department, one of them None."""
    told = typed(value, 60)
    if told.startswith(_SQUAD):
        return told.removeprefix(_SQUAD), None
    return None, told.removeprefix(_DEPARTMENT) if told.startswith(_DEPARTMENT) else None


def _draft(now_us: int, kind: Any, unit: Any, subject: Any, demand: Any, hours: Any, cases: Any) -> TaskDraft:
    squad, department = _unit(unit)
    count, known = typed(hours, 8), word_of(TaskKind, kind)
    if known is None:
        raise BadInput(Supervising.NO_KIND)
    if not (count.isascii() and count.isdigit() and 1 <= int(count) <= _MOST_HOURS):
        raise BadInput(Supervising.BAD_HOURS)
    return TaskDraft(
        kind=known,
        title=typed(subject, TITLE_LENGTH + 1),
        demand=typed(demand, DEMAND_LENGTH + 1),
        squad=squad,
        department=department,
        due_us=now_us + int(count) * HOUR_US,
        cases=tuple(typed(cases, _LIST_LENGTH).replace(",", " ").replace("，", " ").split()),
    )
