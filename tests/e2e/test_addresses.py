"""What the address says: that it leads nowhere, or what a page shows."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import OpenVisit


def test_an_address_that_leads_nowhere_says_so_in_its_status_too(visits: OpenVisit) -> None:
    visit = visits()
    page = visit.context.new_page()
    answer = page.goto(visit.product.url + "/nowhere")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator(".not-found h1")).to_be_visible()
    page.locator(".not-found a").click()
    expect(page.locator(".desk")).to_be_visible()
