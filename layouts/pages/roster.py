"""排班: who has which shift where, by week; its coverage, its conflicts, and the form that changes it."""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import Permission, decide
from layouts.attributes import attributes
from layouts.components.blanks import skeleton
from layouts.components.roster.address import PATH, PlanTab, PlanView, plan_from_address, view_from_address
from layouts.components.roster.form import closed_form
from layouts.components.roster.plan import need_form, plan_head, plan_tabs, shift_form
from layouts.duty_ids import Roster
from layouts.markup import drawn
from layouts.page import Page, PageContext
from layouts.requests import current_account
from layouts.texts.roster import Conflicts, Copy
from layouts.texts.roster import Roster as Says


def layout(context: PageContext) -> Component:
    """Return the page before any data came; what changes the roster only for who may."""
    viewer, actor = context.viewer, current_account()
    may_edit = actor is not None and decide(actor, Permission.EDIT_ROSTER).allowed
    plan = plan_from_address(context.query)
    if plan.tab is not PlanTab.WEEK:
        return _plan(context, plan)
    asked = view_from_address(context.query)
    view = {"squad": asked.squad, "week": asked.day.isoformat() if asked.day else ""}
    head = html.Header(
        [
            html.H1(viewer.say(Says.PAGE)),
            html.Div(plan_tabs(viewer, PlanTab.WEEK), hidden=not may_edit),
            html.Div(id=Roster.NAV, className="roster-nav"),
            html.Span(className="spring"),
            html.Button(viewer.say(Says.COPY), id=Roster.COPY, className="btn small", hidden=not may_edit),
            dcc.Link(viewer.say(Says.IMPORT), href="/admin?tab=imports", className="btn small roster-import")
            if may_edit
            else None,
        ],
        className="page-head roster-head",
    )
    return html.Div(
        [
            dcc.Store(id=Roster.VIEW, data=view),
            head,
            html.Div([_main(), _side(context, may_edit=may_edit)], className="roster-body"),
        ],
        className="office roster",
    )


def _plan(context: PageContext, view: PlanView) -> Component:
    """Shifts or needs, before any data came."""
    viewer = context.viewer
    head = html.Header([html.H1(viewer.say(Says.PAGE)), plan_tabs(viewer, view.tab)], className="page-head roster-head")
    table = html.Section(
        [*plan_head(viewer, view.tab), html.Div(skeleton(6), id=Roster.PLAN_TABLE)], className="panel roster-main"
    )
    form = shift_form(viewer) if view.tab is PlanTab.SHIFTS else need_form(viewer)
    data = {"tab": view.tab.value, "squad": view.squad, "shift": view.shift}
    body = html.Div([table, html.Aside(form, className="roster-side")], className="roster-body")
    return html.Div([dcc.Store(id=Roster.PLAN, data=data), head, body], className="office roster")


def _main() -> Component:
    parts = [
        html.Div(id=Roster.FIGURES, className="roster-figures"),
        html.Div(id=Roster.DAYS),
        html.Div(id=Roster.GRID, className="card", **drawn(skeleton(14))),
        html.Div(id=Roster.COVERAGE, className="card cover-card", **drawn(skeleton(7))),
    ]
    return html.Div(parts, className="roster-main", **attributes({"data-roster-main": ""}))


def _side(context: PageContext, *, may_edit: bool) -> Component:
    viewer = context.viewer
    copy = html.Section(
        [
            html.Div(id=Roster.COPY_PREVIEW),
            html.Div(
                [
                    html.Button(viewer.say(Copy.DO), id=Roster.COPY_DO, className="btn primary"),
                    html.Button(viewer.say(Copy.CANCEL), id=Roster.COPY_CANCEL, className="btn"),
                ],
                className="roster-deeds",
            ),
        ],
        id=Roster.COPY_PANEL,
        hidden=True,
        className="panel roster-copy",
    )
    form = html.Section(
        closed_form(viewer),
        id=Roster.FORM,
        className="panel roster-form",
        hidden=not may_edit,
        **attributes({"data-roster-form": ""}),
    )
    found = html.Section(
        [html.H2(viewer.say(Conflicts.TITLE)), html.Div(id=Roster.CONFLICTS, **drawn(skeleton(3)))],
        className="panel roster-conflicts",
    )
    return html.Aside([copy, form, found], className="roster-side")


PAGE: Final = Page(
    key="roster",
    path=PATH,
    title=Says.PAGE,
    order=3,
    icon="roster",
    layout=layout,
    permission=Permission.VIEW_DUTY,
)
