"""Rows of cases on a wall."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.board import STAGE_LABELS, CaseLine, SquadCases, Stage
from dashboard.domain.cases.clocks import LAMP_LABELS, Lamp
from dashboard.domain.cases.queries import LampCount
from dashboard.domain.cases.states import STATE_LABELS
from layouts.attributes import attributes
from layouts.components.cases.lamps import LAMP_STATES, lamp_mark
from layouts.components.panels import bar
from layouts.formatting import clock, number
from layouts.texts.wall import Cases
from layouts.viewer import Viewer


def lamp_figures(viewer: Viewer, lamps: LampCount) -> Component:
    """How many open cases have each lamp, the worst first."""
    counts = lamps._asdict()
    items = [
        html.Div(
            [
                html.Span([lamp_mark(viewer, lamp), number(counts[lamp.value])], className="fig"),
                html.Span(viewer.say(Cases.NO_CLOCK if lamp is Lamp.GREY else LAMP_LABELS[lamp])),
            ],
            className="wall-figure",
        )
        for lamp in LAMP_STATES
    ]
    return html.Div(items, className="wall-figures wall-lamps")


def stage_row(viewer: Viewer, stage: Stage, count: int, most: int) -> Component:
    """A stage, its share of the busiest, how many stand there."""
    return html.Div(
        [
            html.Span(viewer.say(STAGE_LABELS[stage])),
            bar(count / most if most else 0.0, "plain"),
            html.Span(number(count), className="fig num"),
        ],
        className="wall-share-row",
    )


def squad_row(viewer: Viewer, each: SquadCases, most: int) -> Component:
    """A squad: overdue and soon due of its open cases, and what it ended today."""
    state = "critical" if each.red else "minor" if each.yellow else "normal"
    return html.Div(
        [
            html.Span(each.squad),
            bar(each.open / most if most else 0.0, state),
            html.Span([lamp_mark(viewer, Lamp.RED), number(each.red)], className="fig num"),
            html.Span([lamp_mark(viewer, Lamp.YELLOW), number(each.yellow)], className="fig num"),
            html.Span(number(each.open), className="fig num"),
            html.Span(number(each.ended_today), className="fig num quiet"),
        ],
        className="wall-squad-cases",
    )


def case_row(viewer: Viewer, line: CaseLine) -> Component:
    """Lamp, what and where, how far it is and since when."""
    place = " · ".join(part for part in (line.place, line.squad) if part) or line.number
    return html.Div(
        [
            lamp_mark(viewer, line.lamp),
            html.Div([html.B(line.category_name), html.Span(place)], className="wall-two"),
            html.Div(
                [
                    html.Span(viewer.say(STATE_LABELS[line.state])),
                    html.Span(clock(viewer, line.reported_us), className="fig quiet"),
                ],
                className="wall-two num",
            ),
        ],
        className="wall-case-row",
        **attributes({"data-case": str(line.case_key)}),
    )
