"""A page of a few of the product's scripts and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Page

from tests.architecture.source import ROOT
from tests.e2e.product import chromium


def bare_page(request: pytest.FixtureRequest, content: str, scripts: Sequence[str]) -> Iterator[Page]:
    """Yield a page with `content` and the scripts, files of the product or JavaScript itself; skip without Chromium."""
    if chromium() is None:
        pytest.skip("Chromium is not installed (make test installs it where it may)")
    browser: Browser = request.getfixturevalue("browser")
    with browser.new_page() as opened:
        opened.set_content(content)
        for script in scripts:
            if script.startswith("assets/"):
                opened.add_script_tag(path=ROOT / script)
            else:
                opened.add_script_tag(content=script)
        yield opened
