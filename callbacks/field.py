"""One's own day on the streets: signing in and out."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, ctx, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from layouts.components.blanks import empty, said
from layouts.components.field import own_day
from layouts.components.tasks import duty_line
from layouts.duty_ids import Field as Ids
from layouts.ids import Shell
from layouts.requests import current_viewer
from layouts.texts.duty import Field


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The day follows the clock, the roster and what was done here."""

    @app.callback(
        Output(Ids.DAY, "children"),
        Output(Ids.DUTY, "children"),
        Input(Ids.DONE, "data"),
        Input(Shell.TICK, "n_intervals"),
        Input(Shell.FEED_ROSTER, "data"),
    )
    async def show_day(_done: int | None, _ticks: int | None, _revision: int | None) -> Any:
        viewer = current_viewer(services.settings)
        if current_actor().person is None:
            return empty(viewer, Field.NOT_LINKED, Field.NOT_LINKED_HINT), viewer.say(Field.NOT_LINKED)
        mine = await asyncio.to_thread(services.duty.sign_in.mine, current_actor())
        return own_day(viewer, mine, services.settings.track_days), duty_line(viewer, mine)

    @app.callback(
        Output(Ids.SAID, "children"),
        Output(Ids.DONE, "data"),
        Input(Ids.SIGN_IN, "n_clicks"),
        Input(Ids.SIGN_OUT, "n_clicks"),
        prevent_initial_call=True,
    )
    async def sign(into: int | None, out: int | None) -> Any:
        if not (into or out):
            return no_update, no_update
        is_in, viewer = ctx.triggered_id == Ids.SIGN_IN, current_viewer(services.settings)
        act = services.duty.sign_in.sign_in if is_in else services.duty.sign_in.sign_out
        await asyncio.to_thread(act, current_actor())
        return said(viewer, Field.SIGNED_IN if is_in else Field.SIGNED_OUT), [into, out]
