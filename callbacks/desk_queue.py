"""The desk's queue: open alarms and camera events, asked again whenever their feeds move."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from dash import Input, Output

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import figure, stored, typed, word_of
from dashboard.domain.durations import DAY_US
from dashboard.domain.grouping import worst_by_area
from dashboard.domain.readouts import AlarmLine, within
from dashboard.domain.rights import Actor, Permission, decide
from dashboard.domain.triage.readouts import GroupKey, Order, QueueQuery
from dashboard.services.triage.reading import MOST_SHOWN_OF_GROUP
from dashboard.services.views import queue
from layouts.components.alarms.listing import alarm_list, maintenance_line, shelved_list
from layouts.components.blanks import empty
from layouts.components.cases.reports import report_rows
from layouts.components.triage.listing import group_named, triage_list
from layouts.formatting import clock, day_and_time, number
from layouts.ids import Desk, Shell
from layouts.markup import NOTHING, markup
from layouts.requests import current_viewer
from layouts.texts.shell import Queue
from layouts.viewer import Viewer

REPORTS_SHOWN: Final = 40
_GROUP_LENGTH: Final = 200


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Alarms, events and the areas that alarms tint."""
    _register_alarms(app, services)
    _register_events(app, services)
    _register_reports(app, services)
    app.clientside_callback(
        "function (states) { window.xiuhua.map.setAreaStates(states || {}); return Object.keys(states || {}).length; }",
        Output(Desk.ALARMS, "data-areas"),
        Input(Desk.AREA_STATES, "data"),
    )
    app.clientside_callback(
        "function (mine) { return mine ? 'true' : 'false'; }",
        Output(Desk.MINE_BUTTON, "aria-pressed"),
        Input(Desk.MINE, "data"),
    )


def _register_alarms(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Desk.ALARMS, "data-html"),
        Output(Desk.ALARMS_COUNT, "children"),
        Output(Desk.OLDEST, "children"),
        Output(Desk.AREA_STATES, "data"),
        Input(Shell.FEED_ALARMS, "data"),
        Input(Desk.STANDING, "data"),
        Input(Desk.LAST_LOOK, "data"),
        Input(Desk.MINE, "data"),
        Input(Shell.TICK, "n_intervals"),
        comes_first=True,
    )
    async def show_alarms(
        revision: int | None, shelf: Any, last_look_ms: Any, mine: Any, _tick: int | None
    ) -> tuple[Any, ...]:
        viewer = current_viewer(services.settings)
        grids = await _chosen_grids(services, mine, current_actor())
        alarms = within(await asyncio.to_thread(services.views.alarms, revision), grids)
        now_us = await asyncio.to_thread(services.views.now_us)
        current = [alarm for alarm in alarms if alarm.shelved_until_us is None]
        stories = queue(current, int(figure(last_look_ms, 0, 2**53)) * 1000)
        if shelf == "shelved":
            rows = shelved_list(viewer, [alarm for alarm in alarms if alarm.shelved_until_us is not None])
        elif grids is not None and not stories:
            rows = [empty(viewer, Queue.NO_MINE, Queue.NO_MINE_HINT)]
        else:
            quiet = await asyncio.to_thread(services.views.suppressed_count, revision)
            rows = [*alarm_list(viewer, stories, now_us), *maintenance_line(viewer, quiet)]
        return (
            markup(rows),
            number(len(current)),
            _standing(viewer, current, len(stories), now_us),
            worst_by_area(current),
        )


async def _chosen_grids(services: PageServices, mine: bool | None, actor: Actor) -> frozenset[str] | None:
    """The grids of the actor's areas when the actor chose to see no others; None is the whole city."""
    return await asyncio.to_thread(services.views.grids_of, actor.areas) if mine and actor.areas else None


def _standing(viewer: Viewer, alarms: Sequence[AlarmLine], stories: int, now_us: int) -> str:
    """How many stories there are, and since when the longest waiting alarm waits for somebody."""
    told = viewer.say(Queue.STORIES).format(number(stories)) if stories else ""
    waiting = [alarm.raised_us for alarm in alarms if alarm.acknowledged_us is None]
    oldest = viewer.say(Queue.OLDEST).format(_when(viewer, min(waiting), now_us)) if waiting else ""
    return " · ".join(part for part in (told, oldest) if part)


def _when(viewer: Viewer, moment_us: int, now_us: int) -> str:
    return clock(viewer, moment_us) if now_us - moment_us < DAY_US else day_and_time(viewer, moment_us)


def _register_events(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Desk.EVENTS, "data-html"),
        Output(Desk.EVENTS_COUNT, "children"),
        Input(Shell.FEED_CAMERA_EVENTS, "data"),
        Input(Desk.MINE, "data"),
        Input(Desk.EVENTS_ORDER, "data"),
        Input(Desk.EVENTS_OPENED, "data"),
        comes_first=True,
    )
    async def show_events(revision: int | None, mine: Any, order: Any, opened: Any) -> tuple[Any, ...]:
        viewer, actor = current_viewer(services.settings), current_actor()
        grids = await _chosen_grids(services, mine is True, actor)
        wanted = word_of(Order, order) or Order.NEWEST
        queue = await asyncio.to_thread(
            services.triage.reading.queue, QueueQuery(grids=grids, order=wanted), actor, revision, _unfolded(opened)
        )
        today = await asyncio.to_thread(services.views.events_today, revision) if grids is None else None
        holders = {event.holder for part in queue.parts for event in part.events if event.holder}
        authors = await asyncio.to_thread(services.people.authors, holders, actor) if holders else {}
        now_us = await asyncio.to_thread(services.views.now_us)
        rows = triage_list(viewer, queue, now_us, today=today, order=wanted, authors=authors)
        return markup(rows), number(queue.waiting.total) if queue.waiting.total else ""


def _unfolded(opened: Any) -> tuple[GroupKey, int] | None:
    """Of which line more is listed, and how much."""
    told = stored(opened)
    group = group_named(typed(told.get("group"), _GROUP_LENGTH))
    return None if group is None else (group, int(figure(told.get("rows"), 0, MOST_SHOWN_OF_GROUP)))


def _register_reports(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Desk.REPORTS, "data-html"),
        Output(Desk.REPORTS_COUNT, "children"),
        Input(Shell.FEED_CASES, "data"),
        Input(Shell.TICK, "n_intervals"),
        comes_first=True,
    )
    async def show_reports(_revision: int | None, _tick: int | None) -> tuple[Any, ...]:
        viewer, actor = current_viewer(services.settings), current_actor()
        if not decide(actor, Permission.VIEW_CASES).allowed:
            return NOTHING, ""
        page = await asyncio.to_thread(services.cases.sheets.waiting, REPORTS_SHOWN, actor)
        now_us = await asyncio.to_thread(services.views.now_us)
        return markup(report_rows(viewer, page, now_us)), number(page.total) if page.total else ""
