"""物联设备: online rates and the silent left; data quality and batteries right."""

from __future__ import annotations

from typing import Final

from dash import html

from dashboard.domain.text import Text
from dashboard.domain.wall_facts import WallPicture
from layouts.components.panels import reporting
from layouts.components.walls.panels import CHART, ONLINE_PANEL, chart, figures
from layouts.components.walls.rows import (
    ONE_LINE_REM,
    TWO_LINES_REM,
    battery_line,
    list_height,
    listed,
    quarantine_line,
    silent_line,
)
from layouts.figures.wall_charts import battery_chart
from layouts.formatting import number
from layouts.scene import Drawn, Height, Panel, Scene, Sight
from layouts.texts.sensors import Quality
from layouts.texts.wall import Panels

_FIGURES_REM: Final = 4.2


def _silent_height(picture: WallPicture) -> Height | None:
    return list_height(len(picture.silent), ONE_LINE_REM, least=4, most=14)


def _silent(sight: Sight, room: float) -> Drawn:
    viewer = sight.viewer
    offline = sum(count.total - count.online for count in reporting(sight.picture.counts))
    rows = listed(sight.picture.silent, lambda asset: silent_line(viewer, asset), room, ONE_LINE_REM)
    return Drawn(rows, viewer.say(Panels.SILENT_NOTE).format(number(offline)))


def _quality_height(picture: WallPicture) -> Height | None:
    lines = TWO_LINES_REM * min(len(picture.quality.groups), 4)
    if picture.quality.counts is None:
        return Height(lines, lines, 0.5) if lines else None
    return Height(_FIGURES_REM, _FIGURES_REM + lines, 0.5 if lines else 0.0)


def _quality(sight: Sight, room: float) -> Drawn:
    viewer, quality = sight.viewer, sight.picture.quality
    parts = []
    if quality.counts is not None:
        counts = quality.counts
        items = [
            (number(counts.received), "", viewer.say(Quality.RECEIVED)),
            (number(counts.repeated), "", viewer.say(Quality.REPEATED)),
            (number(counts.quarantined), "", viewer.say(Quality.QUARANTINED)),
        ]
        parts.append(figures(items))
        room -= _FIGURES_REM
    parts.append(listed(quality.groups, lambda line: quarantine_line(viewer, line), room, TWO_LINES_REM))
    return Drawn(html.Div(parts, className="wall-stack"), viewer.say(Panels.QUALITY_NOTE))


def _battery_height(picture: WallPicture) -> Height | None:
    return CHART if any(picture.batteries.classes) else None


def _battery(sight: Sight, _room: float) -> Drawn:
    classes = sight.picture.batteries.classes
    return Drawn(chart(battery_chart(sight.viewer, sight.rem_px, classes)), number(sum(classes)))


def _lowest_height(picture: WallPicture) -> Height | None:
    return list_height(len(picture.batteries.lowest), ONE_LINE_REM, least=4, most=10)


def _lowest(sight: Sight, room: float) -> Drawn:
    return Drawn(listed(sight.picture.batteries.lowest, battery_line, room, ONE_LINE_REM))


SCENE: Final = Scene(
    key="devices",
    title=Text("物联设备", "Devices"),
    order=5,
    left=(
        ONLINE_PANEL,
        Panel(key="silent", topic="silent", title=Panels.SILENT, height=_silent_height, draw=_silent),
    ),
    right=(
        Panel(key="quality", topic="quality", title=Panels.QUALITY, height=_quality_height, draw=_quality),
        Panel(key="battery", topic="battery", title=Panels.BATTERY, height=_battery_height, draw=_battery),
        Panel(key="lowest", topic="lowest", title=Panels.BATTERY_LOW, height=_lowest_height, draw=_lowest),
    ),
)
