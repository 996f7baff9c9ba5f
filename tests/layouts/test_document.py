"""The document around every page: what it loads, and in which order."""

from __future__ import annotations

from dashboard.domain.text import Language
from layouts.dash_scripts import needed_scripts
from layouts.pages import pages
from layouts.shell import index

SUITES = "/_dash-component-suites/dash"


def tag(path: str) -> str:
    """A script tag as Dash writes it."""
    return f'<script src="{SUITES}/{path}"></script>'


def test_the_polyfill_and_the_table_are_not_loaded() -> None:
    react = tag("deps/react@18.v4_4_1m1795713474.3.1.min.js")
    renderer = tag("dash-renderer/build/dash_renderer.v4_4_1m1795713474.min.js")
    unused = tag("deps/polyfill@7.v4_4_1m1795713474.12.1.min.js"), tag("dash_table/bundle.v7_4_1m1795713474.js")
    assert needed_scripts("\n".join((unused[0], react, renderer, unused[1]))) == f"\n{react}\n{renderer}\n"


def test_the_page_asks_for_its_data_before_a_style_sheet_holds_up_its_script() -> None:
    document = index(list(pages().values()), "/assets/css/all.css", "/assets/js/all.js", Language.CHINESE)
    assert 0 < document.index("window.xiuhuaBegun[address] = fetch(address)") < document.index("{%css%}")
    assert document.index("{%css%}") < document.index('<link rel="stylesheet" href="/assets/css/all.css">')
