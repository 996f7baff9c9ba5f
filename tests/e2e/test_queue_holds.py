"""A queue in a storm, in a real browser: nothing that one is about to click ever moves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from dashboard.domain.grouping import StoryRow
from dashboard.domain.readouts import AlarmLine
from dashboard.domain.severity import Severity
from dashboard.services.views import queue
from layouts.components.alarms.listing import alarm_list, alarm_row
from layouts.components.duty import squad_alarms
from layouts.markup import markup
from tests.e2e.bare_page import bare_page
from tests.readout_builders import CHINESE, NOW_US, alarm_line

SCRIPTS: Final = (
    "assets/js/10-elements.js",
    "assets/js/12-clicks.js",
    "assets/js/14-morph.js",
    "assets/vendor/idiomorph/idiomorph-0.8.0.js",
    "xiuhua.say = (key, ...values) => [key, ...values].join(' ');",
    "assets/js/15-hold.js",
)
PAGE: Final = """
<link rel="icon" href="data:,"><style>.q-open { display:block; width:100%; height:40px } .q-rows { display:block }
#list { height:600px; overflow:auto } [hidden] { display:none }</style>
<button data-news-of="list" hidden></button><div id="list" data-holds></div><p id="elsewhere">x</p>"""
DRAW: Final = "(html) => xiuhua.draw(document.getElementById('list'), html)"
UNDER: Final = """([x, y]) => document.elementFromPoint(x, y).closest('.q')?.dataset.alarm
  ?? document.elementFromPoint(x, y).closest('[data-group]')?.dataset.group"""
RULES: Final = ("road_water.depth", "drainage.fill", "manhole.tilt", "bin.full", "manhole.battery", "tree.lean")


class Storm:
    """Alarms that come, get worse and clear, each look a little later."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._open = {key: self._alarm(key) for key in range(1, 41)}
        self._next = 41

    def _alarm(self, key: int, **changes: Any) -> AlarmLine:
        dice = self._dice
        district = f"D{dice.randrange(4)}"
        return alarm_line(
            key,
            asset_id=f"A-{key}",
            rule_key=dice.choice(RULES),
            severity=dice.choice(list(Severity)),
            district_code=district,
            district_name=district,
            worsened_us=NOW_US + key,
            **changes,
        )

    def look(self) -> str:
        """The list as the server draws it now; as many come as go."""
        for _ in range(self._dice.randrange(1, 9)):
            self._open[self._next] = self._alarm(self._next)
            self._next += 1
        for key in self._dice.sample(sorted(self._open), self._dice.randrange(1, 9)):
            del self._open[key]
        return markup(alarm_list(CHINESE, queue(list(self._open.values()), 0), NOW_US))


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    yield from bare_page(request, PAGE, SCRIPTS)


def shown(page: Page) -> list[str]:
    """The rows from the top, by their alarms."""
    return list(page.locator("#list .q[data-alarm]").evaluate_all("(rows) => rows.map((row) => row.dataset.alarm)"))


@pytest.mark.parametrize("seed", range(4))
def test_under_a_resting_pointer_no_row_changes_in_a_storm(page: Page, seed: int) -> None:
    storm = Storm(seed)
    page.evaluate(DRAW, storm.look())
    page.mouse.move(80, 300)
    before, order = page.evaluate(UNDER, [80, 300]), shown(page)
    assert before
    for _ in range(60):
        page.evaluate(DRAW, storm.look())
        assert page.evaluate(UNDER, [80, 300]) == before
    assert shown(page) == order
    assert int(page.locator("[data-news-of]").inner_text().rsplit(" ", 1)[1]) > 0


def test_the_list_goes_on_when_the_pointer_leaves(page: Page) -> None:
    storm = Storm(1)
    page.evaluate(DRAW, storm.look())
    page.mouse.move(80, 300)
    for _ in range(3):
        last = storm.look()
        page.evaluate(DRAW, last)
    page.mouse.move(80, 700)
    expect(page.locator("[data-news-of]")).to_be_hidden()
    held = shown(page)
    page.evaluate("(html) => { const list = document.getElementById('list'); list.innerHTML = html; }", last)
    assert held == shown(page)


