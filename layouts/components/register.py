"""The device register: online tiles, filters, one page of devices."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.domain.readouts import LayerCount, LiveValue, RegisterPage, RegisterQuery, RegisterRow
from dashboard.domain.sensors import device_types
from dashboard.domain.severity import AssetState
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.blanks import empty, skeleton
from layouts.components.live_value import live_value
from layouts.components.marks import live_mark
from layouts.components.panels import bar, online_state, reporting
from layouts.formatting import NONE, number, percent, since
from layouts.ids import Sensors
from layouts.markup import drawn
from layouts.texts.sensors import Devices
from layouts.texts.shell import STATE_SHORT
from layouts.viewer import Viewer

COLUMNS: Final = (
    ("asset_id", Devices.NUMBER, ""),
    ("name", Devices.NAME, ""),
    ("kind", Devices.KIND, ""),
    ("", Devices.GRID, ""),
    ("", Devices.VALUE, "num"),
    ("", Devices.BATTERY, "num"),
    ("last_seen", Devices.SEEN, "num"),
    ("", Devices.REFERENCE, "wide-only"),
)

LONGEST_OFFSET: Final = 8
"""Digits: what is longer is no page of any city's register."""


def register_tab(viewer: Viewer, query: RegisterQuery) -> list[Component]:
    """The tab before any data came."""
    view = query._asdict()
    return [
        dcc.Store(id=Sensors.REGISTER_VIEW, data=view),
        html.Div(id=Sensors.REGISTER_ONLINE, className="online-tiles", **drawn(skeleton(1))),
        html.Div(
            [
                html.Div(id=Sensors.REGISTER_FILTERS, className="filters"),
                dcc.Input(
                    id=Sensors.REGISTER_TEXT,
                    type="search",
                    value=query.text,
                    placeholder=viewer.say(Devices.FILTER),
                    autoComplete="off",
                    className="field filter-text",
                ),
            ],
            className="filter-bar",
        ),
        html.Div(
            id=Sensors.REGISTER_ROWS,
            className="card register",
            **attributes({"data-register": json.dumps(view)}),
            **drawn(skeleton(10)),
        ),
    ]


def filters(viewer: Viewer, query: RegisterQuery, grids: Sequence[tuple[str, str]]) -> list[Component]:
    """Kind, state and grid; the browser writes the choice into the view."""
    kinds = [(kind.key, viewer.say(kind.label)) for kind in device_types().values()]
    states = [(state.value, viewer.say(label)) for state, label in STATE_SHORT.items()]
    return [
        _select(viewer.say(Devices.ALL_KINDS), "kind", query.kind, kinds),
        _select(viewer.say(Devices.ALL_STATES), "state", query.state, states),
        _select(viewer.say(Devices.ALL_GRIDS), "area_code", query.area_code, grids),
    ]


def _select(everything: str, name: str, chosen: str, options: Sequence[tuple[str, str]]) -> Component:
    items = [html.Option(everything, value="", selected=not chosen)]
    items += [html.Option(label, value=key, selected=key == chosen) for key, label in options]
    return html.Select(items, className="field", **attributes({"data-filter": name, "aria-label": everything}))


def online_tiles(viewer: Viewer, counts: Sequence[LayerCount], chosen: str) -> list[Component]:
    """The online rate of each kind; a click filters by it."""
    labels = device_types()
    return [
        html.Button(
            [
                html.Span(viewer.say(labels[count.kind].label)),
                html.Span([number(count.online), html.Small(f" / {number(count.total)}")], className="fig tile-figure"),
                bar(count.online / count.total, online_state(count.online, count.total)),
                html.Span(f"{percent(count.online, count.total)}%", className="fig quiet"),
            ],
            className="tile is-on" if count.kind == chosen else "tile",
            **attributes({"data-filter-kind": count.kind}),
        )
        for count in reporting(counts)
    ]


