"""What is done on the street is on the phone first, and with the server once and in order, whatever breaks between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, Request, expect

from tests.e2e.product import chromium, eventually
from tests.e2e.street import (
    AHEAD,
    PHONE,
    Street,
    add,
    open_street,
    opened,
    picture,
    state,
    until_delivered,
    until_ready,
)

MEGABYTE: Final = 1_000_000
DONE: Final = ["report", "register", "file", "dispatch", "accept", "depart", "arrive", "feedback"]
PLACE: Final = {"lon": 121.40, "lat": 29.65, "accuracy_m": 6}


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[Street]:
    """The server and its browser."""
    if chromium() is None:
        pytest.skip("Chromium is not installed (make test installs it where it may)")
    with open_street(tmp_path_factory.mktemp("street"), playwright.chromium) as made:
        yield made


@pytest.fixture
def phone(street: Street) -> Iterator[BrowserContext]:
    """A phone that comes over https."""
    with street.phone(street.safe) as context:
        yield context


def work_on(page: Page, case: dict[str, Any], pictures: list[bytes]) -> None:
    """What an officer does at a case, from its acceptance to its result."""
    add(page, case, "accept")
    add(page, case, "depart")
    add(page, case, "arrive", **PLACE)
    add(page, case, "feedback", *pictures, reason="已清理")


def requests_of(page: Page) -> CDPSession:
    """The network of a page, in our hands."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    return session


def test_on_plain_http_what_was_done_without_a_network_comes_once_and_in_order(street: Street) -> None:
    case = street.case()
    with street.phone(street.plain, AHEAD) as phone:
        page = opened(phone, street.plain)
        assert page.evaluate("() => [isSecureContext, navigator.locks, navigator.serviceWorker, crypto.subtle]") == [
            False,
            None,
            None,
            None,
        ]
        add(page, case, "accept")
        until_delivered(page)
        phone.set_offline(True)
        add(page, case, "depart")
        add(page, case, "arrive", **PLACE)
        assert add(page, case, "feedback", picture(1), picture(2), picture(3, MEGABYTE), reason="已清理") == 4
        told = state(page)
        assert (told["waiting"], told["pictures"], told["since"] is not None) == (3, 3, True)
        banner = page.locator("[data-outbox-banner]").first
        banner.locator("text=3 条待发送 · 已存本机").wait_for()
        banner.locator("text=照片 3 张").wait_for()
        page.close()
        phone.set_offline(False)
        later = opened(phone, street.plain)
        until_delivered(later)
        later.locator("[data-outbox-banner] >> text=全部已送达").first.wait_for()
    assert street.steps(case) == DONE
    shots = street.ask("GET", f"/cases/{case['id']}")["photos"]
    assert [shot["role"] for shot in shots] == ["after"] * 3


def give(page: Page, content: bytes) -> None:
    """Takes a picture for what the large button names next."""
    before = page.locator(".task-shot.is-done").count()
    with page.expect_file_chooser() as chooser:
        page.locator('[data-field-next="photo"]').click()
    chooser.value.set_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": content})
    expect(page.locator(".task-shot.is-done")).to_have_count(before + 1)


def test_a_task_is_finished_on_the_page_without_a_network_across_a_cold_start(
    street: Street, phone: BrowserContext
) -> None:
    case = street.case()
    phone.grant_permissions(["geolocation"])
    phone.set_geolocation({"longitude": case["lon"], "latitude": case["lat"], "accuracy": 5})
    page = opened(phone, street.safe)
    page.locator(f'[data-field-accept="{case["id"]}"]').click()
    page.goto(f"{street.safe}/field#task={case['id']}")
    page.locator('[data-field-next="arrive"]').click()
    page.locator('[data-field-next="photo"]').wait_for()
    until_delivered(page)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.set_offline(True)
    give(page, picture(3))
    page.close()
    cold = phone.new_page()
    wrong: list[str] = []
    cold.on("pageerror", lambda error: wrong.append(str(error)))
    cold.goto(f"{street.safe}/field#task={case['id']}")
    until_ready(cold)
    cold.locator("[data-offline-page]:not([data-back])").wait_for()
    expect(cold.locator(".task-shot.is-done")).to_have_count(1)
    give(cold, picture(4))
    give(cold, picture(5, MEGABYTE))
    cold.locator('[data-field-result="fixed"]').click()
    cold.locator('[data-field-next="send"]').click()
    cold.locator("[data-outbox-banner] >> text=1 条待发送 · 已存本机").wait_for()
    cold.close()
    again = phone.new_page()
    again.goto(f"{street.safe}/field")
    until_ready(again)
    assert state(again)["waiting"] == 1
    phone.set_offline(False)
    until_delivered(again)
    again.locator("[data-offline-page][data-back]").wait_for()
    assert street.steps(case) == [step for step in DONE if step != "depart"]
    shots = street.ask("GET", f"/cases/{case['id']}")["photos"]
    assert sorted(shot["role"] for shot in shots) == ["after", "after", "before"]
    assert not wrong


