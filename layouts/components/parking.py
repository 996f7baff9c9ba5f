"""停车总览: car parks, roadside bays, arrivals by hour, streets."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.domain.readouts import ParkingOverview, RoadsideParking, StreetParking
from layouts.components.blanks import empty
from layouts.components.panels import bar, car_park_row, hour_bars, panel, park_state
from layouts.formatting import NONE, figure, number, percent
from layouts.texts.sensors import Parking
from layouts.texts.shell import Overview
from layouts.viewer import Viewer


def parking_overview(viewer: Viewer, parking: ParkingOverview, hour_now: int) -> list[Component]:
    """The whole tab, or how to get devices into it."""
    if not (parking.car_parks or parking.roadside.bays):
        return [empty(viewer, Parking.NONE, Parking.NONE_HINT)]
    return [
        _tiles(viewer, parking),
        html.Div(
            [
                _car_parks(viewer, parking),
                html.Div([_arrivals(viewer, parking.roadside, hour_now), _streets(viewer, parking.streets)]),
            ],
            className="two-columns",
        ),
    ]


def _tiles(viewer: Viewer, parking: ParkingOverview) -> Component:
    roadside = parking.roadside
    taken = sum(park.occupied or 0 for park in parking.car_parks)
    bays = sum(park.capacity for park in parking.car_parks)
    tiles = [
        (f"{viewer.say(Parking.CAR_PARKS)} {viewer.say(Parking.OCCUPIED)}", number(taken), f"/ {number(bays)}"),
        (
            f"{viewer.say(Parking.ROADSIDE)} {viewer.say(Parking.OCCUPIED)}",
            number(roadside.occupied),
            f"/ {number(roadside.bays)}",
        ),
        (viewer.say(Overview.OCCUPANCY), percent(taken + roadside.occupied, bays + roadside.bays), "%"),
        (viewer.say(Parking.ARRIVALS), number(roadside.arrivals), viewer.say(Parking.CARS)),
        (viewer.say(Overview.TURNOVER), number(roadside.turnover, 2), viewer.say(Overview.PER_DAY)),
        (viewer.say(Overview.STAY), number(roadside.mean_stay_min), viewer.say(Overview.MINUTES)),
    ]
    return html.Div(
        [html.Div([html.Span(label), figure(value, unit)], className="card key-tile") for label, value, unit in tiles],
        className="key-tiles",
    )


def _car_parks(viewer: Viewer, parking: ParkingOverview) -> Component:
    parks = parking.car_parks
    return panel(
        viewer.say(Parking.CAR_PARKS),
        [number(len(parks))],
        [car_park_row(viewer, park) for park in parks],
        class_name="tall",
    )


def _arrivals(viewer: Viewer, roadside: RoadsideParking, hour_now: int) -> Component:
    return panel(
        viewer.say(Overview.ARRIVALS),
        [viewer.say(Parking.TURNOVER_RULE)],
        [hour_bars(roadside.arrivals_by_hour, hour_now)],
        class_name="arrivals",
    )


def _streets(viewer: Viewer, streets: Sequence[StreetParking]) -> Component:
    heads = (Parking.STREET, Parking.BAYS, Parking.SHARE, Parking.ARRIVALS, Overview.TURNOVER)
    head = html.Tr([html.Th(viewer.say(label), className="num" if place else "") for place, label in enumerate(heads)])
    rows = [_street(street) for street in streets]
    return panel(
        viewer.say(Parking.STREETS), [], [html.Table([html.Thead(head), html.Tbody(rows)], className="table plain")]
    )


def _street(street: StreetParking) -> Component:
    share = street.occupied / street.bays if street.bays else 0.0
    turnover = number(street.arrivals / street.bays, 1) if street.bays else NONE
    return html.Tr(
        [
            html.Td(street.street),
            html.Td(number(street.bays), className="fig num"),
            html.Td(
                html.Span([bar(share, park_state(share)), html.Span(f"{100 * share:.0f}%", className="fig")]),
                className="num cell-bar",
            ),
            html.Td(number(street.arrivals), className="fig num"),
            html.Td(turnover, className="fig num"),
        ]
    )
