"""One's own account: what one may, and the sessions, which one may end."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import Input, Output, State, ctx, no_update

from callbacks._actor import current_actor, current_session
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import counted, is_key
from dashboard.commands.uploads import read_upload
from dashboard.domain.rights import Actor
from dashboard.errors import BadInput
from layouts.components.blanks import said
from layouts.components.me import OTHERS, own_photo, own_sessions, profile
from layouts.ids import Mine
from layouts.requests import current_viewer
from layouts.texts.people import People
from layouts.texts.sign_in import Me


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The list follows what was ended."""
    _register_photo(app, services)

    @app.callback(Output(Mine.PROFILE, "children"), Input(Mine.PROFILE, "id"))
    async def show_profile(_mounted: str) -> Any:
        return profile(current_viewer(services.settings), current_actor())

    @app.callback(Output(Mine.SESSIONS, "children"), Input(Mine.CHANGED, "data"))
    async def show_sessions(_changed: int | None) -> Any:
        viewer, present = current_viewer(services.settings), current_session()
        sessions = await asyncio.to_thread(services.signing_in.own_sessions, current_actor())
        return own_sessions(viewer, sessions, present)

    @app.callback(
        Output(Mine.SAID, "children"),
        Output(Mine.CHANGED, "data"),
        Input(Mine.END, "n_clicks"),
        State(Mine.SESSION, "value"),
        prevent_initial_call=True,
    )
    async def end(clicks: int | None, chosen: Any) -> Any:
        if not clicks:
            return no_update, no_update
        actor, present = current_actor(), current_session()
        await asyncio.to_thread(_end, services, actor, present, chosen)
        return said(current_viewer(services.settings), Me.ENDED), clicks


def _register_photo(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Mine.PHOTO, "children"), Input(Mine.PHOTO_CHANGED, "data"))
    async def show_photo(_changed: int | None) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        return own_photo(viewer, actor, await asyncio.to_thread(services.office.portraits.own, actor))

    @app.callback(
        Output(Mine.PHOTO_SAID, "children"),
        Output(Mine.PHOTO_CHANGED, "data"),
        Input(Mine.PHOTO_FILE, "contents"),
        Input(Mine.PHOTO_REMOVE, "n_clicks"),
        State(Mine.PHOTO_CHANGED, "data"),
        prevent_initial_call=True,
    )
    async def keep_photo(contents: Any, _remove: int | None, changed: Any) -> Any:
        viewer, actor, portraits = current_viewer(services.settings), current_actor(), services.office.portraits
        if ctx.triggered_id == Mine.PHOTO_REMOVE:
            await asyncio.to_thread(portraits.remove_own, actor)
            return said(viewer, People.PHOTO_REMOVED, ""), counted(changed)
        if not contents:
            return no_update, no_update
        await asyncio.to_thread(portraits.keep_own, read_upload(contents), actor)
        return said(viewer, People.PHOTO_KEPT, ""), counted(changed)


def _end(services: PageServices, actor: Actor, present: int | None, chosen: Any) -> None:
    if chosen == OTHERS:
        services.signing_in.end_other_sessions(actor, present)
    elif is_key(chosen):
        services.signing_in.end_session(actor, chosen)
    else:
        raise BadInput(Me.NONE_CHOSEN)
