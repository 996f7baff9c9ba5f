"""A device that nobody knows: from its first message to its mark on the map, in one form."""

from __future__ import annotations

import json
import time
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenVisit, Visit
from tests.e2e.product import Device, Product, Report, eventually, now_ms, observation
from tests.e2e.test_live_page import PHONE

GHOST: Final = '[data-ghost="{}"]'
ON_MAP: Final = "(id) => xiuhua.map.session.pointer.layer.store.slotOf.has(id)"
CITY_IS_SHOWN: Final = "() => window.xiuhua && xiuhua.map && xiuhua.map.session && xiuhua.map.session.fitted"
FIELD: Final = '[data-ghost-field="{}"]'


def quarantined(product: Product, topic: str) -> int:
    """How many messages of that topic wait."""
    return int(product.query("SELECT count(*) FROM quarantine WHERE topic = ?", topic)[0][0])


def pick_a_place(page: Page) -> None:
    """Clicks into the middle of the form's map once it shows the city; the degrees stand in the form then."""
    page.wait_for_function(CITY_IS_SHOWN)
    page.locator(".ghost-map").click()
    expect(page.locator("input[name=lon]")).not_to_have_value("")


def take_in(page: Page, asset_id: str) -> None:
    """Sends the form, and returns when the device is registered."""
    page.locator("[data-ghost-take]").click()
    page.locator(f'[data-taken-in="{asset_id}"]').wait_for()


def show_on_map(page: Page, asset_id: str) -> None:
    """Goes on to the desk, and returns when its map has the device."""
    page.locator(f'[href="/?asset={asset_id}"]').click()
    page.locator(".desk").wait_for()
    page.wait_for_function("() => window.xiuhua && xiuhua.map && Object.keys(xiuhua.map.counts()).length > 0")
    eventually(lambda: page.evaluate(ON_MAP, asset_id), f"the map has {asset_id}")


def test_an_unknown_device_is_on_the_map_after_one_form(product: Product, device: Device, visit: Visit) -> None:
    page = visit.open("/sensors?tab=ghosts")
    asset_id, begun = f"E2E-{now_ms()}", time.monotonic()
    topic = f"e2e/ghosts/{asset_id}"
    body = {"ts": now_ms(), "data": {"water_level_mm": 840, "tilt": 2.5, "电量": 87}, "fw": "1.2"}
    device.deliver([Report(topic, json.dumps(body).encode())])
    page.locator(GHOST.format(f"generic:{topic}")).click()

    expect(page.locator("input[name=asset_id]")).to_have_value(asset_id)
    expect(page.locator("[data-ghost-kind]")).to_have_value("manhole")
    expect(page.locator(FIELD.format("data.water_level_mm"))).to_contain_text("0.84")
    pick_a_place(page)
    take_in(page, asset_id)
    eventually(lambda: not quarantined(product, topic), "its quarantine is empty")
    show_on_map(page, asset_id)
    print(f"from the first message to the mark on the map: {time.monotonic() - begun:.1f} s")
    assert sorted(reading.value for reading in product.readings(asset_id)) == [0.84, 2.5, 87.0]
    expect(page.locator(f'.drawer [data-asset="{asset_id}"][data-metric="tilt_deg"]').first).to_contain_text("2.5")


def test_the_next_message_of_a_device_that_was_taken_in_is_a_reading(
    product: Product, device: Device, visit: Visit
) -> None:
    asset_id = f"E2E-{now_ms()}"
    first, second = (observation("tree", asset_id, now_ms() + n, tilt_deg=n) for n in (1, 2))
    device.deliver([first])
    page = visit.open(f"/sensors?tab=ghosts&ref=canonical%3A{asset_id}")
    eventually(lambda: quarantined(product, first.topic), "its message waits")
    if not page.locator("[data-ghost-form]").count():
        page.reload()
    pick_a_place(page)
    take_in(page, asset_id)
    device.deliver([second])
    eventually(lambda: len(product.readings(asset_id)) == 2, "both readings are stored")


