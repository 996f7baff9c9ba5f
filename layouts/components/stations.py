"""Water points and drainage stations: one row each with bar, live figure and trend."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import Station
from dashboard.domain.severity import AssetState
from dashboard.domain.stations import headline, scale_of, state_reached, steps_of
from layouts.attributes import attributes
from layouts.components.live_value import live_value
from layouts.components.marks import live_mark
from layouts.viewer import Viewer


def station_row(viewer: Viewer, station: Station) -> Component:
    """Mark, name, bar with its limit, live figure, and the trend of the last hours.

    The mark tells the state of the asset; bar and trend tell what the figure has reached.
    """
    metric = METRICS[headline(station.kind)]
    value = station.values.get(metric.key)
    full, limit = scale_of(station.kind)
    filled = html.I(style={"width": f"{100 * min(max((value or 0.0) / full, 0.0), 1.0):.1f}%"})
    tick = html.S(style={"left": f"{100 * limit / full:.1f}%"})
    live = _live(station, metric.key, value)
    return html.Div(
        [
            live_mark(station.asset_id, station.state),
            html.Span(
                [station.name, *_kind_note(viewer, station)],
                className="clip station-name",
                title=station.name,
            ),
            html.Span(
                [filled, tick],
                className="bar",
                **attributes({**live, "data-full": f"{full:g}"}),
            ),
            html.Span(live_value(viewer, station.asset_id, metric.key, value), className="fig num"),
            html.Span(
                className="spark",
                **attributes({**live, "data-points": ",".join(f"{point:.4g}" for point in station.trend)}),
            ),
        ],
        className="station-row",
        role="button",
        tabIndex=0,
        **attributes({"data-select-asset": station.asset_id}),
    )


def _live(station: Station, metric: str, value: float | None) -> dict[str, str]:
    """What lets the browser keep bar and trend at the newest figure, in the colour that this has reached."""
    return {
        "data-asset": station.asset_id,
        "data-metric": metric,
        "data-state": _reached(station, value).value,
        "data-steps": " ".join(f"{state.value}:{limit:g}" for limit, state in steps_of(station.kind)),
    }


def _reached(station: Station, value: float | None) -> AssetState:
    """Old and missing figures have reached nothing."""
    if value is None or station.state is AssetState.OFFLINE:
        return AssetState.OFFLINE
    return state_reached(station.kind, value)


def _kind_note(viewer: Viewer, station: Station) -> list[Component]:
    """What is measured, where it is not the usual fill ratio."""
    metric = METRICS[headline(station.kind)]
    return [] if metric.key == "fill_ratio" else [html.Small(viewer.say(metric.label))]
