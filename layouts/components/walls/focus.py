"""The red alarm that comes forward: figure, rise, place, grid, squad, and a picture from nearby."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.domain.metrics import METRICS
from dashboard.domain.wall_facts import AlarmFocus
from layouts.attributes import attributes
from layouts.components.live_value import live_value
from layouts.components.marks import state_mark
from layouts.components.queue import alarm_value, event_label, rule_label, thumbnail
from layouts.formatting import clock, figure, since, with_unit
from layouts.texts.wall import Focus, Wall
from layouts.viewer import Viewer


def focus_card(viewer: Viewer, focus: AlarmFocus) -> Component:
    """The pop-over's content; the browser shows, leads to the place, and takes it away again."""
    alarm = focus.alarm
    head = html.H3(
        [
            state_mark(alarm.severity),
            html.Span(_join_unbroken([alarm.asset_name, rule_label(viewer, alarm)])),
            html.Em([html.Span(clock(viewer, alarm.raised_us), className="fig"), " · ", since(alarm.raised_us)]),
            html.Button(viewer.say(Wall.ACKNOWLEDGE), **attributes({"data-focus-seen": ""})),
        ]
    )
    return html.Div(
        [
            head,
            html.Div([_value(viewer, focus), *_rise(viewer, focus)], className="wall-focus-value"),
            html.P(_join_unbroken(_where(viewer, focus))),
            *_picture(viewer, focus),
        ],
        className="wall-focus",
        role="alert",
        **attributes(
            {
                "data-alarm": str(alarm.alarm_key),
                "data-asset-id": alarm.asset_id,
                "data-place": f"{focus.lon},{focus.lat}",
            }
        ),
    )


def _join_unbroken(parts: Sequence[str]) -> list[Component]:
    """The parts with dots between them; a line ends after a dot, not within a part."""
    last = len(parts) - 1
    return [html.Span(part if place == last else f"{part} ·", className="part") for place, part in enumerate(parts)]


def _value(viewer: Viewer, focus: AlarmFocus) -> Component:
    if focus.metric is None or focus.value is None or METRICS[focus.metric].states:
        return figure(alarm_value(viewer, focus.alarm))
    return html.Span(live_value(viewer, focus.alarm.asset_id, focus.metric, focus.value), className="fig")


def _rise(viewer: Viewer, focus: AlarmFocus) -> list[Component]:
    if focus.metric is None or focus.rise is None:
        return []
    arrow = "▲" if focus.rise > 0 else "▼" if focus.rise < 0 else "="
    text = viewer.say(Focus.RISE).format(f"{arrow} {with_unit(viewer, focus.metric, abs(focus.rise))}")
    return [html.Span(text, className="fig")]


def _where(viewer: Viewer, focus: AlarmFocus) -> list[str]:
    alarm = focus.alarm
    parts = [viewer.say(Focus.RED)]
    if alarm.grid_name:
        parts.append(viewer.say(Focus.GRID).format(alarm.grid_name))
    if focus.squad:
        parts.append(viewer.say(Focus.SQUAD).format(focus.squad))
    if alarm.street:
        parts.append(alarm.street)
    return parts


def _picture(viewer: Viewer, focus: AlarmFocus) -> list[Component]:
    event = focus.event
    if event is None:
        return []
    caption = f"{viewer.say(Focus.NEAR).format(event.place or event.camera_ref)} · {event_label(viewer, event)}"
    return [
        html.Figure(
            [
                thumbnail(event),
                html.Figcaption([html.Span(caption), html.Span(clock(viewer, event.last_us), className="fig quiet")]),
            ],
            className="wall-focus-picture",
        )
    ]
