"""On a phone every page fits, asks no other host, and whatever can be pressed is high enough for a finger.

To open a page costs a few seconds of a processor: each is opened once for a language, and pressed on from step to step.
"""

from __future__ import annotations

from typing import Final

import pytest

from tests.e2e.conftest import OpenVisit
from tests.e2e.product import Device, now_ms, observation

PHONE: Final = {"width": 390, "height": 844}
TOO_LOW: Final = """() => {
  const controls = 'button, a, input, select, summary, [role=button], [role=checkbox], [role=tab]';
  const isShown = (node) => getComputedStyle(node).visibility !== 'hidden';
  const seen = (node, box) => box.width && box.right > 0 && box.bottom > 0 && isShown(node);
  return [...document.querySelectorAll(controls)]
    .map((node) => [node, node.getBoundingClientRect()])
    .filter(([node, box]) => seen(node, box) && box.height < 43.9 && !node.closest('p') && !node.closest('.skip'))
    .map(([node, box]) => `${node.tagName}.${node.className} ${box.height} ${node.textContent}`);
}"""
Steps = tuple[tuple[str, ...], ...]
"""What is pressed, one after the other, before the page is looked at again."""

PAGES: Final[dict[str, tuple[str, Steps]]] = {
    "the desk": ("/", ((), ("[data-open-pane=events]",), ("[data-show=map]", "[data-layers-toggle]"))),
    "an alarm": ("/", (("#desk-alarms [data-select-asset]",), (".story [data-shelve]",))),
    "the menu": ("/", (("[data-menu] summary",), ("[data-open-director]",))),
    "the register": ("/sensors", ((),)),
    "unknown devices": ("/sensors?tab=ghosts", ((),)),
    "rules": ("/sensors?tab=thresholds", ((), (".rule-edit summary",))),
    "drainage": ("/sensors?tab=drainage", ((),)),
    "parking": ("/sensors?tab=parking", ((),)),
    "maintenance": ("/sensors?tab=maintenance", ((".window-form .btn",),)),
    "the roster": ("/roster", (("td.is-today [data-roster-open]",),)),
    "quality": ("/sensors?tab=quality", ((".quarantine-line summary",),)),
}


@pytest.fixture
def something_to_see(device: Device, manhole: str) -> None:
    """An alarm, and a message of a device that nobody knows."""
    device.deliver(
        [
            observation("manhole", manhole, now_ms(), cover="open"),
            observation("manhole", "nobodys-own", now_ms(), cover="open"),
        ]
    )


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize(("path", "steps"), PAGES.values(), ids=PAGES)
@pytest.mark.usefixtures("something_to_see")
def test_a_page_fits_the_phone_and_every_control_the_finger(
    visits: OpenVisit, path: str, steps: Steps, language: str
) -> None:
    visit = visits(viewport=PHONE, has_touch=True)
    visit.context.add_cookies([{"name": "xiuhua_language", "value": language, "url": visit.product.url}])
    page = visit.open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for presses in steps:
        for selector in presses:
            page.locator(selector).first.click()
        page.wait_for_function("() => !document.querySelector('dialog[open] .skeleton, .drawer.is-open .skeleton')")
        assert page.evaluate(TOO_LOW) == [], presses
    visit.assert_quiet()


def test_what_a_search_finds_is_high_enough_for_a_finger(visits: OpenVisit) -> None:
    page = visits(viewport=PHONE, has_touch=True).open()
    page.locator(".search input").click()
    page.keyboard.type("人民路")
    page.locator(".hit").first.wait_for()
    assert page.evaluate(TOO_LOW) == []
