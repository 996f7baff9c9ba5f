"""What lists say of alarms, and the camera events of the desk's queue."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.camera_events import category_label
from dashboard.domain.cases.states import ENDED
from dashboard.domain.event_lines import EventLine
from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import AlarmLine
from dashboard.domain.rules import Comparison
from dashboard.domain.sensors import alarm_rules
from layouts.attributes import attributes
from layouts.components.cases.report import report_button, tied_case
from layouts.formatting import clock, day_and_time, duration, figure, number, with_unit
from layouts.texts.shell import Event, Queue
from layouts.viewer import Viewer


def rule_label(viewer: Viewer, alarm: AlarmLine) -> str:
    """The rule's name, or its key when the sensor type has lost it."""
    rule = alarm_rules().get(alarm.rule_key)
    return viewer.say(rule.label) if rule else alarm.rule_key


def alarm_value(viewer: Viewer, alarm: AlarmLine) -> str:
    """What was measured when the alarm last changed, with its unit."""
    return "" if alarm.value is None else measured(viewer, alarm, alarm.value)


def measured(viewer: Viewer, alarm: AlarmLine, value: float) -> str:
    """A value that the alarm's rule compared, with its unit; seconds of silence as a length of time."""
    rule = alarm_rules().get(alarm.rule_key)
    if rule is None:
        return number(value, 2)
    if rule.comparison is Comparison.SILENCE:
        return duration(viewer, value)
    return with_unit(viewer, rule.metric, value) if rule.metric in METRICS else number(value, 1)


def event_label(viewer: Viewer, event: EventLine) -> str:
    """The category in words, or the source's own word when it was not classified."""
    return viewer.say(category_label(event.category)) if event.category else event.label


def event_row(viewer: Viewer, event: EventLine, held_by: str = "") -> Component:
    """One camera event with its picture; a click opens it. `held_by` tells who looks at it."""
    merged = viewer.say(Queue.MERGED).format(event.count) if event.count > 1 else ""
    confidence = number(event.confidence, 2) if event.confidence is not None else ""
    opener = html.Button(
        [
            thumbnail(event, lazy=True),
            html.Span(
                [
                    html.B(event_label(viewer, event)),
                    html.Span(held_by or event.place or event.camera_ref, className="q-place"),
                ],
                className="q-what",
            ),
            html.Span(
                [
                    html.Span(clock(viewer, event.last_us), className="fig"),
                    html.Span(" · ".join(part for part in (confidence, merged) if part), className="fig quiet"),
                ],
                className="q-when",
            ),
        ],
        className="q-open",
    )
    return html.Div(
        [opener, html.Div([event_case(viewer, event)], className="q-actions")],
        className="q is-event is-held" if held_by else "q is-event",
        **attributes({"data-select-event": str(event.event_key), "data-locate": event.asset_id or ""}),
    )


def event_case(viewer: Viewer, event: EventLine) -> Component:
    """The way to the case that it is, else to reporting it."""
    if event.case_key is not None and event.case_number is not None and event.case_state not in ENDED:
        return tied_case(viewer, event.case_key, event.case_number, event.case_state)
    return report_button(viewer, {"data-report-event": str(event.event_key)})


def thumbnail(event: EventLine, *, lazy: bool = False) -> Component:
    """The snapshot small, with its box; an empty frame when the event came without one.

    A `lazy` one is asked for when it comes into sight; only as markup.
    """
    if event.image_digest is None:
        return html.Span(className="thumb is-empty")
    loading = attributes({"data-loading": "lazy"} if lazy else {})
    image = html.Img(src=image_address(event.image_digest), alt="", **loading)
    return html.Span([image, *_box(event)], className="thumb")


def picture(viewer: Viewer, event: EventLine) -> Component:
    """The snapshot large: camera and time on it, the recognised object boxed."""
    plate = html.Span([html.I(event.asset_id or event.camera_ref), " ", event.place or ""], className="fig pic-plate")
    age = html.Span(day_and_time(viewer, event.last_us), className="fig pic-age")
    if event.image_digest is None:
        return html.Div([html.P(viewer.say(Event.NO_PICTURE)), plate, age], className="pic is-empty")
    return html.Div(
        [html.Img(src=image_address(event.image_digest), alt=event_label(viewer, event)), *_box(event), plate, age],
        className="pic",
    )


def image_address(digest: str) -> str:
    """Where a stored picture is served."""
    return f"/api/v1/images/{digest}"


def _box(event: EventLine) -> list[Component]:
    if event.bbox is None:
        return []
    left, top, width, height = (f"{100 * part:.2f}%" for part in event.bbox)
    return [html.I(className="box", style={"left": left, "top": top, "width": width, "height": height})]


def count_badge(count: int) -> Component:
    """A small count behind a tab's name."""
    return figure(number(count), class_name="count")
