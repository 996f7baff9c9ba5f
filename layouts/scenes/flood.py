"""防汛排水: the network and its stations left; road water, rain and alarms right; pipes on the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dashboard.domain.readouts import AlarmLine
from dashboard.domain.sensors import sensor_types
from dashboard.domain.severity import AssetState
from dashboard.domain.stations import is_wet
from dashboard.domain.text import Text
from dashboard.domain.wall_facts import WallPicture
from layouts.components.drainage import FULL
from layouts.components.stations import station_row
from layouts.components.walls.panels import CHART, chart, draw_alarms, figures
from layouts.components.walls.rows import TWO_LINES_REM, list_height, listed
from layouts.figures.wall_charts import rain_chart
from layouts.formatting import number
from layouts.scene import Drawn, Height, Panel, Scene, Sight
from layouts.texts.wall import Kpi, Panels

_STATION_REM: Final = 2.1
_FIGURES_REM: Final = 4.2
_BLANK_REM: Final = 2.2
_LAYER: Final = "drainage"


def _network_height(picture: WallPicture) -> Height | None:
    return Height(_FIGURES_REM, _FIGURES_REM, 0.0) if picture.drainage.stations else None


def _network(sight: Sight, _room: float) -> Drawn:
    viewer, drainage = sight.viewer, sight.picture.drainage
    stations = drainage.stations
    online = sum(station.state is not AssetState.OFFLINE for station in stations)
    full = sum(station.values.get("fill_ratio", 0.0) >= FULL for station in stations)
    items = [
        (number(online), f"/ {number(len(stations))}", viewer.say(Panels.ONLINE_STATIONS)),
        (number(full), f"/ {number(len(stations))}", viewer.say(Panels.FULL).format(f"{FULL:g}")),
        (number(drainage.alarms), "", viewer.say(Kpi.ALARMS)),
    ]
    return Drawn(figures(items))


def _stations_height(picture: WallPicture) -> Height | None:
    return list_height(len(picture.drainage.stations), _STATION_REM, least=6, most=24)


def _stations(sight: Sight, room: float) -> Drawn:
    stations = sight.picture.drainage.stations
    rows = listed(stations, lambda station: station_row(sight.viewer, station), room, _STATION_REM)
    return Drawn(rows, sight.viewer.say(Panels.STATIONS_NOTE))


def _roads_height(picture: WallPicture) -> Height | None:
    return list_height(len(picture.drainage.roads), _STATION_REM, least=4, most=9)


def _roads(sight: Sight, room: float) -> Drawn:
    roads = sight.picture.drainage.roads
    wet = sum(is_wet(road) for road in roads)
    rows = listed(roads, lambda road: station_row(sight.viewer, road), room, _STATION_REM)
    return Drawn(rows, sight.viewer.say(Panels.ROADS_NOTE).format(number(wet), number(len(roads))))


def _rain_height(picture: WallPicture) -> Height | None:
    return CHART if picture.rain else None


def _rain(sight: Sight, _room: float) -> Drawn:
    slices = sight.picture.rain
    note = sight.viewer.say(Panels.RAIN_NOTE).format(number(sum(piece.rain_mm for piece in slices), 1))
    return Drawn(chart(rain_chart(sight.viewer, sight.rem_px, slices)), note)


def _water_alarms(picture: WallPicture) -> Sequence[AlarmLine]:
    kinds = sensor_types()
    return [alarm for alarm in picture.alarms if alarm.kind in kinds and kinds[alarm.kind].layer == _LAYER]


def _gravity(alarm: AlarmLine) -> tuple[int, float, int]:
    """The severest first, then by the figure shown as a share of its limit, then the newest."""
    shown = alarm.value if alarm.now is None else alarm.now
    share = shown / alarm.threshold if shown is not None and alarm.threshold else 0.0
    return (-alarm.severity.rank, -share, -alarm.worsened_us)


def _alarms_height(picture: WallPicture) -> Height | None:
    if not (picture.drainage.stations or picture.drainage.roads):
        return None
    return list_height(len(_water_alarms(picture)), TWO_LINES_REM, least=2, most=5) or Height(_BLANK_REM, _BLANK_REM)


def _alarms(sight: Sight, room: float) -> Drawn:
    return draw_alarms(sight.viewer, sorted(_water_alarms(sight.picture), key=_gravity), room)


SCENE: Final = Scene(
    key="flood",
    title=Text("防汛排水", "Flood"),
    order=3,
    left=(
        Panel(
            key="network", topic="network", title=Panels.NETWORK, height=_network_height, draw=_network, layer=_LAYER
        ),
        Panel(
            key="stations",
            topic="stations",
            title=Panels.STATIONS,
            height=_stations_height,
            draw=_stations,
            layer=_LAYER,
        ),
    ),
    right=(
        Panel(key="roads", topic="roads", title=Panels.ROADS, height=_roads_height, draw=_roads, layer=_LAYER),
        Panel(key="rain", topic="rain", title=Panels.RAIN, height=_rain_height, draw=_rain, layer=_LAYER),
        Panel(
            key="water-alarms",
            topic="water_alarms",
            title=Panels.WATER_ALARMS,
            height=_alarms_height,
            draw=_alarms,
            layer="alarms",
        ),
    ),
    layers=(_LAYER,),
    pipes=True,
)