def test_what_is_wrong_is_said_at_its_input_and_gone_once_it_is_mended(device: Device, visit: Visit) -> None:
    asset_id = f"E2E-{now_ms()}"
    device.deliver([Report(f"e2e/wrong/{asset_id}", json.dumps({"a": 21, "level": 1.2}).encode())])
    page = visit.open("/sensors?tab=ghosts")
    page.locator(GHOST.format(f"generic:e2e/wrong/{asset_id}")).click()
    page.locator("input[name=asset_id]").fill("")
    page.locator("[data-ghost-take]").click()
    for name in ("asset_id", "lon", "lat"):
        expect(page.locator(f'[data-fault="{name}"]')).not_to_be_empty()
    expect(page.locator('[data-fault="datum_m"]')).to_be_empty()
    pick_a_place(page)
    page.locator("input[name=asset_id]").fill(asset_id)
    for name in ("asset_id", "lon", "lat"):
        expect(page.locator(f'[data-fault="{name}"]')).to_be_empty()

    row = page.locator(FIELD.format("a"))
    row.locator("[data-ghost-meaning]").select_option("temperature_c")
    expect(row.locator(".preview")).to_contain_text("21.0")
    row.locator("[data-ghost-unit]").select_option("°f")
    expect(row.locator(".preview")).to_contain_text("−6.1")
    row.locator("input").fill("9")
    expect(row.locator(".preview")).to_contain_text("超出合理范围")
    row.locator("[data-ghost-meaning]").select_option("level_m")
    expect(row.locator("[data-ghost-unit]")).to_have_value("")
    page.locator("[data-ghost-take]").click()
    expect(page.locator(f"{FIELD.format('level')} .fault")).not_to_be_empty()


def test_the_place_that_is_typed_is_marked_on_the_map(device: Device, visit: Visit) -> None:
    asset_id = f"E2E-{now_ms()}"
    device.deliver([Report(f"e2e/typed/{asset_id}", b'{"level": 1.2}')])
    page = visit.open("/sensors?tab=ghosts")
    page.locator(GHOST.format(f"generic:e2e/typed/{asset_id}")).click()
    page.locator("[data-ghost-form]").wait_for()
    page.wait_for_function(CITY_IS_SHOWN)
    page.locator("input[name=lon]").fill("121.39")
    assert page.locator(".ghost-spot").count() == 0
    page.locator("input[name=lat]").fill("29.65")
    page.locator(".ghost-spot").wait_for(state="attached")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_form_fits_a_phone(product: Product, device: Device, visits: OpenVisit, language: str) -> None:
    asset_id = f"E2E-{now_ms()}"
    device.deliver([Report(f"e2e/phone/{asset_id}", b'{"level": 1.2, "a_name_that_is_long_beyond_all_reason": 3}')])
    visit = visits(viewport=PHONE)
    visit.context.add_cookies([{"name": "xiuhua_language", "value": language, "url": product.url}])
    page = visit.open("/sensors?tab=ghosts")
    page.locator(GHOST.format(f"generic:e2e/phone/{asset_id}")).click()
    page.locator("[data-ghost-form]").wait_for()
    widths: Any = page.evaluate(
        "() => [document.documentElement.scrollWidth, document.querySelector('.office').scrollWidth]"
    )
    assert max(widths) <= PHONE["width"]
    visit.assert_quiet()


def test_another_device_has_a_form_of_its_own(device: Device, visit: Visit) -> None:
    one, other = (f"E2E-{now_ms()}-{n}" for n in (1, 2))
    device.deliver([Report(f"e2e/two/{name}", b'{"level": 1.2, "x": 3}') for name in (one, other)])
    page = visit.open("/sensors?tab=ghosts")
    page.locator(GHOST.format(f"generic:e2e/two/{one}")).click()
    pick_a_place(page)
    page.locator(FIELD.format("x")).locator("[data-ghost-meaning]").select_option("ph")
    page.locator(GHOST.format(f"generic:e2e/two/{other}")).click()
    expect(page.locator("input[name=asset_id]")).to_have_value(other)
    expect(page.locator("input[name=lon]")).to_have_value("")
    expect(page.locator(FIELD.format("x")).locator("[data-ghost-meaning]")).to_have_value("")
    assert page.locator(".ghost-spot").count() == 0
    page.reload()
    expect(page.locator("input[name=asset_id]")).to_have_value(other)
    page.locator('.ghost-head [data-ghost=""]').click()
    expect(page.locator("[data-ghost-form]")).to_have_count(0)
    assert "ref=" not in page.url
