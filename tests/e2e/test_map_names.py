"""What is selected on the map is ringed and named; the map and what stands on it can be told by name."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenVisit, Visit
from tests.e2e.product import Device, now_ms, observation

DESKTOP: Final = {"width": 1920, "height": 1080}
PHONE: Final = {"width": 390, "height": 844}
NAME: Final = ".xiuhua-ring-name i"
RINGED: Final = "() => xiuhua.map.session && xiuhua.map.session.pointer.ring !== null"
BESIDE: Final = """([right, down]) => {
  const { map, pointer } = xiuhua.map.session;
  const size = map.getSize();
  const at = map.project(pointer.ring.position).subtract([(right - 0.5) * size.x, (down - 0.5) * size.y]);
  map.setView(map.unproject(at), map.getZoom(), { animate: false });
  const box = (node) => node.getBoundingClientRect();
  const [name, frame] = [box(document.querySelector('.xiuhua-ring-name i')), box(map.getContainer())];
  const ring = box(document.querySelector('.xiuhua-selected i'));
  return {
    inside: name.left >= frame.left && name.right <= frame.right
      && name.top >= frame.top && name.bottom <= frame.bottom,
    apart: name.left >= ring.right || name.right <= ring.left || name.top >= ring.bottom || name.bottom <= ring.top,
    halo: parseFloat(getComputedStyle(document.querySelector('.xiuhua-ring-name i')).webkitTextStrokeWidth),
  };
}"""

NAME_OF: Final = """(id) => {
  const { store } = xiuhua.map.session.pointer.layer;
  return store.names[store.slotOf.get(id)];
}"""
SETTLED: Final = """async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  if (!document.querySelector('.wall-panel') || !document.querySelector('.wall-map-holder[data-box]')) return false;
  await frame();
  await frame();
  return xiuhua.map.counts().manhole !== undefined;
}"""
CALM: Final = """async () => {
  const asked = await fetch('/api/v1/alarms?state=open&limit=500');
  const { items } = await asked.json();
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': xiuhua.formToken() };
  const red = items.filter((alarm) => alarm.severity === 'critical');
  const done = await Promise.all(red.map(({ id }) => (
    fetch(`/api/v1/alarms/${id}/acknowledge`, { method: 'POST', headers, body: '{}' }))));
  return done.every((answer) => answer.ok);
}"""
"""Acknowledges the red alarms that other tests left: each would come forward on a wall and take its flight over."""
AS_RGB: Final = """(colour) => {
  const node = document.body.appendChild(document.createElement('i'));
  node.style.color = colour;
  return getComputedStyle(node).color;
}"""
ZOOM: Final = """async (zoom) => {
  const { map, names, pointer } = xiuhua.map.session;
  map.setView(pointer.ring.position, zoom, { animate: false });
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const { store } = pointer.layer;
  const [level, size] = [pointer.layer.level(), names._bounds.getSize()];
  const marks = [...store.ids.keys()].filter((slot) => store.shown(slot) && !level.clustered[level.cellOf[slot]])
    .map((slot) => [names._px(store.wx[slot]) / names._ratio, names._py(store.wy[slot]) / names._ratio])
    .filter(([x, y]) => x >= 0 && y >= 0 && x <= size.x && y <= size.y);
  return { names: names.placed, ring: names._onCanvas(pointer.ring.box), marks };
}"""
WIDTH: Final = "(node) => node.getBoundingClientRect().width"


def _on_map(visits: OpenVisit, size: dict[str, int], language: str, theme: str, asset_id: str) -> Page:
    """The map with the asset selected, as a person at that size sees it."""
    visit = visits(viewport=size)
    for name, value in (("xiuhua_language", language), ("xiuhua_theme", theme)):
        visit.context.add_cookies([{"name": name, "value": value, "url": visit.product.url}])
    page = visit.open(f"/?asset={asset_id}")
    if size is PHONE:
        page.locator("[data-show=map]").dispatch_event("click")
    page.wait_for_function(RINGED)
    return page


@pytest.mark.parametrize(("language", "theme"), [("zh-CN", "dark"), ("en", "light")])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=lambda size: str(size["width"]))
def test_a_selected_asset_that_is_well_has_a_calm_ring_and_its_name_beside_it(
    visits: OpenVisit, size: dict[str, int], language: str, theme: str, device: Device, manhole: str
) -> None:
    device.deliver([observation("manhole", manhole, now_ms(), cover="closed")])
    page = _on_map(visits, size, language, theme, manhole)
    expect(page.locator(".xiuhua-selected i")).to_have_attribute("data-state", "normal")
    expect(page.locator(NAME).locator("small")).to_have_text(manhole)
    expect(page.locator(NAME).locator("b")).to_have_text(page.evaluate(NAME_OF, manhole))
    for right, down in ((0.5, 0.5), (0.98, 0.5), (0.02, 0.5), (0.5, 0.98), (0.5, 0.02), (0.98, 0.98)):
        found = page.evaluate(BESIDE, [right, down])
        assert found["inside"], (right, down)
        assert found["apart"], (right, down)
        assert found["halo"] >= 3


def test_the_ring_of_a_selected_asset_follows_its_state(device: Device, visit: Visit, manhole: str) -> None:
    device.deliver([observation("manhole", manhole, now_ms(), cover="closed")])
    page = visit.open(f"/?asset={manhole}")
    ring = page.locator(".xiuhua-selected i")
    expect(ring).to_have_attribute("data-state", "normal")
    calm = ring.evaluate(WIDTH)
    device.deliver([observation("manhole", manhole, now_ms(), cover="open")])
    expect(ring).to_have_attribute("data-state", "critical")
    assert ring.evaluate(WIDTH) > calm
    expect(page.locator(NAME).locator("small")).to_have_text(manhole)
    # A red alarm that stays would come forward on the walls of the tests that follow.
    device.deliver([observation("manhole", manhole, now_ms(), cover="closed")])
    expect(ring).to_have_attribute("data-state", "normal")


def test_the_wall_flies_to_an_asset_that_is_well_without_alarm(device: Device, visit: Visit, manhole: str) -> None:
    device.deliver([observation("manhole", manhole, now_ms(), cover="closed")])
    assert visit.open().evaluate(CALM)
    page = visit.open("/wall?scene=overview")
    page.wait_for_function(SETTLED)
    assert page.evaluate("(id) => xiuhua.wall.flyTo(id)", manhole)
    ring = page.locator(".wall-target i")
    expect(ring).to_have_attribute("data-state", "normal")
    accent = page.evaluate("xiuhua.tokens.token('accent')")
    expect(ring).to_have_css("border-top-color", page.evaluate(AS_RGB, accent))
    expect(page.locator(".wall-map").locator(NAME).locator("small")).to_have_text(manhole)
    page.evaluate("() => { document.querySelector('.wall-map').style.height = '60%'; }")
    page.wait_for_function(
        "() => document.querySelector('.wall-map-holder').dataset.box.endsWith("
        "`x${document.querySelector('.wall-map').getBoundingClientRect().height}`)"
    )
    expect(page.locator(".wall-map").locator(NAME).locator("small")).to_have_text(manhole)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("zh-CN", ("城市地图", "放大", "缩小", "回到全城视图", "图层")),
        ("en", ("Map of the city", "Zoom in", "Zoom out", "Show the whole city", "Layers")),
    ],
)
def test_the_map_and_its_controls_have_names(visits: OpenVisit, language: str, names: tuple[str, ...]) -> None:
    visit = visits()
    visit.context.add_cookies([{"name": "xiuhua_language", "value": language, "url": visit.product.url}])
    page = visit.open()
    controls = (
        ("region", ".xiuhua-map"),
        ("button", ".leaflet-control-zoom-in"),
        ("button", ".leaflet-control-zoom-out"),
        ("button", "[data-map-home]"),
        ("group", ".layers"),
    )
    for (role, selector), name in zip(controls, names, strict=True):
        expect(page.locator(selector)).to_have_accessible_name(name)
        expect(page.locator(selector)).to_have_role(role)  # type: ignore[arg-type]


def test_single_assets_are_numbered_from_street_zoom_on_where_there_is_room(visit: Visit, manhole: str) -> None:
    page = visit.open(f"/?asset={manhole}")
    page.wait_for_function(RINGED)
    page.evaluate(ZOOM, 16)
    assert page.evaluate("xiuhua.map.session.names.placed.length") == 0
    assert not page.locator(".leaflet-xiuhua-asset-names-pane canvas").is_visible()
    for zoom in (17, 18, 19):
        found = page.evaluate(ZOOM, zoom)
        names = [name["text"] for name in found["names"]]
        assert names, zoom
        assert manhole not in names, "the selected one is named at its ring"
        boxes = [name["box"] for name in found["names"]] + [found["ring"]]
        assert not any(_overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])
        assert not any(_overlap(a, [x, y, x, y]) for a in boxes[:-1] for x, y in found["marks"])


def _overlap(a: list[float], b: list[float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
