"""A day of the roster is changed by hand, by a drag and by another leader, and is there after a reload."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenVisit

# A week long before those that the demo makes: it is empty.
WEEK: Final = "/roster?squad=fangqiao&week=2026-01-07"
NIGHT: Final = "夜间 20:00–02:00"


def cell(page: Page, person: str, day: str) -> str:
    return f"[data-roster-drop][data-person={person}][data-date='{day}']"


def first_people(page: Page) -> tuple[str, str]:
    """The numbers of the first two people of the squad."""
    numbers = page.locator("[data-key] [data-select-person]").evaluate_all(
        "nodes => nodes.slice(0, 2).map(node => node.dataset.selectPerson)"
    )
    return numbers[0], numbers[1]


def test_a_cell_is_changed_dragged_and_taken_off_and_stays_so(visits: OpenVisit) -> None:
    visit = visits()
    page, other = visit.open(WEEK), visit.open(WEEK)
    first, second = first_people(page)
    monday, tuesday = cell(page, first, "2026-01-05"), cell(page, second, "2026-01-06")

    page.locator(f"{monday} .roster-add").click()
    page.locator("#roster-shift").click()
    page.get_by_text(NIGHT, exact=True).click()
    page.locator("#roster-save").click()
    expect(page.locator(f"{monday} .shift-chip")).to_contain_text("夜间")
    expect(other.locator(f"{monday} .shift-chip")).to_contain_text("夜间")
    page.reload()
    expect(page.locator(f"{monday} .shift-chip")).to_contain_text("夜间")

    page.drag_and_drop(f"{monday} .shift-chip", tuesday)
    expect(page.locator(f"{tuesday} .shift-chip")).to_contain_text("夜间")
    expect(page.locator(f"{monday} .shift-chip")).to_have_count(0)
    page.locator("#roster-remove").click()
    expect(page.locator(f"{tuesday} .shift-chip")).to_have_count(0)
    expect(other.locator(".shift-chip")).to_have_count(0)
    visit.assert_quiet()
