"""One running product and one Chromium for all browser tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Final
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.e2e.product import Device, Product, chromium

ASSETS: Final = 1_500
DESKTOP: Final = {"width": 1920, "height": 1080}
PATIENCE_MS: Final = 120_000
FLAGS: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
)


class Visit:
    """One browser session: its pages, and what they asked of other hosts or complained about."""

    def __init__(self, context: BrowserContext, product: Product) -> None:
        self.context, self.product = context, product
        self.outside: list[str] = []
        self.complaints: list[str] = []
        context.set_default_timeout(PATIENCE_MS)
        sign_in(context, product)

    def open(self, path: str = "/") -> Page:
        """A new page of the product; the live channel and the first answers are there."""
        page = self.context.new_page()
        page.on("request", lambda request: self._check(request.url))
        page.on("websocket", lambda channel: self._check(channel.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.goto(self.product.url + path)
        wait_until_live(page)
        return page

    def assert_quiet(self) -> None:
        """Nothing was asked of another host and nothing went wrong in the page."""
        assert not self.outside
        assert not self.complaints

    def _check(self, url: str) -> None:
        address = urlparse(url)
        if address.scheme not in ("data", "blob") and address.netloc != f"127.0.0.1:{self.product.port}":
            self.outside.append(url)


OpenVisit = Callable[..., Visit]


def sign_in(context: BrowserContext, product: Product) -> None:
    """Gives a browser the session of the demo's administrator."""
    context.add_cookies(
        [{"name": name, "value": value, "url": product.url} for name, value in product.cookies().items()]
    )


def wait_until_live(page: Page) -> None:
    """Frames come, and the page and its parts are mounted."""
    page.wait_for_function("() => window.xiuhua && xiuhua.live.state === 'live'")
    page.wait_for_function("() => document.querySelector('#page > *') && !document.querySelector('#page .skeleton')")
    if page.locator(".xiuhua-map").count():
        page.wait_for_function("() => xiuhua.map.session && Object.keys(xiuhua.map.counts()).length > 0")


def unfold(page: Page) -> None:
    """Opens every story of the queue."""
    page.evaluate("document.querySelectorAll('[data-unfold][aria-expanded=false]').forEach((head) => head.click())")


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The whole product with a small city whose devices are ours to speak for."""
    if chromium() is None:
        pytest.skip("Chromium is not installed (make test installs it where it may)")
    running = Product(tmp_path_factory.mktemp("xiuhua") / "数据", ASSETS)
    running.prepare()
    with ExitStack() as at_end:
        at_end.callback(running.stop)
        running.start()
        running.wait_until_ready()
        yield running


@pytest.fixture
def device(product: Product) -> Iterator[Device]:
    """A connection over which the devices speak."""
    with product.device() as speaking:
        yield speaking


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What starts browsers: there can be one of it in a process."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all."""
    chosen = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
    yield chosen
    chosen.close()


@pytest.fixture
def visits(product: Product, browser: Browser) -> Iterator[OpenVisit]:
    """Opens browser sessions, closed at the end."""
    with ExitStack() as at_end:

        def open_visit(**options: Any) -> Visit:
            context = browser.new_context(**{"viewport": DESKTOP, **options})
            at_end.callback(context.close)
            return Visit(context, product)

        yield open_visit


@pytest.fixture
def visit(visits: OpenVisit) -> Iterator[Visit]:
    """A browser session in which nothing may go wrong."""
    session = visits()
    yield session
    session.assert_quiet()


@pytest.fixture(scope="session")
def manholes(product: Product) -> Iterator[str]:
    """Manhole covers of which nothing was heard yet; each test takes its own."""
    return iter(product.canonical_assets("manhole"))


@pytest.fixture
def manhole(manholes: Iterator[str]) -> str:
    """A manhole cover that no other test speaks for."""
    return next(manholes)
