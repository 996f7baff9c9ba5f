"""Shifts and needs: shown, put into their forms, saved."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from dash import Input, Output, State, no_update

from callbacks._actor import current_actor
from callbacks._ports import CallbackRegistry, PageServices
from callbacks._typed import typed
from dashboard.domain.roster.readouts import RosterPlan
from dashboard.domain.roster.records import Need, Shift, ShiftKind
from dashboard.domain.roster.shifts import clock_minutes
from dashboard.errors import BadInput
from layouts.components.blanks import said
from layouts.components.roster.address import PlanTab, PlanView, plan_from_address
from layouts.components.roster.names import shift_times
from layouts.components.roster.plan import need_effect, needs_table, shift_effect, shift_table
from layouts.duty_ids import Roster
from layouts.ids import Shell
from layouts.requests import current_viewer
from layouts.texts.roster import Plan

_CODE: Final = 40
_NAME: Final = 80
_CLOCK: Final = 5


def register(app: CallbackRegistry, services: PageServices) -> None:
    """The table follows the feed of the roster; a form follows the address alone, so that nothing typed is lost."""
    _register_table(app, services)
    _register_shift(app, services)
    _register_need(app, services)


def _register_table(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(Output(Roster.PLAN_TABLE, "children"), Input(Roster.PLAN, "data"), Input(Shell.FEED_ROSTER, "data"))
    async def show_plan(told: Any, _revision: int | None) -> Any:
        viewer, view = current_viewer(services.settings), _view(told)
        plan = await asyncio.to_thread(services.roster.reading.plan, current_actor())
        if view.tab is PlanTab.NEEDS:
            return needs_table(viewer, plan, (view.squad, view.shift))
        return shift_table(viewer, plan, view.shift)


def _register_shift(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        *(Output(field, "value") for field in _SHIFT),
        Output(Roster.PLAN_EFFECT, "children"),
        Output(Roster.SHIFT_SAVE, "disabled"),
        Input(Roster.PLAN, "data"),
    )
    async def fill_shift(told: Any) -> Any:
        viewer, view = current_viewer(services.settings), _view(told)
        plan = await asyncio.to_thread(services.roster.reading.plan, current_actor())
        use = next((each for each in plan.shifts if each.shift.code == view.shift), None)
        values = _values(use.shift) if use else ("", "", ShiftKind.DAY.value, "", "")
        return *values, shift_effect(viewer, use), not plan.may_edit_shifts

    @app.callback(
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Input(Roster.SHIFT_SAVE, "n_clicks"),
        *(State(field, "value") for field in _SHIFT),
        prevent_initial_call=True,
    )
    async def save_shift(clicks: int | None, code: Any, name: Any, kind: Any, starts: Any, ends: Any) -> Any:
        if not clicks:
            return no_update
        begun, ended = clock_minutes(typed(starts, _CLOCK), typed(ends, _CLOCK))
        known = next((each for each in ShiftKind if each.value == kind), ShiftKind.DAY)
        shift = Shift(typed(code, _CODE), typed(name, _NAME), known, begun, ended)
        await asyncio.to_thread(services.roster.editing.save_shifts, [shift], current_actor())
        return said(current_viewer(services.settings), Plan.SHIFT_SAVED, shift.code)


_SHIFT: Final = (Roster.SHIFT_CODE, Roster.SHIFT_NAME, Roster.SHIFT_KIND, Roster.SHIFT_FROM, Roster.SHIFT_UNTIL)


def _register_need(app: CallbackRegistry, services: PageServices) -> None:
    @app.callback(
        Output(Roster.NEED_DAYS, "value"),
        Output(Roster.NEED_PEOPLE, "value"),
        Output(Roster.NEED_EFFECT, "children"),
        Output(Roster.NEED_SAVE, "disabled"),
        Input(Roster.PLAN, "data"),
    )
    async def fill_need(told: Any) -> Any:
        viewer, view = current_viewer(services.settings), _view(told)
        plan = await asyncio.to_thread(services.roster.reading.plan, current_actor())
        need = plan.needs.get((view.squad, view.shift))
        days = [str(each) for each in sorted(need.weekdays)] if need else []
        effect = need_effect(viewer, plan, view.squad, view.shift)
        return days, str(need.people) if need else "", effect, not _may_save(plan, view)

    @app.callback(
        Output(Shell.NOTICE, "children", allow_duplicate=True),
        Input(Roster.NEED_SAVE, "n_clicks"),
        State(Roster.PLAN, "data"),
        State(Roster.NEED_DAYS, "value"),
        State(Roster.NEED_PEOPLE, "value"),
        prevent_initial_call=True,
    )
    async def save_need(clicks: int | None, told: Any, days: Any, people: Any) -> Any:
        if not clicks:
            return no_update
        view, count = _view(told), typed(people, _CLOCK)
        if not count.isdecimal():
            raise BadInput(Plan.NO_NUMBER)
        ticked = days if isinstance(days, list) else []
        chosen = frozenset(day for day in range(1, 8) if str(day) in ticked)
        need = Need(view.squad, view.shift, chosen, int(count))
        await asyncio.to_thread(services.roster.editing.save_needs, [need], current_actor())
        return said(current_viewer(services.settings), Plan.NEED_SAVED, view.squad, view.shift)


def _values(shift: Shift) -> tuple[str, str, str, str, str]:
    begun, ended = shift_times(shift).split("–")
    return shift.code, shift.name, shift.kind.value, begun, ended


def _may_save(plan: RosterPlan, view: PlanView) -> bool:
    return view.squad in plan.editable and any(each.shift.code == view.shift for each in plan.shifts)


def _view(told: Any) -> PlanView:
    """What a browser sends is read like a link."""
    return plan_from_address(told) if isinstance(told, dict) else PlanView()
