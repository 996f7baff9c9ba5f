"""视频 AI: cameras online, categories and hours left; the newest pictures right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html

from dashboard.domain.camera_streams import Way
from dashboard.domain.event_lines import EventLine
from dashboard.domain.readouts import LayerCount
from dashboard.domain.text import Text
from dashboard.domain.wall_facts import GridCount, WallPicture
from layouts.components.panels import bar, online_state
from layouts.components.player import player
from layouts.components.queue import event_label, thumbnail
from layouts.components.walls.panels import CHART, EVENTS_PANEL, blank, chart, figures
from layouts.components.walls.rows import ONE_LINE_REM, grid_line, list_height, listed, picture_card, whole_rows
from layouts.figures.wall_charts import category_chart, hour_chart
from layouts.formatting import clock, number, percent
from layouts.scene import Drawn, Height, Panel, Scene, Sight
from layouts.texts.wall import Kpi, Panels

_CARD_REM: Final = 8.6
_CARD_ROWS: Final = 2
_NEWEST_REM: Final = 17.2
_CAMERAS_REM: Final = 5.4
_CATEGORY_REM: Final = 1.9
_CATEGORIES: Final = 8
_EVENT_GRIDS: Final = 6
_TILE_REM: Final = 7.2
_GAP_REM: Final = 0.6
_LIVE_ROWS: Final = 4
_STILL_EVERY_MS: Final = 2000


def _cameras(picture: WallPicture) -> LayerCount | None:
    return next((count for count in picture.counts if count.kind == "camera" and count.total), None)


def _online_height(picture: WallPicture) -> Height | None:
    return None if _cameras(picture) is None else Height(_CAMERAS_REM, _CAMERAS_REM, 0.0)


def _online(sight: Sight, _room: float) -> Drawn:
    viewer, count = sight.viewer, _cameras(sight.picture)
    if count is None:
        return Drawn(blank(""))
    events = sight.picture.classified.total
    row = figures(
        [
            (number(count.online), f"/ {number(count.total)}", viewer.say(Panels.CAMERAS_UP)),
            (percent(count.online, count.total), "%", viewer.say(Panels.RATE)),
            (number(events.today), "", viewer.say(Kpi.EVENTS)),
        ]
    )
    share = bar(count.online / count.total, online_state(count.online, count.total))
    return Drawn(html.Div([row, share], className="wall-stack"))


def _categories_height(picture: WallPicture) -> Height | None:
    return list_height(len(picture.classified.by_category), _CATEGORY_REM, least=3, most=_CATEGORIES)


def _categories(sight: Sight, room: float) -> Drawn:
    shown = sight.picture.classified.by_category[: whole_rows(room, _CATEGORY_REM)]
    note = sight.viewer.say(Panels.EVENTS_TODAY).format(number(sight.picture.classified.total.today))
    return Drawn(chart(category_chart(sight.viewer, sight.rem_px, shown)), note)


def _hours_height(_picture: WallPicture) -> Height:
    return CHART


def _hours(sight: Sight, _room: float) -> Drawn:
    picture = sight.picture
    drawn = hour_chart(sight.viewer, sight.rem_px, picture.classified.by_hour, picture.hour_now)
    return Drawn(chart(drawn))


def _event_grids(picture: WallPicture) -> Sequence[GridCount]:
    busy = [grid for grid in picture.grids if grid.events]
    return sorted(busy, key=lambda grid: -grid.events)[:_EVENT_GRIDS]


def _grids_height(picture: WallPicture) -> Height | None:
    return list_height(len(_event_grids(picture)), ONE_LINE_REM, most=_EVENT_GRIDS, grow=0.3)


def _grids(sight: Sight, room: float) -> Drawn:
    grids = _event_grids(sight.picture)
    most = max((grid.alarms + grid.events for grid in grids), default=0)
    ranked = list(enumerate(grids, start=1))
    body = listed(ranked, lambda line: grid_line(line[0], line[1], most), room, ONE_LINE_REM)
    return Drawn(body, sight.viewer.say(Panels.GRIDS_NOTE))


def _live_height(picture: WallPicture) -> Height | None:
    rows = min(-(-len(picture.busiest_cameras) // 2), _LIVE_ROWS)
    return Height(_TILE_REM * min(rows, 2), _TILE_REM * rows, 0.5) if rows else None


def _live(sight: Sight, room: float) -> Drawn:
    """Where most was seen today, two beside each other; which ones changes with the day's counts alone."""
    rows = min(_LIVE_ROWS, max(1, whole_rows(room, _TILE_REM)))
    shown = sorted(sight.picture.busiest_cameras[: 2 * rows])
    tiles = [
        player(sight.viewer, each.asset_id, each.name, ways=(Way.SNAPSHOT,), every_ms=_STILL_EVERY_MS, is_small=True)
        for each in shown
    ]
    style = {"gridAutoRows": f"{room / max(1, -(-len(shown) // 2)) - _GAP_REM:.3f}rem"}
    return Drawn(html.Div(tiles, className="wall-film", style=style), sight.viewer.say(Panels.LIVE_NOTE))


