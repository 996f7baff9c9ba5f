"""The catalogue of cases for the administrator: looked through, and brought in."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from dash import Input, Output, State, ctx, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import counted, typed
from dashboard.commands.catalogue import version_asked
from dashboard.commands.uploads import read_upload
from dashboard.domain.catalogue.records import NAME_LENGTH, CategoryKind
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.jobs import OPEN_STATES, JobKind
from dashboard.domain.rights import Actor
from layouts.catalogue_ids import CatalogueTab as Ids
from layouts.components.blanks import empty, said
from layouts.components.catalogue.tab import (
    EXPORT,
    catalogue_facts,
    no_catalogue,
    version_choices,
    version_list,
)
from layouts.components.catalogue.tree import catalogue_tree, step_limits
from layouts.components.jobs import LOOK_OFTEN_MS, LOOK_SELDOM_MS, job_list
from layouts.ids import Shell
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.texts.admin import Jobs
from layouts.texts.catalogue import CatalogueTab as Says
from layouts.viewer import Viewer

_LONGEST: Final = 80
_JOBS_SHOWN: Final = 5


def register(app: CallbackRegistry, services: PageServices) -> None:
    """What is shown follows the version that is chosen, that of today without one."""
    _register_tree(app, services)
    _register_versions(app, services)
    _register_imports(app, services)
    _register_form(app, services)


def _register_tree(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Ids.TREE, "data-html"),
        Input(Ids.VERSION, "value"),
        Input(Ids.TEXT, "value"),
        Input(Ids.KIND, "value"),
        Input(Shell.FEED_CATALOGUE, "data"),
    )
    async def show_tree(version: Any, text: Any, kind: Any, _revision: int | None) -> Any:
        viewer, found = current_viewer(services.settings), await asyncio.to_thread(_chosen, services, version)
        if found is None:
            return markup(no_catalogue(viewer))
        wanted = next((each for each in CategoryKind if each == kind), None)
        return markup(catalogue_tree(viewer, found, typed(text, _LONGEST), wanted))

    @app.callback(
        Output(Ids.FACTS, "children"),
        Output(Ids.STEPS, "data-html"),
        Output(Ids.EXPORT, "href"),
        Input(Ids.VERSION, "value"),
        Input(Shell.FEED_CATALOGUE, "data"),
    )
    async def show_facts(version: Any, _revision: int | None) -> Any:
        viewer, found = current_viewer(services.settings), await asyncio.to_thread(_chosen, services, version)
        if found is None:
            return [], markup(no_catalogue(viewer)), EXPORT
        steps = markup(step_limits(viewer, found))
        return catalogue_facts(viewer, found), steps, f"{EXPORT}?version={found.version.version}"


def _chosen(services: PageServices, version: Any) -> Catalogue | None:
    """A version that is gone, or none, is that of today."""
    catalogues = services.catalogue
    known = isinstance(version, int) and not isinstance(version, bool)
    found = catalogues.of_version(version) if known else None
    return found if found is not None else catalogues.on(catalogues.today())


def _register_versions(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Ids.VERSIONS, "data-html"),
        Output(Ids.VERSION, "options"),
        Input(Shell.FEED_CATALOGUE, "data"),
    )
    async def show_versions(_revision: int | None) -> Any:
        viewer = current_viewer(services.settings)
        versions = await asyncio.to_thread(services.catalogue.versions)
        today = await asyncio.to_thread(services.catalogue.today)
        return markup(version_list(viewer, versions, today)), version_choices(viewer, versions)


def _register_imports(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Ids.FILE_NAME, "children"),
        Input(Ids.FILE, "filename"),
        prevent_initial_call=True,
    )
    async def show_file(name: str | None) -> str:
        return str(name or current_viewer(services.settings).say(Says.FILE))

    @app.callback(
        Output(Ids.JOBS, "data-html"),
        Output(Ids.CLOCK, "interval"),
        Input(Ids.CLOCK, "n_intervals"),
        Input(Ids.ASKED, "data"),
    )
    async def show_imports(_ticks: int | None, _asked: int | None) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        listed = await asyncio.to_thread(services.office.jobs.listed, actor)
        jobs = [job for job in listed if job.kind is JobKind.CATALOGUE][:_JOBS_SHOWN]
        if not jobs:
            return markup([empty(viewer, Says.NO_JOBS, Says.NO_JOBS_HINT)]), LOOK_SELDOM_MS
        present = await asyncio.to_thread(services.office.jobs.is_taken_care_of)
        waits = any(job.state in OPEN_STATES for job in jobs)
        return markup(job_list(viewer, jobs, present)), LOOK_OFTEN_MS if waits else LOOK_SELDOM_MS


def _register_form(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Ids.SAID, "children"),
        Output(Ids.ASKED, "data"),
        Input(Ids.TRY, "n_clicks"),
        Input(Ids.START, "n_clicks"),
        State(Ids.FILE, "contents"),
        State(Ids.FILE, "filename"),
        State(Ids.VALID_FROM, "value"),
        State(Ids.NAME, "value"),
        State(Ids.ASKED, "data"),
        prevent_initial_call=True,
    )
    async def ask(trial: Any, start: Any, contents: Any, file_name: Any, valid_from: Any, name: Any, asked: Any) -> Any:
        if not any((trial, start)):
            return no_update, no_update
        viewer = current_viewer(services.settings)
        more: dict[str, Any] = {**version_asked(typed(valid_from, _LONGEST), typed(name, NAME_LENGTH))}
        if ctx.triggered_id == Ids.TRY:
            more["dry_run"] = True
        file = (str(file_name or "") if contents else "", read_upload(contents))
        answer = await asyncio.to_thread(_ask, viewer, services, file, more, current_actor())
        return answer, counted(asked)


def _ask(viewer: Viewer, services: PageServices, file: tuple[str, bytes], more: dict[str, Any], actor: Actor) -> Any:
    name, content = file
    services.office.jobs.ask(JobKind.CATALOGUE, actor, file_name=name, content=content, **more)
    return said(viewer, Jobs.ASKED, viewer.say(Says.IMPORT))