def register_table(viewer: Viewer, query: RegisterQuery, page: RegisterPage) -> list[Component]:
    """One page of devices with live values, or what to do when nothing matches."""
    if not page.rows:
        return [empty(viewer, Devices.NONE, Devices.NONE_HINT)]
    head = html.Thead(html.Tr([html.Th(), *(_head_cell(viewer, query, *column) for column in COLUMNS)]))
    body = html.Tbody([_row(viewer, row) for row in page.rows])
    return [html.Div(html.Table([head, body], className="table"), className="table-frame"), _pager(viewer, query, page)]


def _head_cell(viewer: Viewer, query: RegisterQuery, sort: str, label: Text, class_name: str) -> Component:
    if not sort:
        return html.Th(viewer.say(label), className=class_name)
    arrow = ("▼" if query.descending else "▲") if query.sort == sort else ""
    button = html.Button([viewer.say(label), html.Small(arrow)], **attributes({"data-sort": sort}))
    return html.Th(button, className=class_name)


def _row(viewer: Viewer, row: RegisterRow) -> Component:
    kind = device_types().get(row.kind)
    values = {value.metric: value for value in row.values}
    sensor = device_types().get(row.kind)
    headline = next((metric for metric in sensor.metrics if metric in values), None) if sensor else None
    seen = since(row.last_seen_us, asset_id=row.asset_id) if row.last_seen_us else NONE
    return html.Tr(
        [
            html.Td(live_mark(row.asset_id, row.state)),
            html.Td(row.asset_id, className="fig"),
            html.Td(row.name, className="cell-name"),
            html.Td(viewer.say(kind.label) if kind else row.kind, className="dim"),
            html.Td(row.grid_name or NONE, className="dim"),
            html.Td(
                live_value(viewer, row.asset_id, headline, values[headline].value) if headline else NONE,
                className="fig num cell-value",
            ),
            html.Td(_battery(viewer, row.asset_id, values), className="fig num dim"),
            html.Td(seen, className="num dim cell-seen"),
            html.Td(row.device_ref or NONE, className="fig quiet wide-only"),
        ],
        tabIndex=0,
        role="button",
        **attributes({"data-select-asset": row.asset_id}),
    )


def _battery(viewer: Viewer, asset_id: str, values: dict[str, LiveValue]) -> Component | str:
    for metric in ("battery_pct", "battery_v"):
        if metric in values:
            return live_value(viewer, asset_id, metric, values[metric].value)
    return NONE


def _pager(viewer: Viewer, query: RegisterQuery, page: RegisterPage) -> Component:
    last = query.offset + len(page.rows)
    shown = viewer.say(Devices.RANGE).format(number(query.offset + 1), number(last), number(page.total))
    before = max(0, query.offset - query.limit)
    return html.Div(
        [
            html.Span(shown, className="fig quiet"),
            html.Button(
                "‹", className="btn small", disabled=query.offset == 0, **attributes({"data-page": str(before)})
            ),
            html.Button(
                "›", className="btn small", disabled=last >= page.total, **attributes({"data-page": str(last)})
            ),
        ],
        className="pager",
    )


def query_from_address(asked: Mapping[str, str]) -> RegisterQuery:
    """The register's question as a link says it (assets/js/sensors-page.js writes it); an odd part is passed over."""
    view: dict[str, object] = {key: value for key, value in asked.items() if key != "limit"}
    view["descending"] = asked.get("descending") == "true"
    offset = str(asked.get("offset", ""))
    view["offset"] = int(offset) if offset.isdecimal() and len(offset) <= LONGEST_OFFSET else 0
    return query_from(view)


def query_from(view: Mapping[str, object]) -> RegisterQuery:
    """The register's question as the browser keeps it; what is missing or odd is as at the start."""
    start = RegisterQuery()._asdict()
    given = {key: value for key, value in view.items() if key in start and type(value) is type(start[key])}
    query = RegisterQuery(**{**start, **given})
    state = query.state if query.state in set(AssetState) else ""
    offset = query.offset if 0 <= query.offset < 10**LONGEST_OFFSET else 0
    return query._replace(state=state, offset=offset)
