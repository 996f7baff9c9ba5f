"""The director at the desk and the walls that obey it, in Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenVisit, Visit
from tests.e2e.test_wall import SHOWN, open_wall

CODE = re.compile(r"\d{4}-\d{2}")


class DirectorPanel:
    """The director's panel, open on a desk."""

    def __init__(self, desk: Page) -> None:
        self.page = desk
        desk.locator("[data-menu] summary").click()
        desk.locator("[data-open-director]").click()
        self.panel = desk.locator("[data-director]")
        expect(self.panel).to_be_visible()

    def pair(self, wall: Page, name: str) -> None:
        """Confirms the code that the wall shows."""
        corner = wall.locator("[data-wall-screen]")
        expect(corner).to_contain_text(CODE)
        code = CODE.search(corner.inner_text())
        assert code is not None
        self.page.locator("[data-open-pairing]").click()
        for key, text in (("code", code[0]), ("name", name), ("place", "指挥大厅")):
            self.page.locator(f"#pairing-{key}").fill(text)
        self.page.locator("[data-pair]").click()

    def choose(self, name: str) -> None:
        """Directs this screen only."""
        self.panel.locator(".screen-card", has_text=name).click()
        expect(self.panel.locator(".director-target")).to_contain_text(name)

    def remove(self) -> None:
        """Ends the chosen screen's pairing."""
        button = self.panel.locator("[data-revoke]")
        button.click()
        button.click()


@pytest.fixture
def director(visits: OpenVisit) -> DirectorPanel:
    return DirectorPanel(visits().open())


def test_a_wall_is_paired_by_its_code_and_obeys_the_director(visit: Visit, director: DirectorPanel) -> None:
    wall = open_wall(visit, "")
    director.pair(wall, "A-01")
    expect(wall.locator("[data-wall-screen]")).to_have_text("A-01 · 指挥大厅")
    director.choose("A-01")

    director.panel.locator('[data-direct="pin"][data-scene="flood"]').click()
    wall.wait_for_function(SHOWN, arg="flood")
    expect(director.panel.locator(".screen-card.is-on .glass")).to_have_text("防汛排水")

    director.page.locator("#director-message").fill("人民路双向封闭")
    director.panel.locator('[data-direct="say"]').click()
    expect(wall.locator("[data-wall-banner]")).to_have_text("人民路双向封闭")
    director.panel.locator('[data-direct="hush"]').click()
    expect(wall.locator("[data-wall-banner]")).to_be_hidden()

    director.panel.locator('[data-direct="unpin"]').click()
    director.panel.locator('[data-direct="stop"]').click()
    expect(director.panel.locator(".screen-card.is-on")).to_contain_text("轮播已停")

    wall.evaluate("window.isTheSamePage = true")
    director.panel.locator('[data-direct="reload"]').click()
    wall.wait_for_function("() => !window.isTheSamePage && window.xiuhua && xiuhua.live.state === 'live'")
    expect(wall.locator("[data-wall-screen]")).to_have_text("A-01 · 指挥大厅")

    director.remove()
    expect(wall.locator("[data-wall-screen]")).to_contain_text(CODE)


def test_the_walls_fly_to_the_asset_that_is_selected_at_the_desk(visit: Visit, visits: OpenVisit) -> None:
    wall = open_wall(visit)
    asset_id = wall.evaluate("xiuhua.map.session.pointer.layer.store.ids[0]")
    director = DirectorPanel(visits().open(f"/?asset={asset_id}"))
    director.pair(wall, "B-01")
    director.choose("B-01")
    director.panel.locator('[data-direct="fly"]').click()
    expect(wall.locator(".wall-target")).to_have_count(1)
    assert wall.evaluate("xiuhua.map.session.map.getZoom()") == 16
    director.remove()


def test_a_code_that_no_wall_shows_is_refused_with_what_to_do(director: DirectorPanel) -> None:
    director.page.locator("[data-open-pairing]").click()
    director.page.locator("#pairing-code").fill("0000-00")
    director.page.locator("#pairing-name").fill("A-09")
    director.page.locator("[data-pair]").click()
    expect(director.page.locator("#pairing-said")).to_contain_text("没有大屏显示这个配对码")
    expect(director.page.locator("#pairing-code")).to_have_value("0000-00")
