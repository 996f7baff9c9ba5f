"""数据质量: how much was read, which values were not taken, and what could not be read, word for word."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.data_quality import DataQuality, IngestCounts, QuarantineGroup
from dashboard.domain.quarantine_reasons import quarantine_reason
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.panels import panel
from layouts.components.refusals import refusing_devices
from layouts.formatting import day_and_time, figure, number, since
from layouts.texts.sensors import Quality
from layouts.viewer import Viewer


def data_quality(viewer: Viewer, quality: DataQuality) -> list[Component]:
    """Counts, then the devices with refused values, then the quarantine in groups with what to do about each."""
    devices = [refusing_devices(viewer, quality.devices, quality.devices_total)] if quality.devices else []
    return [*_tiles(viewer, quality.counts), *devices, _quarantine(viewer, quality)]


def _tiles(viewer: Viewer, counts: IngestCounts | None) -> list[Component]:
    if counts is None:
        return []
    labels = (
        Quality.RECEIVED,
        Quality.COMMITTED,
        Quality.REPEATED,
        Quality.QUARANTINED,
        Quality.UNMAPPED,
        Quality.REFUSED,
    )
    tiles = [
        html.Div([html.Span(viewer.say(label)), figure(number(count))], className="card key-tile")
        for label, count in zip(labels, counts, strict=True)
    ]
    return [html.Div(tiles, className="key-tiles", title=viewer.say(Quality.SINCE_START))]


def _quarantine(viewer: Viewer, quality: DataQuality) -> Component:
    if not quality.groups:
        return html.Div(empty(viewer, Quality.NONE, Quality.NONE_HINT), className="card")
    note = viewer.say(Quality.LIST_NOTE).format(number(quality.total))
    return panel(viewer.say(Quality.LIST), [note], [_group(viewer, group) for group in quality.groups])


def _group(viewer: Viewer, group: QuarantineGroup) -> Component:
    reason = quarantine_reason(group.reason)
    return html.Details(
        [
            html.Summary(
                [
                    html.Span(viewer.say(reason.what), className="tag"),
                    html.Span(
                        [html.B(group.source), *_profile(group), html.Span(group.topic, className="quiet")],
                        className="clip quarantine-source fig",
                    ),
                    html.Span(["×", number(group.times)], className="fig num"),
                    since(group.last_us),
                ]
            ),
            html.Div(
                [
                    html.P([html.B(viewer.say(Quality.WHAT)), "\u2003", viewer.say(reason.advice)]),
                    html.P(_span(viewer, group), className="quiet"),
                    html.P([html.B(viewer.say(Quality.EXAMPLE)), "\u2003", html.Code(group.topic)]),
                    html.P(group.detail),
                    html.Pre(group.preview),
                    html.P(f"{group.channel} · {number(group.payload_bytes)}\u2009B", className="fig quiet"),
                ],
                className="quarantine-detail",
            ),
        ],
        className="quarantine-line",
        **attributes({"data-group": f"q/{group.source}/{group.profile}/{group.reason}"}),
    )


def _profile(group: QuarantineGroup) -> list[Component]:
    return [html.Span(group.profile, className="quarantine-profile")] if group.profile else []


def _span(viewer: Viewer, group: QuarantineGroup) -> str:
    first, last = day_and_time(viewer, group.first_us), day_and_time(viewer, group.last_us)
    return viewer.say(Quality.SPAN).format(number(group.messages), number(group.times), first, last)
