"""Processes are killed under load and under open pages: nothing is lost, nothing doubled, pages heal by themselves."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenVisit
from tests.e2e.product import Device, Product, Report, eventually, now_ms, observation

LIVE_VALUE: Final = '.drawer [data-asset="{}"][data-metric="tilt_deg"]'
LIVE: Final = "() => xiuhua.live.state === 'live'"
NOT_LIVE: Final = "() => xiuhua.live.state !== 'live'"
BURST: Final = 6_000
DEVICES: Final = 50


@pytest.fixture
def open_page(visits: OpenVisit, device: Device, manhole: str) -> Page:
    """The desk with a value of the manhole cover in its drawer."""
    device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=1.0)])
    page = visits().open(f"/?asset={manhole}")
    expect(page.locator(LIVE_VALUE.format(manhole))).to_have_text("1.0")
    return page


def numbered_reports(assets: list[str], count: int) -> list[Report]:
    """So many reports, each with a reading of its own."""
    start_ms = now_ms() - count
    reports = []
    for number in range(count):
        asset_id = assets[number % len(assets)]
        payload = {"ts": start_ms + number, "seq": number, "values": {"temperature_c": number % 90 / 10}}
        reports.append(Report(f"xiuhua/v1/parking_bay/{asset_id}/observation", json.dumps(payload).encode()))
    return reports


@contextmanager
def delivering(product: Product, reports: list[Report]) -> Iterator[threading.Event]:
    """Delivers meanwhile; the event is set when a third is on its way. At the end all are acknowledged."""
    under_load = threading.Event()

    def deliver() -> None:
        with product.device() as device:
            third = len(reports) // 3
            device.deliver(reports[:third])
            under_load.set()
            device.deliver(reports[third:])

    thread = threading.Thread(target=deliver)
    thread.start()
    yield under_load
    thread.join()


def stored_times(product: Product, assets: list[str], since_ms: int) -> list[int]:
    """The ms of every stored reading of the assets since then, doubles included."""
    marks = ",".join("?" * len(assets))
    rows = product.query(
        "SELECT o.measured_us / 1000 FROM observation o JOIN asset a USING (asset_key) "
        f"WHERE a.asset_id IN ({marks}) AND o.measured_us >= ?",
        *assets,
        since_ms * 1000,
    )
    return sorted(int(row[0]) for row in rows)


@pytest.fixture(scope="module")
def bays(product: Product) -> Iterator[str]:
    """Parking bays of which nothing was heard yet."""
    return iter(product.canonical_assets("parking_bay"))


@pytest.fixture
def fleet(bays: Iterator[str]) -> list[str]:
    """Devices that no other test speaks for."""
    return [next(bays) for _ in range(DEVICES)]


OF_DEVICES: Final = (".overview", ".stage .xiuhua-map", "#desk-alarms", "#desk-events", ".drawer .values")
OF_PEOPLE: Final = ("#desk-reports", ".cases-rows")
GREY: Final = """([stale, parts]) => {
  const { dataset } = document.documentElement;
  if (stale) dataset.stale = stale;
  return parts.filter((part) => getComputedStyle(document.querySelector(part)).filter === 'grayscale(1)');
}"""


def grey(page: Page, stale: str = "") -> list[str]:
    """Which parts of the desk are grey now, or while what is named is stale."""
    return list(page.evaluate(GREY, [stale, [*OF_DEVICES, *OF_PEOPLE]]))


def test_an_open_page_heals_when_the_web_server_was_killed(
    product: Product, device: Device, open_page: Page, manhole: str
) -> None:
    assert grey(open_page) == []
    assert grey(open_page, "readings") == [*OF_DEVICES]
    product.kill("web")
    open_page.wait_for_function(NOT_LIVE)
    open_page.wait_for_function("() => document.documentElement.dataset.stale === 'channel'")
    assert grey(open_page) == [*OF_DEVICES, *OF_PEOPLE]
    device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=2.0)])
    eventually(lambda: product.readings(manhole)[-1].value == 2.0, "what came meanwhile is stored")
    product.start("web")
    open_page.wait_for_function(LIVE)
    expect(open_page.locator(LIVE_VALUE.format(manhole))).to_have_text("2.0")
    device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=3.0)])
    expect(open_page.locator(LIVE_VALUE.format(manhole))).to_have_text("3.0")
    open_page.wait_for_function("() => !('stale' in document.documentElement.dataset)")


def test_a_killed_broker_loses_nothing_and_the_page_is_live_again(
    product: Product, open_page: Page, manhole: str, fleet: list[str]
) -> None:
    reports = numbered_reports(fleet, BURST)
    since_ms = json.loads(reports[0].payload)["ts"]
    with delivering(product, reports) as under_load:
        assert under_load.wait(120)
        product.kill("broker")
        product.start("broker")
    with product.device() as device:
        device.deliver([observation("manhole", manhole, now_ms(), tilt_deg=5.0)])
    expect(open_page.locator(LIVE_VALUE.format(manhole))).to_have_text("5.0")
    assert_all_stored(product, fleet, since_ms)


def test_an_ingest_killed_under_load_stores_every_acknowledged_message_once(product: Product, fleet: list[str]) -> None:
    reports = numbered_reports(fleet, BURST)
    since_ms = json.loads(reports[0].payload)["ts"]
    with delivering(product, reports) as under_load:
        assert under_load.wait(120)
        product.kill("ingest")
        product.start("ingest")
    assert_all_stored(product, fleet, since_ms)


def assert_all_stored(product: Product, fleet: list[str], since_ms: int) -> None:
    """Each of the numbered reports is one row: none is missing and none is there twice."""
    expected = [since_ms + number for number in range(BURST)]
    eventually(lambda: len(stored_times(product, fleet, since_ms)) >= BURST, "every message is stored")
    assert stored_times(product, fleet, since_ms) == expected
