"""Links by which a department answers for the case in the drawer, made and taken back by who dispatches."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import dash
from dash import Input, Output, State, ctx, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import counted, is_key, key_from
from callbacks.case_drawer import key_of
from dashboard.errors import BadInput
from layouts.case_ids import AnswerLinks
from layouts.components.cases.answer_links import link_view, made_link
from layouts.ids import CaseDrawer, Shell
from layouts.requests import current_viewer
from layouts.texts.answer import AnswerLinkWords


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The list follows the case and each change; a link is shown once, when it is made."""
    _register_list(app, services)
    _register_deeds(app, services)


def _register_list(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(AnswerLinks.VIEW, "children"),
        Input(CaseDrawer.SHOWN, "data"),
        Input(AnswerLinks.CHANGED, "data"),
        Input(Shell.FEED_CASES, "data"),
    )
    async def show(shown: Any, _changed: Any, _revision: Any) -> Any:
        key, actor = key_of(shown), current_actor()
        if key is None:
            return []
        offered = await asyncio.to_thread(services.answer_links.offered, key, actor)
        if offered is None:
            return []
        makers = (line.link.created_by for line in offered)
        authors = await asyncio.to_thread(services.people.authors, makers, actor)
        return link_view(current_viewer(services.settings), offered, authors)


def _register_deeds(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(AnswerLinks.SAID, "children"),
        Output(AnswerLinks.CHANGED, "data"),
        Input(AnswerLinks.MAKE, "n_clicks"),
        Input(AnswerLinks.REVOKE, "n_clicks"),
        State(AnswerLinks.DAYS, "value"),
        State(AnswerLinks.CHOSEN, "value"),
        State(CaseDrawer.SHOWN, "data"),
        State(AnswerLinks.CHANGED, "data"),
        prevent_initial_call=True,
    )
    async def obey(make: Any, revoke: Any, days: Any, chosen: Any, shown: Any, changed: Any) -> Any:
        key, actor = key_of(shown), current_actor()
        if not (make or revoke) or key is None:
            return no_update, no_update
        if ctx.triggered_id == AnswerLinks.REVOKE:
            await asyncio.to_thread(services.answer_links.revoke, key_from(chosen) or 0, actor)
            return [], counted(changed)
        if not is_key(days):
            raise BadInput(AnswerLinkWords.CHOOSE)
        made = await asyncio.to_thread(services.answer_links.make, key, days, actor)
        return made_link(current_viewer(services.settings), f"{_here()}/answer/{made.token}"), counted(changed)


def _here() -> str:
    """Where the browser finds us, as it says itself."""
    untyped: Any = dash
    parts = urlsplit(untyped.get_app().backend.request_adapter().headers.get("referer") or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
