"""停车: occupancy and free bays left; arrivals and streets right."""

from __future__ import annotations

from typing import Final

from dash import html

from dashboard.domain.text import Text
from dashboard.domain.wall_facts import WallPicture
from layouts.components.panels import bar, car_park_row, park_state, parking_figures
from layouts.components.walls.panels import CHART, chart
from layouts.components.walls.rows import list_height, listed, street_line
from layouts.figures.wall_charts import hour_chart
from layouts.formatting import number
from layouts.scene import Drawn, Height, Panel, Scene, Sight
from layouts.texts.wall import Panels

_LAYER: Final = "parking"
_OCCUPANCY_REM: Final = 8.4
_PARK_REM: Final = 2.2


def _has_parking(picture: WallPicture) -> bool:
    return bool(picture.parking.car_parks or picture.parking.roadside.bays)


def _occupancy_height(picture: WallPicture) -> Height | None:
    return Height(_OCCUPANCY_REM, _OCCUPANCY_REM, 0.0) if _has_parking(picture) else None


def _occupancy(sight: Sight, _room: float) -> Drawn:
    viewer, parking = sight.viewer, sight.picture.parking
    parks = [park for park in parking.car_parks if park.occupied is not None]
    taken, bays = sum(park.occupied or 0 for park in parks), sum(park.capacity for park in parks)
    roadside = parking.roadside
    rows = [
        _share_row(viewer.say(Panels.IN_PARKS), taken, bays),
        _share_row(viewer.say(Panels.ROADSIDE), roadside.occupied, roadside.reporting),
    ]
    return Drawn(
        html.Div(
            [html.Div(parking_figures(viewer, parking), className="wall-parking-figures"), *rows],
            className="wall-stack",
        )
    )


def _share_row(label: str, taken: int, bays: int) -> html.Div:
    share = taken / bays if bays else 0.0
    return html.Div(
        [
            html.Span(label),
            bar(share, park_state(share)),
            html.Span([number(taken), html.Small(f"/{number(bays)}")], className="fig num"),
        ],
        className="wall-share-row",
    )


def _parks_height(picture: WallPicture) -> Height | None:
    return list_height(len(picture.parking.car_parks), _PARK_REM, least=5, most=16)


def _parks(sight: Sight, room: float) -> Drawn:
    parks = sight.picture.parking.car_parks
    free = sum(max(0, park.capacity - park.occupied) for park in parks if park.occupied is not None)
    rows = listed(parks, lambda park: car_park_row(sight.viewer, park), room, _PARK_REM)
    return Drawn(rows, number(free))


def _arrivals_height(picture: WallPicture) -> Height | None:
    return Height(CHART.least, 13.0, 1.0) if picture.parking.roadside.bays else None


def _arrivals(sight: Sight, _room: float) -> Drawn:
    viewer, picture = sight.viewer, sight.picture
    roadside, before = picture.parking.roadside, picture.arrivals_yesterday
    note = "" if before is None else f"{viewer.say(Panels.YESTERDAY)} ┄"
    drawn = hour_chart(viewer, sight.rem_px, roadside.arrivals_by_hour, picture.hour_now, before)
    return Drawn(chart(drawn), note)


def _streets_height(picture: WallPicture) -> Height | None:
    return list_height(len(picture.parking.streets), _PARK_REM, least=5, most=12)


def _streets(sight: Sight, room: float) -> Drawn:
    rows = listed(sight.picture.parking.streets, street_line, room, _PARK_REM)
    return Drawn(rows, sight.viewer.say(Panels.STREETS_NOTE))


SCENE: Final = Scene(
    key="parking",
    title=Text("停车", "Parking"),
    order=4,
    left=(
        Panel(
            key="occupancy",
            topic="occupancy",
            title=Panels.OCCUPANCY,
            height=_occupancy_height,
            draw=_occupancy,
            layer=_LAYER,
        ),
        Panel(
            key="car-parks", topic="car_parks", title=Panels.CAR_PARKS, height=_parks_height, draw=_parks, layer=_LAYER
        ),
    ),
    right=(
        Panel(
            key="arrivals",
            topic="arrivals",
            title=Panels.ARRIVALS,
            height=_arrivals_height,
            draw=_arrivals,
            layer=_LAYER,
        ),
        Panel(
            key="streets", topic="streets", title=Panels.STREETS, height=_streets_height, draw=_streets, layer=_LAYER
        ),
    ),
    layers=(_LAYER,),
)
