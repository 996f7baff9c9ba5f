"""The history of one metric: a line, its range as a band, its thresholds as dotted lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import plotly.graph_objects as go

from dashboard.domain.asset_charts import Chart, Fired
from dashboard.domain.durations import HOUR_US
from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import History
from dashboard.domain.rules import AlarmRule, Comparison
from dashboard.domain.severity import AssetState
from layouts.formatting import local, with_unit
from layouts.texts.shell import Detail
from layouts.theme import PALETTES, fade, template
from layouts.viewer import Viewer

HEIGHT_PX: Final = 168
MARK_PX: Final = 22
_TICKS: Final = ((48, "%H:%M<br>%m-%d"), (1000, "%m-%d"), (1_000_000, "%Y-%m"))
_DRAWN: Final = (Comparison.ABOVE, Comparison.BELOW, Comparison.MAGNITUDE)


def history_figure(viewer: Viewer, history: History, chart: Chart) -> go.Figure:
    """`history` in the city's time; enumerated metrics as steps with their states as ticks.

    What fired has all its thresholds, named in words, and a mark where its alarm was raised.
    """
    figure = go.Figure(layout={"template": template(viewer.theme), "height": HEIGHT_PX})
    times = [_time(viewer, point.at_us) for point in history.points]
    if history.hourly and not METRICS[history.metric].states:
        _add_band(viewer, figure, history, times)
    _add_line(viewer, figure, history, times)
    fired = {each.rule.key: each.rule for each in chart.fired}
    _add_thresholds(viewer, figure, history, [rule for rule in chart.rules if rule.key not in fired])
    levels = [threshold for rule in fired.values() for threshold in _add_limits(viewer, figure, history, rule)]
    for each in chart.fired:
        _add_mark(viewer, figure, history, each)
    _scale(viewer, figure, history, levels)
    return figure


def _time(viewer: Viewer, at_us: int) -> datetime:
    return local(viewer, at_us).replace(tzinfo=None)


def _scale(viewer: Viewer, figure: go.Figure, history: History, levels: Sequence[float]) -> None:
    """The axes; thresholds of what fired are in sight, however far they are from the readings."""
    metric = METRICS[history.metric]
    hours = (history.until_us - history.from_us) // HOUR_US
    ticks = next(form for longest, form in _TICKS if hours <= longest)
    bounds = [_time(viewer, history.from_us), _time(viewer, history.until_us)]
    figure.update_xaxes(range=bounds, tickformat=ticks, hoverformat="%m-%d %H:%M", nticks=6)
    low = min(point.low for point in history.points)
    if metric.states:
        words = [viewer.say(label) for label in metric.state_labels]
        figure.update_yaxes(tickvals=list(range(len(words))), ticktext=words, range=[-0.2, len(words) - 0.8])
    elif levels:
        top, bottom = max(*levels, *(point.high for point in history.points)), min(*levels, low, 0.0)
        room = (top - bottom) * 0.08
        figure.update_yaxes(range=[bottom - room if bottom < 0 else 0.0, top + room])
    elif low >= 0:
        figure.update_yaxes(rangemode="tozero")


def _add_band(viewer: Viewer, figure: go.Figure, history: History, times: Sequence[object]) -> None:
    colour = fade(PALETTES[viewer.theme].accent, 0.16)
    edge = {"mode": "lines", "line": {"width": 0, "shape": "spline"}, "hoverinfo": "skip", "x": times}
    figure.add_scatter(y=[point.high for point in history.points], **edge)
    figure.add_scatter(y=[point.low for point in history.points], fill="tonexty", fillcolor=colour, **edge)


def _add_line(viewer: Viewer, figure: go.Figure, history: History, times: Sequence[object]) -> None:
    metric = METRICS[history.metric]
    unit = f" {viewer.say(metric.unit_label)}" if metric.unit else ""
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


def _add_limits(viewer: Viewer, figure: go.Figure, history: History, rule: AlarmRule) -> list[float]:
    """Every threshold of a rule that fired as a line with its value; gives where they lie.

    A magnitude's lie on the side of zero on which the readings went further.
    """
    low, high = min(point.low for point in history.points), max(point.high for point in history.points)
    sign = -1.0 if rule.comparison is Comparison.MAGNITUDE and -low > high else 1.0
    for level in rule.levels:
        colour = PALETTES[viewer.theme].of_state(AssetState(level.severity.value))
        figure.add_hline(
            y=sign * level.threshold,
            line={"color": colour, "width": 1.5, "dash": "dash"},
            annotation={
                "text": "" if METRICS[rule.metric].states else with_unit(viewer, rule.metric, sign * level.threshold),
                "font": {"color": colour, "size": 13},
                "x": 0,
                "xanchor": "left",
                "yanchor": "bottom",
            },
        )
    return [sign * level.threshold for level in rule.levels]


def _add_mark(viewer: Viewer, figure: go.Figure, history: History, fired: Fired) -> None:
    """The moment at which the alarm was raised; one from before the chart begins has none."""
    if not history.from_us <= fired.raised_us <= history.until_us:
        return
    colour = PALETTES[viewer.theme].of_state(AssetState(fired.severity.value))
    moment = _time(viewer, fired.raised_us)
    late = fired.raised_us > (history.from_us + history.until_us) // 2
    figure.update_layout(margin_t=MARK_PX)
    figure.add_shape(type="line", x0=moment, x1=moment, y0=0, y1=1, yref="paper", line={"color": colour, "width": 1.5})
    figure.add_annotation(
        x=moment,
        y=1,
        yref="paper",
        text=viewer.say(Detail.RAISED).format(f"{moment:%m-%d %H:%M}"),
        font={"color": colour, "size": 13},
        showarrow=False,
        xanchor="right" if late else "left",
        yanchor="bottom",
    )
    before = [point for point in history.points if point.at_us <= fired.raised_us]
    if before:
        figure.add_scatter(
            x=[moment],
            y=[before[-1].value],
            mode="markers",
            cliponaxis=False,
            marker={"size": 8, "color": colour, "symbol": "diamond"},
            hoverinfo="skip",
        )
