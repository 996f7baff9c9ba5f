"""The map's layer tree with counts, and its legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.kinds import LAYERS
from dashboard.domain.readouts import LayerCount
from dashboard.domain.sensors import device_types
from dashboard.domain.severity import AssetState
from layouts.attributes import attributes
from layouts.formatting import NONE, number
from layouts.ids import Desk
from layouts.markup import drawn
from layouts.texts.shell import STATE_SHORT, Layers
from layouts.viewer import Viewer

GRIDS: Final = "grid"
PEOPLE: Final = "people"
PLACES: Final = "places"
HIDDEN_AT_FIRST: Final = frozenset({"tree", "environment", "air", PLACES})


def layer_tree(viewer: Viewer) -> Component:
    """The collapsible tree; its rows are filled by the server, switched by the browser."""
    return html.Div(
        [
            html.Button(
                [html.Span(className="icon icon-layers"), html.Span(viewer.say(Layers.TITLE))],
                className="layers-toggle",
                **attributes({"data-layers-toggle": "", "aria-expanded": "true"}),
            ),
            html.Div(
                [
                    html.Div(id=Desk.LAYERS, **drawn(layer_rows(viewer, None, None))),
                    html.P(viewer.say(Layers.ALWAYS), className="layers-note"),
                ],
                className="layer-rows",
            ),
        ],
        className="layers",
        role="group",
        **attributes({"data-layers": "", "aria-label": viewer.say(Layers.TITLE)}),
    )


def layer_rows(
    viewer: Viewer,
    counts: Sequence[LayerCount] | None,
    grids: int | None,
    people: int | None = None,
    places: tuple[int, int] | None = None,
) -> list[Component]:
    """One row a layer that has assets, with its count; all layers without counts while these are not known.

    `people` is how many are on duty; None leaves their row out, for whoever may not see them. `places` is how many
    places and permits there are, and as of which revision; without any they have no row.
    """
    totals = _totals(counts) if counts is not None else None
    rows = [_row(viewer.say(Layers.GRIDS), GRIDS, (), grids)]
    if people is not None:
        rows.append(_row(viewer.say(Layers.PEOPLE), PEOPLE, (), people))
    if places is not None and places[0]:
        rows.append(_row(viewer.say(Layers.PLACES), PLACES, (), places[0], revision=places[1]))
    for key, label in LAYERS.items():
        total = None if totals is None else totals.get(key, 0)
        if total != 0:
            kinds = tuple(kind.key for kind in device_types().values() if kind.layer == key)
            rows.append(_row(viewer.say(label), key, kinds, total))
    return rows


def _totals(counts: Sequence[LayerCount]) -> Mapping[str, int]:
    totals: dict[str, int] = {}
    for count in counts:
        kind = device_types().get(count.kind)
        if kind is not None:
            totals[kind.layer] = totals.get(kind.layer, 0) + count.total
    return totals


def _row(label: str, key: str, kinds: tuple[str, ...], total: int | None, revision: int = 0) -> Component:
    return html.Button(
        [
            html.I(className="check"),
            html.Span(label),
            html.Span(NONE if total is None else number(total), className="fig"),
        ],
        className="layer",
        role="checkbox",
        **attributes(
            {
                "aria-checked": "false" if key in HIDDEN_AT_FIRST else "true",
                "data-layer": key,
                "data-kinds": " ".join(kinds),
                "data-revision": str(revision),
            }
        ),
    )


def legend(viewer: Viewer) -> Component:
    """What the marks mean."""
    marks = [
        (state.value, viewer.say(label)) for state, label in STATE_SHORT.items() if state is not AssetState.OFFLINE
    ]
    marks += [
        (AssetState.OFFLINE.value, viewer.say(STATE_SHORT[AssetState.OFFLINE])),
        ("camera", viewer.say(Layers.CAMERA)),
        ("speaker", viewer.say(Layers.SPEAKER)),
    ]
    return html.Div(
        [
            html.Span(
                [html.I(className="mark", **attributes({"data-state": state})), html.Span(label)],
                className="legend-item",
            )
            for state, label in marks
        ],
        className="legend",
    )
