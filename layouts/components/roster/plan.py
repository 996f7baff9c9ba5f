"""What rosters are made of: the shifts that there are, and how many people squads need for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.roster.readouts import RosterPlan, ShiftUse
from dashboard.domain.roster.records import DAY_MIN, SHIFT_KIND_LABELS, Need
from dashboard.domain.text import Text
from layouts.components.blanks import empty
from layouts.components.fields import labelled
from layouts.components.roster.address import PlanTab, link_to_plan
from layouts.components.roster.names import shift_name, shift_times
from layouts.duty_ids import Roster
from layouts.formatting import NONE, number, weekday
from layouts.texts.roster import Form, Plan
from layouts.texts.roster import Roster as Says
from layouts.viewer import Viewer

_MONDAY: Final = date(2026, 1, 5)
_USUAL_DAYS: Final[Mapping[frozenset[int], Text]] = {
    frozenset(range(1, 8)): Plan.EVERY_DAY,
    frozenset(range(1, 6)): Plan.WORKDAYS,
    frozenset({6, 7}): Plan.WEEKEND,
}


def plan_tabs(viewer: Viewer, chosen: PlanTab) -> Component:
    """Return the parts of the page: the week, shifts and needs."""
    labels = {PlanTab.WEEK: Plan.WEEK, PlanTab.SHIFTS: Plan.SHIFTS, PlanTab.NEEDS: Plan.NEEDS}
    links = [
        dcc.Link(viewer.say(label), href=link_to_plan(tab), className=f"seg-item{' is-on' if tab is chosen else ''}")
        for tab, label in labels.items()
    ]
    return html.Nav(links, className="seg")


def shift_table(viewer: Viewer, plan: RosterPlan, chosen: str) -> list[Component]:
    """Return the shifts, each a link to its form."""
    if not plan.shifts:
        return [empty(viewer, Says.NO_SHIFTS, Plan.NEW_EFFECT)]
    columns = (Plan.CODE, Plan.NAME, Plan.KIND, Plan.TIMES, Plan.LENGTH, Plan.COMING)
    head = [html.Th(viewer.say(label), className="num" if at > 3 else "") for at, label in enumerate(columns)]
    rows = [_shift_row(viewer, use, is_chosen=use.shift.code == chosen) for use in plan.shifts]
    return [
        html.Div(
            html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="table shifts"), className="table-frame"
        )
    ]


def _shift_row(viewer: Viewer, use: ShiftUse, *, is_chosen: bool) -> Component:
    shift = use.shift
    times: list[Component] = [html.Span(shift_times(shift), className="fig")]
    if shift.ends_min > DAY_MIN:
        times.append(html.Small(f" {viewer.say(Plan.NEXT_DAY)}", className="quiet"))
    link = dcc.Link(shift.code, href=link_to_plan(PlanTab.SHIFTS, shift=shift.code), className="fig plan-link")
    length = viewer.say(Plan.HOURS).format(number(shift.length_min / 60, 1))
    return html.Tr(
        [
            html.Td(link),
            html.Td(shift_name(viewer, shift)),
            html.Td(html.Span(viewer.say(SHIFT_KIND_LABELS[shift.kind]), className=f"tag shift-{shift.kind}")),
            html.Td(times),
            html.Td(length, className="num fig"),
            html.Td(number(use.coming), className="num fig"),
        ],
        className="is-on" if is_chosen else "",
    )


def needs_table(viewer: Viewer, plan: RosterPlan, chosen: tuple[str, str]) -> list[Component]:
    """Return squads by shifts, each cell a link to its form."""
    if not plan.squads or not plan.shifts:
        return [empty(viewer, Says.NO_SQUAD if not plan.squads else Says.NO_SHIFTS, Says.NO_SQUAD_HINT)]
    head = [html.Th(viewer.say(Plan.SQUAD))]
    head += [
        html.Th([html.B(shift_name(viewer, use.shift)), html.Small(shift_times(use.shift), className="fig quiet")])
        for use in plan.shifts
    ]
    rows = [
        html.Tr([html.Th(squad.name), *(_need_cell(viewer, plan, squad.code, use, chosen) for use in plan.shifts)])
        for squad in plan.squads
    ]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="table needs")
    return [html.Div(table, className="table-frame")]


def _need_cell(viewer: Viewer, plan: RosterPlan, squad: str, use: ShiftUse, chosen: tuple[str, str]) -> Component:
    place = (squad, use.shift.code)
    said = need_words(viewer, plan.needs.get(place))
    if squad not in plan.editable:
        return html.Td(said)
    link = dcc.Link(said, href=link_to_plan(PlanTab.NEEDS, squad=squad, shift=use.shift.code), className="plan-link")
    return html.Td(link, className="is-on" if place == chosen else "")


def need_words(viewer: Viewer, need: Need | None) -> list[Component]:
    """Return how many and when."""
    if need is None or not need.people or not need.weekdays:
        return [html.Span(NONE, className="quiet")]
    people = html.B(viewer.say(Plan.PEOPLE).format(number(need.people)), className="fig")
    return [people, html.Small(days_words(viewer, need.weekdays), className="quiet")]


def days_words(viewer: Viewer, weekdays: Collection[int]) -> str:
    """Return days of the week as people say them."""
    usual = _USUAL_DAYS.get(frozenset(weekdays))
    if usual is not None:
        return viewer.say(usual)
    return " ".join(weekday(viewer, _MONDAY + timedelta(each - 1)) for each in sorted(weekdays))


def shift_form(viewer: Viewer) -> Component:
    """Return the form of a shift; its fields are filled when one is chosen."""
    kinds = [{"label": viewer.say(label), "value": kind.value} for kind, label in SHIFT_KIND_LABELS.items()]
    return html.Section(
        [
            html.H2([viewer.say(Plan.CHANGE_SHIFT), _note(viewer, Plan.SHIFT_HINT)]),
            labelled(viewer.say(Plan.CODE), dcc.Input(id=Roster.SHIFT_CODE, maxLength=40, className="field")),
            labelled(viewer.say(Plan.NAME), dcc.Input(id=Roster.SHIFT_NAME, maxLength=80, className="field")),
            labelled(viewer.say(Plan.KIND), dcc.Dropdown(kinds, id=Roster.SHIFT_KIND, clearable=False)),
            html.Div(
                [
                    labelled(viewer.say(Plan.FROM), _clock(Roster.SHIFT_FROM, "08:00")),
                    labelled(viewer.say(Plan.UNTIL), _clock(Roster.SHIFT_UNTIL, "17:00")),
                ],
                className="plan-times",
            ),
            html.P(id=Roster.PLAN_EFFECT, className="quiet plan-effect"),
            html.Div(
                [
                    html.Button(viewer.say(Form.SAVE), id=Roster.SHIFT_SAVE, className="btn primary"),
                    dcc.Link(viewer.say(Plan.NEW_SHIFT), href=link_to_plan(PlanTab.SHIFTS), className="btn"),
                ],
                className="roster-deeds",
            ),
        ],
        className="panel roster-form plan-form",
    )


def need_form(viewer: Viewer) -> Component:
    """Return the form of a need; its fields are filled when a cell is chosen."""
    options = [{"label": weekday(viewer, _MONDAY + timedelta(each)), "value": str(each + 1)} for each in range(7)]
    days = dcc.Checklist(options, [], id=Roster.NEED_DAYS, inline=True, className="plan-days")
    people = dcc.Input(id=Roster.NEED_PEOPLE, type="text", inputMode="numeric", maxLength=3, className="field")
    return html.Section(
        [
            html.H2(viewer.say(Plan.NEEDS)),
            html.P(id=Roster.NEED_EFFECT, className="quiet plan-effect"),
            html.Div([html.Span(viewer.say(Plan.NEED_DAYS)), days], className="form-field"),
            labelled(viewer.say(Plan.NEED_PEOPLE), people),
            html.Div(
                html.Button(viewer.say(Form.SAVE), id=Roster.NEED_SAVE, className="btn primary"),
                className="roster-deeds",
            ),
        ],
        className="panel roster-form plan-form",
    )


def shift_effect(viewer: Viewer, use: ShiftUse | None) -> str:
    """Return what saving the form of a shift will change."""
    if use is None:
        return viewer.say(Plan.NEW_EFFECT)
    return viewer.say(Plan.USED).format(number(use.coming)) if use.coming else viewer.say(Plan.UNUSED)


def need_effect(viewer: Viewer, plan: RosterPlan, squad: str, shift: str) -> str:
    """Return whose need the form is of, and what saving it will change; what to do where none is chosen."""
    names = [each.name for each in plan.squads if each.code == squad]
    shifts = [shift_name(viewer, use.shift) for use in plan.shifts if use.shift.code == shift]
    if not names or not shifts:
        return f"{viewer.say(Plan.CHOOSE)}. {viewer.say(Plan.CHOOSE_HINT)}"
    return viewer.say(Plan.NEED_EFFECT).format(viewer.say(Plan.NEED).format(names[0], shifts[0]))


def _clock(name: Roster, example: str) -> Component:
    return dcc.Input(id=name, type="text", maxLength=5, placeholder=example, className="field")


def _note(viewer: Viewer, text: Text) -> Component:
    return html.Span(viewer.say(text), className="panel-note")


def plan_head(viewer: Viewer, tab: PlanTab) -> Sequence[Component]:
    """Return what stands above the table."""
    told = {PlanTab.SHIFTS: (Plan.SHIFTS, Plan.SHIFTS_NOTE), PlanTab.NEEDS: (Plan.NEEDS, Plan.NEEDS_NOTE)}
    title, note = told.get(tab, (Plan.SHIFTS, Plan.SHIFTS_NOTE))
    return [html.H2([viewer.say(title), _note(viewer, note)])]
