"""The drawer for a camera event: the picture with its box, and the facts."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.event_lines import EventLine
from layouts.attributes import attributes
from layouts.components.asset_sheet import facts
from layouts.components.clear_pictures import clear_link
from layouts.components.queue import event_case, event_label, image_address, picture
from layouts.formatting import NONE, clock, full_time, number
from layouts.texts.shell import Event
from layouts.viewer import Viewer


def event_sheet(viewer: Viewer, event: EventLine, *, may_see_clear: bool = False) -> list[Component]:
    """The whole drawer."""
    has_clear = may_see_clear and event.image_digest is not None
    clear = [clear_link(viewer, image_address(event.image_digest or ""))] if has_clear else []
    confidence = html.Span(number(event.confidence, 2), className="fig") if event.confidence is not None else None
    repeats = (
        viewer.say(Event.REPEATS_VALUE).format(event.count, clock(viewer, event.last_us)) if event.count > 1 else None
    )
    rows: list[tuple[str, Component | str | None]] = [
        (viewer.say(Event.TIME), full_time(viewer, event.first_us)),
        (viewer.say(Event.REPEATS), repeats),
        (viewer.say(Event.CONFIDENCE), confidence),
        (viewer.say(Event.CATEGORY), html.Span(_category(event), className="fig")),
        (viewer.say(Event.PLACE), event.place),
        (viewer.say(Event.GRID), event.grid_name),
        (viewer.say(Event.ZONE), event.zone),
        (viewer.say(Event.CAMERA), html.Span(event.asset_id or event.camera_ref, className="fig")),
    ]
    return [
        html.Header(
            [
                html.H2(
                    [
                        html.I(className="mark", **attributes({"data-state": "camera"})),
                        html.Span(event_label(viewer, event)),
                    ]
                ),
                html.Div(
                    html.Span(f"EV-{event.event_key}", className="fig quiet"),
                    className="sheet-line",
                ),
            ],
            className="sheet-head",
        ),
        html.Section([picture(viewer, event), *clear, facts(rows)], className="sheet-part"),
        html.Div([event_case(viewer, event), *_camera_link(viewer, event)], className="sheet-part sheet-actions"),
    ]


def _camera_link(viewer: Viewer, event: EventLine) -> list[Component]:
    if event.asset_id is None:
        return []
    button = html.Button(
        viewer.say(Event.OPEN_CAMERA), className="btn", **attributes({"data-select-asset": event.asset_id})
    )
    return [button]


def _category(event: EventLine) -> str:
    """The code, and the source's own word where it says something else."""
    return " · ".join(dict.fromkeys((event.category or NONE, event.label)))
