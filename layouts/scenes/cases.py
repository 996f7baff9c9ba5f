"""案件处置: lamps, stages and squads left; today's course and the newest right; the open cases on the map."""

from __future__ import annotations

from typing import Final

from dashboard.domain.cases.board import CaseBoard, stages_of
from dashboard.domain.text import Text
from dashboard.domain.wall_facts import Then, WallPicture
from layouts.components.walls.cases import case_row, lamp_figures, squad_row, stage_row
from layouts.components.walls.panels import figures
from layouts.components.walls.rows import TWO_LINES_REM, list_height, listed
from layouts.formatting import number
from layouts.scene import Drawn, Height, Panel, Scene, Sight
from layouts.texts.wall import Cases

LAYER: Final = "cases"
_FIGURES_REM: Final = 5.0
_STAGE_REM: Final = 2.3


def _known(board: CaseBoard) -> bool:
    """Whether there is or was anything today: a bureau without cases has no such panels."""
    return bool(board.open or board.filed.today or board.ended.today)


def _figures_height(picture: WallPicture) -> Height | None:
    return Height(_FIGURES_REM, _FIGURES_REM, 0.0) if _known(picture.cases) else None


def _lamps(sight: Sight, _room: float) -> Drawn:
    board = sight.picture.cases
    return Drawn(lamp_figures(sight.viewer, board.lamps), sight.viewer.say(Cases.OPEN_NOTE).format(number(board.open)))


def _stages_height(picture: WallPicture) -> Height | None:
    count = len(stages_of(picture.cases.by_state)) if _known(picture.cases) else 0
    return list_height(count, _STAGE_REM, least=7, most=7)


def _stages(sight: Sight, room: float) -> Drawn:
    counts = stages_of(sight.picture.cases.by_state)
    most = max(counts.values())
    draw = list(counts.items())
    return Drawn(listed(draw, lambda one: stage_row(sight.viewer, *one, most), room, _STAGE_REM))


def _squads_height(picture: WallPicture) -> Height | None:
    return list_height(len(picture.cases.squads), _STAGE_REM, least=3, most=10)


def _squads(sight: Sight, room: float) -> Drawn:
    squads = sight.picture.cases.squads
    most = max(each.open for each in squads)
    rows = listed(squads, lambda each: squad_row(sight.viewer, each, most), room, _STAGE_REM)
    return Drawn(rows, sight.viewer.say(Cases.SQUADS_NOTE))


def _today(sight: Sight, _room: float) -> Drawn:
    viewer, board = sight.viewer, sight.picture.cases
    items = [
        (number(board.filed.today), "", viewer.say(Cases.FILED) + _before(sight, board.filed)),
        (number(board.ended.today), "", viewer.say(Cases.ENDED) + _before(sight, board.ended)),
    ]
    return Drawn(figures(items))


def _before(sight: Sight, count: Then) -> str:
    """Yesterday at this time; nothing where that day has no cases at all."""
    return sight.viewer.say(Cases.YESTERDAY).format(number(count.yesterday)) if count.yesterday else ""


def _newest_height(picture: WallPicture) -> Height | None:
    return list_height(len(picture.cases.newest), TWO_LINES_REM, least=3, most=16)


def _newest(sight: Sight, room: float) -> Drawn:
    return Drawn(listed(sight.picture.cases.newest, lambda line: case_row(sight.viewer, line), room, TWO_LINES_REM))


SCENE: Final = Scene(
    key="cases",
    title=Text("案件处置", "Cases"),
    order=7,
    left=(
        Panel(
            key="case-lamps", topic="case_lamps", title=Cases.LAMPS, height=_figures_height, draw=_lamps, layer=LAYER
        ),
        Panel(
            key="case-stages", topic="case_stages", title=Cases.STAGES, height=_stages_height, draw=_stages, layer=LAYER
        ),
        Panel(
            key="case-squads", topic="case_squads", title=Cases.SQUADS, height=_squads_height, draw=_squads, layer=LAYER
        ),
    ),
    right=(
        Panel(key="case-day", topic="case_day", title=Cases.TODAY, height=_figures_height, draw=_today, layer=LAYER),
        Panel(
            key="case-newest", topic="case_newest", title=Cases.NEWEST, height=_newest_height, draw=_newest, layer=LAYER
        ),
    ),
    layers=(LAYER,),
)
