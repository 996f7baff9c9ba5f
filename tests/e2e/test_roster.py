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


def open_day(page: Page, person: str, day: str, *, what: str = ".roster-add") -> None:
    """Press what stands in a cell, and wait until the form is that of this day: it may have been another one's."""
    page.locator(f"{cell(page, person, day)} {what}").click()
    expect(page.locator(".roster-form-head")).to_contain_text(person)
    expect(page.locator(".roster-form-head")).to_contain_text(day.removeprefix("2026-"))


def put(page: Page, person: str, day: str, shift: str) -> None:
    """Give somebody a shift on an empty day by the form."""
    open_day(page, person, day)
    choose(page, "#roster-shift", shift)
    page.locator("#roster-save").click()
    expect(page.locator(f"{cell(page, person, day)} .shift-chip")).to_have_count(1)


def choose(page: Page, field: str, text: str) -> None:
    """Take the option that has this text."""
    page.locator(field).click()
    page.get_by_role("option").filter(has_text=text).first.click()


def test_rest_swap_leave_and_the_copy_of_a_week_are_tried_with_the_pointer(visits: OpenVisit) -> None:
    visit = visits()
    page = visit.open("/roster?squad=fangqiao&week=2026-01-19")
    first, second = first_people(page)
    found, chips = page.locator("#roster-conflicts"), page.locator(".shift-chip")
    monday, tuesday, thursday, friday = ("2026-01-19", "2026-01-20", "2026-01-22", "2026-01-23")
    expect(found).to_contain_text("没有冲突")

    put(page, first, monday, NIGHT)
    put(page, first, tuesday, "日间")
    expect(found).to_contain_text("休息不足")
    page.drag_and_drop(f"{cell(page, first, tuesday)} .shift-chip", cell(page, first, thursday))
    expect(found).to_contain_text("没有冲突")

    put(page, second, monday, "错时")
    open_day(page, first, monday, what=".shift-chip")
    choose(page, "#roster-partner", second)
    page.locator("#roster-swap").click()
    expect(page.locator(f"{cell(page, first, monday)} .shift-chip")).to_contain_text("错时")
    expect(page.locator(f"{cell(page, second, monday)} .shift-chip")).to_contain_text("夜间")

    open_day(page, second, friday)
    choose(page, "#roster-away-kind", "休假")
    page.locator("#roster-away").click()
    expect(page.locator(f"{cell(page, second, friday)} .roster-away")).to_have_text("休假")
    page.drag_and_drop(f"{cell(page, first, thursday)} .shift-chip", cell(page, second, friday))
    expect(found).to_contain_text("当天不在岗")
    expect(page.locator(".roster-form-head")).to_contain_text(second)
    page.locator("#roster-remove").click()
    expect(found).to_contain_text("没有冲突")
    expect(chips).to_have_count(2)

    page.locator(".roster-weeks a").nth(1).click()
    expect(page.locator(".roster-week-name")).to_contain_text("01-26")
    expect(chips).to_have_count(0)
    page.locator("#roster-copy").click()
    expect(page.locator("#roster-copy-preview")).to_contain_text("将加 2 人次")
    expect(chips).to_have_count(0)
    page.locator("#roster-copy-do").click()
    expect(chips).to_have_count(2)
    expect(page.locator(f"{cell(page, first, '2026-01-26')} .shift-chip")).to_contain_text("错时")
    visit.assert_quiet()
