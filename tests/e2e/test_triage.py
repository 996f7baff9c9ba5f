"""Triage at the desk: twenty events by keyboard alone, an undo, events that become cases, and two operators."""

from __future__ import annotations

from itertools import cycle, islice
from typing import Any, Final

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Visit, wait_until_live
from tests.e2e.product import Device, Product, camera_event, eventually, new_session

SHEET: Final = ".drawer.is-open [data-event-sheet]"
VERDICTS: Final = ((("Shift+A",), "accepted"), (("r", "1"), "rejected"), (("a",), "converted"))
JUDGEABLE: Final = f"""(before) => {{
  const sheet = document.querySelector('{SHEET}');
  const isJudgeable = sheet && sheet.dataset.eventSheet !== before && sheet.querySelector('[data-reject-reasons]');
  return isJudgeable && sheet.dataset.eventSheet;
}}"""
_STATE: Final = "SELECT state FROM camera_event WHERE camera_event_key = ?"
_CASES: Final = "SELECT count(*) FROM case_record WHERE camera_event_key = ?"


def see(device: Device, product: Product, cameras: range) -> None:
    """Events of these cameras come, and wait for somebody."""
    waiting = "SELECT count(*) FROM camera_event WHERE category = '0112' AND state = 'waiting'"
    ((before,),) = product.query(waiting)
    device.deliver([camera_event(f"CAM-{number:04}", "0112") for number in cameras])
    eventually(lambda: product.query(waiting)[0][0] == before + len(cameras), "the events wait")


def queue(page: Page) -> Page:
    """The desk with its list of events."""
    page.get_by_role("tab", name="AI 事件").click()
    page.locator("#desk-events").get_by_text("待判定").wait_for()
    return page


def judgeable(page: Page, before: str = "") -> str:
    """The next event that can be judged, once it is there."""
    return str(page.wait_for_function(JUDGEABLE, arg=before).json_value())


def told(product: Product, event: str, state: str) -> None:
    """The event comes to this state."""
    eventually(lambda: product.query(_STATE, int(event))[0][0] == state, f"EV-{event} is {state}")


def test_twenty_events_are_judged_by_keyboard_alone_and_the_last_verdict_is_taken_back(
    device: Device, product: Product, visit: Visit
) -> None:
    see(device, product, range(1, 23))
    page = queue(visit.open())
    page.keyboard.press("j")
    event, judged = judgeable(page), dict[str, str]()
    for keys, state in islice(cycle(VERDICTS), 20):
        for key in keys:
            page.keyboard.press(key)
        judged[event] = state
        told(product, event, state)
        event = judgeable(page, event)
    assert len(judged) == 20
    cases: dict[str, Any] = {each: product.query(_CASES, int(each))[0][0] for each in judged}
    assert cases == {each: int(state == "converted") for each, state in judged.items()}
    last = list(judged)[-1]
    page.keyboard.press("z")
    told(product, last, "waiting")
    expect(page.locator(f"[data-event-sheet='{last}'] [data-reject-reasons]")).to_be_visible()


def test_two_operators_never_hold_the_same_event(
    device: Device, product: Product, visit: Visit, browser: Browser
) -> None:
    see(device, product, range(31, 34))
    first = queue(visit.open())
    first.keyboard.press("j")
    held = judgeable(first)
    other = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    cookies = new_session(product.port, "operator", product.demo_password())
    other.add_cookies([{"name": name, "value": value, "url": product.url} for name, value in cookies.items()])
    page = other.new_page()
    page.goto(product.url)
    wait_until_live(page)
    queue(page)
    page.keyboard.press("j")
    assert judgeable(page) != held
    page.evaluate("(event) => xiuhua.desk.selectEvent(event, undefined)", held)
    expect(page.locator(f"[data-event-sheet='{held}']")).to_contain_text("正在看这个事件")
    expect(page.locator(f"[data-event-sheet='{held}'] [data-verdict]")).to_have_count(0)
    other.close()