def test_the_news_is_taken_in_by_its_button(page: Page) -> None:
    storm = Storm(2)
    page.evaluate(DRAW, storm.look())
    page.mouse.move(80, 300)
    last = storm.look()
    page.evaluate(DRAW, last)
    page.locator("[data-news-of]").evaluate("(button) => button.click()")
    page.wait_for_function("() => document.querySelector('[data-news-of]').hidden")
    assert page.locator("#list .is-gone").count() == 0


def test_a_list_in_which_the_keyboard_is_holds_still(page: Page) -> None:
    storm = Storm(3)
    page.evaluate(DRAW, storm.look())
    page.keyboard.press("Tab")
    order = shown(page)
    page.evaluate(DRAW, storm.look())
    assert shown(page) == order
    page.evaluate("document.activeElement.blur()")
    page.wait_for_function("() => document.querySelector('[data-news-of]').hidden")
    assert shown(page) != order


def test_what_was_settled_meanwhile_stays_in_its_place_as_gone(page: Page) -> None:
    alarms = [alarm_line(key, asset_id=f"A-{key}", rule_key=RULES[key]) for key in range(4)]
    page.evaluate(DRAW, markup(alarm_list(CHINESE, queue(alarms, 0), NOW_US)))
    page.mouse.move(80, 100)
    order = shown(page)
    page.evaluate(DRAW, markup(alarm_list(CHINESE, queue(alarms[1:], 0), NOW_US)))
    assert shown(page) == order
    assert page.locator("#list .is-gone").evaluate_all("(rows) => rows.map((row) => row.dataset.alarm)") == ["0"]


@pytest.mark.parametrize("kind", ["alarms", "cases", "people"])
def test_lists_of_a_squad_hold_still_and_tell_of_news_too(page: Page, kind: str) -> None:
    def rows(*keys: int) -> str:
        if kind == "alarms":
            lines = [alarm_line(key, asset_id=f"A-{key}", raised_us=NOW_US + key) for key in keys]
            return markup(squad_alarms(CHINESE, lines))
        mark = {"cases": "data-case", "people": "data-track"}[kind]
        return "".join(f'<button class="duty-row" {mark}="{key}">{key}</button>' for key in keys)

    order = "(rows) => rows.map((row) => row.dataset.alarm || row.dataset.case || row.dataset.track)"
    page.evaluate(DRAW, rows(3, 2, 1))
    before = page.locator("#list .duty-row").evaluate_all(order)
    page.mouse.move(20, page.locator("#list").bounding_box()["y"] + 10)  # type: ignore[index]
    page.evaluate(DRAW, rows(4, 1, 3))
    assert page.locator("#list .duty-row").evaluate_all(order) == before
    assert page.locator("#list .is-gone").evaluate_all(order) == ["2"]
    assert page.locator("[data-news-of]").inner_text().endswith("queue.news 1")
    page.mouse.move(20, 700)
    expect(page.locator("#list .duty-row")).to_have_count(3)
    assert set(page.locator("#list .duty-row").evaluate_all(order)) == {"4", "1", "3"}


PAIR: Final = """<div data-holds-together="pair" style="height:600px; overflow:auto">
<div id="upper" data-holds></div><div id="lower" data-holds></div></div><button data-news-of="pair" hidden></button>"""


def test_what_a_list_gains_above_does_not_push_the_one_below_from_under_the_pointer(page: Page) -> None:
    page.evaluate("(html) => { document.body.innerHTML = html; }", PAIR)
    draw = "([id, html]) => xiuhua.draw(document.getElementById(id), html)"

    def rows(first: int, last: int) -> str:
        alarms = [alarm_line(key, asset_id=f"A-{key}", rule_key=RULES[key % 6]) for key in range(first, last)]
        return markup([alarm_row(CHINESE, StoryRow(alarms=(alarm,))) for alarm in alarms])

    page.evaluate(draw, ["upper", rows(0, 2)])
    page.evaluate(draw, ["lower", rows(10, 14)])
    at = page.locator("#lower .q").nth(1).bounding_box()
    assert at
    spot = [at["x"] + 60, at["y"] + 10]
    page.mouse.move(*spot)
    page.evaluate(draw, ["upper", rows(0, 5)])
    page.evaluate(draw, ["lower", rows(9, 14)])
    assert page.evaluate(UNDER, spot) == "11"
    assert page.locator("[data-news-of]").inner_text().endswith("queue.news 4")
    page.mouse.move(700, 690)
    assert page.locator("#upper .q").count() == 5
    assert page.locator("[data-news-of]").is_hidden()
