"""What the list of cases can be narrowed to: filters, columns, and views under names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.desk import SavedView
from dashboard.domain.cases.states import SOURCE_LABELS, STATE_LABELS
from dashboard.domain.catalogue.tree import Catalogue
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.cases.list import LABELS
from layouts.components.cases.view import COLUMNS, EVERY, OPEN, UNATTENDED, CaseListView, view_from
from layouts.texts.cases import CaseList
from layouts.viewer import Viewer

_INDENT = "\u3000"


def filter_row(
    viewer: Viewer,
    view: CaseListView,
    squads: Mapping[str, str],
    grids: Sequence[tuple[str, str]],
    catalogue: Catalogue | None,
) -> list[Component]:
    """Return the filters as they are set; the browser writes each choice into the view and the address."""
    states = [
        (OPEN, CaseList.OPEN),
        (EVERY, CaseList.EVERY),
        (UNATTENDED, CaseList.UNATTENDED),
        *((each.value, label) for each, label in STATE_LABELS.items()),
    ]
    sources = [(each.value, viewer.say(label)) for each, label in SOURCE_LABELS.items()]
    return [
        _select(viewer, "state", view.state, None, [(key, viewer.say(label)) for key, label in states]),
        _select(viewer, "squad", view.squad, CaseList.ANY_SQUAD, list(squads.items())),
        _select(viewer, "grid", view.grid, CaseList.ANY_GRID, grids),
        _select(viewer, "category", view.category, CaseList.ANY_CATEGORY, _categories(catalogue)),
        _select(viewer, "source", view.source, CaseList.ANY_SOURCE, sources),
        _search(viewer, view),
        html.Button(viewer.say(CaseList.CLEAR), className="link", **attributes({"data-case-clear": ""})),
        _columns(viewer, view),
    ]


def _search(viewer: Viewer, view: CaseListView) -> Component:
    """A plain field, whose text the browser hands over once nobody types for a moment."""
    told = {"data-case-text": view.q, "data-placeholder": viewer.say(CaseList.SEARCH)}
    return html.Span(className="case-search", **attributes(told))


def _select(
    viewer: Viewer, name: str, chosen: str, everything: Text | None, options: Sequence[tuple[str, str]]
) -> Component:
    items = [] if everything is None else [html.Option(viewer.say(everything), value="", selected=not chosen)]
    items += [html.Option(label, value=key, selected=key == chosen) for key, label in options]
    label = viewer.say(everything) if everything is not None else viewer.say(CaseList.STATE)
    return html.Select(items, className="field", **attributes({"data-case-filter": name, "aria-label": label}))


def _categories(catalogue: Catalogue | None) -> list[tuple[str, str]]:
    if catalogue is None:
        return []
    return [
        (each.code, f"{_INDENT * (len(catalogue.path(each.code)) - 1)}{each.code} {each.name}")
        for each in catalogue.in_order
    ]


def _columns(viewer: Viewer, view: CaseListView) -> Component:
    shown = view.shown_columns
    boxes = [
        html.Button(
            [html.Span(className="check"), viewer.say(LABELS[column])],
            className="layer",
            role="checkbox",
            **attributes({"data-case-column": column, "aria-checked": str(column in shown).lower()}),
        )
        for column in COLUMNS
        if column != "number"
    ]
    return html.Details(
        [
            html.Summary(f"{viewer.say(CaseList.COLUMNS)} ▾", className="link"),
            html.Div(boxes, className="case-columns"),
        ],
        className="case-columns-menu",
    )


def view_chips(viewer: Viewer, view: CaseListView, saved: Sequence[SavedView]) -> list[Component]:
    """Return the views that are there from the start and those of the viewer; the one that is shown is marked."""
    usual = [
        _chip(viewer.say(CaseList.DUE_FIRST), {}, view),
        _chip(viewer.say(CaseList.MINE), {"mine": "1"}, view),
        _chip(viewer.say(CaseList.UNATTENDED), {"state": UNATTENDED}, view),
    ]
    own = [_own_chip(viewer, each, view) for each in saved]
    return [*usual, *own]


def _chip(label: str, told: Mapping[str, str], view: CaseListView) -> Component:
    is_shown = view_from(told).told() == view.told()
    return html.Button(
        label,
        className="chip case-view",
        **attributes({"data-case-view": json.dumps(dict(told)), "aria-pressed": str(is_shown).lower()}),
    )


def _own_chip(viewer: Viewer, saved: SavedView, view: CaseListView) -> Component:
    label = viewer.say(CaseList.FORGET).format(saved.name)
    forget = html.Button(
        "×", className="case-forget", title=label, **attributes({"data-case-forget": saved.name, "aria-label": label})
    )
    return html.Span([_chip(saved.name, saved.told, view), forget], className="case-own-view")


def filters_set(view: CaseListView) -> int:
    """Return how many filters are set beside the lamp, which is seen anyway."""
    told = view.told()
    return sum(name in told for name in ("state", "squad", "grid", "category", "source", "q"))
