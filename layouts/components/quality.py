"""数据质量: how much was read, and what could not be, word for word."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard.domain.readouts import DataQuality, IngestCounts, QuarantineLine
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.panels import panel
from layouts.formatting import figure, full_time, number, since
from layouts.texts.sensors import Quality
from layouts.viewer import Viewer


def data_quality(viewer: Viewer, quality: DataQuality) -> list[Component]:
    """Counts, then the quarantine with what to do about each."""
    return [*_tiles(viewer, quality.counts), _quarantine(viewer, quality)]


def _tiles(viewer: Viewer, counts: IngestCounts | None) -> list[Component]:
    if counts is None:
        return []
    labels = (Quality.RECEIVED, Quality.COMMITTED, Quality.REPEATED, Quality.QUARANTINED, Quality.UNMAPPED)
    tiles = [
        html.Div([html.Span(viewer.say(label)), figure(number(count))], className="card key-tile")
        for label, count in zip(labels, counts, strict=True)
    ]
    return [html.Div(tiles, className="key-tiles", title=viewer.say(Quality.SINCE_START))]


def _quarantine(viewer: Viewer, quality: DataQuality) -> Component:
    if not quality.lines:
        return html.Div(empty(viewer, Quality.NONE, Quality.NONE_HINT), className="card")
    note = viewer.say(Quality.LIST_NOTE).format(number(quality.total))
    return panel(viewer.say(Quality.LIST), [note], [_line(viewer, line) for line in quality.lines])


def _line(viewer: Viewer, line: QuarantineLine) -> Component:
    reason = Quality.REASONS.get(line.reason, Text(line.reason, line.reason))
    advice = Quality.ADVICE.get(line.reason, Quality.ADVICE_ELSE)
    return html.Details(
        [
            html.Summary(
                [
                    html.Span(viewer.say(reason), className="tag"),
                    html.Span(line.topic, className="clip fig"),
                    html.Span(["×", number(line.times)], className="fig num"),
                    since(line.last_us),
                ]
            ),
            html.Div(
                [
                    html.P(line.detail),
                    html.P([html.B(viewer.say(Quality.WHAT)), "\u2003", viewer.say(advice)]),
                    html.Pre(line.preview),
                    html.P(
                        f"{line.channel} · {number(line.payload_bytes)}\u2009B · {full_time(viewer, line.first_us)}",
                        className="fig quiet",
                    ),
                ],
                className="quarantine-detail",
            ),
        ],
        className="quarantine-line",
        **attributes({"data-group": f"q{line.quarantine_key}"}),
    )
