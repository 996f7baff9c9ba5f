"""The content policy of every page: the product keeps it, and what does not is stopped.

What breaks it is an error of the console too, and the phone's tour of the pages (test_touch.py) lets none pass; here
are the pages that it leaves out.
"""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import OpenVisit
from tests.e2e.product import Product, eventually

WATCH: Final = """() => {
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => {
    window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
  });
}"""
INJECT: Final = """() => {
  const script = document.createElement('script');
  script.textContent = 'window.isTaken = true';
  document.body.append(script);
  const picture = new Image();
  picture.src = 'https://evil.example/steal';
}"""
PAGES: Final = ("/", "/admin", "/admin?tab=responsibilities", "/admin?tab=city", "/wall")


def violations(page: Page) -> list[str]:
    found: list[str] = page.evaluate("() => window.violations")
    return found


@pytest.mark.parametrize("path", PAGES)
def test_no_page_breaks_the_policy(visits: OpenVisit, path: str) -> None:
    visit = visits()
    visit.context.add_init_script(f"({WATCH})()")
    page = visit.open(path)
    assert violations(page) == []
    visit.assert_quiet()


def test_no_page_at_the_door_breaks_the_policy(product: Product, browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script(f"({WATCH})()")
    page = context.new_page()
    for path in ("/login", "/password", "/answer/nothing", "/field/offline"):
        page.goto(product.url + path)
        assert violations(page) == []
    context.close()


def test_a_script_that_came_from_elsewhere_does_not_run(visits: OpenVisit) -> None:
    visit = visits()
    visit.context.add_init_script(f"({WATCH})()")
    page = visit.open("/")
    page.evaluate(INJECT)
    page.wait_for_function("() => window.violations.length === 2")
    assert page.evaluate("() => window.isTaken") is None
    assert {each.split(":")[0] for each in violations(page)} == {"script-src-elem", "img-src"}
    eventually(lambda: len(visit.complaints) >= 2, "the console complains")
