"""The history charts of the drawer and the switch between ranges."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.asset_charts import Chart
from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import History, HistoryRange
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.figures.history import history_figure
from layouts.formatting import duration
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


def history_charts(viewer: Viewer, drawn: Sequence[tuple[Chart, History]]) -> list[Component]:
    """One figure a chart that has points; says so when there is nothing at all."""
    figures = [_figure(viewer, chart, history) for chart, history in drawn if history.points]
    return figures or [empty(viewer, Detail.NO_HISTORY, Detail.NO_VALUES_HINT)]


def quantity(viewer: Viewer, chart: Chart) -> str:
    """What the chart's axis measures: the metric, or its sum or rise over a time."""
    label = viewer.say(METRICS[chart.metric].label)
    if chart.windowed is None:
        return label
    how = Detail.QUANTITY[chart.windowed.comparison.value]
    return viewer.say(how).format(duration(viewer, chart.windowed.window_s), label)


def _how(chart: Chart, history: History) -> Text:
    if chart.windowed is not None:
        return Detail.ROLLING
    return Detail.HOURLY if history.hourly else Detail.RAW


def _figure(viewer: Viewer, chart: Chart, history: History) -> Component:
    unit = viewer.say(METRICS[chart.metric].unit_label)
    caption: list[Component | str] = [
        html.B(quantity(viewer, chart)),
        f"\u2009{unit}" if unit else "",
        html.Span(viewer.say(_how(chart, history)), className="quiet"),
    ]
    return html.Figure(
        [
            html.Figcaption(caption),
            dcc.Graph(
                figure=history_figure(viewer, history, chart),
                config={"displayModeBar": False, "responsive": True},
                className="chart",
            ),
        ],
        className="history-chart",
    )
