"""The history charts of the drawer and the switch between ranges."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import History, HistoryRange
from dashboard.domain.rules import AlarmRule
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.figures.history import history_figure
from layouts.ids import Drawer
from layouts.texts.shell import RANGE, Detail
from layouts.viewer import Viewer


def history_switch(viewer: Viewer, chosen: HistoryRange) -> Component:
    """24 hours, 7 days, 30 days or a year; the browser writes the choice into the store."""
    items = [
        html.Button(
            viewer.say(label),
            className="seg-item is-on" if span is chosen else "seg-item",
            **attributes({"data-history": span.value}),
        )
        for span, label in RANGE.items()
    ]
    store = dcc.Store(id=Drawer.HISTORY_VIEW, data=chosen.value)
    return html.Span([store, html.Span(items, className="seg small")], className="history-switch")


def history_charts(viewer: Viewer, histories: Sequence[History], rules: Sequence[AlarmRule]) -> list[Component]:
    """One chart a metric that has points, its thresholds as lines; says so when there is nothing at all."""
    charts = [_chart(viewer, history, rules) for history in histories if history.points]
    return charts or [empty(viewer, Detail.NO_HISTORY, Detail.NO_VALUES_HINT)]


def _chart(viewer: Viewer, history: History, rules: Sequence[AlarmRule]) -> Component:
    metric = METRICS[history.metric]
    how = viewer.say(Detail.HOURLY if history.hourly else Detail.RAW)
    unit = f"\u2009{metric.unit}" if metric.unit else ""
    limits = [rule for rule in rules if rule.metric == metric.key]
    return html.Figure(
        [
            html.Figcaption([html.B(viewer.say(metric.label)), unit, html.Span(how, className="quiet")]),
            dcc.Graph(
                figure=history_figure(viewer, history, limits),
                config={"displayModeBar": False, "responsive": True},
                className="chart",
            ),
        ],
        className="history-chart",
    )
