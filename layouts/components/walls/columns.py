"""The wall's columns: which panels stand where, and how high each is, in rem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dash import html
from dash.development.base_component import Component

from dashboard.domain.wall_facts import WallPicture
from layouts.attributes import attributes
from layouts.scene import Drawn, Height, Panel, Scene, Sight

GAP_REM: Final = 0.875
CHROME_REM: Final = 4.0
"""A panel's frame, padding and head, around its body."""


class Placed(NamedTuple):
    """A panel with the height of its body in rem."""

    panel: Panel
    body_rem: float


def columns_of(
    scene: Scene, others: Sequence[Scene], per_side: int, picture: WallPicture
) -> tuple[list[Sequence[Panel]], list[Sequence[Panel]]]:
    """The panels of each column, left and right from the outside inwards to the map.

    The scene's own columns stand at the map; beyond them those of the other scenes in their turn, without panels
    that have nothing to show or whose topic is already shown.
    """
    shown = {panel.topic for panel in (*scene.left, *scene.right)}
    spare = _spare_columns(others, shown, picture)
    left: list[Sequence[Panel]] = [scene.left]
    right: list[Sequence[Panel]] = [scene.right]
    for _ in range(per_side - 1):
        for side in (left, right):
            if column := next(spare, None):
                side.append(column)
    return left[::-1], right


def _spare_columns(others: Sequence[Scene], shown: set[str], picture: WallPicture) -> Iterator[Sequence[Panel]]:
    for scene in others:
        for column in (scene.left, scene.right):
            fresh = [panel for panel in column if panel.topic not in shown and panel.height(picture)]
            if len(fresh) > 1:
                shown |= {panel.topic for panel in fresh}
                yield fresh


def place(panels: Sequence[Panel], sight: Sight, column_rem: float) -> list[Placed]:
    """The panels that have something to show and fit, with their heights; together they fill the column."""
    wanted = [(panel, height) for panel in panels if (height := panel.height(sight.picture)) is not None]
    while wanted and _measure_panels([height.least for _, height in wanted]) > column_rem + 1e-6:
        wanted.pop()
    room = column_rem - _measure_panels([0.0] * len(wanted))
    bodies = share([height for _, height in wanted], room)
    return [Placed(panel, body) for (panel, _), body in zip(wanted, bodies, strict=True)]


def share(heights: Sequence[Height], room: float) -> list[float]:
    """Split `room` so that its sum is used up: first what is least, then what is natural, the rest by `grow`."""
    if not heights:
        return []
    least, natural = sum(height.least for height in heights), sum(height.natural for height in heights)
    if natural <= room:
        grow = sum(height.grow for height in heights)
        parts = [height.grow / grow if grow else height.natural / natural for height in heights]
        return [height.natural + (room - natural) * part for height, part in zip(heights, parts, strict=True)]
    eased = (room - least) / (natural - least) if natural > least else 0.0
    return [height.least + (height.natural - height.least) * eased for height in heights]


def column(panels: Sequence[Panel], sight: Sight, column_rem: float) -> Component:
    """One column, drawn."""
    placed = place(panels, sight, column_rem)
    rows = " ".join(f"{one.body_rem + CHROME_REM:.3f}rem" for one in placed)
    frames = [_frame(one.panel, one.panel.draw(sight, one.body_rem), sight, one.body_rem) for one in placed]
    return html.Div(frames, className="wall-column", style={"gridTemplateRows": rows})


def _frame(panel: Panel, drawn: Drawn, sight: Sight, body_rem: float) -> Component:
    note: list[Component | str] = [f"{drawn.note} · "] if drawn.note else []
    age = html.Span(className="fig", **attributes({"data-wall-age": panel.layer}))
    return html.Section(
        [
            html.H2([html.Span(sight.viewer.say(panel.title)), html.Em([*note, age])]),
            html.Div(drawn.body, className="wall-body", style={"height": f"{body_rem:.3f}rem"}),
        ],
        className="wall-panel",
        **attributes({"data-panel": panel.key}),
    )


def _measure_panels(bodies: Sequence[float]) -> float:
    """What panels with these bodies take of a column."""
    return sum(bodies) + CHROME_REM * len(bodies) + GAP_REM * max(0, len(bodies) - 1)
