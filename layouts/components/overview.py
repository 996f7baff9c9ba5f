"""The right column of the desk while nothing is selected: the city at one glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.readouts import DrainageOverview, LayerCount, ParkingOverview
from layouts.attributes import attributes
from layouts.components.panels import car_park_row, hour_bars, online_rows, panel, parking_figures, reporting
from layouts.components.stations import station_row
from layouts.formatting import number, percent
from layouts.texts.shell import Overview
from layouts.viewer import Viewer

STATIONS_SHOWN: Final = 5
CAR_PARKS_SHOWN: Final = 5


def city_overview(
    viewer: Viewer,
    counts: Sequence[LayerCount],
    drainage: DrainageOverview,
    parking: ParkingOverview,
    hour_now: int,
) -> list[Component]:
    """Devices online, the most urgent water points, parking; panels without devices are left out."""
    panels = [_online(viewer, counts)] if counts else []
    if drainage.stations or drainage.roads:
        panels.append(_drainage(viewer, drainage))
    if parking.car_parks or parking.roadside.bays:
        panels.append(_parking(viewer, parking, hour_now))
    return panels


def _online(viewer: Viewer, counts: Sequence[LayerCount]) -> Component:
    counts = reporting(counts)
    online, total = sum(count.online for count in counts), sum(count.total for count in counts)
    note: list[Component | str] = [
        viewer.say(Overview.ONLINE),
        "\u2009",
        html.Span(f"{percent(online, total)}%", className="fig"),
        " · ",
    ]
    return panel(viewer.say(Overview.DEVICES), [*note, _age()], online_rows(viewer, counts))


def _drainage(viewer: Viewer, drainage: DrainageOverview) -> Component:
    note: list[Component | str] = [viewer.say(Overview.WARNINGS).format(number(drainage.alarms)), " · ", _age()]
    return panel(
        viewer.say(Overview.DRAINAGE),
        note,
        [station_row(viewer, station) for station in drainage.urgent[:STATIONS_SHOWN]],
    )


def _parking(viewer: Viewer, parking: ParkingOverview, hour_now: int) -> Component:
    bays = sum(park.capacity for park in parking.car_parks) + parking.roadside.bays
    note = viewer.say(Overview.PARKS).format(number(len(parking.car_parks)), number(bays))
    return panel(
        viewer.say(Overview.PARKING),
        [note],
        [
            parking_figures(viewer, parking),
            *(car_park_row(viewer, park) for park in parking.car_parks[:CAR_PARKS_SHOWN]),
            html.P(viewer.say(Overview.ARRIVALS), className="quiet small-head"),
            hour_bars(parking.roadside.arrivals_by_hour, hour_now),
        ],
    )


def _age() -> Component:
    """How old the newest reading is, kept by the live client."""
    return html.Span(className="fig", **attributes({"data-age-of": "assets"}))
