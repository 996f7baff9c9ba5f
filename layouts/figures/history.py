"""The history of one metric: a line, its range as a band, its thresholds as dotted lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from dashboard.domain.durations import HOUR_US
from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import History
from dashboard.domain.rules import AlarmRule, Comparison
from dashboard.domain.severity import AssetState
from layouts.formatting import local
from layouts.theme import PALETTES, fade, template
from layouts.viewer import Viewer

HEIGHT_PX: Final = 168
_TICKS: Final = ((48, "%H:%M<br>%m-%d"), (1000, "%m-%d"), (1_000_000, "%Y-%m"))
_DRAWN: Final = (Comparison.ABOVE, Comparison.BELOW, Comparison.MAGNITUDE)


def history_figure(viewer: Viewer, history: History, rules: Sequence[AlarmRule]) -> go.Figure:
    """`history` in the city's time; enumerated metrics as steps with their states as ticks."""
    metric = METRICS[history.metric]
    figure = go.Figure(layout={"template": template(viewer.theme), "height": HEIGHT_PX})
    times = [local(viewer, point.at_us).replace(tzinfo=None) for point in history.points]
    if history.hourly and not metric.states:
        _add_band(viewer, figure, history, times)
    _add_line(viewer, figure, history, times)
    _add_thresholds(viewer, figure, history, rules)
    bounds = [local(viewer, at_us).replace(tzinfo=None) for at_us in (history.from_us, history.until_us)]
    hours = (history.until_us - history.from_us) // HOUR_US
    ticks = next(form for longest, form in _TICKS if hours <= longest)
    figure.update_xaxes(range=bounds, tickformat=ticks, hoverformat="%m-%d %H:%M", nticks=6)
    if not metric.states and min(point.low for point in history.points) >= 0:
        figure.update_yaxes(rangemode="tozero")
    if metric.states:
        words = [viewer.say(label) for label in metric.state_labels]
        figure.update_yaxes(tickvals=list(range(len(words))), ticktext=words, range=[-0.2, len(words) - 0.8])
    return figure


def _add_band(viewer: Viewer, figure: go.Figure, history: History, times: Sequence[object]) -> None:
    colour = fade(PALETTES[viewer.theme].accent, 0.16)
    edge = {"mode": "lines", "line": {"width": 0, "shape": "spline"}, "hoverinfo": "skip", "x": times}
    figure.add_scatter(y=[point.high for point in history.points], **edge)
    figure.add_scatter(y=[point.low for point in history.points], fill="tonexty", fillcolor=colour, **edge)


def _add_line(viewer: Viewer, figure: go.Figure, history: History, times: Sequence[object]) -> None:
    metric = METRICS[history.metric]
    unit = f" {metric.unit}" if metric.unit else ""
    colour = PALETTES[viewer.theme].accent
    lonely = len(history.points) < 3
    figure.add_scatter(
        x=times,
        y=[point.value for point in history.points],
        mode="lines+markers" if lonely else "lines",
        line={"color": colour, "width": 1.8, "shape": "hv" if metric.states else "linear"},
        marker={"size": 5, "color": colour},
        fill=None if metric.states or history.hourly else "tozeroy",
        fillcolor=fade(colour, 0.08),
        hovertemplate=f"%{{y:.{metric.digits}f}}{unit}<extra></extra>",
    )


def _add_thresholds(viewer: Viewer, figure: go.Figure, history: History, rules: Sequence[AlarmRule]) -> None:
    """Lines only for thresholds near the data: within half its span, or the nearest one at least."""
    palette = PALETTES[viewer.theme]
    low = min(point.low for point in history.points)
    high = max(point.high for point in history.points)
    reach = high + max(high - low, abs(high) * 0.3)
    levels = [level for rule in rules if rule.comparison in _DRAWN for level in rule.levels]
    nearest = min(levels, key=lambda level: abs(level.threshold - high), default=None)
    for level in levels:
        if level is nearest or low <= level.threshold <= reach:
            figure.add_hline(
                y=level.threshold,
                line={"color": palette.of_state(AssetState(level.severity.value)), "width": 1.2, "dash": "dot"},
                annotation={
                    "text": f"{level.threshold:g}",
                    "font": {"color": palette.of_state(AssetState(level.severity.value)), "size": 12},
                    "xanchor": "right",
                    "yanchor": "bottom",
                },
            )
