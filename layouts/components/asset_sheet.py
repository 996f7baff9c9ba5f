"""The drawer for an asset: state, live values, history, alarms, place and duty, device."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.asset_charts import what_fired
from dashboard.domain.camera_register import CAMERA, KIND_LABELS, TRAITS, traits_of
from dashboard.domain.data_quality import RefusalLine
from dashboard.domain.maintenance import WindowLine
from dashboard.domain.metrics import METRICS
from dashboard.domain.readouts import AlarmStory, AssetSheet, HistoryRange, LiveValue
from dashboard.domain.sensors import people_kinds, sensor_types
from dashboard.domain.severity import AssetState
from layouts.attributes import attributes
from layouts.components.alarms.maintenance import window_banners
from layouts.components.alarms.story import alarm_stories
from layouts.components.authors import NOBODY, Authors
from layouts.components.blanks import empty, skeleton
from layouts.components.cameras.chosen import view_fan, view_text
from layouts.components.history_view import history_switch
from layouts.components.live_value import live_value
from layouts.components.marks import live_mark, state_chip
from layouts.components.people.holders import holders_text
from layouts.components.player import player
from layouts.components.refusals import refusal_part
from layouts.formatting import day_and_time, full_time, number, since
from layouts.ids import Drawer
from layouts.markup import drawn
from layouts.texts.cameras import Watching
from layouts.texts.maintenance import Maintenance
from layouts.texts.shell import AREA_LEVEL, Detail
from layouts.viewer import Viewer


def asset_sheet(
    viewer: Viewer,
    sheet: AssetSheet,
    stories: Sequence[AlarmStory],
    windows: Sequence[WindowLine],
    now_us: int,
    refused: Sequence[RefusalLine] = (),
    authors: Authors = NOBODY,
) -> list[Component]:
    """The whole drawer; the history chart follows by its own callback."""
    return [
        html.Header(id=Drawer.HEAD, className="sheet-head", **drawn(sheet_head(viewer, sheet, windows, now_us))),
        *_film(viewer, sheet),
        _values(viewer, sheet),
        refusal_part(viewer, refused),
        *_history(viewer, sheet),
        _alarms(viewer, stories, authors),
        _place(viewer, sheet),
        _device(viewer, sheet),
        dcc.Store(id=Drawer.FIRED, data=what_fired(story.alarm for story in stories)),
    ]


def _film(viewer: Viewer, sheet: AssetSheet) -> list[Component]:
    if sheet.kind != CAMERA:
        return []
    return [html.Section(player(viewer, sheet.asset_id, sheet.name), className="sheet-part")]


def sheet_head(viewer: Viewer, sheet: AssetSheet, windows: Sequence[WindowLine], now_us: int) -> list[Component]:
    """Name, number, kind, state and since when, last report, link, and the maintenance that covers it."""
    kind = sensor_types().get(sheet.kind)
    label = viewer.say(kind.label) if kind else sheet.kind
    state_since = (
        html.Span(viewer.say(Detail.SINCE).format(day_and_time(viewer, sheet.changed_us)), className="fig quiet")
        if sheet.changed_us and sheet.state is not AssetState.NORMAL
        else None
    )
    seen: Component | str = (
        since(sheet.last_seen_us, asset_id=sheet.asset_id) if sheet.last_seen_us else viewer.say(Detail.NEVER)
    )
    return [
        html.H2([live_mark(sheet.asset_id, sheet.state), html.Span(sheet.name)]),
        html.Div(
            [
                html.Span(sheet.asset_id, className="fig"),
                html.Span(label),
                state_chip(viewer, sheet.state),
                state_since,
            ],
            className="sheet-line",
        ),
        _deeds(viewer, sheet, seen),
        *window_banners(viewer, windows, now_us),
    ]


def _deeds(viewer: Viewer, sheet: AssetSheet, seen: Component | str) -> Component:
    share = {"data-share": f"/?asset={sheet.asset_id}", "data-shared": viewer.say(Detail.SHARED)}
    maintain = {"data-maintain": sheet.asset_id, "data-subject": f"{sheet.name} · {sheet.asset_id}"}
    return html.Div(
        [
            html.Span([viewer.say(Detail.SEEN), " ", seen], className="quiet"),
            html.Button(
                [html.Span(className="icon icon-link"), viewer.say(Detail.SHARE)],
                className="link",
                **attributes(share),
            ),
            html.Button(viewer.say(Maintenance.DO), className="link", **attributes(maintain)),
        ],
        className="sheet-line",
    )


def _values(viewer: Viewer, sheet: AssetSheet) -> Component:
    if not sheet.values:
        if sheet.kind not in sensor_types():
            return html.Div(hidden=True)
        return empty(viewer, Detail.NO_VALUES, Detail.NO_VALUES_HINT)
    sensor = sensor_types().get(sheet.kind)
    order = sensor.metrics if sensor else ()
    values = sorted(sheet.values, key=lambda value: order.index(value.metric) if value.metric in order else len(order))
    cells = [_value(viewer, sheet.asset_id, value, large=place == 0) for place, value in enumerate(values)]
    return html.Section([html.H3(viewer.say(Detail.NOW)), html.Div(cells, className="values")], className="sheet-part")


def _value(viewer: Viewer, asset_id: str, value: LiveValue, *, large: bool) -> Component:
    age = since(value.measured_us, asset_id=asset_id, metric=value.metric)
    return html.Div(
        [
            html.Span(live_value(viewer, asset_id, value.metric, value.value), className="fig"),
            html.Span(viewer.say(METRICS[value.metric].label)),
            html.Span(age, className="quiet value-age"),
        ],
        className="value is-large" if large else "value",
    )


def _history(viewer: Viewer, sheet: AssetSheet) -> list[Component]:
    sensor = sensor_types().get(sheet.kind)
    if sensor is None or not sheet.values:
        return []
    return [
        html.Section(
            [
                html.H3([viewer.say(Detail.HISTORY), history_switch(viewer, HistoryRange.DAY)]),
                html.Div(skeleton(3), id=Drawer.HISTORY, className="history"),
            ],
            className="sheet-part",
        )
    ]


def _alarms(viewer: Viewer, stories: Sequence[AlarmStory], authors: Authors) -> Component:
    return html.Section(
        [
            html.H3(viewer.say(Detail.ALARMS)),
            html.Div(id=Drawer.ALARMS, **drawn(alarm_stories(viewer, stories, authors))),
        ],
        className="sheet-part",
    )


def _place(viewer: Viewer, sheet: AssetSheet) -> Component:
    path = [area for area in sheet.areas if area.level != "unit_grid"]
    units = [f"{viewer.say(AREA_LEVEL['unit_grid'])} {area.code}" for area in sheet.areas if area.level == "unit_grid"]
    rows: list[tuple[str, Component | str | None]] = [
        (viewer.say(Detail.AREA), " › ".join(area.name for area in path) or None),
        ("", units[0] if units else None),
        (viewer.say(Detail.STREET), sheet.street),
        (viewer.say(Detail.SQUAD), sheet.squad),
        (viewer.say(Detail.DUTY), holders_text(viewer, sheet.duties) or None),
        (viewer.say(Detail.POSITION), _position(sheet)),
        (viewer.say(Watching.VIEW_OF), _view(viewer, sheet)),
    ]
    return html.Section([html.H3(viewer.say(Detail.PLACE)), facts(rows)], className="sheet-part")


def _view(viewer: Viewer, sheet: AssetSheet) -> Component | None:
    """What a camera overlooks; the map draws it."""
    view = traits_of(sheet.attributes).view if sheet.kind == CAMERA else None
    if view is None:
        return None
    return html.Span(view_text(viewer, view), className="fig", **attributes(view_fan(sheet.lon, sheet.lat, view)))


def _position(sheet: AssetSheet) -> Component | None:
    """Longitude and latitude, but not of people: who sees an alarm need not have the right to see where somebody is."""
    if sheet.kind in people_kinds():
        return None
    return html.Span(f"{sheet.lon:.5f}, {sheet.lat:.5f}", className="fig")


def _device(viewer: Viewer, sheet: AssetSheet) -> Component:
    datum = f"{number(sheet.datum_m, 2)}\u2009m" if sheet.datum_m is not None else None
    rows: list[tuple[str, Component | str | None]] = [
        (viewer.say(Detail.REFERENCE), html.Code(sheet.device_ref) if sheet.device_ref else None),
        (viewer.say(Detail.DATUM), datum),
        (viewer.say(Detail.SEEN), full_time(viewer, sheet.last_seen_us) if sheet.last_seen_us else None),
        (viewer.say(Watching.KIND), _camera_kind(viewer, sheet)),
        *((key, _attribute(value)) for key, value in sheet.attributes.items() if key not in TRAITS),
    ]
    return html.Section([html.H3(viewer.say(Detail.DEVICE)), facts(rows)], className="sheet-part")


def _camera_kind(viewer: Viewer, sheet: AssetSheet) -> str | None:
    return viewer.say(KIND_LABELS[traits_of(sheet.attributes).kind]) if sheet.kind == CAMERA else None


def _attribute(value: Any) -> str | None:
    return None if value in (None, "") or isinstance(value, dict | list) else str(value)


def facts(rows: Sequence[tuple[str, Component | str | None]]) -> Component:
    """Label and value pairs; pairs without a value are left out.

    A label wider than its column stands above its value, which the styles tell by the width that it has.
    """
    pairs = [html.Div([html.Dt(label), html.Dd(value)], className="fact") for label, value in rows if value is not None]
    return html.Dl(pairs, className="facts")
