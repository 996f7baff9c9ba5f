"""Water points and drainage stations: one row each with bar, live figure and trend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import Station
from dashboard.domain.sensors import sensor_types
from dashboard.domain.severity import AssetState
from layouts.attributes import attributes
from layouts.components.marks import live_mark
from layouts.formatting import NONE, number
from layouts.viewer import Viewer

_ORDER: Final = tuple(AssetState)


def headline(kind: str) -> str:
    """The metric that stands for a kind: the first of its sensor type."""
    return sensor_types()[kind].metrics[0]


def scale_of(kind: str) -> tuple[float, float]:
    """A bar's full length and where its first limit stands, in the headline's unit."""
    metric = headline(kind)
    limits = sorted(
        level.threshold for rule in sensor_types()[kind].rules if rule.metric == metric for level in rule.levels
    )
    if not limits:
        return 1.0, 1.0
    return max(limits[-1] * 1.1, limits[0]), limits[0]


def worst_first(stations: Sequence[Station]) -> list[Station]:
    """Severe states first, offline last, then by the share of the first limit that is reached."""

    def urgency(station: Station) -> tuple[int, float, str]:
        rank = -1 if station.state is AssetState.OFFLINE else _ORDER.index(station.state)
        value = station.values.get(headline(station.kind), 0.0)
        return (-rank, -value / scale_of(station.kind)[1], station.asset_id)

    return sorted(stations, key=urgency)


def station_row(viewer: Viewer, station: Station) -> Component:
    """Mark, name, bar with its limit, live figure, and the trend of the last hours."""
    metric = METRICS[headline(station.kind)]
    value = station.values.get(metric.key)
    full, limit = scale_of(station.kind)
    state = station.state.value
    filled = html.I(style={"width": f"{100 * min(max((value or 0.0) / full, 0.0), 1.0):.1f}%"})
    tick = html.S(style={"left": f"{100 * limit / full:.1f}%"})
    live = {"data-asset": station.asset_id, "data-metric": metric.key, "data-digits": "2"}
    return html.Div(
        [
            live_mark(station.asset_id, station.state),
            html.Span(
                [station.name, *_kind_note(viewer, station)],
                className="clip station-name",
                title=station.name,
            ),
            html.Span([filled, tick], className="bar", **attributes({"data-state": state})),
            html.Span(
                [
                    html.Span(NONE if value is None else number(value, 2), **attributes(live)),
                    html.Small(f"\u2009{metric.unit}"),
                ],
                className="fig num",
            ),
            html.Span(
                className="spark",
                **attributes({"data-points": ",".join(f"{point:.4g}" for point in station.trend), "data-state": state}),
            ),
        ],
        className="station-row",
        role="button",
        tabIndex=0,
        **attributes({"data-select-asset": station.asset_id}),
    )


def _kind_note(viewer: Viewer, station: Station) -> list[Component]:
    """What is measured, where it is not the usual fill ratio."""
    metric = METRICS[headline(station.kind)]
    return [] if metric.key == "fill_ratio" else [html.Small(viewer.say(metric.label))]
