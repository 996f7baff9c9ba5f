"""The wall's scenes: what stands where, how high, and that nothing is ever cut off."""

from __future__ import annotations

import re

import pytest

from dashboard.domain.city import NAMELESS, CityProfile
from dashboard.domain.readouts import LayerCount
from dashboard.domain.severity import Severity
from dashboard.domain.text import Text
from dashboard.domain.wall_facts import NewsKind, Then, WallPicture, alarms_first
from layouts.components.walls.columns import CHROME_REM, GAP_REM, column, columns_of, place, share
from layouts.components.walls.frame import centre_name, key_figures, tabs, ticker, weather
from layouts.components.walls.rows import ONE_LINE_REM, listed, whole_rows
from layouts.figures.wall_charts import battery_chart, hour_chart
from layouts.markup import markup
from layouts.pages.wall import dwell_s
from layouts.scene import Height, Scene, Sight
from layouts.scenes import scenes
from tests.readout_builders import CHINESE, ENGLISH, alarm_line
from tests.wall_builders import empty_picture, full_picture

COLUMN_REM = 57.825
EVERY_SCENE = list(scenes().values())
PICTURES = {"full": full_picture(), "empty": empty_picture(), "calm": full_picture(alarms=(), events=(), silent=())}


def others(scene: Scene) -> list[Scene]:
    return [other for other in EVERY_SCENE if other is not scene]


def test_the_scenes_go_round_in_the_agreed_order() -> None:
    assert list(scenes()) == ["overview", "cameras", "flood", "parking", "devices", "duty", "cases"]


@pytest.mark.parametrize("scene", EVERY_SCENE, ids=lambda scene: scene.key)
@pytest.mark.parametrize("per_side", [1, 2, 3])
def test_no_topic_is_shown_twice_on_one_wall(scene: Scene, per_side: int) -> None:
    left, right = columns_of(scene, others(scene), per_side, full_picture())
    topics = [panel.topic for panels in (*left, *right) for panel in panels]
    assert len(topics) == len(set(topics))


@pytest.mark.parametrize("scene", EVERY_SCENE, ids=lambda scene: scene.key)
def test_wider_walls_get_more_columns_with_the_scenes_own_at_the_map(scene: Scene) -> None:
    left, right = columns_of(scene, others(scene), 3, full_picture())
    assert (len(left), len(right)) == (3, 3)
    assert left[-1] == scene.left
    assert right[0] == scene.right


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES.keys())
@pytest.mark.parametrize("scene", EVERY_SCENE, ids=lambda scene: scene.key)
def test_panels_fill_their_column_exactly(scene: Scene, picture: WallPicture) -> None:
    for panels in (scene.left, scene.right):
        placed = place(panels, Sight(CHINESE, picture), COLUMN_REM)
        taken = sum(one.body_rem + CHROME_REM for one in placed) + GAP_REM * (len(placed) - 1)
        assert not placed or taken == pytest.approx(COLUMN_REM)


@pytest.mark.parametrize("column_rem", [20.0, 40.0, COLUMN_REM, 90.0])
@pytest.mark.parametrize("scene", EVERY_SCENE, ids=lambda scene: scene.key)
def test_rows_never_need_more_room_than_their_panel_has(scene: Scene, column_rem: float) -> None:
    for viewer in (CHINESE, ENGLISH):
        for panels in (scene.left, scene.right):
            html = markup(column(panels, Sight(viewer, full_picture()), column_rem))
            for body, rows in _lists(html):
                assert rows <= body + 0.01


def _lists(html: str) -> list[tuple[float, float]]:
    """Of each panel that is one list: the height of its body, and of its rows together."""
    found = re.findall(
        r'class="wall-body" style="height:([\d.]+)rem">'
        r'<div class="wall-rows" style="grid-auto-rows:([\d.]+)rem">(.*?)</section>',
        html,
        re.DOTALL,
    )
    row = re.compile(r'<div class="(?:wall-[a-z]+-row|online-row|station-row|park-row)')
    return [(float(body), float(height) * len(row.findall(inner))) for body, height, inner in found]


def test_a_city_without_devices_shows_no_empty_lists() -> None:
    for scene in EVERY_SCENE:
        sight = Sight(CHINESE, empty_picture())
        html = markup([column(panels, sight, COLUMN_REM) for panels in (scene.left, scene.right)])
        assert 'class="wall-rows" style="grid-auto-rows:1.950rem"></div>' not in html


def test_room_is_given_by_what_is_least_then_natural_then_by_growth() -> None:
    heights = [Height(2, 4, 1), Height(2, 6, 3)]
    assert share(heights, 4) == [2, 2]
    assert share(heights, 7) == [3, 4]
    assert share(heights, 18) == [6, 12]