def _pictured(picture: WallPicture) -> list[EventLine]:
    return [event for event in picture.events if event.image_digest is not None]


def _newest_height(picture: WallPicture) -> Height | None:
    return Height(_NEWEST_REM, _NEWEST_REM) if _pictured(picture) else None


def _newest(sight: Sight, _room: float) -> Drawn:
    viewer, event = sight.viewer, _pictured(sight.picture)[0]
    place = " · ".join(part for part in (event.place or event.camera_ref, event.grid_name) if part)
    line = html.Figcaption(
        [
            html.B(event_label(viewer, event)),
            html.Span(clock(viewer, event.last_us), className="fig"),
            html.Span(place),
        ]
    )
    return Drawn(html.Figure([thumbnail(event), line], className="wall-newest"))


def _pictures_height(picture: WallPicture) -> Height | None:
    rows = _CARD_REM * min(len(_pictured(picture)[1:]) // 2, _CARD_ROWS)
    return Height(rows, rows, 1.0) if rows else None


def _pictures(sight: Sight, room: float) -> Drawn:
    rows = max(1, whole_rows(room, _CARD_REM))
    cards = [picture_card(sight.viewer, event) for event in _pictured(sight.picture)[1 : 1 + 2 * rows]]
    return Drawn(html.Div(cards, className="wall-cards", style={"gridAutoRows": f"{room / rows:.3f}rem"}))


SCENE: Final = Scene(
    key="cameras",
    title=Text("视频 AI", "Cameras"),
    order=2,
    left=(
        Panel(
            key="cameras", topic="cameras", title=Panels.CAMERAS, height=_online_height, draw=_online, layer="camera"
        ),
        Panel(
            key="categories",
            topic="categories",
            title=Panels.CATEGORIES,
            height=_categories_height,
            draw=_categories,
            layer="camera_events",
        ),
        Panel(
            key="event-hours",
            topic="event_hours",
            title=Panels.BY_HOUR,
            height=_hours_height,
            draw=_hours,
            layer="camera_events",
        ),
        Panel(
            key="event-grids",
            topic="grids",
            title=Panels.GRIDS,
            height=_grids_height,
            draw=_grids,
            layer="camera_events",
        ),
    ),
    right=(
        Panel(
            key="live",
            topic="live_cameras",
            title=Panels.LIVE,
            height=_live_height,
            draw=_live,
            layer="camera",
        ),
        Panel(
            key="newest",
            topic="newest",
            title=Panels.NEWEST,
            height=_newest_height,
            draw=_newest,
            layer="camera_events",
        ),
        Panel(
            key="pictures",
            topic="pictures",
            title=Panels.PICTURES,
            height=_pictures_height,
            draw=_pictures,
            layer="camera_events",
        ),
        EVENTS_PANEL,
    ),
    layers=("camera",),
)
