"""An officer signs in and shares the position on a phone; the squad's page shows it and replays the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PATIENCE_MS, OpenVisit, wait_until_live
from tests.e2e.product import Product

LON, LAT = 121.4012, 29.6534
SQUADS = "code,name\nQ9,九中队\n"
PEOPLE = "number,name,post,squad\nQ901,王小明,队员,Q9\n"


@pytest.fixture(scope="module")
def officer(product: Product, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The cookies of an officer who is signed in."""
    folder = tmp_path_factory.mktemp("bureau")
    for name, text in (("squads", SQUADS), ("people", PEOPLE)):
        path: Path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        product.run("import", name, str(path))
    words = product.run("user", "add", "walker", "--role", "officer", "--squad", "Q9", "--person", "Q901").split()
    return product.first_session("walker", words[-1])


@pytest.fixture
def phone(product: Product, browser: Browser, officer: dict[str, str]) -> Iterator[Page]:
    """A phone on which the officer is signed in, and whose place is known."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        geolocation={"longitude": LON, "latitude": LAT, "accuracy": 7},
        permissions=["geolocation"],
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    context.add_cookies([{"name": name, "value": value, "url": product.url} for name, value in officer.items()])
    page.goto(f"{product.url}/field")
    yield page
    context.close()


def test_an_officer_signs_in_shares_the_position_and_signs_out(visits: OpenVisit, phone: Page) -> None:
    wait_until_live(phone)
    expect(phone.locator(".duty-state")).to_have_text("未在岗")
    phone.locator("[data-share-position]").click()
    expect(phone.locator("[data-share-said]")).to_have_text("不在岗，位置未保留")
    phone.locator("#field-sign-in").click()
    expect(phone.locator(".duty-state")).to_have_text("在岗")
    # The browser's place has the time at which it was set; one of before the sign-in is none of the shift.
    phone.context.set_geolocation({"longitude": LON, "latitude": LAT, "accuracy": 7})
    phone.locator("[data-share-position]").click()
    phone.locator("[data-share-position]").click()
    expect(phone.locator("[data-share-said]")).to_contain_text("正在上报", timeout=PATIENCE_MS)
    desk = visits().open("/squad?squad=Q9")
    row = desk.locator('[data-track="Q901"]')
    expect(row).to_contain_text("走动")
    expect(row).to_contain_text("王**")
    expect(desk.locator(".duty-pin")).to_have_count(1)
    row.click()
    expect(desk.locator("[data-replay-who]")).to_have_text("Q901 的轨迹")
    phone.locator("#field-sign-out").click()
    expect(phone.locator(".duty-state")).to_have_text("未在岗")
    expect(row).to_have_count(0)
    expect(desk.locator(".duty-pin")).to_have_count(0)
