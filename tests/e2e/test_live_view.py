"""Cameras in the browser: HLS and MJPEG play through our server, and go on by themselves when the camera was killed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import OpenVisit
from tests.e2e.product import Product, eventually

PLAYS: Final = """(way) => {
  const place = document.querySelector('[data-camera]');
  return place?.dataset.state === 'live' && place.querySelector('.cam-age').textContent.includes(way);
}"""
PLACE: Final = """([asset, way]) => {
  const place = Object.assign(document.createElement('div'), { className: 'cam' });
  Object.assign(place.dataset, { camera: asset, cameraWays: way, lateMs: '5000', cutMs: '20000' });
  document.body.prepend(place);
}"""


@pytest.fixture(scope="module")
def camera(product: Product) -> Iterator[str]:
    """A camera of the demo that is played."""
    product.start("film")
    eventually(lambda: product.query("SELECT camera FROM camera_access WHERE hls_url <> ''"), "the cameras are set up")
    yield str(product.query("SELECT asset_id FROM asset WHERE kind = 'camera' ORDER BY asset_id LIMIT 1")[0][0])
    if "film" in product.processes:
        product.kill("film")


def moves_on(page: Page) -> None:
    """The video of the player is further than it was."""
    before = page.evaluate("document.querySelector('[data-camera] video').currentTime")
    page.wait_for_function("(at) => document.querySelector('[data-camera] video').currentTime > at + 1", arg=before)


def test_hls_plays_in_the_drawer_and_goes_on_after_the_camera_was_killed(
    visits: OpenVisit, product: Product, camera: str
) -> None:
    visit = visits()
    asked: list[str] = []
    page = visit.context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{product.url}/?asset={camera}")
    page.wait_for_function(PLAYS, arg="HLS")
    moves_on(page)
    product.kill("film")
    page.wait_for_function("() => ['late', 'cut'].includes(document.querySelector('[data-camera]').dataset.state)")
    page.wait_for_function("() => document.querySelector('.cam-said').textContent.length > 0")
    product.start("film")
    page.wait_for_function(PLAYS, arg="")  # by whatever way the camera answers first
    assert all(address.startswith((product.url, "blob:", "data:")) for address in asked)
    assert any(f"/api/v1/cameras/{camera}/hls/" in address for address in asked)


def test_mjpeg_plays_picture_by_picture(visits: OpenVisit, camera: str) -> None:
    visit = visits()
    page = visit.open("/me")
    page.evaluate(PLACE, [camera, "mjpeg"])
    page.wait_for_function(PLAYS, arg="MJPEG")
    assert page.evaluate("document.querySelector('[data-camera] canvas').width") == 640
    page.evaluate("document.querySelector('[data-camera-pause]').click()")
    page.wait_for_function("() => document.querySelector('[data-camera]').dataset.state === 'paused'")
    visit.assert_quiet()
