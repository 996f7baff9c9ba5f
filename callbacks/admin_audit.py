"""The record, searched and paged by whoever may see it."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

from dash import Input, Output, State, ctx

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import typed
from dashboard.domain.audit import AuditQuery
from dashboard.domain.durations import DAY_US
from dashboard.domain.personal import starred
from dashboard.domain.readings import from_us
from dashboard.services.audit import day_begins_us
from layouts.components.audit import action_words, audit_head, audit_table
from layouts.ids import Admin
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.viewer import Viewer

_LONGEST = 80
_PAGE = 50
_FILTERS = (
    Input(Admin.AUDIT_TEXT, "value"),
    Input(Admin.AUDIT_ACTOR, "value"),
    Input(Admin.AUDIT_ACTION, "value"),
    Input(Admin.AUDIT_FROM, "value"),
    Input(Admin.AUDIT_UNTIL, "value"),
)


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Entries follow the filters; a changed filter begins at the newest again."""
    _register_entries(app, services)

    @app.callback(Output(Admin.AUDIT_ACTION, "options"), Input(Admin.AUDIT_ACTION, "id"))
    async def show_choices(_mounted: str) -> Any:
        viewer = current_viewer(services.settings)
        actions = await asyncio.to_thread(services.office.audit.actions, current_actor())
        return [{"label": action_words(viewer, action), "value": action} for action in actions]

    @app.callback(Output(Admin.AUDIT_EXPORT, "href"), *_FILTERS)
    async def show_export(_text: Any, who: Any, action: Any, since: Any, until: Any) -> str:
        query = _query(current_viewer(services.settings), None, who, action, since, until)
        said = {"actor": _in_link(query.actor), "action": _in_link(query.action), **_moments(query)}
        asked = urlencode({name: value for name, value in said.items() if value})
        return f"/api/v1/audit.csv?{asked}" if asked else "/api/v1/audit.csv"


def _in_link(text: str) -> str:
    """Return a name of an account or action as it is; what may be a person's name or phone as one that nobody has."""
    return starred(text) if text.isascii() else "****"


def _register_entries(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Admin.AUDIT, "data-html"),
        Output(Admin.AUDIT_NEXT, "data"),
        Output(Admin.AUDIT_HEAD, "children"),
        Output(Admin.AUDIT_OLDER, "disabled"),
        Output(Admin.AUDIT_NEWEST, "disabled"),
        Input(Admin.AUDIT_CURSOR, "data"),
        *_FILTERS,
    )
    async def show_entries(cursor: str | None, text: Any, who: Any, action: Any, since: Any, until: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        query = _query(viewer, text, who, action, since, until)
        page = await asyncio.to_thread(services.office.audit.page, query, _PAGE, typed(cursor, _LONGEST) or None, actor)
        head = await asyncio.to_thread(services.office.audit.head, actor)
        return (
            markup(audit_table(viewer, page.entries)),
            page.next,
            audit_head(viewer, head),
            page.next is None,
            not cursor,
        )

    @app.callback(
        Output(Admin.AUDIT_CURSOR, "data"),
        Input(Admin.AUDIT_OLDER, "n_clicks"),
        Input(Admin.AUDIT_NEWEST, "n_clicks"),
        *_FILTERS,
        State(Admin.AUDIT_NEXT, "data"),
        State(Admin.AUDIT_CURSOR, "data"),
        prevent_initial_call=True,
    )
    async def turn_page(_older: Any, _newest: Any, *rest: Any) -> str | None:
        following, present = rest[-2:]
        older = typed(following or present, _LONGEST) or None
        return older if ctx.triggered_id == Admin.AUDIT_OLDER else None


def _query(viewer: Viewer, text: Any, who: Any, action: Any, since: Any, until: Any) -> AuditQuery:
    until_us = day_begins_us(typed(until, _LONGEST), viewer.zone)
    return AuditQuery(
        typed(who, _LONGEST),
        typed(action, _LONGEST),
        typed(text, _LONGEST),
        day_begins_us(typed(since, _LONGEST), viewer.zone),
        None if until_us is None else until_us + DAY_US,
    )


def _moments(query: AuditQuery) -> dict[str, str]:
    named = (("from", query.from_us), ("to", query.until_us))
    return {name: from_us(at).isoformat() for name, at in named if at is not None}
