"""The page of the map's benchmark still draws with the scripts of the product."""

from __future__ import annotations

from playwright.sync_api import Browser

from bench.map.run import READY, served
from tests.e2e.conftest import PATIENCE_MS


def test_the_page_that_is_measured_draws_and_raises_nothing(browser: Browser) -> None:
    problems: list[object] = []
    with served(assets=400, rate=20) as address:
        page = browser.new_page()
        page.on("pageerror", lambda problem: problems.append(problem))
        page.goto(address)
        page.wait_for_function(READY, timeout=PATIENCE_MS)
        page.close()
    assert problems == []
