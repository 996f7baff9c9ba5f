"""Values that were not taken, and why: at their device, and the devices that have the most of them."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.domain.data_quality import RefusalLine, RefusingDevice
from dashboard.domain.metrics import METRICS
from dashboard.domain.refusals import TIME_FIELD, WRONG_CLOCK, refusal_text
from dashboard.domain.sensors import sensor_types
from layouts.attributes import attributes
from layouts.components.panels import panel
from layouts.formatting import day_and_time, number, since
from layouts.texts.sensors import Refusals
from layouts.viewer import Viewer


def refusal_part(viewer: Viewer, lines: Sequence[RefusalLine]) -> Component:
    """The part of a device's sheet; nothing where every value was taken."""
    if not lines:
        return html.Div(hidden=True)
    return html.Section(
        [
            html.H3([viewer.say(Refusals.TITLE), html.Span(viewer.say(Refusals.PERIOD), className="quiet")]),
            *(_refusal(viewer, line) for line in lines),
        ],
        className="sheet-part",
    )


def _refusal(viewer: Viewer, line: RefusalLine) -> Component:
    return html.Div(
        [
            html.Div([html.B(field_name(viewer, line.field)), _times(line)], className="refusal-head"),
            html.Div(viewer.say(refusal_text(line.code, line.value))),
            html.Div(
                [
                    _newest(viewer, line),
                    html.Span(viewer.say(Refusals.SINCE).format(day_and_time(viewer, line.first_us))),
                    html.Span([viewer.say(Refusals.LAST), " ", since(line.last_us)]),
                ],
                className="refusal-when quiet",
            ),
        ],
        className="refusal",
    )


def refusing_devices(viewer: Viewer, devices: Sequence[RefusingDevice], total: int) -> Component:
    """The list of the quality page, the device with the most first."""
    note = viewer.say(Refusals.LIST_NOTE).format(number(total))
    return panel(viewer.say(Refusals.LIST), [note], [_device(viewer, device) for device in devices])


def _device(viewer: Viewer, device: RefusingDevice) -> Component:
    kind = sensor_types().get(device.kind)
    return html.Div(
        [
            html.Div(
                [
                    html.B(device.name, className="clip"),
                    html.Span([f"{device.asset_id} · ", viewer.say(kind.label) if kind else device.kind]),
                ],
                className="refusing-who",
            ),
            html.Div([_short(viewer, line) for line in device.refusals], className="refusing-what"),
        ],
        className="refusing-row",
        role="button",
        tabIndex=0,
        **attributes({"data-select-asset": device.asset_id}),
    )


def _short(viewer: Viewer, line: RefusalLine) -> Component:
    return html.Div(
        [
            html.B(field_name(viewer, line.field)),
            html.Span(
                [viewer.say(refusal_text(line.code, line.value)), " ", _newest(viewer, line)], className="refusing-why"
            ),
            _times(line),
            since(line.last_us),
        ],
        className="refusing-line",
    )


def field_name(viewer: Viewer, field: str) -> str:
    """The name of a refused field: that of its metric, the time, or what the device calls it."""
    if field == TIME_FIELD:
        return viewer.say(Refusals.TIME)
    return viewer.say(METRICS[field].label) if field in METRICS else field


def _times(line: RefusalLine) -> Component:
    return html.Span(f"×{number(line.times)}", className="fig num")


def _newest(viewer: Viewer, line: RefusalLine) -> Component | None:
    """The newest value; the sentence about a wrong clock says it already."""
    if line.code == WRONG_CLOCK:
        return None
    return html.Span([viewer.say(Refusals.NEWEST), " ", html.Code(line.value)])
