"""A case moved from its drawer, two browsers that move one case, and an alarm that becomes one in two clicks."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenVisit, Visit, unfold
from tests.e2e.product import Device, eventually, now_ms, observation

FORM = ".case-form textarea"


def reported(visit: Visit) -> Any:
    """A new case, reported over the API."""
    csrf = next(each["value"] for each in visit.context.cookies() if each["name"] == "_csrf_token")
    draft = {"source": "hotline", "category": "0504", "description": "桌椅占道", "lon": 121.41, "lat": 29.66}
    answer = visit.context.request.post(
        f"{visit.product.url}/api/v1/cases", data=draft, headers={"x-csrftoken": csrf, "Origin": visit.product.url}
    )
    assert answer.status == 201, answer.text()
    return answer.json()


def open_case(visit: Visit, key: int) -> Page:
    """The desk with the case in its drawer."""
    page = visit.open(f"/?case={key}")
    page.locator(".drawer.is-case [data-case-action]").first.wait_for(state="attached")
    return page


def begin(page: Page, action: str) -> None:
    """Opens the form of an action, wherever its button is."""
    button = page.locator(f"[data-case-action={action}]")
    if not button.is_visible():
        page.locator(".case-others > summary").click()
    button.click()
    page.locator(FORM).wait_for()


def test_a_case_is_moved_from_its_drawer(visit: Visit) -> None:
    case = reported(visit)
    page = open_case(visit, case["id"])
    state = page.locator("#case-head .case-state")
    expect(state).to_have_text("待受理")
    begin(page, "register")
    page.locator("#case-form-send").click()
    expect(state).to_have_text("待立案")
    expect(page.locator("#case-timeline")).to_contain_text("受理")
    expect(page.locator(FORM)).to_have_count(0)
    row = page.locator(f'#desk-reports [data-case="{case["id"]}"]')
    expect(row).to_contain_text("立案 →")


def test_of_two_who_move_one_case_the_second_sees_the_difference_and_keeps_the_words(visits: OpenVisit) -> None:
    first, second = visits(), visits()
    case = reported(first)
    slow, fast = open_case(first, case["id"]), open_case(second, case["id"])
    begin(slow, "supervise")
    slow.locator(FORM).fill("群众多次反映")
    begin(fast, "register")
    fast.locator("#case-form-send").click()
    expect(fast.locator("#case-head .case-state")).to_have_text("待立案")
    slow.locator("#case-form-send").click()
    clash = slow.locator("#case-form-said")
    expect(clash).to_contain_text("有人先动了这个案件")
    expect(clash.locator(".clash-parts")).to_contain_text("待受理")
    expect(slow.locator(FORM)).to_have_value("群众多次反映")
    slow.locator("#case-form-send").click()
    expect(slow.locator("#case-timeline")).to_contain_text("群众多次反映")


COUNT_CLICKS = """() => {
  window.clicks = 0;
  addEventListener('click', (each) => { window.clicks += each.isTrusted; }, true);
}"""


def test_an_alarm_is_a_case_in_two_clicks_with_everything_filled_in(visit: Visit, device: Device, manhole: str) -> None:
    begun_ms = now_ms() - 10_000
    device.deliver([observation("manhole", manhole, begun_ms + n * 5_000, tilt_deg=22.4) for n in range(3)])
    rows = (
        "SELECT alarm_key FROM alarm JOIN asset USING (asset_key) WHERE asset_id = ? AND rule_key = 'manhole.tilt'"
        " AND cleared_us IS NULL"
    )
    ((alarm,),) = eventually(lambda: visit.product.query(rows, manhole), "the cover's alarm is open")
    page = visit.open("/")
    row = page.locator(".q", has=page.locator(f'[data-report-alarm="{alarm}"]')).first
    row.wait_for(state="attached")
    unfold(page)
    row.hover()
    page.evaluate(COUNT_CLICKS)
    row.locator(f'[data-report-alarm="{alarm}"]').click()
    expect(page.locator("#case-report-description")).to_have_value(re.compile("倾斜"))
    expect(page.locator("#case-report-address")).not_to_have_value("")
    expect(page.locator("#case-report-lon")).not_to_have_value("")
    expect(page.locator("#case-report-category")).to_contain_text("井盖")
    page.locator("#case-report-send").click()
    expect(page.locator("#case-head .case-state")).to_have_text("待受理")
    expect(page.locator("#case-timeline")).to_contain_text("22.4")
    assert page.evaluate("window.clicks") == 2
