"""The wall in Chromium: nothing cut at any size, stale and healed, red alarms, the director, the print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from layouts.scenes import scenes
from tests.e2e.conftest import OpenVisit, Visit
from tests.e2e.product import Device, Product, eventually, now_ms, observation

SIZES: Final = (
    (1920, 1080, "zh-CN"),
    (1920, 1080, "en"),
    (3840, 2160, "zh-CN"),
    (3840, 1080, "zh-CN"),
    (3840, 1080, "en"),
    (5760, 2160, "zh-CN"),
    (5760, 2160, "en"),
    (7680, 2160, "zh-CN"),
)
"""Everything grows with the height: what is another one twice as wide and high is looked at in one language."""
PNG: Final = b"\x89PNG\r\n\x1a\n"

FAULTS: Final = (Path(__file__).parent / "wall_faults.js").read_text(encoding="utf-8").split("*/", 1)[1]
SHOWN: Final = """(key) => document.querySelector('.wall').dataset.scene === key
  && !document.querySelector('.wall [data-figure]:empty')"""
IN_SIGHT: Final = """() => {
  const middle = (selector) => {
    const { left, top, width, height } = document.querySelector(selector).getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2, width, height };
  };
  const [map, card, place] = ['.wall-map', '.wall-focus', '.wall-target'].map(middle);
  const isCentral = Math.abs(place.x - map.x) < map.width / 4 && Math.abs(place.y - map.y) < map.height / 4;
  return isCentral && place.x < card.x - card.width / 2;
}"""
LINE: Final = "[data-wall-leader] path:last-child"
LEADS: Final = """() => {
  const names = ['[data-wall-leader] path:last-child', '[data-wall-leader]', '.wall-focus', '.wall-target i'];
  const [line, place, focus, target] = names.map((selector) => document.querySelector(selector));
  if (!line || !place || !focus || !target) return false;
  const { left, top } = place.getBoundingClientRect();
  const [from, to] = line.getAttribute('d').slice(1).split('L').map((end) => end.split(' ').map(Number));
  const card = focus.getBoundingClientRect();
  const mark = target.getBoundingClientRect();
  const toMark = Math.hypot(left + to[0] - mark.left - mark.width / 2, top + to[1] - mark.top - mark.height / 2);
  return Math.abs(left + from[0] - card.left) < 2 && Math.abs(toMark - 2 * xiuhua.wall.rem()) < 2;
}"""
BOXES: Final = """() => {
  const sides = (node) => [node.getBoundingClientRect().left, node.getBoundingClientRect().right];
  const panels = [...document.querySelectorAll('.wall-panel')];
  return {
    map: sides(document.querySelector('.wall-middle')),
    columns: [...document.querySelectorAll('.wall-column')].map(sides),
    panels: panels.map((panel) => panel.dataset.panel),
    titles: panels.map((panel) => panel.querySelector('h2 span').textContent),
  };
}"""
STALE: Final = "document.querySelectorAll('.wall-panel[data-stale]').length"


def open_wall(visit: Visit, query: str = "?scene=overview") -> Page:
    """The wall with its first picture and a map."""
    page = visit.open(f"/wall{query}")
    page.wait_for_function("() => document.querySelector('.wall-panel') && document.querySelector('.wall-kpi')")
    return page


def show(page: Page, key: str) -> None:
    page.evaluate("(key) => { document.querySelector('.wall').dataset.pinned = key; xiuhua.wall.direct({}); }", key)
    page.wait_for_function(SHOWN, arg=key)


@pytest.mark.parametrize(("width", "height", "language"), SIZES)
def test_nothing_scrolls_overlaps_or_is_cut(visits: OpenVisit, width: int, height: int, language: str) -> None:
    visit = visits(viewport={"width": width, "height": height})
    visit.context.add_cookies([{"name": "xiuhua_language", "value": language, "url": visit.product.url}])
    page = open_wall(visit)
    for key in scenes():
        show(page, key)
        assert (key, _faults(page)) == (key, [])
        if width > 3 * height:
            _assert_wide(page, width, key)
    visit.assert_quiet()


def _faults(page: Page) -> list[str]:
    """What is wrong and stays so: for a frame or two a list that is drawn anew may stand out."""
    with suppress(PlaywrightTimeout):
        page.wait_for_function(f"() => ({FAULTS})().length === 0", timeout=10_000)
    found: list[str] = page.evaluate(FAULTS)
    return found


def _assert_wide(page: Page, width: int, key: str) -> None:
    """On wide walls the map keeps its share, and no panel stands twice."""
    boxes = page.evaluate(BOXES)
    assert boxes["map"][1] - boxes["map"][0] >= 0.45 * width, key
    assert len(boxes["columns"]) == 4, key
    assert boxes["columns"][1][1] <= boxes["map"][0], key
    assert boxes["columns"][2][0] >= boxes["map"][1], key
    for names in (boxes["panels"], boxes["titles"]):
        assert len(names) == len(set(names)), (key, names)


def test_wider_walls_get_more_columns_instead_of_stretching(visits: OpenVisit) -> None:
    widths = {}
    for width, height in ((1920, 1080), (3840, 1080)):
        page = open_wall(visits(viewport={"width": width, "height": height}))
        panels = page.locator(".wall-column")
        widths[width] = (panels.count(), round(panels.first.bounding_box()["width"]))  # type: ignore[index]
    assert widths[1920][0] == 2
    assert widths[3840][0] == 4
    assert widths[1920][1] == widths[3840][1]


def test_text_grows_with_the_height_of_the_wall(visits: OpenVisit) -> None:
    sizes = []
    for height in (1080, 2160):
        page = open_wall(visits(viewport={"width": height * 16 // 9, "height": height}))
        sizes.append(page.evaluate("parseFloat(getComputedStyle(document.querySelector('.wall-kpi .fig')).fontSize)"))
    assert sizes == [pytest.approx(46, abs=0.5), pytest.approx(92, abs=1)]


def test_the_scene_of_the_address_stays(visit: Visit) -> None:
    page = open_wall(visit, "?scene=parking")
    page.wait_for_function(SHOWN, arg="parking")
    expect(page.locator(".wall-tab.is-on")).to_have_attribute("data-scene", "parking")


def test_a_touch_on_a_tab_shows_its_scene(visit: Visit) -> None:
    page = open_wall(visit, "")
    page.locator(".wall-tab[data-scene=devices]").click()
    page.wait_for_function(SHOWN, arg="devices")


KEPT: Final = "window.dash_stores.reduce((sum, store) => sum + store.getState().history.past.length, 0)"


def test_what_dash_keeps_for_its_undo_buttons_is_forgotten(visits: OpenVisit) -> None:
    visit = visits()
    visit.context.clock.install()
    page = open_wall(visit)
    page.wait_for_function(f"() => {KEPT} >= 5")
    kept = page.evaluate(KEPT)
    page.clock.fast_forward(31_000)
    assert page.evaluate(KEPT) < kept


@pytest.mark.parametrize("offset_ms", [7_200_000, -1_700_000_000_000], ids=["two hours ahead", "in 1970"])
def test_the_head_shows_the_servers_time_whatever_the_browsers_clock_says(visits: OpenVisit, offset_ms: int) -> None:
    visit = visits()
    visit.context.add_init_script(f"{{ const now = Date.now; Date.now = () => now() + {offset_ms}; }}")
    page = open_wall(visit)
    page.wait_for_function("() => document.querySelector('[data-wall-clock]').textContent")
    before_ms = now_ms()
    shown = page.evaluate("xiuhua.clock.now()")
    assert before_ms - 60_000 <= shown <= now_ms() + 60_000
    zone = page.locator("[data-wall-clock]").get_attribute("data-wall-clock") or ""
    expect(page.locator("[data-wall-date]")).to_contain_text(datetime.now(ZoneInfo(zone)).strftime("%Y-%m-%d"))


class Cut:
    """The cable between wall and server, to be pulled and put back."""

    def __init__(self, page: Page) -> None:
        self.pulled = False
        self._routes: list[WebSocketRoute] = []
        page.route_web_socket("**/api/v1/live**", self._join)

    def pull(self) -> None:
        self.pulled = True
        for route in self._routes:
            route.close()
        self._routes.clear()

    def put_back(self) -> None:
        self.pulled = False

    def _join(self, route: WebSocketRoute) -> None:
        if self.pulled:
            route.close()
            return
        route.connect_to_server()
        self._routes.append(route)


def test_a_cut_network_is_stale_and_heals_by_itself(visits: OpenVisit, device: Device, manhole: str) -> None:
    visit = visits()
    page = visit.context.new_page()
    cable = Cut(page)
    page.goto(f"{visit.product.url}/wall?scene=overview")
    page.wait_for_function("() => document.querySelector('.wall-panel') && xiuhua.live.state === 'live'")
    cable.pull()
    page.wait_for_function(f"() => {STALE} > 0")
    expect(page.locator("[data-wall-age]").first).to_contain_text("数据停更 自")
    for part in (".wall-panel", ".wall-kpis", ".wall-map", ".wall-ticker-line"):
        expect(page.locator(part).first).to_have_css("filter", "grayscale(1)")
    cable.put_back()
    device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=0.1)])  # a city without readings is grey
    page.wait_for_function(f"() => {STALE} === 0 && xiuhua.live.state === 'live'")


def test_a_restart_of_the_server_heals_without_a_hand(
    product: Product, visits: OpenVisit, device: Device, manhole: str
) -> None:
    page = open_wall(visits())
    epoch = page.evaluate("xiuhua.live.position.epoch")
    read = page.evaluate("xiuhua.wall.pictureAt")
    product.kill("web")
    page.wait_for_function(f"() => {STALE} > 0")
    product.start("web")
    page.wait_for_function("(epoch) => xiuhua.live.position.epoch !== epoch", arg=epoch)
    device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=0.1)])  # a city without readings is grey
    page.wait_for_function(f"(read) => xiuhua.wall.pictureAt > read && {STALE} === 0", arg=read)
    assert page.locator(".toast").count() == 0
    assert page.evaluate("JSON.parse(localStorage.getItem('xiuhua.wall-reloads') || '[]')") == []


@pytest.fixture
def red_manhole(product: Product, device: Device, manholes: Iterator[str]) -> Iterator[str]:
    """A cover that stands open, and is closed again at the end."""
    manhole = next(manholes)
    device.deliver([observation("manhole", manhole, now_ms(), cover="open")])
    yield manhole
    device.deliver([observation("manhole", manhole, now_ms(), cover="closed")])


def test_a_red_alarm_comes_forward_and_goes_back_when_it_was_seen(visit: Visit, red_manhole: str) -> None:
    page = open_wall(visit)
    card = page.locator(f'.wall-focus[data-asset-id="{red_manhole}"]')
    card.wait_for()
    expect(page.locator(".wall-target")).to_have_count(1)
    assert page.evaluate("xiuhua.map.session.map.getZoom()") == 16
    card.locator("[data-focus-seen]").click()
    expect(card).to_have_count(0)
    page.wait_for_function("() => xiuhua.map.session?.map.getZoom() < 16")
    expect(page.locator(".wall-panel").first).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 1080), (7680, 2160)], ids=lambda side: str(side))
def test_the_place_of_a_red_alarm_is_in_sight_beside_its_card(
    visits: OpenVisit, red_manhole: str, width: int, height: int
) -> None:
    page = open_wall(visits(viewport={"width": width, "height": height}))
    page.locator(f'.wall-focus[data-asset-id="{red_manhole}"]').wait_for()
    page.wait_for_function(f"() => ({IN_SIGHT})() && ({LEADS})()")
    expect(page.locator(".wall-sound")).to_contain_text("声音未开启")


def test_the_line_from_a_red_alarm_follows_the_map_and_goes_with_its_mark(visit: Visit, red_manhole: str) -> None:
    page = open_wall(visit)
    page.locator(f'.wall-focus[data-asset-id="{red_manhole}"]').wait_for()
    page.wait_for_function(LEADS)
    before = page.locator(LINE).get_attribute("d")
    page.evaluate("xiuhua.map.session.map.panBy([60, 40], { animate: false })")
    assert page.locator(LINE).get_attribute("d") != before
    page.wait_for_function(LEADS)
    page.evaluate("xiuhua.map.session.map.panBy([4000, 0], { animate: false })")
    expect(page.locator(LINE)).to_have_count(0)


def test_charts_and_panels_are_updated_in_place(visit: Visit) -> None:
    page = open_wall(visit, "?scene=cameras")
    page.wait_for_function("() => document.querySelector('.wall-chart .main-svg')")
    page.evaluate("() => { window.before = [...document.querySelectorAll('.wall-panel, .wall-chart > div')]; }")
    read = page.evaluate("xiuhua.wall.pictureAt")
    page.wait_for_function("(read) => xiuhua.wall.pictureAt > read", arg=read)
    assert page.evaluate("window.before.every((node) => node.isConnected)")


def test_the_director_pins_and_speaks(visit: Visit) -> None:
    page = open_wall(visit, "")
    page.evaluate("xiuhua.wall.direct({ scene: 'flood', rotate: true })")
    page.wait_for_function(SHOWN, arg="flood")
    page.evaluate("xiuhua.wall.direct({ scene: null })")
    expect(page.locator(".wall-tab.is-on")).to_have_attribute("data-scene", "flood")


def test_an_unpaired_wall_shows_its_code_in_the_corner(visit: Visit) -> None:
    page = open_wall(visit)
    expect(page.locator("[data-wall-screen]")).to_contain_text("配对码")


def test_the_scene_is_saved_as_a_png_of_the_walls_size(visit: Visit) -> None:
    page = open_wall(visit)
    with page.expect_download() as download:
        page.locator("[data-wall-save]").click()
    content = download.value.path().read_bytes()
    assert content.startswith(PNG)
    assert (int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")) == (1920, 1080)
    assert "综合态势" in download.value.suggested_filename


def test_the_watchdog_says_how_the_wall_is(visit: Visit) -> None:
    page = open_wall(visit)
    health: dict[str, Any] = page.evaluate("xiuhua.wall.health()")
    assert health["heap_mb"] is None or health["heap_mb"] > 0
    assert health["reloads"] == []
    eventually(lambda: page.evaluate("xiuhua.live.age_s()") is not None, "the channel's age is known")
