"""Fresh HTML in place of old, in a real browser: what stays the same element, and what the browser keeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.e2e.bare_page import bare_page

SCRIPTS: Final = (
    "assets/js/10-elements.js",
    "assets/js/14-morph.js",
    "assets/vendor/idiomorph/idiomorph-0.8.0.js",
)
PLACE: Final = '<div id="place" style="height:120px;overflow:auto"></div>'
PUT: Final = "(html) => xiuhua.morph(document.getElementById('place'), html)"
KEEP: Final = "(selector) => { window.kept = document.querySelector(selector); }"
IS_KEPT: Final = "(selector) => document.querySelector(selector) === window.kept"
PICTURE: Final = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def row(key: int, text: str = "") -> str:
    """An alarm of the list, as high as a third of the place."""
    inner = f'<img src="{PICTURE}"><b>{text or key}</b>'
    return f'<div data-alarm="{key}" class="q" tabindex="0" role="button" style="height:40px">{inner}</div>'


def rows(*keys: int) -> str:
    return "".join(row(key) for key in keys)


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    yield from bare_page(request, PLACE, SCRIPTS)


def put(page: Page, html: str) -> Any:
    return page.evaluate(PUT, html)


def test_the_same_html_again_changes_nothing(page: Page) -> None:
    assert put(page, rows(1, 2)) is True
    assert put(page, rows(1, 2)) is False


def test_the_first_rows_take_the_place_of_the_bars_that_stood_for_them(page: Page) -> None:
    page.evaluate(
        "document.getElementById('place').innerHTML = '<div class=\"skeleton\"><div class=\"bone\"></div></div>'"
    )
    assert put(page, rows(1, 2)) is True
    assert page.locator("#place .skeleton").count() == 0
    page.evaluate(KEEP, "[data-alarm='2']")
    put(page, rows(2, 3))
    assert page.evaluate(IS_KEPT, "[data-alarm='2']")


@pytest.mark.parametrize("after", [(2, 1, 3), (9, 1, 2, 3), (3, 2), (7, 8, 9, 2)])
def test_a_row_that_is_still_there_is_the_same_element(page: Page, after: tuple[int, ...]) -> None:
    put(page, rows(1, 2, 3))
    page.evaluate(KEEP, "[data-alarm='2']")
    put(page, rows(*after))
    assert page.evaluate(IS_KEPT, "[data-alarm='2']")
    assert page.locator("#place > .q b").all_text_contents() == [str(key) for key in after]


def test_a_row_that_is_moved_is_not_drawn_anew_nor_its_picture_loaded(page: Page) -> None:
    put(page, rows(1, 2, 3, 4))
    page.evaluate(KEEP, "[data-alarm='4'] img")
    page.evaluate(
        """() => {
          window.changes = [];
          new MutationObserver((records) => records.forEach((one) => {
            if (one.target.id !== 'place') window.changes.push(one.target.outerHTML);
          })).observe(document.getElementById('place'),
            { subtree: true, childList: true, attributes: true, characterData: true });
        }"""
    )
    put(page, rows(4, 1, 2, 3))
    assert page.evaluate(IS_KEPT, "[data-alarm='4'] img")
    assert page.evaluate("window.changes") == []


def test_a_row_that_says_something_new_is_written_in_place(page: Page) -> None:
    put(page, row(1) + row(2, "old"))
    page.evaluate(KEEP, "[data-alarm='2'] b")
    put(page, row(1) + row(2, "new"))
    assert page.evaluate(IS_KEPT, "[data-alarm='2'] b")
    assert page.locator("[data-alarm='2'] b").text_content() == "new"


@pytest.mark.parametrize("after", [(2, 1, 3), (9, 8, 1, 2), (2,)])
def test_focus_stays_on_its_row(page: Page, after: tuple[int, ...]) -> None:
    put(page, rows(1, 2, 3))
    page.locator("[data-alarm='2']").focus()
    put(page, rows(*after))
    assert page.evaluate("document.activeElement.dataset.alarm") == "2"


def test_the_list_stays_scrolled_where_it_was(page: Page) -> None:
    put(page, rows(*range(20)))
    page.evaluate("document.getElementById('place').scrollTop = 200")
    put(page, rows(*range(19, -1, -1)))
    assert page.evaluate("document.getElementById('place').scrollTop") == 200


def test_what_is_being_typed_stays(page: Page) -> None:
    put(page, '<input class="field"><b>1</b>')
    page.locator("input").fill("JG-04")
    put(page, '<input class="field"><b>2</b>')
    assert page.locator("input").input_value() == "JG-04"
    assert page.locator("#place b").text_content() == "2"


def test_what_the_browser_fills_is_left_alone(page: Page) -> None:
    put(page, '<i class="spark" data-points="1,2"></i><span data-since="1"></span>')
    page.evaluate("document.querySelector('.spark').innerHTML = '<svg></svg>'")
    page.evaluate("document.querySelector('[data-since]').textContent = '5 s ago'")
    put(page, '<i class="spark" data-points="2,3"></i><span data-since="2"></span>')
    assert page.locator(".spark svg").count() == 1
    assert page.locator(".spark").get_attribute("data-points") == "2,3"
    assert page.locator("[data-since='2']").text_content() == "5 s ago"


def test_a_group_that_was_unfolded_stays_so(page: Page) -> None:
    put(page, '<details data-group="a"><summary>1</summary></details>')
    page.locator("summary").click()
    put(page, '<details data-group="a"><summary>2</summary></details>')
    assert page.evaluate("document.querySelector('details').open")


def test_a_chart_that_goes_is_cleared_away(page: Page) -> None:
    page.evaluate("window.cleared = 0; window.Plotly = { purge() { window.cleared += 1; } };")
    put(page, '<div class="wall-chart" data-figure="{}"></div><p>1</p>')
    page.evaluate("document.querySelector('[data-figure]').innerHTML = '<div class=\"js-plotly-plot\"></div>'")
    put(page, '<div class="wall-chart" data-figure="{1}"></div><p>1</p>')
    assert page.locator(".js-plotly-plot").count() == 1
    put(page, "<p>1</p>")
    assert page.evaluate("window.cleared") == 1


def test_a_chart_in_whose_place_rows_come_is_cleared_away(page: Page) -> None:
    page.evaluate("window.cleared = 0; window.Plotly = { purge() { window.cleared += 1; } };")
    put(page, '<div class="wall-chart" data-figure="{}"></div>')
    page.evaluate("document.querySelector('[data-figure]').innerHTML = '<div class=\"js-plotly-plot\"></div>'")
    put(page, "<div><b>1</b></div>")
    assert page.evaluate("window.cleared") == 1
    assert page.locator("#place").inner_html() == "<div><b>1</b></div>"


def test_rows_of_the_same_thing_are_told_apart(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    put(page, rows(5, 5, 6))
    put(page, rows(6, 5, 5))
    assert page.locator("#place > .q b").all_text_contents() == ["6", "5", "5"]
    assert complaints == []
