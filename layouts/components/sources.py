"""数据源: every kind of data with its system, its records and its newest one; and the device mappings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.states import SOURCE_LABELS, Source
from dashboard.domain.data_kinds import PROVIDER_LABELS
from dashboard.domain.durations import DAY_US, HOUR_US, SECOND_US
from dashboard.domain.sensors import sensor_types
from dashboard.domain.sources import SYSTEMS, KindLines, SourceBoard, SourceLine
from layouts.components.blanks import empty
from layouts.formatting import NONE, duration, figure, full_time, number
from layouts.texts.admin import Mappings, Sources
from layouts.viewer import Viewer

_FIELDS_SHOWN: Final = 12
_COLUMNS: Final = (Sources.WHAT, Sources.OFFICE, Sources.SYSTEM, Sources.ROWS, Sources.LAST, Sources.LAG)


def source_board(viewer: Viewer, board: SourceBoard) -> list[Component]:
    """Return the counts and a table of all kinds with their lines; what is silent for a day is marked."""
    head = [html.Th(viewer.say(label), className=_class(at)) for at, label in enumerate(_COLUMNS)]
    rows = [row for each in board.kinds for row in _rows(viewer, each, board.now_us)]
    parts = [_tiles(viewer, board), _table([html.Thead(html.Tr(head)), html.Tbody(rows)])]
    if board.others:
        own = [_row(viewer, _what(viewer, line), "", line, board.now_us) for line in board.others]
        parts += [html.H3(viewer.say(Sources.OWN_RECORDS)), _table([html.Tbody(own)])]
    return parts


def _table(parts: list[Component]) -> Component:
    return html.Div(html.Div(html.Table(parts, className="table sources"), className="table-frame"), className="card")


def _tiles(viewer: Viewer, board: SourceBoard) -> Component:
    labels = (Sources.KINDS, Sources.CONNECTED, Sources.ROWS_TODAY, Sources.SILENT)
    tiles = [
        html.Div([html.Span(viewer.say(label)), figure(number(count))], className="card key-tile")
        for label, count in zip(labels, board.tally, strict=True)
    ]
    return html.Div(tiles, className="key-tiles")


def _class(place: int) -> str:
    return ("", "wide-only", "", "num", "num wide-only", "num")[place]


def _rows(viewer: Viewer, each: KindLines, now_us: int) -> list[Component]:
    kind = each.kind
    kind_label, office = viewer.say(kind.label), viewer.say(PROVIDER_LABELS[kind.provider])
    if not each.lines:
        cells = (kind_label, office, viewer.say(Sources.NOT_TOLD), NONE, NONE, NONE)
        tds = [html.Td(cell, className=f"quiet {_class(at)}" if at else "") for at, cell in enumerate(cells)]
        return [html.Tr(tds, className="is-missing")]
    first = _row(viewer, _named(viewer, each, each.lines[0]), office, each.lines[0], now_us)
    more = [_row(viewer, _again(viewer, each, line), "", line, now_us, follows=True) for line in each.lines[1:]]
    return [first, *more]


def _named(viewer: Viewer, each: KindLines, line: SourceLine) -> list[Component | str]:
    """The kind, and which part of it where it has several."""
    label = viewer.say(each.kind.label)
    if len(each.kind.lines) < 2:
        return [label]
    return [label, html.Small(f" {_what(viewer, line)}", className="quiet")]


def _again(viewer: Viewer, each: KindLines, line: SourceLine) -> list[Component | str]:
    """The part of the kind where it has several; the kind stands above."""
    return _named(viewer, each, line)[1:]


def _row(viewer: Viewer, what: Any, office: str, line: SourceLine, now_us: int, *, follows: bool = False) -> Component:
    cells = (what, office, _system(viewer, line), number(line.records), _last(viewer, line))
    lag = html.Td(_lag(viewer, line, now_us), className=f"num fig {_standing(line, now_us)}")
    shown = [html.Td(cell, className=f"fig {_class(at)}" if at >= 3 else _class(at)) for at, cell in enumerate(cells)]
    return html.Tr([*shown, lag], className="follows" if follows else "")


def _what(viewer: Viewer, line: SourceLine) -> str:
    kind = sensor_types().get(line.kind)
    source = line.kind.removeprefix("cases.")
    if source != line.kind and source in set(Source):
        return viewer.say(SOURCE_LABELS[Source(source)])
    label = kind.label if kind else Sources.REGISTERS.get(line.kind)
    return viewer.say(label) if label else line.kind


def _system(viewer: Viewer, line: SourceLine) -> str:
    if line.system is None:
        return viewer.say(Sources.NOT_TOLD)
    return SYSTEMS.get(line.system, line.system) if line.system else viewer.say(Sources.OWN)


def _last(viewer: Viewer, line: SourceLine) -> str:
    if line.last_us is not None:
        return full_time(viewer, line.last_us)
    return viewer.say(Sources.NEVER) if line.is_live else NONE


def _lag(viewer: Viewer, line: SourceLine, now_us: int) -> str:
    if line.last_us is None or not line.is_live:
        return NONE
    return duration(viewer, max(0, now_us - line.last_us) / SECOND_US)


def _standing(line: SourceLine, now_us: int) -> str:
    if not line.is_live or line.last_us is None:
        return "quiet"
    late_us = now_us - line.last_us
    return "is-late" if late_us > DAY_US else "is-slow" if late_us > HOUR_US else ""


def mapping_list(viewer: Viewer, specs: Sequence[Mapping[str, Any]]) -> list[Component]:
    """Return the imported mappings in the order in which they are tried."""
    intro = html.P(viewer.say(Mappings.INTRO), className="quiet intro")
    if not specs:
        return [intro, html.Div(empty(viewer, Mappings.NONE, Mappings.NONE_HINT), className="card")]
    head = html.Tr([html.Th("#"), html.Th(viewer.say(Mappings.MATCH)), html.Th(viewer.say(Mappings.FIELDS))])
    rows = [_mapping(viewer, place, spec) for place, spec in enumerate(specs, start=1)]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="table mappings")
    return [intro, html.Div(html.Div(table, className="table-frame"), className="card")]


def _mapping(viewer: Viewer, place: int, spec: Mapping[str, Any]) -> Component:
    matches = [html.Div([html.Small(key), " ", html.Code(str(value))]) for key, value in spec["match"].items()]
    return html.Tr([html.Td(number(place), className="num fig"), html.Td(matches), html.Td(_fields(viewer, spec))])


def _fields(viewer: Viewer, spec: Mapping[str, Any]) -> list[Component]:
    if spec.get("ignore"):
        return [html.Span(viewer.say(Mappings.IGNORED), className="quiet")]
    fields = list(spec.get("fields", []))
    shown: list[Component] = [
        html.Div([html.Code(str(field["path"])), " → ", html.Code(str(field["metric"])), _unit(field)])
        for field in fields[:_FIELDS_SHOWN]
    ]
    more = len(fields) - len(shown)
    return [*shown, html.Div(f"+ {number(more)}", className="quiet")] if more > 0 else shown


def _unit(field: Mapping[str, Any]) -> Component:
    return html.Small(f" {field['unit']}" if field.get("unit") else "", className="quiet")
