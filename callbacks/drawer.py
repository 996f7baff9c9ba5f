"""The drawer: one asset, one camera event or one person, wherever it was selected."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from dash import Input, Output, State, ctx, no_update

from callbacks._actor import current_actor
from callbacks._events import opened_event
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import key_from, stored, typed, word_of
from dashboard.domain.asset_charts import Chart, charts_of, what_fired
from dashboard.domain.maintenance import WindowLine
from dashboard.domain.readouts import AlarmStory, AssetSheet, History, HistoryRange
from dashboard.domain.rights import Actor, Permission, Target, decide
from dashboard.domain.sensors import sensor_types
from layouts.components.alarms.story import alarm_stories
from layouts.components.asset_sheet import asset_sheet, sheet_head
from layouts.components.authors import Authors
from layouts.components.blanks import empty
from layouts.components.event_sheet import event_sheet
from layouts.components.history_view import history_charts
from layouts.components.people.sheet import person_drawer, person_sheet
from layouts.ids import Drawer, Person, Shell
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.texts.people import People
from layouts.texts.shell import Detail
from layouts.viewer import Viewer

CLOSED, OPEN = "drawer", "drawer is-open"


def register(app: CallbackRegistry, services: PageServices) -> None:
    """What is selected opens the drawer; its alarms follow the feed, its history the chosen range and what fired."""
    _register_body(app, services)
    _register_reveal(app, services)
    _register_alarms(app, services)
    _register_history(app, services)


def _register_body(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Shell.DRAWER_BODY, "children"),
        Output(Shell.DRAWER, "className"),
        Input(Shell.SELECTED_ASSET, "data"),
        Input(Shell.SELECTED_EVENT, "data"),
        Input(Shell.SELECTED_PERSON, "data"),
        prevent_initial_call=True,
    )
    async def open_drawer(asset: Any, event: Any, person: Any) -> tuple[Any, str]:
        viewer, number = current_viewer(services.settings), typed(stored(person).get("number"))
        if ctx.triggered_id == Shell.SELECTED_PERSON and number:
            return await _person(viewer, services, number), OPEN
        event_key = key_from(stored(event).get("key"))
        if ctx.triggered_id == Shell.SELECTED_EVENT and event_key:
            return await _event(viewer, services, event_key), OPEN
        if asset_id := typed(stored(asset).get("id")):
            return await _asset(viewer, services, asset_id), OPEN
        return no_update, CLOSED


async def _asset(viewer: Viewer, services: PageServices, asset_id: str) -> Any:
    sheet = await asyncio.to_thread(services.views.asset, asset_id)
    if sheet is None:
        return empty(viewer, Detail.GONE, Detail.GONE_HINT, about=asset_id)
    stories, authors = await asyncio.to_thread(_stories, services, asset_id, current_actor())
    windows, now_us = await asyncio.to_thread(_maintenance, services, sheet)
    refused = await asyncio.to_thread(services.views.refusals, asset_id)
    return asset_sheet(viewer, sheet, stories, windows, now_us, refused, authors)


def _stories(services: PageServices, asset_id: str, actor: Actor) -> tuple[Sequence[AlarmStory], Authors]:
    """The stories of its alarms, and who had to do with them."""
    stories = services.views.stories(asset_id)
    return stories, services.people.authors((moment.actor for story in stories for moment in story.moments), actor)


def _maintenance(services: PageServices, sheet: AssetSheet) -> tuple[Sequence[WindowLine], int]:
    return services.sensors_overview.windows_over(sheet), services.views.now_us()


async def _event(viewer: Viewer, services: PageServices, event_key: int) -> Any:
    opened = await asyncio.to_thread(opened_event, services, event_key, current_actor())
    may = decide(current_actor(), Permission.SEE_CLEAR_PICTURES).allowed
    sheet = opened and event_sheet(viewer, *opened, may_see_clear=may)
    return sheet or empty(viewer, Detail.EVENT_GONE, Detail.GONE_HINT)


async def _person(viewer: Viewer, services: PageServices, number: str) -> Any:
    sheet = await asyncio.to_thread(services.people.person, number, current_actor())
    if sheet is None:
        return empty(viewer, People.GONE, People.GONE_HINT, about=number)
    squad = sheet.line.person.squad
    may = decide(current_actor(), Permission.REVEAL_PERSONAL_DATA, Target(squad=squad)).allowed
    return person_drawer(viewer, sheet, may)


def _register_reveal(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Person.SHEET, "children"),
        Input(Person.REVEAL, "n_clicks"),
        State(Person.REASON, "value"),
        State(Shell.SELECTED_PERSON, "data"),
        prevent_initial_call=True,
    )
    async def reveal(clicks: int | None, reason: Any, person: Any) -> Any:
        number = typed(stored(person).get("number"))
        if not clicks or not number:
            return no_update
        viewer, actor = current_viewer(services.settings), current_actor()
        sheet = await asyncio.to_thread(services.office.revealing.reveal, number, str(reason or ""), actor)
        return person_sheet(viewer, sheet, reveal=True)


def _register_alarms(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Drawer.HEAD, "data-html"),
        Output(Drawer.ALARMS, "data-html"),
        Output(Drawer.FIRED, "data"),
        Input(Shell.FEED_ALARMS, "data"),
        State(Shell.SELECTED_ASSET, "data"),
        State(Drawer.FIRED, "data"),
        prevent_initial_call=True,
    )
    async def refresh_alarms(_revision: int | None, asset: Any, known: Any) -> tuple[Any, Any, Any]:
        viewer, asset_id = current_viewer(services.settings), typed(stored(asset).get("id"))
        sheet = await asyncio.to_thread(services.views.asset, asset_id) if asset_id else None
        if sheet is None:
            return no_update, no_update, no_update
        stories, authors = await asyncio.to_thread(_stories, services, sheet.asset_id, current_actor())
        windows, now_us = await asyncio.to_thread(_maintenance, services, sheet)
        head = sheet_head(viewer, sheet, windows, now_us)
        fired = what_fired(story.alarm for story in stories)
        return markup(head), markup(alarm_stories(viewer, stories, authors)), no_update if fired == known else fired


def _register_history(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Drawer.HISTORY, "children"),
        Input(Drawer.HISTORY_VIEW, "data"),
        Input(Shell.THEME, "data"),
        Input(Drawer.FIRED, "data"),
        State(Shell.SELECTED_ASSET, "data"),
    )
    async def show_history(told: Any, theme: Any, _fired: Any, asset: Any) -> Any:
        span, asset_id = word_of(HistoryRange, told), typed(stored(asset).get("id"))
        sheet = await asyncio.to_thread(services.views.asset, asset_id) if asset_id else None
        if sheet is None or span is None:
            return no_update
        viewer = current_viewer(services.settings).themed(theme)
        drawn = await asyncio.to_thread(_histories, services, sheet, span)
        return history_charts(viewer, drawn)


def _histories(services: PageServices, sheet: AssetSheet, span: HistoryRange) -> list[tuple[Chart, History]]:
    rules = services.sensors_overview.rules_over(sheet)
    alarms = [story.alarm for story in services.views.stories(sheet.asset_id)]
    charts = charts_of(sensor_types()[sheet.kind], rules, alarms, {value.metric for value in sheet.values})
    return [(chart, services.views.chart(sheet.asset_id, chart, span)) for chart in charts]
