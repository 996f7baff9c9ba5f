"""Panels that several scenes share: devices online, alarms, camera events, grids, charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go
from dash import html
from dash.development.base_component import Component

from dashboard.domain.readouts import AlarmLine, LayerCount
from dashboard.domain.wall_facts import WallPicture
from layouts.attributes import attributes
from layouts.components.panels import online_rows, reporting
from layouts.components.walls.rows import (
    ONE_LINE_REM,
    PICTURE_REM,
    TWO_LINES_REM,
    alarm_line,
    event_line,
    grid_line,
    list_height,
    listed,
    whole_rows,
)
from layouts.formatting import figure, number, percent
from layouts.scene import Drawn, Height, Panel, Sight
from layouts.texts.wall import Panels
from layouts.viewer import Viewer

_BLANK_REM: Final = 2.2
CHART: Final = Height(7.0, 10.0, 1.0)


def chart(drawn: go.Figure) -> Component:
    """A place for a chart, which the browser draws there and from then on updates."""
    return html.Div(className="wall-chart", **attributes({"data-figure": drawn.to_json()}))


def blank(text: str) -> Component:
    """What is said where a list has no rows."""
    return html.P(text, className="wall-blank")


def figures(items: Sequence[tuple[str, str, str]]) -> Component:
    """Large figures side by side: figure, unit, what it is."""
    return html.Div(
        [html.Div([figure(value, unit), html.Span(label)], className="wall-figure") for value, unit, label in items],
        className="wall-figures",
    )


def worst_alarms(alarms: Sequence[AlarmLine]) -> list[AlarmLine]:
    """The worst first, of equals the newest."""
    return sorted(alarms, key=lambda alarm: (-alarm.severity.rank, -alarm.worsened_us))


def draw_alarms(viewer: Viewer, alarms: Sequence[AlarmLine], room: float) -> Drawn:
    """The alarms as rows in their order, and how many there are besides."""
    if not alarms:
        return Drawn(blank(viewer.say(Panels.QUIET)))
    more = len(alarms) - whole_rows(room, TWO_LINES_REM)
    note = viewer.say(Panels.ALARMS_MORE).format(number(more)) if more > 0 else ""
    return Drawn(listed(alarms, lambda alarm: alarm_line(viewer, alarm), room, TWO_LINES_REM), note)


def _online_counts(picture: WallPicture) -> list[LayerCount]:
    return reporting(picture.counts)


def _online_height(picture: WallPicture) -> Height | None:
    return list_height(len(_online_counts(picture)), ONE_LINE_REM, least=6, grow=0.5)


def _online(sight: Sight, room: float) -> Drawn:
    counts = _online_counts(sight.picture)
    online, total = sum(count.online for count in counts), sum(count.total for count in counts)
    rows = online_rows(sight.viewer, counts)
    note = sight.viewer.say(Panels.ONLINE_NOTE).format(percent(online, total))
    return Drawn(listed(rows, lambda row: row, room, ONE_LINE_REM), note)


def _alarms_height(picture: WallPicture) -> Height:
    return list_height(len(picture.alarms), TWO_LINES_REM, least=2, most=6) or Height(_BLANK_REM, _BLANK_REM)


def _alarms(sight: Sight, room: float) -> Drawn:
    return draw_alarms(sight.viewer, worst_alarms(sight.picture.alarms), room)


def _events_height(picture: WallPicture) -> Height | None:
    return list_height(len(picture.events), PICTURE_REM, least=2, most=5)


def _events(sight: Sight, room: float) -> Drawn:
    viewer, picture = sight.viewer, sight.picture
    note = viewer.say(Panels.EVENTS_TODAY).format(number(picture.classified.total.today))
    return Drawn(listed(picture.events, lambda event: event_line(viewer, event), room, PICTURE_REM), note)


def _grids_height(picture: WallPicture) -> Height | None:
    return list_height(len(picture.grids), ONE_LINE_REM, least=4, most=8, grow=0.4)


def _grids(sight: Sight, room: float) -> Drawn:
    grids = sight.picture.grids
    most = max((grid.alarms + grid.events for grid in grids), default=0)
    ranked = list(enumerate(grids, start=1))
    body = listed(ranked, lambda line: grid_line(line[0], line[1], most), room, ONE_LINE_REM)
    return Drawn(body, sight.viewer.say(Panels.GRIDS_NOTE))


ONLINE_PANEL = Panel(key="online", topic="online", title=Panels.ONLINE, height=_online_height, draw=_online)
ALARMS_PANEL = Panel(
    key="alarms", topic="alarms", title=Panels.ALARMS, height=_alarms_height, draw=_alarms, layer="alarms"
)
EVENTS_PANEL = Panel(
    key="events", topic="events", title=Panels.EVENTS, height=_events_height, draw=_events, layer="camera_events"
)
GRIDS_PANEL = Panel(key="grids", topic="grids", title=Panels.GRIDS, height=_grids_height, draw=_grids, layer="alarms")
