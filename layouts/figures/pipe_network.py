"""The pipe network: sewers coloured by what the fill ratio upstream has reached, stations by their state."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from dashboard.domain.readouts import DrainageOverview, Station
from dashboard.domain.severity import AssetState
from dashboard.domain.stations import state_reached
from layouts.formatting import NONE, number
from layouts.theme import PALETTES, template
from layouts.viewer import Viewer

PIPE_STATES: Final = (AssetState.NORMAL, AssetState.MINOR, AssetState.MAJOR, AssetState.CRITICAL)
"""What a pipe can have reached; the graver, the wider and the later it is drawn."""

Line = tuple[tuple[float, float], ...]

_SYMBOLS: Final = {
    AssetState.NORMAL: "circle",
    AssetState.MINOR: "triangle-up",
    AssetState.MAJOR: "diamond",
    AssetState.CRITICAL: "octagon",
    AssetState.OFFLINE: "circle-open",
}


def pipe_network(viewer: Viewer, overview: DrainageOverview) -> go.Figure:
    """A schematic in the places of the city; a station's `customdata` is its asset id."""
    palette = PALETTES[viewer.theme]
    figure = go.Figure(layout={"template": template(viewer.theme), "hovermode": "closest", "dragmode": False})
    squeeze = math.cos(math.radians(overview.stations[0].lat)) if overview.stations else 1.0
    fills = {station.asset_id: station.values.get("fill_ratio") for station in overview.stations}
    _add_lines(figure, overview.outlines, squeeze, {"color": palette.line_strong, "width": 1})
    for step, state in enumerate((AssetState.OFFLINE, *PIPE_STATES)):
        lines = [pipe.line for pipe in overview.pipes if pipe_state(fills.get(pipe.upstream)) is state]
        _add_lines(figure, lines, squeeze, {"color": palette.of_state(state), "width": 2.0 + step * 0.9})
    _add_stations(viewer, figure, overview.stations, squeeze)
    blank = {"visible": False, "fixedrange": True}
    figure.update_xaxes(**blank)
    figure.update_yaxes(**blank, scaleanchor="x", scaleratio=1)
    return figure


def _add_lines(figure: go.Figure, lines: Sequence[Line], squeeze: float, pen: dict[str, Any]) -> None:
    xs = [part for line in lines for part in (*(round(lon * squeeze, 6) for lon, _ in line), None)]
    ys = [part for line in lines for part in (*(round(lat, 6) for _, lat in line), None)]
    figure.add_scatter(x=xs, y=ys, mode="lines", line=pen, hoverinfo="skip")


def pipe_state(fill: float | None) -> AssetState:
    """What the station upstream of a pipe has reached; offline where that is not known."""
    return AssetState.OFFLINE if fill is None else state_reached("drainage", fill)


def _add_stations(viewer: Viewer, figure: go.Figure, stations: Sequence[Station], squeeze: float) -> None:
    palette = PALETTES[viewer.theme]
    figure.add_scatter(
        x=[round(station.lon * squeeze, 6) for station in stations],
        y=[round(station.lat, 6) for station in stations],
        mode="markers",
        marker={
            "size": [8 if station.state is AssetState.NORMAL else 12 for station in stations],
            "symbol": [_SYMBOLS[station.state] for station in stations],
            "color": [palette.of_state(station.state) for station in stations],
            "line": {"color": palette.bg_1, "width": 1},
        },
        customdata=[station.asset_id for station in stations],
        text=[f"{station.name} {_fill(station)}" for station in stations],
        hovertemplate="%{text}<extra>%{customdata}</extra>",
    )


def _fill(station: Station) -> str:
    fill = station.values.get("fill_ratio")
    return NONE if fill is None else number(fill, 2)
