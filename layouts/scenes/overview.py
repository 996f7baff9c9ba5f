"""综合态势: devices, water and parking left; alarms, camera events and grids right."""

from __future__ import annotations

from typing import Final

from dash import html

from dashboard.domain.text import Text
from dashboard.domain.wall_facts import WallPicture
from layouts.components.panels import car_park_row, hour_bars, parking_figures
from layouts.components.stations import station_row
from layouts.components.walls.panels import ALARMS_PANEL, EVENTS_PANEL, GRIDS_PANEL, ONLINE_PANEL
from layouts.components.walls.rows import ONE_LINE_REM, list_height, listed
from layouts.formatting import number
from layouts.scene import Drawn, Height, Panel, Scene, Sight
from layouts.texts.wall import Panels

_STATION_REM: Final = 2.1
_FIGURES_REM: Final = 4.2
_HOURS_REM: Final = 7.4
_PARKS: Final = 5


def _water_height(picture: WallPicture) -> Height | None:
    return list_height(len(picture.drainage.urgent), _STATION_REM, least=4, most=6)


def _water(sight: Sight, room: float) -> Drawn:
    viewer, picture = sight.viewer, sight.picture
    rows = listed(picture.drainage.urgent, lambda station: station_row(viewer, station), room, _STATION_REM)
    return Drawn(rows, viewer.say(Panels.ALARM_NOTE).format(number(picture.drainage.alarms)))


def _parking_height(picture: WallPicture) -> Height | None:
    parking = picture.parking
    if not (parking.car_parks or parking.roadside.bays):
        return None
    rows = ONE_LINE_REM * min(len(parking.car_parks), _PARKS)
    return Height(_FIGURES_REM + min(rows, ONE_LINE_REM * 3), _FIGURES_REM + rows + _HOURS_REM, 0.3)


def _parking(sight: Sight, room: float) -> Drawn:
    viewer, picture = sight.viewer, sight.picture
    parking = picture.parking
    bays = sum(park.capacity for park in parking.car_parks) + parking.roadside.bays
    note = viewer.say(Panels.PARKING_NOTE).format(number(len(parking.car_parks)), number(bays))
    rows = min(len(parking.car_parks), _PARKS)
    has_hours = room >= _FIGURES_REM + ONE_LINE_REM * min(rows, 3) + _HOURS_REM
    left = room - _FIGURES_REM - (_HOURS_REM if has_hours else 0.0)
    parts = [
        html.Div(parking_figures(viewer, parking), className="wall-parking-figures"),
        listed(parking.car_parks[:_PARKS], lambda park: car_park_row(viewer, park), left, ONE_LINE_REM),
    ]
    if has_hours:
        label = html.P(viewer.say(Panels.ARRIVALS), className="quiet small-head")
        parts.append(
            html.Div([label, hour_bars(parking.roadside.arrivals_by_hour, picture.hour_now)], className="wall-hours")
        )
    return Drawn(html.Div(parts, className="wall-stack"), note)


WATER_PANEL: Final = Panel(
    key="water", topic="stations", title=Panels.WATER, height=_water_height, draw=_water, layer="drainage"
)
PARKING_PANEL: Final = Panel(
    key="parking", topic="car_parks", title=Panels.PARKING, height=_parking_height, draw=_parking, layer="parking"
)

SCENE: Final = Scene(
    key="overview",
    title=Text("综合态势", "Overview"),
    order=1,
    left=(ONLINE_PANEL, WATER_PANEL, PARKING_PANEL),
    right=(ALARMS_PANEL, EVENTS_PANEL, GRIDS_PANEL),
)
