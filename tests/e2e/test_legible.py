"""What is written can be read: nothing is clipped, and Chinese is never smaller than 15 px on the desk."""

from __future__ import annotations

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import OpenVisit, Visit, unfold
from tests.e2e.product import Device, camera_event, now_ms, observation

SIZES: Final = ({"width": 1366, "height": 768}, {"width": 1920, "height": 1080})
CLIPPED: Final = """() => {
  const controls = 'button, summary, th, h2, .tab, .tabs, .tag, .btn, .seg, .page-tab, .page-tabs, .keys, .panel-note';
  return [...document.querySelectorAll(controls)]
    .filter((node) => node.getBoundingClientRect().width && getComputedStyle(node).display !== 'inline')
    .filter((node) => node.scrollWidth > node.clientWidth && node.clientWidth && !node.closest('.q'))
    .map((node) => `${node.tagName}.${node.className} ${node.scrollWidth} > ${node.clientWidth} ${node.textContent}`);
}"""
OUTSIDE: Final = """() => [...document.querySelectorAll('.queue .tabs *, .queue-head *, .keys *, .top > *')]
  .filter((node) => {
    const box = node.getBoundingClientRect(), frame = node.closest('.queue, .top').getBoundingClientRect();
    return box.width && (box.right > frame.right + 1 || box.left < frame.left - 1);
  })
  .map((node) => `${node.className} ${node.textContent}`)"""
SMALL_CHINESE: Final = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!/[\\u4e00-\\u9fff]/.test(texts.currentNode.data) || !node.getBoundingClientRect().width) continue;
    if (node.closest('script, style, svg, .xiuhua-map, .brand')) continue;
    const size = parseFloat(getComputedStyle(node).fontSize);
    if (size < 15) found.push(`${size} ${node.className} ${texts.currentNode.data}`);
  }
  return found;
}"""
NESTED: Final = """() => {
  const pressable = 'button, a, summary, [role=button], [role=tab], [role=checkbox], [role=option]';
  const inner = [...document.querySelectorAll(`${pressable}, input, select, textarea, [tabindex]`)];
  return inner.filter((node) => node.parentElement.closest(pressable)).map((node) => node.outerHTML);
}"""
FACTS: Final = """() => [...document.querySelectorAll('.drawer .fact')].map((fact) => {
  const [label, value] = [...fact.children].map((node) => node.getBoundingClientRect());
  const line = parseFloat(getComputedStyle(fact).lineHeight);
  const box = fact.getBoundingClientRect();
  return {
    label: fact.firstElementChild.textContent,
    lines: Math.round(label.height / line),
    place: value.top >= label.bottom - 1 ? 'below' : Math.round(value.left - box.left),
    fits: value.right <= box.right + 1 && box.right <= innerWidth,
  };
})"""
DESK: Final = (
    ("[data-standing=shelved]",),
    ("[data-open-pane=events]", "#desk-events [data-select-event]"),
    ("#desk-alarms [data-select-asset]", ".story [data-shelve]"),
    ("[data-menu] summary", "[data-open-director]"),
)
DEVICES: Final = ("", "?tab=thresholds", "?tab=drainage", "?tab=parking", "?tab=maintenance", "?tab=quality")


@pytest.fixture
def something_to_see(device: Device, manhole: str) -> None:
    """An alarm and a camera event."""
    device.deliver([observation("manhole", manhole, now_ms(), cover="open"), camera_event("CAM-0001", "0102")])


def _visit(visits: OpenVisit, size: dict[str, int], language: str) -> Visit:
    visit = visits(viewport=size)
    visit.context.add_cookies([{"name": "xiuhua_language", "value": language, "url": visit.product.url}])
    return visit


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.usefixtures("something_to_see")
def test_the_desk_can_be_read(visits: OpenVisit, size: dict[str, int], language: str) -> None:
    visit = _visit(visits, size, language)
    for presses in DESK:
        page = visit.open()
        for selector in presses:
            page.locator(selector).first.click()
        page.wait_for_function("() => !document.querySelector('dialog[open] .skeleton, .drawer.is-open .skeleton')")
        assert page.evaluate(CLIPPED) == [], presses
        assert page.evaluate(OUTSIDE) == [], presses
        assert page.evaluate(NESTED) == [], presses
        if language == "zh-CN":
            assert page.evaluate(SMALL_CHINESE) == [], presses
        page.close()


@pytest.mark.usefixtures("something_to_see")
def test_nothing_that_can_be_pressed_lies_in_another_elsewhere(visits: OpenVisit) -> None:
    visit = visits()
    for path in ("/wall", "/sensors?tab=ghosts"):
        page = visit.open(path)
        assert page.evaluate(NESTED) == [], path
        page.close()
    page = visit.open()
    page.locator("#desk-alarms .q").first.wait_for()
    unfold(page)
    assert page.evaluate(NESTED) == []


def test_the_foot_of_a_search_says_the_keys_and_how_many_more_there_are(visit: Visit) -> None:
    page = visit.open()
    page.locator(".search input").fill("路")
    expect(page.locator(".hits-foot kbd")).to_have_text(["↑", "↓", "↵", "Esc"])
    expect(page.locator(".hits-more")).to_have_text(re.compile(r"还有 [\d,]+ 条"))
    page.locator(".search input").fill("PS-0001")
    expect(page.locator(".hit")).to_have_count(1)
    expect(page.locator(".hits-more")).to_have_count(0)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_the_device_page_can_be_read(visits: OpenVisit, size: dict[str, int], language: str) -> None:
    visit = _visit(visits, size, language)
    for tab in DEVICES:
        page = visit.open(f"/sensors{tab}")
        assert page.evaluate(CLIPPED) == [], tab
        assert page.evaluate(NESTED) == [], tab
        page.close()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("width", [390, 1920])
def test_labels_in_the_drawer_are_never_broken_and_stand_beside_or_above_their_values(
    visits: OpenVisit, width: int, language: str
) -> None:
    visit = _visit(visits, {"width": width, "height": 844}, language)
    station = visit.product.query("SELECT asset_id FROM asset WHERE attributes LIKE '%downstream%'")[0][0]
    page = visit.open(f"/?asset={station}")
    page.locator(".drawer .fact").first.wait_for()
    found = page.evaluate(FACTS)
    places = {fact["label"]: fact["place"] for fact in found if fact["label"]}
    assert places["downstream"] == places["diameter_mm"] == "below"
    assert places["role"] == 84
    assert all(fact["place"] in (84, "below") and fact["fits"] for fact in found), found
    assert all(fact["lines"] == 1 for fact in found if fact["label"]), found
