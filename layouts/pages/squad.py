"""中队: a squad at work: who is on duty and where, what was walked, who came."""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import Permission, Target, decide
from dashboard.domain.roster.figures import Period
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.attendance import period_choice
from layouts.components.blanks import skeleton
from layouts.components.office import office
from layouts.components.patrol_map import patrol_map
from layouts.duty_ids import Squad
from layouts.markup import drawn
from layouts.page import MAP_DATA, Page, PageContext
from layouts.requests import current_account
from layouts.texts.duty import Attendance, Squads
from layouts.viewer import Viewer


def layout(context: PageContext) -> Component:
    """The page before any data came. `?squad=` chooses; who sees the own squad alone sees that."""
    viewer, actor = context.viewer, current_account()
    sees_all = actor is not None and decide(actor, Permission.VIEW_DUTY_FIGURES, Target()).allowed
    chosen = context.query.get("squad", "") if sees_all else (actor.squad if actor and actor.squad else "")
    sees_people = actor is not None and decide(actor, Permission.VIEW_DUTY).allowed
    period = Period.QUARTER if context.query.get("by") == Period.QUARTER.value else Period.DAY
    head = html.H2([viewer.say(Attendance.TITLE), period_choice(viewer, chosen, period)], className="duty-head")
    shown = patrol_map(viewer, Squad.MAP, context.basemap, chosen, sees_people=sees_people)
    body = [
        dcc.Store(id=Squad.CHOSEN, data={"squad": chosen, "all": sees_all, "by": period.value}),
        html.Div(id=Squad.CHOICE, className="seg-scroll"),
        html.Div(skeleton(1), id=Squad.FIGURES, className="duty-tiles"),
        html.Div([shown, *([_people(viewer)] if sees_people else [])], className="duty-stage"),
        *([html.Section(id=Squad.STRIP, className="panel duty-strip")] if sees_people else []),
        html.Section(
            [
                html.H2(viewer.say(Squads.ALARMS)),
                html.Div(
                    id=Squad.ALARMS,
                    className="duty-list duty-alarms",
                    **attributes({"data-holds": ""}),
                    **drawn(skeleton(4)),
                ),
            ],
            className="panel",
        ),
        html.Section(
            [head, html.Div(id=Squad.ATTENDANCE, **drawn(skeleton(6)))],
            className="panel",
        ),
    ]
    return office(viewer.say(PAGE.title), body)


def _people(viewer: Viewer) -> Component:
    held = attributes({"data-holds": ""})
    return html.Section(
        [
            html.H2(viewer.say(Squads.PEOPLE)),
            html.Div(id=Squad.PEOPLE, className="duty-list", **held, **drawn(skeleton(8))),
        ],
        className="panel",
    )


PAGE: Final = Page(
    key="squad",
    path="/squad",
    title=Text("中队", "Squad"),
    order=2,
    icon="people",
    layout=layout,
    early=MAP_DATA,
    permission=Permission.VIEW_DUTY_FIGURES,
)
