"""What the address says: that it leads nowhere, or what a page shows."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e.conftest import OpenVisit, Visit


def test_an_address_that_leads_nowhere_says_so_in_its_status_too(visits: OpenVisit) -> None:
    visit = visits()
    page = visit.context.new_page()
    answer = page.goto(visit.product.url + "/nowhere")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator(".not-found h1")).to_be_visible()
    page.locator(".not-found a").click()
    expect(page.locator(".desk")).to_be_visible()


def test_the_registers_view_is_in_the_link_and_survives_reload_back_and_forward(visit: Visit) -> None:
    page = visit.open("/sensors")
    kind, state = page.locator("[data-filter=kind]"), page.locator("[data-filter=state]")
    kind.select_option("manhole")
    expect(page).to_have_url(re.compile(r"\?kind=manhole$"))
    state.select_option("offline")
    page.locator("[data-sort=name]").click()
    expect(page).to_have_url(re.compile(r"\?kind=manhole&state=offline&sort=name$"))
    page.locator(".filter-text input").press_sequentially("JG-")
    expect(page).to_have_url(re.compile(r"text=JG-"))

    page.reload()
    expect(kind).to_have_value("manhole")
    expect(state).to_have_value("offline")
    expect(page.locator(".filter-text input")).to_have_value("JG-")
    expect(page.locator("[data-sort=name]")).to_contain_text("▲")

    for _ in range(3):
        page.go_back()
    expect(page).to_have_url(re.compile(r"\?kind=manhole$"))
    expect(state).to_have_value("")
    expect(kind).to_have_value("manhole")
    expect(page.locator(".filter-text input")).to_have_value("")
    page.go_forward()
    expect(state).to_have_value("offline")


def test_a_page_of_the_register_can_be_shared(visit: Visit) -> None:
    page = visit.open("/sensors?offset=50")
    expect(page.locator(".pager")).to_contain_text("51")
    page.locator("[data-page]").last.click()
    expect(page).to_have_url(re.compile(r"offset=100$"))
    page.locator(".page-tab[href*='tab=thresholds']").click()
    expect(page.locator("#sensors-thresholds .rule").first).to_be_visible()
    page.go_back()
    expect(page.locator(".pager")).to_contain_text("101")
    page.locator(".page-tab").first.click()
    expect(page).to_have_url(re.compile(r"\?tab=register$"))
    expect(page.locator(".pager")).not_to_contain_text("101")