def test_panels_that_find_no_room_are_left_out_from_the_end() -> None:
    scene = scenes()["overview"]
    placed = place(scene.left, Sight(CHINESE, full_picture()), 22.0)
    assert [one.panel.key for one in placed] == ["online"]


def test_a_list_shows_whole_rows_only() -> None:
    assert whole_rows(5.8, ONE_LINE_REM) == 2
    assert len(listed(["a", "b", "c"], lambda item: item, 4.0, ONE_LINE_REM).children) == 2  # type: ignore[arg-type, return-value]


def test_key_figures_are_shown_only_where_the_data_exists() -> None:
    assert len(key_figures(CHINESE, empty_picture())) == 1
    assert len(key_figures(CHINESE, full_picture())) == 6


def test_todays_events_are_held_against_yesterday_only_when_that_is_known() -> None:
    picture = full_picture()
    known = markup(key_figures(CHINESE, picture))
    unknown = full_picture(classified=picture.classified._replace(total=Then(5, None)))
    assert "▲\u200920.0%" in known
    assert "较昨日同时" not in markup(key_figures(CHINESE, unknown))
    few = full_picture(classified=picture.classified._replace(total=Then(60, 1)))
    assert "%" not in markup(key_figures(CHINESE, few)[2])


def test_the_weather_comes_from_the_citys_own_stations() -> None:
    assert weather(CHINESE, empty_picture()) == []
    assert "12.4\u2009mm/h" in markup(weather(CHINESE, full_picture()))


def test_a_city_without_a_name_is_still_a_centre() -> None:
    assert centre_name(CHINESE, NAMELESS) == "城市管理运行指挥中心"
    assert centre_name(CHINESE, CityProfile(name=Text("绣城区", "Xiucheng"))) == "绣城区城市管理运行指挥中心"
    titled = CityProfile(name=Text("绣城区", "Xiucheng"), title=Text("绣城之眼", "The Eye of Xiucheng"))
    assert centre_name(CHINESE, titled) == "绣城之眼"


def test_the_ticker_tells_what_happened_with_mark_and_word() -> None:
    line = full_picture().news[0]
    raised, cleared = ticker(CHINESE, [line, line._replace(kind=NewsKind.CLEARED)])
    assert "告警" in markup(raised)
    assert "✓ 恢复" in markup(cleared)
    assert 'data-state="normal"' in markup(cleared)


def test_the_ticker_tells_alarms_before_clearances_and_events() -> None:
    line = full_picture().news[0]
    kinds = [NewsKind.CLEARED, NewsKind.RAISED, NewsKind.SEEN, NewsKind.WORSENED]
    order = [shown.kind for shown in alarms_first([line._replace(kind=kind) for kind in kinds])]
    assert order == [NewsKind.RAISED, NewsKind.WORSENED, NewsKind.CLEARED, NewsKind.SEEN]


def test_tabs_tell_the_map_what_to_show() -> None:
    html = markup(tabs(CHINESE, EVERY_SCENE))
    assert 'data-layers="drainage" data-pipes="yes" data-scene="flood"' in html


@pytest.mark.parametrize(("asked", "dwell"), [("", 30), ("45", 45), ("5", 20), ("999", 60), ("abc", 30)])
def test_a_scene_stays_between_twenty_and_sixty_seconds(asked: str, dwell: int) -> None:
    assert dwell_s(asked) == dwell


def test_hours_to_come_have_no_bar_and_yesterday_is_a_line() -> None:
    figure = hour_chart(CHINESE, 16.0, (1,) * 24, 9, (2,) * 24)
    assert len(figure.data[0].y) == 10
    assert figure.data[1].mode == "lines"


def test_charts_grow_with_the_wall() -> None:
    small, large = (battery_chart(CHINESE, rem_px, (1, 2, 3, 4, 5, 6)) for rem_px in (16.0, 32.0))
    assert large.layout.font.size == 2 * small.layout.font.size


def test_the_worst_alarm_stands_first() -> None:
    alarms = (alarm_line(1), alarm_line(2, severity=Severity.CRITICAL))
    html = markup(column(scenes()["overview"].right, Sight(CHINESE, full_picture(alarms=alarms)), COLUMN_REM))
    assert html.index('data-alarm="2"') < html.index('data-alarm="1"')


def test_an_unknown_kind_is_left_out_of_the_online_rates() -> None:
    picture = full_picture(counts=(LayerCount("spaceship", 3, 3),))
    assert scenes()["overview"].left[0].height(picture) is None
