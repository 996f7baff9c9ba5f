"""中队: a squad at work: its lamps, requests, people and grids, how quick it is, and where the same comes again."""

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
from layouts.components.news import news_of
from layouts.components.patrol_map import patrol_map
from layouts.components.squads.head import period_from, squad_periods
from layouts.duty_ids import Squad
from layouts.markup import drawn
from layouts.page import MAP_DATA, Page, PageContext
from layouts.requests import current_account
from layouts.texts.duty import Attendance, Squads
from layouts.texts.squad import Lamps
from layouts.viewer import Viewer


def layout(context: PageContext) -> Component:
    """The page before any data came. `?squad=` chooses; who sees the own squad alone sees that."""
    viewer, actor = context.viewer, current_account()
    sees_all = actor is not None and decide(actor, Permission.VIEW_DUTY_FIGURES, Target()).allowed
    chosen = context.query.get("squad", "") if sees_all else (actor.squad if actor and actor.squad else "")
    sees_people = actor is not None and decide(actor, Permission.VIEW_DUTY).allowed
    sees_cases = actor is not None and decide(actor, Permission.VIEW_CASES).allowed
    by = Period.QUARTER if context.query.get("by") == Period.QUARTER.value else Period.DAY
    period = period_from(context.query.get("period"))
    told = {"squad": chosen if sees_all else "", "by": "" if by is Period.DAY else by.value}
    store = {"squad": chosen, "all": sees_all, "by": by.value, "period": period.value}
    shown = patrol_map(viewer, Squad.MAP, context.basemap, chosen, sees_people=sees_people)
    body = [
        dcc.Store(id=Squad.CHOSEN, data=store),
        dcc.Store(id=Squad.DECISION),
        html.Header(
            [
                html.Div(id=Squad.HEAD, className="squad-title"),
                _map_button(viewer),
                squad_periods(viewer, told, period),
            ],
            className="squad-head",
        ),
        html.Div(id=Squad.CHOICE, className="seg-scroll"),
        html.Div(skeleton(1), id=Squad.FIGURES, className="squad-tiles"),
        html.Div(
            [
                html.Div(
                    [shown, html.Div(id=Squad.OFF, className="duty-off"), html.Div(id=Squad.POINTS)],
                    className="squad-map-area",
                ),
                *(_case_panels() if sees_cases else []),
                *([_people(viewer), html.Section(id=Squad.STRIP, className="panel duty-strip")] if sees_people else []),
                _alarms(viewer),
                _attendance(viewer, chosen, by),
            ],
            className="squad-grid",
        ),
    ]
    return html.Div(html.Div(body, className="page-body squad-page"), className="office")


def _map_button(viewer: Viewer) -> Component:
    """On phones the map is one tap away."""
    words = [
        html.Span(viewer.say(Lamps.MAP), className="to-map"),
        html.Span(viewer.say(Lamps.LIST), className="from-map"),
    ]
    return html.Button(words, className="btn squad-map-button", **attributes({"data-squad-map": ""}))


def _case_panels() -> list[Component]:
    return [
        _panel(Squad.LAMPS_HEAD, Squad.LAMPS, "squad-lamps"),
        _panel(
            Squad.APPROVALS_HEAD,
            Squad.APPROVALS,
            "squad-approvals",
            html.Div(id=Squad.DECIDED, className="ask-notice", role="status"),
        ),
        _panel(Squad.TASKS_HEAD, Squad.TASKS, "squad-tasks"),
        html.Section(
            [
                html.Header(id=Squad.HOT_HEAD, className="squad-panel-head"),
                html.Div(id=Squad.HOT, **drawn(skeleton(4))),
                html.Div(id=Squad.PLACES, className="hot-places"),
            ],
            className="panel squad-hot",
        ),
    ]


def _panel(head: Squad, rows: Squad, class_name: str, *between: Component) -> Component:
    held = attributes({"data-holds": ""})
    return html.Section(
        [
            html.Header(id=head, className="squad-panel-head"),
            news_of(rows),
            *between,
            html.Div(id=rows, className="squad-rows", tabIndex=-1, **held, **drawn(skeleton(5))),
        ],
        className=f"panel {class_name}",
    )


def _people(viewer: Viewer) -> Component:
    held = attributes({"data-holds": ""})
    return html.Section(
        [
            html.H2(viewer.say(Squads.PEOPLE)),
            news_of(Squad.PEOPLE),
            html.Div(id=Squad.PEOPLE, className="duty-list", **held, **drawn(skeleton(8))),
        ],
        className="panel squad-people",
    )


def _alarms(viewer: Viewer) -> Component:
    held = attributes({"data-holds": ""})
    return html.Section(
        [
            html.H2(viewer.say(Squads.ALARMS)),
            news_of(Squad.ALARMS),
            html.Div(id=Squad.ALARMS, className="duty-list duty-alarms", **held, **drawn(skeleton(4))),
        ],
        className="panel squad-alarms",
    )


def _attendance(viewer: Viewer, chosen: str, by: Period) -> Component:
    head = html.H2([viewer.say(Attendance.TITLE), period_choice(viewer, chosen, by)], className="duty-head")
    return html.Section([head, html.Div(id=Squad.ATTENDANCE, **drawn(skeleton(6)))], className="panel squad-attendance")


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
