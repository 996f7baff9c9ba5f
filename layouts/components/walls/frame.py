"""The wall's frame: weather, key figures over the map, the map's foot, the ticker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.camera_events import CATEGORIES, category_label
from dashboard.domain.city import CityProfile
from dashboard.domain.sensors import alarm_rules
from dashboard.domain.severity import AssetState, Severity
from dashboard.domain.stations import is_wet
from dashboard.domain.wall_facts import News, NewsKind, Then, WallPicture, alarms_first
from layouts.attributes import attributes
from layouts.components.drainage import fill_scale
from layouts.components.live_value import live_value
from layouts.components.marks import state_mark
from layouts.components.panels import reporting
from layouts.components.walls.rows import severity_counts
from layouts.formatting import clock, figure, number, percent
from layouts.scene import Scene
from layouts.texts.shell import STATE_SHORT, Layers
from layouts.texts.wall import NEWS, Kpi, Panels, Wall
from layouts.viewer import Viewer

COMPARABLE: Final = 10
"""A percentage of fewer events says nothing."""
_ALARMING: Final = (AssetState.MINOR, AssetState.MAJOR, AssetState.CRITICAL)
_MARKS: Final = {
    NewsKind.RAISED: "",
    NewsKind.WORSENED: "▲ ",
    NewsKind.CLEARED: "✓ ",
    NewsKind.SEEN: "",
    NewsKind.FILED: "",
    NewsKind.ENDED: "✓ ",
}


def centre_name(viewer: Viewer, city: CityProfile) -> str:
    """The title that the city gave itself, or its name and what the place is."""
    if city.title is not None:
        return viewer.say(city.title)
    return viewer.say(Wall.CENTRE).format(viewer.say(city.name or Wall.CITY)).strip()


def weather(viewer: Viewer, picture: WallPicture) -> list[Component]:
    """Rain and temperature of the city's own stations; nothing without stations."""
    rain, temperature = picture.weather
    parts: list[Component] = []
    if temperature is not None:
        parts.append(html.Span(figure(number(temperature), "°C")))
    if rain is not None:
        text = viewer.say(Wall.NO_RAIN) if rain <= 0 else viewer.say(Wall.RAIN).format(f"{number(rain, 1)}\u2009mm/h")
        parts.append(html.Span(text))
    return parts


def key_figures(viewer: Viewer, picture: WallPicture) -> list[Component]:
    """The tiles of which the data exists: figure, denominator, change."""
    tiles = [
        _online(viewer, picture),
        _alarms(viewer, picture),
        _events(viewer, picture),
        _rain(viewer, picture),
        _parking(viewer, picture),
        _water(viewer, picture),
    ]
    return [tile for tile in tiles if tile is not None]


def _tile(label: str, value: Component, foot: Sequence[Component | str], state: str = "") -> Component:
    parts = [html.Span(label), value, html.Span(list(foot), className="wall-kpi-foot")]
    return html.Div(parts, className="wall-kpi", **attributes({"data-state": state} if state else {}))


def _online(viewer: Viewer, picture: WallPicture) -> Component | None:
    counts = reporting(picture.counts)
    online, total = sum(count.online for count in counts), sum(count.total for count in counts)
    if not total:
        return None
    rate = viewer.say(Kpi.RATE).format(percent(online, total))
    return _tile(viewer.say(Kpi.ONLINE), figure(number(online), f"/{number(total)}"), [rate])


def _alarms(viewer: Viewer, picture: WallPicture) -> Component:
    count = figure(number(len(picture.alarms)), viewer.say(Kpi.PIECES))
    return _tile(viewer.say(Kpi.ALARMS), count, severity_counts(picture.alarms))


def _events(viewer: Viewer, picture: WallPicture) -> Component | None:
    count = picture.classified.total
    if not count.today and not any(layer.kind == "camera" for layer in picture.counts):
        return None
    foot = _change(viewer, count) or [viewer.say(Kpi.CAMERAS).format(number(_cameras(picture)))]
    return _tile(viewer.say(Kpi.EVENTS), figure(number(count.today), viewer.say(Kpi.PIECES)), foot)


def _cameras(picture: WallPicture) -> int:
    return sum(layer.total for layer in picture.counts if layer.kind == "camera")


def _change(viewer: Viewer, count: Then) -> list[Component | str]:
    """Against yesterday at the same time; nothing where that is not known, or too little for a percentage."""
    if count.yesterday is None or count.yesterday < COMPARABLE:
        return []
    change = 100 * (count.today - count.yesterday) / count.yesterday
    arrow = "▲" if change > 0 else "▼" if change < 0 else "="
    return [
        viewer.say(Wall.VS_YESTERDAY),
        html.B(f"{arrow}\u2009{number(abs(change), 1)}%", className="fig"),
    ]


