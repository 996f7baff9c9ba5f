"""The roster: the week, the form of a day, and what changes it."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from dash import Input, Output, State, ctx, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._roster_deeds import Asked, do
from dashboard.commands.reading import read
from dashboard.commands.roster import ROSTER_COMMANDS, MoveEntry, RosterCommand
from dashboard.domain.people.records import Squad
from dashboard.domain.rights import Actor
from dashboard.domain.roster.planning import Finding, monday_of
from dashboard.domain.roster.readouts import RosterWeek
from layouts.components.blanks import empty, said
from layouts.components.roster.address import RosterView, view_from_address
from layouts.components.roster.coverage import coverage_card
from layouts.components.roster.form import closed_form, copy_preview, day_form
from layouts.components.roster.grid import conflict_list, day_choice, roster_grid
from layouts.components.roster.head import roster_figures, roster_nav
from layouts.duty_ids import Roster
from layouts.ids import Shell
from layouts.markup import NOTHING, markup
from layouts.requests import current_viewer
from layouts.texts.roster import Copy, Form
from layouts.texts.roster import Roster as Says
from layouts.viewer import Viewer


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The week follows the address and the feed of the roster; a click or a drag is a command, the form has buttons."""
    _register_week(app, services)
    _register_commands(app, services)
    _register_copy(app, services)


def _register_week(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Roster.NAV, "children"), Input(Roster.VIEW, "data"))
    async def show_nav(view: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        return await asyncio.to_thread(_nav, viewer, services, _view(view), actor)

    @app.callback(
        Output(Roster.FIGURES, "children"),
        Output(Roster.DAYS, "children"),
        Output(Roster.GRID, "data-html"),
        Output(Roster.COVERAGE, "data-html"),
        Output(Roster.CONFLICTS, "data-html"),
        Input(Roster.VIEW, "data"),
        Input(Shell.FEED_ROSTER, "data"),
        Input(Shell.FEED_PEOPLE, "data"),
    )
    async def show_week(view: Any, _roster: int | None, _people: int | None) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        week, today = await asyncio.to_thread(_week, services, _view(view), actor)
        if week is None:
            return [], [], markup(empty(viewer, Says.NO_SQUAD, Says.NO_SQUAD_HINT)), NOTHING, NOTHING
        return (
            roster_figures(viewer, week),
            day_choice(viewer, week, today),
            markup(roster_grid(viewer, week, today)),
            markup(coverage_card(viewer, week, today)) or NOTHING,
            markup(conflict_list(viewer, week)),
        )


def _register_commands(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Roster.FORM, "children"),
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Input(Shell.ROSTER_COMMAND, "data"),
        State(Roster.VIEW, "data"),
        prevent_initial_call=True,
    )
    async def obey(given: Any, view: Any) -> Any:
        viewer, actor = current_viewer(services.settings), current_actor()
        command = read(ROSTER_COMMANDS, given)
        return await asyncio.to_thread(_obey, viewer, services, command, _view(view), actor)

    @app.callback(
        Output(Roster.FORM, "children", allow_duplicate=True),
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        *(Input(button, "n_clicks") for button in (*_DEEDS, Roster.CLOSE)),
        *(State(field, "value") for field in _FIELDS),
        State(Roster.CELL, "data"),
        State(Roster.VIEW, "data"),
        prevent_initial_call=True,
    )
    async def press(saves: int | None, *others: Any) -> Any:
        viewer, actor, given = current_viewer(services.settings), current_actor(), (saves, *others)
        clicks, fields = given[: len(_DEEDS) + 1], given[len(_DEEDS) + 1 : -2]
        if not any(clicks):
            return no_update, no_update
        if ctx.triggered_id == Roster.CLOSE:
            return closed_form(viewer), no_update
        asked = Asked(str(ctx.triggered_id), given[-2], *fields)
        return await asyncio.to_thread(_press, viewer, services, asked, _view(given[-1]), actor)


