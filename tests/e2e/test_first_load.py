"""What a browser that was never here loads for the desk, and what only later."""

from __future__ import annotations

import json
from typing import Final

from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.product import Device, now_ms, observation

SHOWN: Final = """() => {
  const { areas, basemap } = xiuhua.map.session;
  return [areas.partsOf('unit_grid').length > 0, basemap.has('building')];
}"""
"""Whether the map has the unit grids and the buildings."""

OPENED: Final = """() => {
  const { session } = xiuhua.map;
  return [session.map.getZoom(), session.homeZoom(session.home), [...session.pointer.layer._levels.keys()]];
}"""


def test_plotly_comes_with_the_first_chart_and_dashs_polyfill_never(device: Device, visit: Visit, manhole: str) -> None:
    device.deliver([observation("manhole", manhole, now_ms() - n * 1000, tilt_deg=n / 10) for n in range(60)])
    asked: list[str] = []
    visit.context.on("request", lambda request: asked.append(request.url))
    page = visit.open()
    expect(page.locator("#page .skeleton")).to_have_count(0)
    assert not [address for address in asked if "plotly" in address or "async-graph" in address]
    page.goto(f"{visit.product.url}/?asset={manhole}")
    page.locator(".drawer .js-plotly-plot .scatterlayer path").first.wait_for(state="attached")
    assert [address for address in asked if "plotly" in address]
    assert not [address for address in asked if "polyfill" in address or "dash_table" in address]


def parts_of(asked: list[str]) -> list[str]:
    """The parts of the map's data that were asked for, in order of name."""
    return sorted(address.partition("/map/")[2] for address in asked if "?part=" in address)


def test_what_shows_close_by_only_is_loaded_once_somebody_comes_near(visit: Visit) -> None:
    asked: list[str] = []
    visit.context.on("request", lambda request: asked.append(request.url))
    page = visit.open()
    page.wait_for_function("() => xiuhua.map.session?.basemap && xiuhua.map.session.areas")
    far = ["areas?part=far", "basemap?part=far"]
    assert parts_of(asked) == far
    assert page.evaluate(SHOWN) == [False, False]
    page.evaluate("() => { const { map } = xiuhua.map.session; map.setView(map.getCenter(), 16, { animate: false }); }")
    page.wait_for_function(f"() => ({SHOWN})().every(Boolean)")
    page.evaluate("() => { const { map } = xiuhua.map.session; map.setZoom(17, { animate: false }); }")
    near = ["areas?part=near", "basemap?part=near"]
    assert parts_of(asked) == sorted(far + near)


def test_a_unit_grid_that_is_asked_for_by_its_code_is_loaded_and_shown(visit: Visit) -> None:
    page = visit.open()
    page.wait_for_function("() => xiuhua.map.session?.areas")
    areas = visit.product.get("/api/v1/map/areas?part=near")
    code = json.loads(areas or b"{}")["features"][0]["properties"]["code"]
    assert page.evaluate("code => xiuhua.map.showArea(code)", code) is True
    assert page.evaluate("code => xiuhua.map.session.areas.selected.code === code", code)
    assert page.evaluate("() => xiuhua.map.showArea('nowhere')") is False


def test_the_map_opens_at_the_whole_city_and_is_drawn_nowhere_else_before(visit: Visit) -> None:
    page = visit.open()
    page.wait_for_function("() => xiuhua.map.session?.fitted")
    zoom, home, levels = page.evaluate(OPENED)
    assert zoom == home
    assert min(levels) >= home - 1, "only the neighbouring zooms are made ready"
