"""Plans of rounds, and what came of them over a time."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any, Final
from uuid import uuid4

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import is_key, stored, typed
from dashboard.domain.camera_rounds.planning import clock_of, read_cameras, read_minutes
from dashboard.domain.camera_rounds.records import NAME_LENGTH, CameraRound, RoundPlan
from dashboard.domain.rights import Actor
from dashboard.domain.roster.duty import day_of, moment_us
from dashboard.errors import BadInput
from dashboard.services.camera_rounds.counting import RoundReport
from layouts.camera_ids import Rounds
from layouts.components.authors import Authors
from layouts.components.blanks import said
from layouts.components.cameras.round_plans import USUAL_WINDOW_MIN, figures_view, plan_list
from layouts.components.roster.address import day_from
from layouts.markup import markup
from layouts.requests import current_viewer
from layouts.texts.cameras import Rounding

_LONGEST_LIST: Final = 20_000
_LONGEST_TIMES: Final = 400
_LONGEST_TIME: Final = timedelta(days=731)
_EVERY_DAY: Final = tuple(range(1, 8))


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The list and its form follow what is chosen and saved, the figures the days."""
    _register_reads(app, services)
    _register_form(app, services)

    @app.callback(Output(Rounds.FIGURES, "data-html"), Input(Rounds.FROM, "value"), Input(Rounds.UNTIL, "value"))
    async def show_figures(first: Any, last: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        days = await asyncio.to_thread(_days, services, first, last)
        report, authors = await asyncio.to_thread(_counted, services, *days, actor)
        figures = (report.whole, report.rounds, report.seats, report.cases)
        return markup(figures_view(viewer, *figures, authors))


def _register_reads(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Rounds.PLANS, "data-html"), Input(Rounds.PLAN, "data"), Input(Rounds.REVISION, "data"))
    async def show_plans(chosen: Any, _saved: Any) -> Any:
        rounds = await asyncio.to_thread(services.rounds.planning.rounds, current_actor())
        return markup(plan_list(current_viewer(services.settings), rounds, _chosen(chosen)))

    @app.callback(
        Output(Rounds.REVISION, "data"),
        Output(Rounds.NAME, "value"),
        Output(Rounds.CAMERAS, "value"),
        Output(Rounds.WEEKDAYS, "value"),
        Output(Rounds.TIMES, "value"),
        Output(Rounds.WINDOW, "value"),
        Input(Rounds.PLAN, "data"),
        prevent_initial_call=True,
    )
    async def fill(chosen: Any) -> Any:
        rounds = await asyncio.to_thread(services.rounds.planning.rounds, current_actor())
        found = next((each for each in rounds if each.round_key == _chosen(chosen)), None)
        return _filled(found)


def _register_form(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Rounds.SAID, "children", allow_duplicate=True),
        Output(Rounds.PLAN, "data"),
        Input(Rounds.SAVE, "n_clicks"),
        State(Rounds.REVISION, "data"),
        State(Rounds.NAME, "value"),
        State(Rounds.CAMERAS, "value"),
        State(Rounds.WEEKDAYS, "value"),
        State(Rounds.TIMES, "value"),
        State(Rounds.WINDOW, "value"),
        prevent_initial_call=True,
    )
    async def save(clicks: int | None, revision: Any, name: Any, *told: Any) -> Any:
        if not clicks:
            return no_update, no_update
        named = typed(name, NAME_LENGTH + 1)
        key = await asyncio.to_thread(_saved, services, stored(revision), named, _plan(*told), current_actor())
        return said(current_viewer(services.settings), Rounding.SAVED), {"round": key, "at": uuid4().hex}

    @app.callback(
        Output(Rounds.SAID, "children", allow_duplicate=True),
        Output(Rounds.PLAN, "data", allow_duplicate=True),
        Input(Rounds.END, "n_clicks"),
        State(Rounds.REVISION, "data"),
        prevent_initial_call=True,
    )
    async def end(clicks: int | None, revision: Any) -> Any:
        known = stored(revision)
        if not clicks or not is_key(known.get("round")) or not is_key(known.get("revision")):
            return no_update, no_update
        await asyncio.to_thread(services.rounds.planning.end, known["round"], known["revision"], current_actor())
        return said(current_viewer(services.settings), Rounding.ENDED), {"round": None, "at": uuid4().hex}


def _chosen(told: Any) -> int | None:
    key = stored(told).get("round")
    return key if is_key(key) else None


def _filled(found: CameraRound | None) -> tuple[Any, ...]:
    """What the form shows of a round; an empty form for a new one."""
    if found is None:
        return {}, "", "", list(_EVERY_DAY), "", str(USUAL_WINDOW_MIN)
    plan = found.plan
    times = " ".join(clock_of(minute) for minute in plan.minutes)
    known = {"round": found.round_key, "revision": found.revision}
    return known, found.name, " ".join(plan.cameras), sorted(plan.weekdays), times, str(plan.window_min)


def _plan(cameras: Any, weekdays: Any, times: Any, window: Any) -> RoundPlan:
    minutes, minutes_long = read_minutes(typed(times, _LONGEST_TIMES)), typed(window, 5)
    if minutes is None:
        raise BadInput(Rounding.BAD_TIMES)
    if not (minutes_long.isascii() and minutes_long.isdigit()):
        raise BadInput(Rounding.BAD_WINDOW)
    days = frozenset(day for day in _EVERY_DAY if isinstance(weekdays, list) and day in weekdays)
    return RoundPlan(read_cameras(typed(cameras, _LONGEST_LIST)), days, minutes, int(minutes_long))


def _saved(services: PageServices, known: dict[str, Any], name: str, plan: RoundPlan, actor: Actor) -> int:
    key, revision = known.get("round"), known.get("revision")
    if not is_key(key) or not is_key(revision):
        return services.rounds.planning.add(name, plan, actor)
    services.rounds.planning.change(key, revision, name, plan, actor)
    return key


def _days(services: PageServices, first: Any, last: Any) -> tuple[date, date]:
    """The first and the last day; without them this month up to today."""
    today = day_of(services.views.now_us(), services.settings.timezone)
    begun, ended = _day(first, today.replace(day=1)), _day(last, today)
    if begun > ended or ended - begun > _LONGEST_TIME:
        raise BadInput(Rounding.BAD_DAYS)
    return begun, ended


def _day(told: Any, usual: date) -> date:
    if not typed(told, 10):
        return usual
    day = day_from(told)
    if day is None:
        raise BadInput(Rounding.BAD_DAYS)
    return day


def _counted(services: PageServices, first: date, last: date, actor: Actor) -> tuple[RoundReport, Authors]:
    zone = services.settings.timezone
    from_us, until_us = moment_us(first, 0, zone), moment_us(last + timedelta(days=1), 0, zone)
    report = services.rounds.counting.report(from_us, until_us, actor)
    return report, services.people.authors([each.seat for each in report.seats], actor)
