"""A seat walks a patrol round by keyboard: a find becomes a case with the picture that the camera showed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from dashboard.settings import Settings
from tests.cameras.camera_server import Camera, playing
from tests.e2e.conftest import OpenVisit
from tests.e2e.product import Product
from tests.pictures import jpeg

NAME = "键盘走一轮"


def test_a_round_is_planned_walked_by_keyboard_and_its_find_is_a_case(product: Product, visits: OpenVisit) -> None:
    first, second = product.query(
        "SELECT asset_id, device_ref FROM asset WHERE kind = 'camera' AND device_ref LIKE 'canonical:%'"
        " ORDER BY asset_id DESC LIMIT 2"
    )
    soon = datetime.now(UTC).astimezone(Settings().timezone) + timedelta(minutes=3)
    with playing(Camera()) as camera:
        camera.user, camera.body = "", jpeg(640, 360)
        product.run("camera", "set", second[1], "--url", camera.url)
        visit = visits()
        page = visit.open("/cameras?tab=plans")
        page.locator("#rounds-name").fill(NAME)
        page.locator("#rounds-cameras").fill(f"{first[0]} {second[0]}")
        page.locator("#rounds-times").fill(f"{soon:%H:%M}")
        page.locator("#rounds-save").click()
        expect(page.locator(".plan-line.is-on")).to_contain_text(NAME)
        page = visit.open("/cameras?tab=rounds")
        page.locator(".round-line").filter(has_text=NAME).locator(".btn").click()
        expect(page.locator(".walk-buttons")).to_have_attribute("data-position", "0")
        page.keyboard.press("n")
        expect(page.locator(".walk-buttons")).to_have_attribute("data-position", "1")
        page.keyboard.press("f")
        expect(page.locator(".find-picture img")).to_be_visible()
        page.locator("#rounds-category").click()
        page.keyboard.type("0504")
        page.get_by_role("option").filter(has_text="0504").first.click()
        page.locator("#rounds-note").fill("门口堆了三筐货")
        page.locator("#rounds-report").click()
        expect(page.locator("#rounds-said")).to_contain_text("已上报")
        expect(page.locator(".round-line").filter(has_text=NAME)).to_contain_text("已巡")
    told = product.query(
        "SELECT c.source, a.asset_id, c.description, s.digest = l.picture FROM camera_look l"
        " JOIN case_record c ON c.case_key = l.case_key JOIN case_photo s ON s.case_key = c.case_key"
        " JOIN asset a ON a.asset_key = c.asset_key"
        " WHERE l.note = '门口堆了三筐货'"
    )
    assert told == [("video_seat", second[0], "门口堆了三筐货", 1)]
    visit.assert_quiet()
