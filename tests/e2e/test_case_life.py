"""A case from the message of a cover to its end, by four people on four pages: desk, cases, squad, and a phone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.e2e.conftest import PATIENCE_MS, unfold, wait_until_live
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


def alarm_of(product: Product, asset_id: str) -> int:
    """The key of an asset's open alarm."""
    rows = "SELECT alarm_key FROM alarm JOIN asset USING (asset_key) WHERE asset_id = ? AND cleared_us IS NULL"
    ((key,),) = eventually(lambda: product.query(rows, asset_id), f"the alarm of {asset_id} is open")
    return int(key)


def report(page: Page, alarm: int) -> int:
    """Makes the case of an alarm at the desk, in two clicks; its key."""
    row = page.locator(".q", has=page.locator(f'[data-report-alarm="{alarm}"]')).first
    row.wait_for(state="attached")
    unfold(page)
    row.hover()  # what can be done with it shows then
    row.locator(f'[data-report-alarm="{alarm}"]').click()
    expect(page.locator("#case-report-address")).not_to_have_value("")
    page.locator("#case-report-send").click()
    expect(page.locator("#case-head .case-state")).to_have_text("待受理")
    return int(page.locator("#drawer [data-case-spot]").first.get_attribute("data-case-spot") or 0)


def opened(context: BrowserContext, address: str) -> Page:
    """A page with all of its parts."""
    page = context.new_page()
    page.goto(address)
    wait_until_live(page)
    return page


def do(page: Page, action: str, *, reason: str = "", **choices: str) -> None:
    """Presses the button of an action, fills its form, and sends it."""
    page.locator(f'#drawer [data-case-action="{action}"]').first.click()
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


def sign_in_for_duty(context: BrowserContext, url: str) -> None:
    """Whoever may be sent is on duty, whatever the hour of the roster."""
    context.request.get(url)
    token = next(each["value"] for each in context.cookies() if each["name"] == "_csrf_token")
    assert context.request.post(f"{url}/api/v1/duty/sign-in", headers={"x-csrftoken": token}).ok


def go_on(page: Page, *words: str) -> None:
    """Presses the large button, which names what is next."""
    for each in words:
        expect(page.locator(".task-main")).to_have_text(each)
        page.locator(".task-main").click()


def ask_for_time(page: Page, reason: str) -> None:
    """Asks for an extension on the phone, once it has told the arrival: what it draws anew closes what is open."""
    expect(page.locator(".task-shot.is-wanted:not(.is-more)")).to_have_count(3)
    expect(page.locator("[data-outbox-banner]")).to_contain_text("全部已送达")
    page.locator("[data-field-more]").click()
    page.locator('[data-field-ask="extend"]').click()
    page.locator(".field-sheet textarea").fill(reason)
    page.locator(".field-sheet .primary").click()
    expect(page.locator(".task-main")).to_be_disabled()


def hand_in(page: Page, result: str, note: str) -> None:
    """Takes the pictures that are wanted and hands in the result, as far as the server's answer."""
    main = page.locator(".task-main")
    for left, colour in ((3, "red"), (2, "green"), (1, "blue")):
        expect(page.locator(".task-shot.is-wanted:not(.is-more)")).to_have_count(left)
        with page.expect_file_chooser() as camera:
            main.click()
        camera.value.set_files(picture(colour))
    page.locator(".task-results").get_by_text(result, exact=True).click()
    page.locator("[data-field-note]").fill(note)
    go_on(page, "交结果")
    expect(page.locator("[data-outbox-banner]")).to_contain_text("全部已送达")


def agree(page: Page, key: int) -> None:
    """Consents to a request on the page of the squad, in two taps."""
    asked = page.locator(f'.squad-approvals .ask[data-case="{key}"]')
    asked.locator(".is-agree > summary").click()
    asked.locator(".is-agree .primary").click()
    expect(page.locator(f'.ask-said[data-decided="{key}"][data-done="yes"]')).to_be_visible()


def send_own(page: Page, key: int, person: str) -> None:
    """Opens the form of who could take a case, filled in, and sends somebody of the squad."""
    page.locator(f'.lamp-row[data-case="{key}"] [data-fill]').first.click()
    expect(page.locator("#case-form-assignee")).not_to_have_text("")
    page.locator("#case-form-assignee").click()
    page.locator(".dash-dropdown-option, .dash-options-list-option").filter(has_text=person).first.click()
    page.locator("#case-form-send").click()
    expect(page.locator("#case-form-send")).to_have_count(0)


def test_a_case_goes_from_the_alarm_to_its_end_by_four_people_on_four_pages(
    product: Product, device: Device, manhole: str, signed_in: SignIn
) -> None:
    seat, chief, leader = map(signed_in, ("operator", "dispatcher", "squad-leader"))
    people = product.query("SELECT person, squad FROM account WHERE name IN ('officer', 'squad-leader') ORDER BY name")
    (officer_number, squad), (leader_number, _) = people
    ((squad_name,),) = product.query("SELECT name FROM squad WHERE code = ?", squad)
    desk = opened(seat, product.url)
    begun_ms = now_ms() - 10_000
    device.deliver([observation("manhole", manhole, begun_ms + n * 5_000, tilt_deg=22.4) for n in range(3)])

    key = report(desk, alarm_of(product, manhole))
    do(desk, "register")

    cases = opened(chief, f"{product.url}/cases?case={key}")
    do(cases, "file")
    rule_sent_it = Api(chief, product.url).case(key)["state"] == "to_handle"
    do(cases, "dispatch", squad=squad_name, reason="就近" if rule_sent_it else "")

    sign_in_for_duty(signed_in("officer"), product.url)
    own_squad = opened(leader, f"{product.url}/squad")
    send_own(own_squad, key, officer_number)

    phone = on_phone(signed_in, "officer", Api(chief, product.url).case(key)).new_page()
    phone.goto(f"{product.url}/field#task={key}")
    go_on(phone, "接单", "到场")
    ask_for_time(phone, "需联系产权单位")
    agree(own_squad, key)
    do(cases, "approve")
    phone.reload()
    hand_in(phone, "已整改", "井盖已复位")
    device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=0.4)])

    do(desk, "check", checker=leader_number)
    task = own_squad.locator(f'.lamp-row[data-case="{key}"]', has_text="看：是否改好")
    task.locator("[data-fill]", has_text="核查通过").click()
    own_squad.locator("#case-form-send").click()
    expect(own_squad.locator("#case-form-send")).to_have_count(0)
    do(cases, "close")

    ended = Api(chief, product.url).case(key)
    assert (ended["state"], ended["on_time"], ended["squad"], ended["assignee"]) == (
        "closed",
        True,
        squad,
        officer_number,
    )
    told = chief.request.get(f"{product.url}/api/v1/cases/{key}/timeline").json()["items"]
    deeds = [each["what"] for each in told if each["kind"] in ("step", "dispatch", "approval")]
    order = ["report", "register", "file", "dispatch", "accept", "arrive", "extend", "approve", "feedback", "check"]
    assert [deed for deed, _ in groupby(deeds)] == [*order, "close"]
    assert {"alarm", "reading"} <= {each["kind"] for each in told}
    expect(cases.locator("#drawer")).to_contain_text("井盖已复位")
