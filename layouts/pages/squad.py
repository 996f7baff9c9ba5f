"""中队: a squad at work: who is on duty and where, what was walked, who came."""

from __future__ import annotations

from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.rights import Permission, Target, decide
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.blanks import skeleton
from layouts.components.city_map import basemap_mark, city_map
from layouts.components.office import office
from layouts.ids import Squad
from layouts.markup import drawn
from layouts.page import MAP_DATA, Page, PageContext
from layouts.requests import current_account
from layouts.texts.duty import Squads
from layouts.viewer import Viewer


def layout(context: PageContext) -> Component:
    """The page before any data came. `?squad=` chooses; who sees the own squad alone sees that."""
    viewer, actor = context.viewer, current_account()
    sees_all = actor is not None and decide(actor, Permission.VIEW_DUTY_FIGURES, Target()).allowed
    chosen = context.query.get("squad", "") if sees_all else (actor.squad if actor and actor.squad else "")
    sees_people = actor is not None and decide(actor, Permission.VIEW_DUTY).allowed
    body = [
        dcc.Store(id=Squad.CHOSEN, data={"squad": chosen, "all": sees_all}),
        html.Div(id=Squad.CHOICE, className="seg-scroll"),
        html.Div(skeleton(1), id=Squad.FIGURES, className="duty-tiles"),
        html.Div([_map(viewer, context.basemap, chosen, sees_people), _people(viewer)], className="duty-stage"),
        html.Section(id=Squad.STRIP, className="panel duty-strip"),
        html.Section(
            [html.H2(viewer.say(Squads.ATTENDANCE)), html.Div(id=Squad.ATTENDANCE, **drawn(skeleton(6)))],
            className="panel",
        ),
    ]
    return office(viewer.say(PAGE.title), body)


def _map(viewer: Viewer, basemap: str, squad: str, sees_people: bool) -> Component:
    marks = {"data-patrol": squad, "data-patrol-people": "yes" if sees_people else "", "data-patrol-lines": ""}
    replay = html.Div(
        [
            html.B(**attributes({"data-replay-who": ""})),
            html.Button("▶", className="btn", **attributes({"data-replay-play": "", "aria-pressed": "false"})),
            dcc.Input(type="range", min=0, max=1000, value=1000, className="replay-range"),
            html.Span(className="fig", **attributes({"data-replay-at": ""})),
            html.Button("×", className="btn", **attributes({"data-replay-close": ""})),
        ],
        className="replay",
        hidden=True,
    )
    legend = html.Div(
        [
            html.Span([html.I(className=f"duty-mark is-{key}"), viewer.say(label)])
            for key, label in (
                ("moving", Squads.MOVING),
                ("still", Squads.STILL),
                ("outside", Squads.OUTSIDE),
                ("no_signal", Squads.NO_SIGNAL),
            )
        ]
        + [
            html.Span([html.I(className=f"line-mark is-{key}"), viewer.say(label)])
            for key, label in (("walked", Squads.WALKED), ("partly", Squads.PARTLY), ("not", Squads.NOT_WALKED))
        ],
        className="duty-legend",
    )
    stage = html.Div(
        [city_map(Squad.MAP, basemap, class_name="squad-map"), legend, replay],
        className="duty-map",
        **basemap_mark(basemap),
        **attributes(marks),
    )
    return html.Section([html.H2(viewer.say(Squads.MAP)), stage], className="panel")


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
