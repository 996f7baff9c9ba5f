"""值勤: squads at work left; who wants a look and what was walked right. Counts alone, no names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard.domain.positions.standing import STANDING_LABELS, SquadDuty, Standing
from dashboard.domain.text import Text
from dashboard.domain.wall_facts import WallPicture
from layouts.attributes import attributes
from layouts.components.duty import still_label
from layouts.components.panels import bar
from layouts.components.walls.panels import figures
from layouts.components.walls.rows import list_height, listed
from layouts.formatting import NONE, number, percent
from layouts.scene import Drawn, Height, Panel, Scene, Sight
from layouts.texts.duty import Squads
from layouts.texts.wall import Panels

_ROW_REM: Final = 2.6
_FIGURES_REM: Final = 5.2
_KM: Final = 1000.0


def _squads(picture: WallPicture) -> Sequence[SquadDuty]:
    """Those who have anybody on duty or any line."""
    return [each for each in picture.duty if each.figures.due or each.figures.length_m]


def _figures_height(picture: WallPicture) -> Height | None:
    return Height(_FIGURES_REM, _FIGURES_REM, 0.0) if _squads(picture) else None


def _on_duty(sight: Sight, _room: float) -> Drawn:
    viewer, squads = sight.viewer, _squads(sight.picture)
    there, due = sum(each.figures.on_duty for each in squads), sum(each.figures.due for each in squads)
    turnouts = sum(each.figures.turnouts for each in squads)
    items = (
        (viewer.say(Squads.ON_DUTY), number(there), f"/ {number(due)}"),
        (viewer.say(Squads.TURNOUTS), number(turnouts), viewer.say(Squads.TIMES)),
    )
    return Drawn(figures([(value, unit, label) for label, value, unit in items]))


def _standings(sight: Sight, _room: float) -> Drawn:
    viewer, squads = sight.viewer, _squads(sight.picture)
    still_us = squads[0].figures.still_us if squads else None
    labels = {**STANDING_LABELS, Standing.STILL: still_label(still_us)}
    counts = [
        (number(sum(each.figures.by_standing.get(standing, 0) for each in squads)), "", viewer.say(label))
        for standing, label in labels.items()
    ]
    return Drawn(figures(counts))


def _list_height(picture: WallPicture) -> Height | None:
    return list_height(len(_squads(picture)), _ROW_REM, least=4, most=12)


def _squad_rows(sight: Sight, room: float) -> Drawn:
    return Drawn(listed(_squads(sight.picture), _squad_row, room, _ROW_REM))


def _squad_row(each: SquadDuty) -> Component:
    share = each.figures.on_duty / each.figures.due if each.figures.due else 0.0
    there = html.Span([number(each.figures.on_duty), html.Small(f"/{number(each.figures.due)}")], className="fig num")
    return html.Div([_name(each), bar(share, _state(each)), there], className="wall-share-row")


def _name(each: SquadDuty) -> Component:
    """The squad with its colour on the map."""
    return html.Span([html.I(className="squad-dot", **attributes({"data-hue": str(each.hue)})), each.squad])


def _state(each: SquadDuty) -> str:
    how = each.figures.by_standing
    if how.get(Standing.OUTSIDE, 0):
        return "major"
    return "minor" if how.get(Standing.STILL, 0) else "normal"


def _walked_rows(sight: Sight, room: float) -> Drawn:
    squads = [each for each in _squads(sight.picture) if each.figures.length_m]
    walked, length = sum(each.figures.walked_m for each in squads), sum(each.figures.length_m for each in squads)
    note = f"{number(walked / _KM, 1)} / {number(length / _KM, 1)} km" if length else NONE
    return Drawn(listed(squads, _walked_row, room, _ROW_REM), note)


def _walked_row(each: SquadDuty) -> Component:
    found = each.figures
    share = found.walked_m / found.length_m
    text = html.Span([percent(found.walked_m, found.length_m, 0), html.Small("%")], className="fig num")
    return html.Div([_name(each), bar(share), text], className="wall-share-row")


SCENE: Final = Scene(
    key="duty",
    title=Text("值勤", "Duty"),
    order=6,
    people=True,
    layers=("people",),
    left=(
        Panel(key="on-duty", topic="on_duty", title=Panels.ON_DUTY, height=_figures_height, draw=_on_duty),
        Panel(key="squads", topic="squads", title=Panels.SQUADS, height=_list_height, draw=_squad_rows),
    ),
    right=(
        Panel(key="standings", topic="standings", title=Panels.STANDINGS, height=_figures_height, draw=_standings),
        Panel(key="walked", topic="walked", title=Panels.WALKED, height=_list_height, draw=_walked_rows),
    ),
)
