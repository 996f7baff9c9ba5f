"""Keys are offered only where they work, and 0 shows the whole city, whichever city it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import ASSETS, OpenVisit, Visit
from tests.e2e.product import Device, Product, now_ms, observation

CITIES: Final = Path(__file__).parents[1] / "fixtures" / "cities"
DEVICES: Final = """asset_id,kind,name,lon,lat
OWN-JG-0001,manhole,人民路 1 号井,115.31,36.92
OWN-JS-0001,road_water,铁路桥下,115.62,37.02
"""
OFFERED: Final = "() => [...document.querySelectorAll('kbd')].filter((k) => k.offsetParent).map((k) => k.textContent)"
AWAY: Final = """() => {
  const { map } = xiuhua.map.session;
  map.setZoom(18, { animate: false });
  map.panBy([4000, 4000], { animate: false });
}"""
WHOLE: Final = """() => {
  const { map, home } = xiuhua.map.session || {};
  if (!home || !map.getBounds().intersects(home)) return false;
  const [middle, size] = [map.latLngToContainerPoint(home.getCenter()), map.getSize()];
  const isCentral = Math.abs(middle.x - size.x / 2) < size.x / 4 && Math.abs(middle.y - size.y / 2) < size.y / 4;
  const corners = [map.latLngToContainerPoint(home.getNorthWest()), map.latLngToContainerPoint(home.getSouthEast())];
  return isCentral && corners[1].x - corners[0].x <= size.x * 1.5 && corners[1].y - corners[0].y <= size.y * 1.5;
}"""


@pytest.fixture(scope="module")
def own_city(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of its own with the city of docs/howto/your-own-city.md."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "devices.csv").write_text(DEVICES, encoding="utf-8")
    running = Product(folder / "var", ASSETS)
    running.run("migrate")
    areas = ("--level", "grid", "--crs", "wgs84", "--code-field", "gb", "--city", "衡水市")
    running.run("import", "grids", str(CITIES / "counties.geojson"), *areas)
    running.run("import", "devices", str(folder / "devices.csv"), "--crs", "wgs84")
    try:
        running.start()
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


def show_whole_city(page: Page) -> None:
    """Goes far away, presses 0, and finds the city as a whole again."""
    page.wait_for_function(WHOLE)
    page.evaluate(AWAY)
    assert not page.evaluate(WHOLE)
    page.keyboard.press("0")
    page.wait_for_function(WHOLE)


@pytest.mark.parametrize("path", ["/", "/wall?scene=overview"])
def test_0_shows_the_whole_city(visit: Visit, path: str) -> None:
    show_whole_city(visit.open(path))


@pytest.mark.parametrize("path", ["/", "/wall?scene=overview"])
def test_0_shows_the_whole_of_another_city(own_city: Product, browser: Browser, path: str) -> None:
    with browser.new_context(viewport={"width": 1920, "height": 1080}) as context:
        page = Visit(context, own_city).open(path)
        show_whole_city(page)
        west, east = page.evaluate("[xiuhua.map.session.home.getWest(), xiuhua.map.session.home.getEast()]")
    assert (west, east) == pytest.approx((115.0, 116.4), abs=0.25)


def test_0_is_a_figure_while_one_types(visit: Visit) -> None:
    page = visit.open()
    page.wait_for_function(WHOLE)
    page.evaluate(AWAY)
    page.locator(".search input").press("0")
    expect(page.locator(".search input")).to_have_value("0")
    assert not page.evaluate(WHOLE)


def test_keys_are_offered_only_where_they_act(device: Device, visit: Visit, manhole: str) -> None:
    device.deliver([observation("manhole", manhole, now_ms(), cover="open")])
    page = visit.open()
    page.locator("#desk-alarms .q").first.wait_for()
    assert set(page.evaluate(OFFERED)) == {"J", "A", "H", "/", "0"}
    page.locator("[data-open-pane=events]").click()
    assert not {"A", "H"} & set(page.evaluate(OFFERED)), "nothing is confirmed or shelved among camera events"
    page.locator("[data-open-pane=alarms]").click()
    page.locator("[data-standing=shelved]").click()
    page.locator("#desk-alarms .q").first.wait_for(state="detached")
    assert set(page.evaluate(OFFERED)) == {"/", "0"}


@pytest.mark.parametrize("path", ["/sensors", "/sensors?tab=drainage", "/wall"])
def test_other_pages_offer_no_key_of_the_desk(visits: OpenVisit, path: str) -> None:
    page = visits().open(path)
    offered = page.evaluate(OFFERED)
    assert offered == ([] if path == "/wall" else ["/"])
    if offered:
        page.keyboard.press("/")
        expect(page.locator(".search input")).to_be_focused()
