"""One squad takes another one over."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import typed
from layouts.components.people.merging import merge_choices, merge_done, merge_outlook
from layouts.ids import Admin, Shell
from layouts.requests import current_viewer

_LONGEST: Final = 40


def register(app: CallbackRegistry, services: PageServices) -> None:
    """What goes to the other squad is said as soon as both are chosen; until then nothing can be pressed."""

    @app.callback(
        Output(Admin.MERGE_FROM, "options"), Output(Admin.MERGE_INTO, "options"), Input(Shell.FEED_PEOPLE, "data")
    )
    async def show_choices(_revision: int | None) -> Any:
        choices = merge_choices(await asyncio.to_thread(services.people.squads))
        return choices, choices

    @app.callback(
        Output(Admin.MERGE_OUTLOOK, "children"),
        Output(Admin.MERGE_DO, "disabled"),
        Input(Admin.MERGE_FROM, "value"),
        Input(Admin.MERGE_INTO, "value"),
        prevent_initial_call=True,
    )
    async def show_outlook(code: Any, into: Any) -> Any:
        if not code or not into:
            return None, True
        merging, pair = services.office.merging, (typed(code, _LONGEST), typed(into, _LONGEST))
        handover = await asyncio.to_thread(merging.outlook, *pair, current_actor())
        return merge_outlook(current_viewer(services.settings), handover), False

    @app.callback(
        Output(Admin.MERGE_SAID, "children"),
        Output(Admin.MERGE_FROM, "value"),
        Output(Admin.MERGE_INTO, "value"),
        Input(Admin.MERGE_DO, "n_clicks"),
        State(Admin.MERGE_FROM, "value"),
        State(Admin.MERGE_INTO, "value"),
        prevent_initial_call=True,
    )
    async def merge(clicks: int | None, code: Any, into: Any) -> Any:
        if not clicks:
            return no_update
        merging, pair = services.office.merging, (typed(code, _LONGEST), typed(into, _LONGEST))
        handover = await asyncio.to_thread(merging.merge, *pair, current_actor())
        return merge_done(current_viewer(services.settings), handover), None, None
