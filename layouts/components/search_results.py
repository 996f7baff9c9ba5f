"""What a search found, by group."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.domain.cases.records import Case
from dashboard.domain.cases.states import STATE_LABELS
from dashboard.domain.readouts import Hit, Hits
from dashboard.domain.sensors import sensor_types
from dashboard.domain.text import Text
from layouts.attributes import attributes
from layouts.components.blanks import empty
from layouts.components.cases.list import short_number
from layouts.formatting import number
from layouts.texts.shell import AREA_LEVEL, Search
from layouts.viewer import Viewer


def search_results(
    viewer: Viewer, text: str, hits: Hits, cases: Sequence[Case] = (), more_cases: int = 0
) -> list[Component]:
    """Devices, cases, streets and grids for `text`, which is named with them; nothing while the box is empty."""
    if not text:
        return []
    groups = [
        *_group(viewer, Search.ASSETS, [_asset(viewer, hit) for hit in hits.assets]),
        *_group(viewer, Search.CASES, [_case(viewer, case) for case in cases]),
        *_group(viewer, Search.STREETS, [_street(hit) for hit in hits.streets]),
        *_group(viewer, Search.GRIDS, [_grid(viewer, hit) for hit in hits.grids]),
    ]
    found = [*groups, _foot(viewer, hits.more + more_cases)]
    shown = found if groups else [empty(viewer, Search.NOTHING, Search.NOTHING_HINT, about=text)]
    return [html.Div(shown, **attributes({"data-answers": text}))]


def _foot(viewer: Viewer, more: int) -> Component:
    """The keys, and how many more there are; it stays in sight while one scrolls."""
    keys = ((("↑", "↓"), Search.CHOOSE), (("↵",), Search.OPEN), (("Esc",), Search.CLOSE))
    told = [
        html.Span([*(html.Kbd(sign) for sign in signs), viewer.say(label)], className="hits-key")
        for signs, label in keys
    ]
    count = [html.Span(viewer.say(Search.MORE).format(number(more)), className="hits-more")] if more else []
    return html.Footer([*told, *count], className="hits-foot")


def _group(viewer: Viewer, title: Text, rows: Sequence[Component]) -> list[Component]:
    return [html.Div(viewer.say(title), className="hits-title"), *rows] if rows else []


def _asset(viewer: Viewer, hit: Hit) -> Component:
    kind = sensor_types().get(hit.kind)
    return _row("map", hit.name, f"{viewer.say(kind.label) if kind else hit.kind} {hit.key}", {"select-asset": hit.key})


def _case(viewer: Viewer, case: Case) -> Component:
    place = {"lon": f"{case.place.lon:.6f}", "lat": f"{case.place.lat:.6f}", "address": case.place.address}
    told = {"select-case": str(case.case_key), "name": case.category_name, **place}
    detail = f"#{short_number(case.number)} {viewer.say(STATE_LABELS[case.state])}"
    return _row("list", " · ".join(part for part in (case.category_name, case.place.address) if part), detail, told)


def _street(hit: Hit) -> Component:
    return _row("street", hit.name, hit.detail, {"place": f"{hit.lon:.6f},{hit.lat:.6f}"})


def _grid(viewer: Viewer, hit: Hit) -> Component:
    level = viewer.say(AREA_LEVEL[hit.kind]) if hit.kind in AREA_LEVEL else hit.kind
    return _row("grid", hit.name, " · ".join(part for part in (hit.detail, level) if part), {"area": hit.key})


def _row(icon: str, name: str, detail: str, data: dict[str, str]) -> Component:
    return html.Button(
        [html.Span(className=f"icon icon-{icon}"), html.Span(name), html.Em(detail, className="fig")],
        className="hit",
        **attributes({f"data-{key}": value for key, value in data.items()}),
    )