_DEEDS = (Roster.SAVE, Roster.REMOVE, Roster.SWAP, Roster.AWAY, Roster.BACK)
_FIELDS = (Roster.SHIFT, Roster.AREA, Roster.PARTNER, Roster.AWAY_KIND, Roster.AWAY_UNTIL)


def _register_copy(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Roster.COPY_PREVIEW, "children"),
        Output(Roster.COPY_PANEL, "hidden"),
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Input(Roster.COPY, "n_clicks"),
        Input(Roster.COPY_DO, "n_clicks"),
        Input(Roster.COPY_CANCEL, "n_clicks"),
        State(Roster.VIEW, "data"),
        prevent_initial_call=True,
    )
    async def copy(asks: int | None, does: int | None, cancels: int | None, view: Any) -> Any:
        if not (asks or does or cancels):
            return no_update, no_update, no_update
        if ctx.triggered_id == Roster.COPY_CANCEL:
            return [], True, no_update
        viewer, actor = current_viewer(services.settings), current_actor()
        does_it = ctx.triggered_id == Roster.COPY_DO
        return await asyncio.to_thread(_copy, viewer, services, _view(view), actor, does_it=does_it)


def _view(view: Any) -> RosterView:
    """What a browser sends is read like a link."""
    return view_from_address(view) if isinstance(view, dict) else RosterView()


def _chosen(services: PageServices, view: RosterView, actor: Actor) -> tuple[list[Squad], str, date]:
    """The squads within reach, that which the address asks for or else the own or the first, and the week's Monday."""
    reading = services.roster.reading
    squads = list(reading.squads(actor))
    codes = [each.code for each in squads]
    usual = actor.squad if actor.squad in codes else next(iter(codes), "")
    return squads, view.squad or usual or "", monday_of(view.day or reading.today())


def _nav(viewer: Viewer, services: PageServices, view: RosterView, actor: Actor) -> Any:
    squads, code, monday = _chosen(services, view, actor)
    return roster_nav(viewer, squads, code, monday, services.roster.reading.today())


def _week(services: PageServices, view: RosterView, actor: Actor) -> tuple[RosterWeek | None, date]:
    _, code, monday = _chosen(services, view, actor)
    reading = services.roster.reading
    return reading.week(code, monday, actor) if code else None, reading.today()


def _form(viewer: Viewer, services: PageServices, view: RosterView, actor: Actor, cell: tuple[str, date, str]) -> Any:
    person, day, shift = cell
    _, code, _ = _chosen(services, view, actor)
    week = services.roster.reading.week(code, day, actor)
    found = week.cell(person, day)
    return closed_form(viewer) if found is None else day_form(viewer, week, *found, shift)


def _obey(viewer: Viewer, services: PageServices, command: RosterCommand, view: RosterView, actor: Actor) -> Any:
    if not isinstance(command, MoveEntry):
        cell = (command.person, command.day, command.shift)
        return _form(viewer, services, view, actor, cell), no_update
    found = services.roster.editing.move(command.entry(), command.to_person, command.to_day, command.seen, actor)
    cell = (command.to_person, command.to_day, command.shift)
    return _form(viewer, services, view, actor, cell), _told(viewer, Form.MOVED, found)


def _press(viewer: Viewer, services: PageServices, asked: Asked, view: RosterView, actor: Actor) -> Any:
    done = do(services.roster.editing, asked, actor)
    return _form(viewer, services, view, actor, done.cell), _told(viewer, done.text, done.found)


def _told(viewer: Viewer, text: Any, found: list[Finding]) -> Any:
    if not found:
        return said(viewer, text)
    return said(viewer, Form.SAVED_WITH, "；".join(viewer.say(each.text) for each in found))


def _copy(viewer: Viewer, services: PageServices, view: RosterView, actor: Actor, *, does_it: bool) -> Any:
    _, code, monday = _chosen(services, view, actor)
    if not does_it:
        preview = services.roster.editing.preview_copy(code, monday, actor)
        return copy_preview(viewer, preview), False, no_update
    copy = services.roster.editing.copy_week(code, monday, actor)
    return [], True, said(viewer, Copy.DONE, str(len(copy.added)), str(len(copy.left_out)))
