"""A case from the message of a cover to its end, by four people in Chromium: two at desks, two with phones."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.e2e.conftest import PATIENCE_MS, wait_until_live
from tests.e2e.product import Device, Product, eventually, new_session, now_ms, observation

SignIn = Callable[..., BrowserContext]


@pytest.fixture
def signed_in(product: Product, browser: Browser) -> Iterator[SignIn]:
    """Opens a browser session of one of the demo's accounts."""
    opened: list[BrowserContext] = []

    def open_as(name: str, **phone: Any) -> BrowserContext:
        context = browser.new_context(**(phone or {"viewport": {"width": 1920, "height": 1080}}))
        context.set_default_timeout(PATIENCE_MS)
        cookies = new_session(product.port, name, product.demo_password())
        context.add_cookies([{"name": key, "value": value, "url": product.url} for key, value in cookies.items()])
        opened.append(context)
        return context

    yield open_as
    for context in opened:
        context.close()


class Api:
    """What somebody does over the API with the session of a browser."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context, self.url = context, f"{url}/api/v1"

    def case(self, key: int) -> dict[str, Any]:
        """The case as it is now."""
        found: dict[str, Any] = self.context.request.get(f"{self.url}/cases/{key}").json()
        return found


def case_of(product: Product, asset_id: str) -> int:
    """The key of the case that was made of an asset's alarm by rule."""

    def look() -> int | None:
        rows = product.query(
            "SELECT c.case_key FROM case_record c JOIN asset a ON a.asset_key = c.asset_key"
            " WHERE a.asset_id = ? AND c.ended_us IS NULL AND c.alarm_key IS NOT NULL",
            asset_id,
        )
        return int(rows[0][0]) if rows else None

    return eventually(look, f"the alarm of {asset_id} is a case")


def open_case(context: BrowserContext, url: str, key: int) -> Page:
    """The desk with the drawer of the case."""
    page = context.new_page()
    page.goto(f"{url}/?case={key}")
    wait_until_live(page)
    expect(page.locator("#drawer.is-case .case-timeline, #drawer.is-case #case-timeline").first).to_be_visible()
    return page


def do(page: Page, action: str, *, reason: str = "", **choices: str) -> None:
    """Presses the button of an action, fills its form, and sends it."""
    page.locator(f'#drawer [data-case-action="{action}"]').first.dispatch_event("click")
    send = page.locator("#case-form-send")
    expect(send).to_be_visible()
    for name, label in choices.items():
        page.locator(f"#case-form-{name}").click()
        page.locator(".dash-dropdown-option, .dash-options-list-option").filter(has_text=label).first.click()
    if reason:
        page.locator("#case-form-reason").fill(reason)
    send.click()
    expect(send).to_have_count(0)


def on_phone(signed_in: SignIn, name: str, case: dict[str, Any]) -> BrowserContext:
    """The phone of somebody who stands at the case."""
    place = {"longitude": case["lon"], "latitude": case["lat"], "accuracy": 6}
    return signed_in(name, viewport={"width": 390, "height": 844}, geolocation=place, permissions=["geolocation"])


def picture(colour: str) -> FilePayload:
    """As the camera of a phone gives it."""
    content = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(content, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def hand_in(page: Page, address: str, way: Sequence[str], result: str, note: str) -> None:
    """Does a task by its large button, which names what is next, as far as the server's answer."""
    page.goto(address)
    main = page.locator(".task-main")
    for words in way:
        expect(main).to_have_text(words)
        main.click()
    for colour in ("red", "green", "blue"):
        expect(main).to_contain_text(re.compile("拍|选"))
        if "拍" not in main.inner_text():
            break
        left = page.locator(".task-shot.is-wanted:not(.is-more)").count()
        with page.expect_file_chooser() as camera:
            main.click()
        camera.value.set_files(picture(colour))
        expect(page.locator(".task-shot.is-wanted:not(.is-more)")).to_have_count(left - 1)
    page.locator(".task-results").get_by_text(result, exact=True).click()
    page.locator("[data-field-note]").fill(note)
    expect(main).to_have_text("交结果")
    main.click()
    expect(page.locator(f'.field-list [data-case="{address.rpartition("=")[2]}"]')).to_have_count(0)
    expect(page.locator("[data-outbox-banner]")).to_contain_text("全部已送达")


def test_a_case_goes_from_the_alarm_to_its_end_by_four_people(
    product: Product, device: Device, manhole: str, signed_in: SignIn
) -> None:
    device.deliver([observation("manhole", manhole, now_ms(), cover="open")])
    key = case_of(product, manhole)
    seat, chief = map(signed_in, ("operator", "dispatcher"))
    ((squad, leader_number),) = product.query("SELECT squad, person FROM account WHERE name = 'squad-leader'")
    ((squad_name,),) = product.query("SELECT name FROM squad WHERE code = ?", squad)

    # The rule of open covers has reported, registered and filed it.
    at_desk = open_case(chief, product.url, key)
    rule_sent_it = Api(chief, product.url).case(key)["state"] == "to_handle"
    do(at_desk, "dispatch", squad=squad_name, reason="就近" if rule_sent_it else "")

    officer = on_phone(signed_in, "officer", Api(chief, product.url).case(key))
    hand_in(officer.new_page(), f"{product.url}/field#task={key}", ("接单", "到场"), "已整改", "井盖已复位")
    device.deliver([observation("manhole", manhole, now_ms(), cover="closed")])

    at_seat = open_case(seat, product.url, key)
    do(at_seat, "check", checker=leader_number)
    leader = on_phone(signed_in, "squad-leader", Api(chief, product.url).case(key))
    hand_in(leader.new_page(), f"{product.url}/field#task={key}", ("到场",), "合格", "")
    do(at_desk, "close")

    ended = Api(chief, product.url).case(key)
    assert (ended["state"], ended["on_time"], ended["squad"]) == ("closed", True, squad)
    told = chief.request.get(f"{product.url}/api/v1/cases/{key}/timeline").json()["items"]
    deeds = [each["what"] for each in told if each["kind"] in ("step", "dispatch")]
    order = ["report", "register", "file", "dispatch", "accept", "arrive", "feedback", "check", "close"]
    assert [deed for deed, _ in groupby(deeds)] == order
    assert {"alarm", "reading"} <= {each["kind"] for each in told}
    expect(at_desk.locator("#drawer")).to_contain_text("井盖已复位")
