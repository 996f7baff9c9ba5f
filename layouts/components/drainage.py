"""管网运行总览: key figures, the pipe network, stations by urgency, water points and rain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.readouts import DrainageOverview, Station
from dashboard.domain.severity import AssetState
from dashboard.domain.stations import is_wet, steps_of
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.panels import panel
from layouts.components.stations import station_row
from layouts.figures.pipe_network import pipe_network
from layouts.formatting import figure, number
from layouts.ids import Sensors
from layouts.markup import drawn
from layouts.texts.sensors import Drainage
from layouts.viewer import Viewer

FULL: Final = steps_of("drainage")[0][0]
"""The fill ratio from which a station counts as full: its first limit."""
STATIONS_SHOWN: Final = 16
ROADS_SHOWN: Final = 8
GAUGES_SHOWN: Final = 12


def drainage_overview(viewer: Viewer, overview: DrainageOverview) -> list[Component]:
    """The whole tab, or how to get devices into it."""
    if not (overview.stations or overview.roads or overview.gauges):
        return [empty(viewer, Drainage.NONE, Drainage.NONE_HINT)]
    return [
        _tiles(viewer, overview),
        html.Div([_network(viewer, overview), _stations(viewer, overview)], className="two-columns wide-left"),
        html.Div(
            [
                panel(
                    viewer.say(Drainage.ROADS),
                    [],
                    [_rows(viewer, overview.roads[:ROADS_SHOWN])],
                ),
                panel(
                    viewer.say(Drainage.RAIN),
                    [],
                    [_rows(viewer, overview.gauges[:GAUGES_SHOWN])],
                ),
            ],
            className="two-columns",
        ),
    ]


def _tiles(viewer: Viewer, overview: DrainageOverview) -> Component:
    stations = overview.stations
    online = sum(station.state is not AssetState.OFFLINE for station in stations)
    full = sum(_fill(station) >= FULL for station in stations)
    wet = sum(is_wet(road) for road in overview.roads)
    tiles = [
        (viewer.say(Drainage.STATIONS), figure(number(online), f"/ {number(len(stations))}")),
        (viewer.say(Drainage.FULL).format(f"{FULL:g}"), figure(number(full), f"/ {number(len(stations))}")),
        (viewer.say(Drainage.ROADS), figure(number(wet), f"/ {number(len(overview.roads))}")),
        (viewer.say(Drainage.ALARMS), figure(number(overview.alarms))),
    ]
    if overview.rain_mm is not None:
        tiles.append((viewer.say(Drainage.RAIN), figure(number(overview.rain_mm, 1), "mm")))
    return html.Div(
        [html.Div([html.Span(label), value], className="card key-tile") for label, value in tiles],
        className="key-tiles",
    )


def _fill(station: Station) -> float:
    return station.values.get("fill_ratio", 0.0)


def _network(viewer: Viewer, overview: DrainageOverview) -> Component:
    graph = dcc.Graph(
        id=Sensors.NETWORK,
        figure=pipe_network(viewer, overview),
        config={"displayModeBar": False, "responsive": True},
        className="network",
    )
    return panel(viewer.say(Drainage.MAP), [viewer.say(Drainage.MAP_NOTE), *fill_scale()], [graph])


def fill_scale() -> list[Component]:
    """The colours of pipes and bars, and from which fill ratio on they stand."""
    steps = steps_of("drainage")
    bounds = [(AssetState.NORMAL, f"< {steps[0][0]:g}"), *((state, f"≥ {limit:g}") for limit, state in steps)]
    return [
        html.Span(
            [html.I(**attributes({"data-state": state.value})), html.Span(bound, className="fig")],
            className="fill-step",
        )
        for state, bound in bounds
    ]


def _stations(viewer: Viewer, overview: DrainageOverview) -> Component:
    rows = _rows(viewer, overview.stations[:STATIONS_SHOWN])
    everything = dcc.Link(
        viewer.say(Drainage.ALL).format(number(len(overview.stations))),
        href="/sensors?tab=register&kind=drainage",
        className="link",
    )
    return panel(viewer.say(Drainage.LIST), [viewer.say(Drainage.LIST_NOTE)], [rows, everything])


def _rows(viewer: Viewer, stations: Sequence[Station]) -> Component:
    return html.Div(**drawn([station_row(viewer, station) for station in stations]))
