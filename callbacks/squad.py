"""A squad at work; it follows the clock and the roster."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any, Final

from dash import Input, Output

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from dashboard.domain.rights import Actor, Permission, Target, decide
from dashboard.domain.roster.figures import Period, quarter_begin
from dashboard.domain.squads.merging import standing
from layouts.components.attendance import Asked, attendance_part
from layouts.components.duty import duty_list, squad_alarms, squad_choice
from layouts.components.roster.coverage import coverage_card
from layouts.components.squads.figures import figure_tiles
from layouts.components.squads.head import period_from
from layouts.duty_ids import Squad
from layouts.ids import Shell
from layouts.markup import markup
from layouts.requests import current_viewer

_CODE_LENGTH: Final = 40
_DAYS_BACK: Final = 13
_QUARTERS_BACK: Final = 4
"""With this one five: the last is that of a year ago."""


def register(app: CallbackRegistry, services: PageServices) -> None:
    """Figures and people every few seconds, attendance with the roster."""
    _register_choice(app, services)
    _register_strip(app, services)
    _register_now(app, services)
    _register_alarms(app, services)

    @app.callback(Output(Squad.ATTENDANCE, "data-html"), Input(Squad.CHOSEN, "data"), Input(Shell.FEED_ROSTER, "data"))
    async def show_attendance(chosen: Any, _revision: int | None) -> Any:
        actor, desk = current_actor(), services.duty.desk
        squad, today, period = chosen_squad(chosen, actor), desk.today(), period_of(chosen)
        first = today - timedelta(_DAYS_BACK) if period is Period.DAY else quarter_begin(today, _QUARTERS_BACK)
        report = await asyncio.to_thread(desk.attendance, actor, first, today, squad, period)
        asked = Asked(first, today, squad or "", period)
        return markup(attendance_part(current_viewer(services.settings), asked, report))


def _register_choice(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Squad.CHOICE, "children"), Input(Squad.CHOSEN, "data"))
    async def show_choice(chosen: Any) -> Any:
        if not decide(current_actor(), Permission.VIEW_DUTY_FIGURES, Target()).allowed:
            return []
        lines = await asyncio.to_thread(services.people.squads)
        squads = standing(line.squad for line in lines)
        return squad_choice(current_viewer(services.settings), squads, chosen_squad(chosen, current_actor()))


def _register_strip(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Squad.STRIP, "children"), Input(Squad.CHOSEN, "data"), Input(Shell.FEED_ROSTER, "data"))
    async def show_strip(chosen: Any, _revision: int | None) -> Any:
        actor = current_actor()
        squad = chosen_squad(chosen, actor)
        known = await asyncio.to_thread(services.roster.reading.squads, actor)
        if squad not in {each.code for each in known} or squad is None:
            return []
        today = await asyncio.to_thread(services.duty.desk.today)
        week = await asyncio.to_thread(services.roster.reading.week, squad, today, actor)
        strips = tuple(strip for strip in week.strips if strip.day == today)
        return coverage_card(current_viewer(services.settings), week._replace(strips=strips), today)


def _register_alarms(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Squad.ALARMS, "data-html"), Input(Squad.CHOSEN, "data"), Input(Shell.FEED_ALARMS, "data"))
    async def show_alarms(chosen: Any, revision: int | None) -> Any:
        actor = current_actor()
        grids = await asyncio.to_thread(services.duty.desk.grids, actor, chosen_squad(chosen, actor))
        alarms = await asyncio.to_thread(services.views.alarms, revision)
        shown = [
            each for each in alarms if each.shelved_until_us is None and (grids is None or each.grid_code in grids)
        ]
        return markup(squad_alarms(current_viewer(services.settings), shown))


def _register_now(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Squad.FIGURES, "children"),
        Input(Squad.CHOSEN, "data"),
        Input(Shell.TICK, "n_intervals"),
        Input(Shell.FEED_ROSTER, "data"),
        Input(Shell.FEED_CASES, "data"),
    )
    async def show_figures(chosen: Any, _ticks: int | None, _roster: int | None, _cases: int | None) -> Any:
        viewer, actor, period = (
            current_viewer(services.settings),
            current_actor(),
            period_from(chosen.get("period") if isinstance(chosen, dict) else None),
        )
        squad = chosen_squad(chosen, actor)
        figures = await asyncio.to_thread(services.duty.desk.figures, actor, squad)
        board = await asyncio.to_thread(services.squads.figures.speeds, actor, squad, period)
        return figure_tiles(viewer, figures, board, period)

    @app.callback(
        Output(Squad.PEOPLE, "data-html"),
        Input(Squad.CHOSEN, "data"),
        Input(Shell.TICK, "n_intervals"),
        Input(Shell.FEED_ROSTER, "data"),
    )
    async def show_people(chosen: Any, _ticks: int | None, _revision: int | None) -> Any:
        actor = current_actor()
        now = await asyncio.to_thread(services.duty.desk.now, actor, chosen_squad(chosen, actor))
        return markup(duty_list(current_viewer(services.settings), now))


def chosen_squad(chosen: Any, actor: Actor) -> str | None:
    """Return the squad that the page was opened for; the own one where the right reaches no further."""
    if not decide(actor, Permission.VIEW_DUTY_FIGURES, Target()).allowed:
        return actor.squad
    told = chosen.get("squad") if isinstance(chosen, dict) else None
    return told[:_CODE_LENGTH] if isinstance(told, str) and told else None


def period_of(chosen: Any) -> Period:
    """Return by what the page adds figures up."""
    told = chosen.get("by") if isinstance(chosen, dict) else None
    return Period.QUARTER if told == Period.QUARTER.value else Period.DAY
