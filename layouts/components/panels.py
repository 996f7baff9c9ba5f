"""Panels of figures: a titled frame, key figures, bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.readouts import CarPark, LayerCount, ParkingOverview
from dashboard.domain.sensors import sensor_types
from layouts.attributes import attributes
from layouts.formatting import NONE, figure, number, percent
from layouts.texts.shell import Overview
from layouts.viewer import Viewer

GOOD: Final = 99.0
FAIR: Final = 95.0
POOR: Final = 85.0


def panel(title: str, note: Sequence[Component | str], body: Sequence[Component], *, class_name: str = "") -> Component:
    """A titled frame; `note` stands right in its head."""
    return html.Section(
        [html.H2([title, html.Span(list(note), className="panel-note")]), *body],
        className=f"panel {class_name}".strip(),
    )


def bar(share: float, state: str = "plain", limit: float | None = None) -> Component:
    """A bar filled to `share` 0–1, with a tick at `limit`."""
    filled = html.I(style={"width": f"{100 * min(max(share, 0.0), 1.0):.1f}%"})
    ticks = [html.S(style={"left": f"{100 * limit:.1f}%"})] if limit is not None else []
    return html.Span([filled, *ticks], className="bar", **attributes({"data-state": state}))


def key_figure(value: str, unit: str, label: str) -> Component:
    """A large figure with its unit, and what it is below."""
    return html.Div([figure(value, unit), html.Span(label)], className="key-figure")


def online_state(online: int, total: int) -> str:
    """Colour of an online rate: from 99 % normal, from 95 % yellow, from 85 % orange, else red."""
    rate = 100 * online / total if total else 100.0
    steps = ((GOOD, "normal"), (FAIR, "minor"), (POOR, "major"))
    return next((state for least, state in steps if rate >= least), "critical")


def reporting(counts: Sequence[LayerCount]) -> list[LayerCount]:
    """The kinds that measure and so have an online rate; of cameras and loudspeakers nothing is known yet."""
    return [count for count in counts if count.kind in sensor_types() and count.total]


def online_rows(viewer: Viewer, counts: Sequence[LayerCount]) -> list[Component]:
    """The online rate of every kind that has devices: online / total, bar, per cent."""
    labels = sensor_types()
    return [
        html.Div(
            [
                html.Span(viewer.say(labels[count.kind].label)),
                html.Span([number(count.online), html.Small(f"/{number(count.total)}")], className="fig num"),
                bar(count.online / count.total, online_state(count.online, count.total)),
                html.Span(f"{percent(count.online, count.total)}%", className="fig num quiet"),
            ],
            className="online-row",
        )
        for count in reporting(counts)
    ]


def car_park_row(viewer: Viewer, park: CarPark) -> Component:
    """A car park: bar, occupied share, free bays."""
    share = park.occupied / park.capacity if park.occupied is not None and park.capacity else None
    free = NONE if park.occupied is None else number(max(0, park.capacity - park.occupied))
    return html.Div(
        [
            html.Span(park.name, className="clip", title=park.name),
            bar(share or 0.0, park_state(share)),
            html.Span(NONE if share is None else f"{100 * share:.0f}%", className="fig num"),
            html.Span([viewer.say(Overview.FREE), "\u2009", free], className="fig num quiet"),
        ],
        className="park-row",
        role="button",
        tabIndex=0,
        **attributes({"data-select-asset": park.asset_id}),
    )


def park_state(share: float | None) -> str:
    """Colour of an occupancy: from 95 % red, from 90 % orange, else plain; unknown is grey."""
    if share is None:
        return "offline"
    return "critical" if share >= 0.95 else "major" if share >= 0.9 else "plain"


def parking_figures(viewer: Viewer, parking: ParkingOverview) -> Component:
    """Occupancy of car parks and roadside together, roadside turnover and mean stay."""
    taken = sum(park.occupied or 0 for park in parking.car_parks) + parking.roadside.occupied
    bays = sum(park.capacity for park in parking.car_parks if park.occupied is not None) + parking.roadside.reporting
    stay = parking.roadside.mean_stay_min
    return html.Div(
        [
            key_figure(percent(taken, bays), "%", viewer.say(Overview.OCCUPANCY)),
            key_figure(
                number(parking.roadside.turnover, 1), viewer.say(Overview.PER_DAY), viewer.say(Overview.TURNOVER)
            ),
            key_figure(number(stay), viewer.say(Overview.MINUTES), viewer.say(Overview.STAY)),
        ],
        className="key-figures",
    )


def hour_bars(values: Sequence[int], now_hour: int) -> Component:
    """Arrivals by hour of the day; hours still to come are faint, the running hour is bright."""
    top = max([*values, 1])
    bars = [
        html.I(
            style={"height": f"{max(3.0, 100 * count / top):.0f}%"},
            className="is-now" if hour == now_hour else "is-ahead" if hour > now_hour else None,
            title=f"{hour:02d}:00 · {count}",
        )
        for hour, count in enumerate(values)
    ]
    ticks = [html.Span(f"{hour:02d}", className="fig") for hour in range(0, 24, 4)]
    return html.Div([html.Div(bars, className="hour-bars"), html.Div(ticks, className="hour-ticks")])