def test_nothing_that_somebody_sees_is_in_the_files_that_the_phone_keeps(street: Street, phone: BrowserContext) -> None:
    page = opened(phone, street.safe)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    kept = page.evaluate(
        "async () => { const [name] = await caches.keys(); const all = await (await caches.open(name)).keys();"
        " return all.map(({ url }) => new URL(url).pathname); }"
    )
    assert "/field/offline" in kept
    assert [path for path in kept if not path.startswith(("/assets/", "/field/offline"))] == []
    document = page.evaluate("() => fetch('/field/offline').then((answer) => answer.text())")
    assert "officer" not in document


def test_a_command_whose_answer_was_lost_is_done_once(street: Street, phone: BrowserContext) -> None:
    case = street.case()
    page = opened(phone, street.safe)
    lost: list[str] = []
    session = requests_of(page)

    def lose(paused: dict[str, Any]) -> None:
        if lost:
            session.send("Fetch.continueRequest", {"requestId": paused["requestId"]})
            return
        lost.append(paused["request"]["url"])
        session.send("Fetch.failRequest", {"requestId": paused["requestId"], "errorReason": "ConnectionReset"})

    session.on("Fetch.requestPaused", lose)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": "*/accept", "requestStage": "Response"}]})
    work_on(page, case, [picture(6)])
    until_delivered(page)
    assert len(lost) == 1
    assert street.steps(case) == DONE


def test_an_upload_goes_on_where_it_was_when_the_web_server_was_killed(street: Street, phone: BrowserContext) -> None:
    case = street.case()
    page = opened(phone, street.safe)
    sent: list[int] = []

    def note(asked: Request) -> None:
        if asked.method == "PATCH":
            sent.append(int(asked.headers["upload-offset"]))

    page.on("request", note)
    session = requests_of(page)
    slow = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": 400_000}
    session.send("Network.emulateNetworkConditions", slow)
    work_on(page, case, [picture(7, 3 * MEGABYTE)])
    page.wait_for_function("() => xiuhua.outbox.state().sender.sent > 0")
    street.product.kill("web")
    page.wait_for_function("() => xiuhua.outbox.state().sender.phase !== 'sending'")
    stood_at = max(sent)
    street.product.start("web")
    eventually(lambda: street.product.get("/api/v1/me"), "the web server answers again")
    session.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
    until_delivered(page)
    after = sent[sent.index(stood_at) + 1 :]
    assert after, "something was left to be sent"
    assert min(after) >= stood_at
    assert street.steps(case) == DONE