def _rain(viewer: Viewer, picture: WallPicture) -> Component | None:
    drainage = picture.drainage
    if drainage.rain_mm is None:
        return None
    foot = viewer.say(Kpi.GAUGES).format(number(len(drainage.gauges)))
    return _tile(viewer.say(Kpi.RAIN), figure(number(drainage.rain_mm, 1), "mm"), [foot])


def _parking(viewer: Viewer, picture: WallPicture) -> Component | None:
    parking = picture.parking
    taken = sum(park.occupied or 0 for park in parking.car_parks) + parking.roadside.occupied
    bays = sum(park.capacity for park in parking.car_parks if park.occupied is not None) + parking.roadside.reporting
    if not bays:
        return None
    foot = viewer.say(Kpi.BAYS).format(number(taken), number(bays))
    return _tile(viewer.say(Kpi.PARKING), figure(percent(taken, bays), "%"), [foot])


def _water(viewer: Viewer, picture: WallPicture) -> Component | None:
    roads = [road for road in picture.drainage.roads if "depth_m" in road.values]
    if not roads:
        return None
    worst = max(roads, key=lambda road: road.values["depth_m"])
    depth = live_value(viewer, worst.asset_id, "depth_m", worst.values["depth_m"])
    foot = worst.name if is_wet(worst) else viewer.say(Kpi.DRY).format(number(len(roads)))
    state = worst.state.value if worst.state in _ALARMING else ""
    return _tile(viewer.say(Kpi.WATER), html.Span(depth, className="fig"), [foot], state)


def legend(viewer: Viewer) -> Component:
    """Marks by state, and the colours of the pipes where a scene draws them."""
    marks = [html.Span([state_mark(state), viewer.say(STATE_SHORT[state])]) for state in AssetState]
    camera = html.I(className="mark", **attributes({"data-state": "camera"}))
    marks.append(html.Span([camera, viewer.say(Layers.CAMERA)], **attributes({"data-legend": "camera"})))
    steps = html.Div([html.Span(viewer.say(Panels.FILL_STEPS)), *fill_scale()], className="wall-legend-pipes")
    return html.Div([html.Div(marks, className="wall-legend-marks"), steps], className="wall-legend")


def tabs(viewer: Viewer, scenes: Sequence[Scene]) -> Component:
    """The scenes in their order; the browser marks the present one and how long it still stays."""
    buttons = [
        html.Button(
            [html.Span(viewer.say(scene.title)), html.I(className="wall-progress")],
            className="wall-tab",
            **attributes(
                {
                    "data-scene": scene.key,
                    "data-layers": " ".join(scene.layers),
                    "data-pipes": "yes" if scene.pipes else "",
                }
            ),
        )
        for scene in scenes
    ]
    return html.Nav(buttons, className="wall-tabs", **attributes({"aria-label": viewer.say(Wall.SCENES)}))


def ticker(viewer: Viewer, news: Sequence[News]) -> list[Component]:
    """The newest alarms and events in one line: alarms that came or grew first, of each kind the newest first."""
    if not news:
        return [html.Span(viewer.say(Wall.NO_NEWS), className="quiet")]
    return [_news(viewer, line) for line in alarms_first(news)]


def _news(viewer: Viewer, line: News) -> Component:
    is_well = line.kind in (NewsKind.CLEARED, NewsKind.FILED, NewsKind.ENDED)
    state = AssetState.NORMAL if is_well else AssetState((line.severity or Severity.MINOR).value)
    mark = state_mark(state)
    if line.kind is NewsKind.SEEN:
        mark = html.I(className="mark", **attributes({"data-state": "camera"}))
    return html.Span(
        [
            html.Span(clock(viewer, line.at_us), className="fig quiet"),
            mark,
            html.B(f"{_MARKS[line.kind]}{viewer.say(NEWS[line.kind])}"),
            html.Span(" · ".join(part for part in (_about(viewer, line), line.place) if part)),
        ],
        className="wall-news",
        **attributes({"data-news": line.key}),
    )


def _about(viewer: Viewer, line: News) -> str:
    if line.kind is NewsKind.SEEN:
        return viewer.say(category_label(line.about)) if line.about in CATEGORIES else line.about
    rule = alarm_rules().get(line.about)
    return viewer.say(rule.label) if rule else line.about
