"""Signing in and out as people do, and a wall that nobody has paired."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PATIENCE_MS, OpenVisit, wait_until_live
from tests.e2e.product import Product


@pytest.fixture
def stranger(product: Product, browser: Browser) -> Iterator[Page]:
    """A page of a browser that was never here."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def fill_in(page: Page, name: str, password: str) -> None:
    """Sends the login form."""
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator(".door-enter").click()


def test_somebody_signs_in_goes_on_and_leaves(product: Product, stranger: Page) -> None:
    stranger.goto(f"{product.url}/sensors?tab=drainage")
    expect(stranger).to_have_url(f"{product.url}/login?next=%2Fsensors%3Ftab%3Ddrainage")
    expect(stranger.locator(".door-demo")).to_contain_text(product.demo_password())
    fill_in(stranger, "manager", "wrong")
    expect(stranger.locator(".door-problem")).to_have_text("账号或密码不正确")
    expect(stranger.locator("[name=name]")).to_have_value("manager")
    fill_in(stranger, "manager", product.demo_password())
    expect(stranger).to_have_url(f"{product.url}/sensors?tab=drainage")
    wait_until_live(stranger)
    stranger.locator(".account-name").click()
    stranger.locator("[data-leave] button").click()
    expect(stranger).to_have_url(f"{product.url}/login")
    stranger.goto(product.url)
    expect(stranger).to_have_url(f"{product.url}/login?next=%2F")


def test_the_door_speaks_english_and_fits_a_phone(product: Product, stranger: Page) -> None:
    stranger.goto(f"{product.url}/login")
    stranger.locator(".door-language").click()
    expect(stranger.locator(".door-enter")).to_have_text("Sign in")
    assert stranger.evaluate("document.documentElement.scrollWidth") <= 390


def test_who_may_not_is_told_why(product: Product, stranger: Page) -> None:
    stranger.goto(f"{product.url}/login")
    fill_in(stranger, "manager", product.demo_password())
    wait_until_live(stranger)
    assert stranger.locator("[data-open-director]").count() == 0
    stranger.evaluate("xiuhua.setProps('alarm-command', { data: { action: 'acknowledge', alarm: 1 } })")
    expect(stranger.locator("#notice")).to_contain_text("没有“处理告警”的权限")


def test_a_wall_that_nobody_paired_shows_its_code_alone(product: Product, stranger: Page, visits: OpenVisit) -> None:
    stranger.set_viewport_size({"width": 1920, "height": 1080})
    stranger.goto(f"{product.url}/wall")
    expect(stranger.locator("[data-wall-code]")).to_have_text(re.compile(r"^\d{4}-\d{2}$"))
    expect(stranger.locator(".wall-door")).to_be_visible()
    assert stranger.evaluate("document.elementFromPoint(960, 900).closest('.wall-door') !== null")
    assert visits().open("/wall").locator(".wall-door").is_hidden()
