"""The content policy of every page: the product keeps it, and what does not is stopped.

What breaks it is an error of the console too, and the phone's tour of the pages (test_touch.py) lets none pass; here
are the pages that it leaves out.
"""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.e2e.conftest import OpenVisit
from tests.e2e.product import Product, eventually

WATCH: Final = """document.addEventListener('securitypolicyviolation', (event) =>
  window.tellViolation(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`))"""
INJECT: Final = """() => {
  const script = document.createElement('script');
  script.textContent = 'window.isTaken = true';
  document.body.append(script);
  const picture = new Image();
  picture.src = 'https://evil.example/steal';
}"""
PAGES: Final = ("/", "/admin", "/admin?tab=responsibilities", "/admin?tab=city", "/wall")


def watched(context: BrowserContext) -> list[str]:
    """What breaks the policy on the pages of this browser from now on, also where one page leads to the next."""
    found: list[str] = []
    context.expose_function("tellViolation", lambda told: found.append(told))
    context.add_init_script(WATCH)
    return found


@pytest.mark.parametrize("path", PAGES)
def test_no_page_breaks_the_policy(visits: OpenVisit, path: str) -> None:
    visit = visits()
    violations = watched(visit.context)
    assert visit.open(path).title(), "what the page told until now has come"
    assert violations == []
    visit.assert_quiet()


def test_no_page_at_the_door_breaks_the_policy(product: Product, browser: Browser) -> None:
    context = browser.new_context()
    violations = watched(context)
    page = context.new_page()
    for path in ("/login", "/password", "/answer/nothing", "/field/offline"):
        page.goto(product.url + path)
        page.wait_for_load_state("networkidle")
    assert violations == []
    context.close()


def test_a_script_that_came_from_elsewhere_does_not_run(visits: OpenVisit) -> None:
    visit = visits()
    violations = watched(visit.context)
    page = visit.open("/")
    page.evaluate(INJECT)
    eventually(lambda: page.title() and len(violations) == 2, "both are told")
    assert page.evaluate("() => window.isTaken") is None
    assert {each.split(":")[0] for each in violations} == {"script-src-elem", "img-src"}
    eventually(lambda: len(visit.complaints) >= 2, "the console complains")
