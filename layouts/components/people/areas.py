"""Who answers for blocks, grids and street lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.domain.grid import AreaLevel
from dashboard.domain.people.readouts import AreaLine
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.people.holders import holder_chip
from layouts.formatting import figure, number
from layouts.texts.people import Responsibilities
from layouts.texts.shell import AREA_LEVEL
from layouts.viewer import Viewer


def responsibilities(viewer: Viewer, areas: Sequence[AreaLine], reveal: bool) -> list[Component]:
    """Return counts by level, then a card for each block with its grids and lines."""
    if not areas:
        return [html.Div(empty(viewer, Responsibilities.NONE, Responsibilities.NONE_HINT), className="card")]
    cards = [_card(viewer, group, reveal) for group in _groups(areas)]
    return [_tiles(viewer, areas), html.Div(cards, className="area-cards")]


def _tiles(viewer: Viewer, areas: Sequence[AreaLine]) -> Component:
    counts = Counter(area.level for area in areas if area.level != AreaLevel.BUILT_UP_AREA)
    named = [(viewer.say(AREA_LEVEL[level]), count) for level, count in counts.items() if level in AREA_LEVEL]
    # Nobody answers for the whole city by name in most bureaus; that is no gap.
    nobody = sum(not _is_answered(area) for area in areas if area.level != AreaLevel.BUILT_UP_AREA)
    tiles = [
        html.Div([html.Span(label), figure(number(count))], className="card key-tile")
        for label, count in [*named, (viewer.say(Responsibilities.UNANSWERED), nobody)]
    ]
    return html.Div(tiles, className="key-tiles")


def _is_answered(area: AreaLine) -> bool:
    return any(holder.name is not None for holder in area.holders)


def _groups(areas: Sequence[AreaLine]) -> Iterator[list[AreaLine]]:
    """The blocks, or where there are none the uppermost areas, each with what is below it."""
    blocks = [area.depth for area in areas if area.level == AreaLevel.BLOCK]
    top = min(blocks) if blocks else min(area.depth for area in areas)
    group: list[AreaLine] = []
    for area in areas:
        if area.depth <= top and group:
            yield group
            group = []
        if area.depth >= top or area.holders:
            group.append(area)
    if group:
        yield group


def _card(viewer: Viewer, group: Sequence[AreaLine], reveal: bool) -> Component:
    first, *below = group
    head = html.H2([first.name, html.Span(first.squad_name, className="panel-note")])
    rows = [_row(viewer, area, reveal) for area in below]
    return html.Section([head, _holders(viewer, first, reveal), *rows], className="panel area-card")


def _row(viewer: Viewer, area: AreaLine, reveal: bool) -> Component:
    level = AREA_LEVEL.get(area.level)
    name = html.Span(
        [area.name], className="area-name", title=f"{viewer.say(level) if level else area.level} {area.code}"
    )
    return html.Div(
        [name, _holders(viewer, area, reveal)], className="area-row", **attributes({"data-level": area.level})
    )


def _holders(viewer: Viewer, area: AreaLine, reveal: bool) -> Component:
    if not area.holders:
        nobody = html.Span(viewer.say(Responsibilities.NOBODY), className="holder is-vacant")
        return html.Div(nobody, className="holders")
    return html.Div([holder_chip(viewer, holder, reveal) for holder in area.holders], className="holders")