def test_a_day_without_a_network_comes_in_order_one_at_a_time(street: Street, phone: BrowserContext) -> None:
    cases = [street.case() for _ in range(3)]
    page = opened(phone, street.safe)
    under_way: set[str] = set()
    most: list[int] = []
    ordered: list[str] = []

    def begun(asked: Request) -> None:
        if asked.method in ("POST", "PATCH") and "/api/v1/" in asked.url and "/positions" not in asked.url:
            under_way.add(asked.url)
            most.append(len(under_way))
            ordered.append(asked.url.partition("/api/v1/")[2])

    page.on("request", begun)
    page.on("requestfinished", lambda asked: under_way.discard(asked.url))
    phone.set_offline(True)
    number = 10
    for case in cases:
        add(page, case, "accept")
        add(page, case, "depart")
        add(page, case, "arrive", **PLACE)
        for _ in range(6):
            number += 2
            add(page, case, "comment", picture(number, 300_000), picture(number + 1), reason="过程")
        add(page, case, "feedback", picture(number + 100, 300_000), reason="已清理")
    told = state(page)
    assert (told["waiting"], told["pictures"]) == (30, 39)
    ordered.clear()
    session = requests_of(page)
    fast = {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": 20 * MEGABYTE}
    phone.set_offline(False)
    session.send("Network.emulateNetworkConditions", fast)
    until_delivered(page)
    commands = [path for path in ordered if path.startswith("cases/")]
    assert [int(path.split("/")[1]) for path in commands] == [case["id"] for case in cases for _ in range(10)]
    assert max(most) == 1
    for case in cases:
        assert street.steps(case)[4:] == ["accept", "depart", "arrive", *["comment"] * 6, "feedback"]


def test_a_case_that_moved_on_meanwhile_says_so_and_loses_nothing(street: Street, phone: BrowserContext) -> None:
    case = street.case()
    page = opened(phone, street.safe)
    phone.set_offline(True)
    add(page, case, "accept")
    add(page, case, "feedback", picture(8), reason="已清理")
    street.act(case, "dispatch", squad="yuelin")
    phone.set_offline(False)
    until_delivered(page)
    words = [item["answer"]["words"][0] for item in state(page)["items"] if item["answer"]]
    assert ["岳林中队" in each for each in words] == [True, True]
    page.locator("[data-outbox-open]").first.click()
    row = page.locator('.outbox-row[data-state="refused"]').last
    row.locator("text=已改派").wait_for()
    row.locator("[data-outbox-seen]").click()
    page.wait_for_function("() => xiuhua.outbox.state().refused === 1")
    entries = street.ask("GET", f"/cases/{case['id']}/timeline")["items"]
    assert any("已清理" in str(entry) for entry in entries)


def test_a_full_phone_says_so_and_keeps_nothing_by_halves(street: Street) -> None:
    case = street.case()
    with street.phone(street.safe, room_bytes=2 * MEGABYTE) as phone:
        page = opened(phone, street.safe)
        phone.set_offline(True)
        told = page.evaluate("() => xiuhua.outbox.room()")
        assert not told["ok"]
        assert "先腾出空间" in told["words"]
        kept = add(page, case, "accept")
        assert "手机存储已满" in add(page, case, "depart", picture(9, 4 * MEGABYTE))
        assert [item["id"] for item in state(page)["items"]] == [kept], "what fits is kept"


def begin_report(street: Street, phone: BrowserContext, shade: int) -> Page:
    """The report from the street with a picture and a category, ready to be sent."""
    page = phone.new_page()
    page.goto(f"{street.safe}/field?report=1")
    page.locator("[data-quick-located] >> text=精度 ±6 m").wait_for()
    with page.expect_file_chooser() as chooser:
        page.click("[data-quick-pick]")
    chooser.value.set_files({"name": "1.jpg", "mimeType": "image/jpeg", "buffer": picture(shade)})
    page.locator("[data-quick-send] >> text=选一个小类").wait_for()
    page.click("[data-quick-other]")
    page.locator(".quick-line").first.click()
    page.locator("[data-quick-send] >> text=上报").wait_for()
    return page


def test_a_report_without_a_network_is_kept_on_the_phone_and_becomes_one_case_also_after_a_cold_start(
    street: Street, phone: BrowserContext
) -> None:
    phone.grant_permissions(["geolocation"])
    phone.set_geolocation({"longitude": 121.40, "latitude": 29.65, "accuracy": 6})
    page = begin_report(street, phone, 40)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    phone.set_offline(True)
    page.click("[data-quick-send]")
    page.locator(".quick-told >> text=没有网络：已存本机").wait_for()
    page.close()
    phone.set_geolocation({"longitude": 121.41, "latitude": 29.65, "accuracy": 6})
    cold = begin_report(street, phone, 41)
    cold.locator("[data-offline-page]:not([data-back])").wait_for()
    cold.click("[data-quick-send]")
    cold.locator(".quick-told >> text=没有网络：已存本机").wait_for()
    phone.set_offline(False)
    cold.locator(".quick-told >> text=已上报 #").wait_for()
    cases = street.ask("GET", "/cases?source=handheld")["items"]
    assert [case["state"] for case in cases] == ["reported"] * 2
    for case in cases:
        (shot,) = street.ask("GET", f"/cases/{case['id']}")["photos"]
        assert shot["role"] == "before"


def test_a_department_answers_by_its_link_with_a_picture_and_signs_in_nowhere(street: Street) -> None:
    case = street.act(street.case(), "dispatch", department="SZ02")
    path = street.ask("POST", f"/cases/{case['id']}/answer-links", days=3)["path"]
    context = street.browser.new_context(viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{street.plain}{path}")
    expect(page.locator(".answer-case h1")).to_contain_text(case["number"])
    page.locator('.answer-kind [value="result"]').check(force=True)
    page.locator("[data-files]").set_input_files({"name": "1.jpg", "mimeType": "image/jpeg", "buffer": picture(50)})
    page.locator('[data-tiles] li[data-state="done"]').wait_for()
    page.locator("[name=words]").fill("已疏通")
    page.locator("button[type=submit]").click()
    page.locator(".answer-notice.is-done").wait_for()
    page.goto(f"{street.plain}{path}")
    expect(page.locator("form")).to_have_count(0)
    context.close()
    assert not wrong
    assert street.steps(case)[-1] == "feedback"
    shots = street.ask("GET", f"/cases/{case['id']}")["photos"]
    assert [shot["role"] for shot in shots] == ["after"]
