"""Long work, asked for on the page of the administrator; its list is asked again while the tab is open."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, State, ctx, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import counted, is_key, typed
from dashboard.commands.uploads import read_upload
from dashboard.domain.jobs import KINDS, JobKind
from dashboard.domain.rights import Actor
from dashboard.errors import BadInput
from layouts.components.blanks import said
from layouts.components.jobs import LOOK_OFTEN_MS, LOOK_SELDOM_MS, job_list, open_jobs
from layouts.ids import Admin
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.texts.admin import Jobs
from layouts.viewer import Viewer

_CRS_LENGTH = 40


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The list survives a reload: it is the queue's."""
    _register_list(app, services)
    _register_form(app, services)


def _register_list(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Admin.JOBS, "data-html"),
        Output(Admin.JOB_CHOSEN, "options"),
        Output(Admin.JOB_CLOCK, "interval"),
        Input(Admin.JOB_CLOCK, "n_intervals"),
        Input(Admin.JOB_ASKED, "data"),
    )
    async def show_jobs(_ticks: int | None, _asked: int | None) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        jobs = await asyncio.to_thread(services.office.jobs.listed, actor)
        present = await asyncio.to_thread(services.office.jobs.is_taken_care_of)
        pending = open_jobs(viewer, jobs)
        return markup(job_list(viewer, jobs, present)), pending, LOOK_OFTEN_MS if pending else LOOK_SELDOM_MS

    @app.callback(Output(Admin.JOB_FILE_NAME, "children"), Input(Admin.JOB_FILE, "filename"), prevent_initial_call=True)
    async def show_file(name: str | None) -> str:
        return str(name or current_viewer(services.settings).say(Jobs.FILE))


def _register_form(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Admin.JOB_SAID, "children"),
        Output(Admin.JOB_ASKED, "data"),
        Input(Admin.JOB_TRY, "n_clicks"),
        Input(Admin.JOB_START, "n_clicks"),
        Input(Admin.JOB_CANCEL, "n_clicks"),
        State(Admin.JOB_KIND, "value"),
        State(Admin.JOB_CRS, "value"),
        State(Admin.JOB_FILE, "contents"),
        State(Admin.JOB_FILE, "filename"),
        State(Admin.JOB_CHOSEN, "value"),
        State(Admin.JOB_ASKED, "data"),
        prevent_initial_call=True,
    )
    async def ask(trial: Any, start: Any, cancel: Any, *form: Any) -> Any:
        kind, crs, contents, name, chosen, asked = form
        if not any((trial, start, cancel)):
            return no_update, no_update
        viewer, actor = current_viewer(services.settings), current_actor()
        if ctx.triggered_id == Admin.JOB_CANCEL:
            await asyncio.to_thread(services.office.jobs.cancel, _key(chosen), actor)
            return said(viewer, Jobs.CALLED_OFF), counted(asked)
        wanted = (str(kind or ""), typed(crs, _CRS_LENGTH), contents, str(name or ""))
        is_trial = ctx.triggered_id == Admin.JOB_TRY
        answer = await asyncio.to_thread(_ask, viewer, services, wanted, is_trial, actor)
        return answer, counted(asked)


def _ask(
    viewer: Viewer, services: PageServices, wanted: tuple[str, str, Any, str], is_trial: bool, actor: Actor
) -> Any:
    kind, crs, contents, name = wanted
    if kind not in set(JobKind):
        raise BadInput(Jobs.CHOOSE_KIND)
    facts = KINDS[JobKind(kind)]
    content = read_upload(contents) if facts.takes_file else b""
    more: dict[str, Any] = {"dry_run": True} if is_trial and facts.takes_file else {}
    if facts.takes_crs:
        more["crs"] = crs or None
    file_name = name if contents and facts.takes_file else ""
    services.office.jobs.ask(JobKind(kind), actor, file_name=file_name, content=content, **more)
    return said(viewer, Jobs.ASKED, viewer.say(facts.label))


def _key(chosen: Any) -> int:
    if not is_key(chosen):
        raise BadInput(Jobs.CHOOSE)
    return chosen
