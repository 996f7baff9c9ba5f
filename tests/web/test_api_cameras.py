"""Live view over HTTP: from a camera that is a real HTTP server with digest login, with the rights of whoever looks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from bootstrap import now_us
from bootstrap.cameras import build_camera_accesses, build_camera_masks
from bootstrap.web import Services, build_services
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.coordinates import Position
from dashboard.domain.imports import AssetRecord
from dashboard.domain.rights import Actor, Means, Role
from dashboard.settings import Settings
from data_sources.db.register_store import SqlRegister
from tests.actors import TOKEN, OpenDoor, acting
from tests.cameras.camera_server import Camera, film_part, playing
from tests.pictures import two_coloured, written
from tests.web.conftest import serve

AT = "/api/v1/cameras/CAM-0001"
ROOT = acting("root", Role.ADMINISTRATOR)
PICTURE = b"\xff\xd8\xff a picture"
SDP = {"content-type": "application/sdp"}
PLAYLIST = b"""#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:1
#EXT-X-MEDIA-SEQUENCE:41
#EXT-X-MAP:URI="init.mp4?token=s3cret"
#EXT-X-PROGRAM-DATE-TIME:2026-11-28T01:00:00Z
#EXTINF:1.0,gate of the yard
41.m4s?token=s3cret
"""


@dataclass
class LiveSite:
    """A served API that knows whoever `door` says, and the camera that it asks."""

    client: TestClient
    door: OpenDoor
    camera: Camera
    services: Services

    def address(self, path: str) -> str:
        return self.camera.url.replace("/snapshot.jpg", path)

    def set_up(self) -> None:
        """The camera's addresses, as an administrator tells them."""
        paths = {"mjpeg_url": "/mjpeg", "hls_url": "/live/index.m3u8", "whep_url": "/whep"}
        told: dict[str, Any] = {name: self.address(path) for name, path in paths.items()}
        access = CameraAccess(
            camera="onvif:1", url=self.camera.url, user="viewer", password=self.camera.password, **told
        )
        build_camera_accesses(self.services.settings, self.services.engine).set(access, ROOT)


def known(role: Role) -> Actor:
    """A program with the rights of a role: it has no form token to show."""
    return acting(role.value, role)._replace(means=Means.PROGRAM)


@pytest.fixture
def live(settings: Settings) -> Iterator[LiveSite]:
    services = build_services(settings)
    asset = AssetRecord(
        asset_id="CAM-0001", kind="camera", name="东门", position=Position(104.0, 30.6), device_ref="onvif:1"
    )
    SqlRegister(services.engine, now_us).upsert_assets([asset])
    door = OpenDoor(known(Role.OPERATOR))
    with playing(Camera()) as camera, TestClient(serve(services, door), headers=TOKEN) as client:
        site = LiveSite(client, door, camera, services)
        site.set_up()
        yield site


def test_the_ways_are_told_and_nothing_of_where_they_lead(live: LiveSite) -> None:
    told = live.client.get(f"{AT}/ways").json()
    assert told == {"asset_id": "CAM-0001", "name": "东门", "ways": ["whep", "hls", "mjpeg", "snapshot"]}


def test_a_still_comes_through_us_and_says_how_old_it_is(live: LiveSite) -> None:
    answer = live.client.get(f"{AT}/snapshot")
    assert (answer.content, answer.headers["content-type"]) == (PICTURE, "image/jpeg")
    assert int(answer.headers["x-picture-age-ms"]) >= 0
    assert answer.headers["cache-control"] == "no-store"


def test_mjpeg_comes_through_us_part_by_part_with_the_age_of_each(live: LiveSite) -> None:
    film = live.camera.begin_film()
    for each in (film_part(PICTURE + b"1"), film_part(PICTURE + b"2"), film_part(PICTURE + b"3"), None):
        film.put(each)
    answer = live.client.get(f"{AT}/mjpeg")
    assert answer.headers["content-type"] == "multipart/x-mixed-replace; boundary=xiuhua"
    assert answer.content.startswith(b"--xiuhua\r\nContent-Type: image/jpeg\r\n")
    assert answer.content.endswith(PICTURE + b"3\r\n")
    assert b"X-Picture-Age-Ms: " in answer.content


def test_hls_comes_through_us_under_names_that_only_we_understand(live: LiveSite) -> None:
    camera = live.camera
    camera.answers = {"/live/index.m3u8": PLAYLIST, "/live/init.mp4": b"init", "/live/41.m4s": b"segment 41"}
    camera.kinds = {"/live/init.mp4": "video/mp4", "/live/41.m4s": "text/html"}
    told = live.client.get(f"{AT}/hls/playlist.m3u8")
    assert told.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert int(told.headers["x-newest-age-ms"]) >= 0
    for secret in ("127.0.0.1", "token", "s3cret", "init.mp4", "gate of the yard", "PROGRAM-DATE-TIME"):
        assert secret not in told.text
    segment = told.text.splitlines()[-1]
    begin = told.text.partition('URI="')[2].partition('"')[0]
    assert live.client.get(f"{AT}/hls/{begin}").content == b"init"
    piece = live.client.get(f"{AT}/hls/{segment}")
    assert (piece.content, piece.headers["content-type"]) == (b"segment 41", "video/mp2t")
    assert [path for path in camera.paths if "41.m4s" in path][-1] == "/live/41.m4s?token=s3cret"
    other = live.client.get(f"{AT}/hls/{segment[:-8]}AAAAAAA=")
    assert (other.status_code, "no such piece" in other.text) == (404, True)


def test_an_offer_goes_to_the_media_server_and_its_answer_comes_back(live: LiveSite) -> None:
    live.camera.answers, live.camera.post_status = {"/whep": b"v=0\r\nanswer"}, 201
    answer = live.client.post(f"{AT}/whep", content="v=0\r\noffer", headers=SDP)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (
        201,
        b"v=0\r\nanswer",
        "application/sdp",
    )
    assert live.camera.posted == [b"v=0\r\noffer"]
    assert "location" not in answer.headers
    assert live.client.post(f"{AT}/whep", content="<html>", headers=SDP).status_code == 422
    live.camera.answers = {"/whep": b"<html>"}
    assert live.client.post(f"{AT}/whep", content="v=0\r\n", headers=SDP).status_code == 503
    live.door.actor = known(Role.AUDITOR)
    assert live.client.post(f"{AT}/whep", content="v=0\r\n", headers=SDP).status_code == 403


@pytest.mark.parametrize("way", ["ways", "snapshot", "mjpeg", "hls/playlist.m3u8", "hls/any"])
def test_without_the_right_or_beyond_its_reach_nothing_is_asked(live: LiveSite, way: str) -> None:
    for role in (Role.AUDITOR, Role.DEPARTMENT, Role.OFFICER):
        live.door.actor = known(role)
        assert live.client.get(f"{AT}/{way}").status_code == 403
    assert live.camera.paths == []


def test_what_is_not_there_is_told(live: LiveSite) -> None:
    assert live.client.get("/api/v1/cameras/CAM-9999/snapshot").status_code == 404
    live.camera.status = 500
    refused = live.client.get(f"{AT}/snapshot")
    assert (refused.status_code, "the camera answers 500" in refused.text) == (503, True)


def test_the_seventeenth_camera_of_a_session_is_too_many(live: LiveSite) -> None:
    assets = [
        AssetRecord(
            asset_id=f"CAM-1{n:03}", kind="camera", name="", position=Position(104.0, 30.6), device_ref=f"x1:{n}"
        )
        for n in range(17)
    ]
    SqlRegister(live.services.engine, now_us).upsert_assets(assets)
    for n in range(17):
        access = CameraAccess(camera=f"x1:{n}", url=live.camera.url, user="viewer", password=live.camera.password)
        build_camera_accesses(live.services.settings, live.services.engine).set(access, ROOT)
    codes = [live.client.get(f"/api/v1/cameras/CAM-1{n:03}/snapshot").status_code for n in range(17)]
    assert codes == [200] * 16 + [429]
    assert live.client.get("/api/v1/cameras/CAM-1000/mjpeg").status_code == 404


def test_a_camera_with_a_mask_shows_stills_alone_and_these_masked(live: LiveSite) -> None:
    build_camera_masks(live.services.engine).set("onvif:1", [[[0, 0], [0.5, 0], [0.5, 0.5], [0, 0.5]]], ROOT)
    live.camera.body = written(two_coloured())
    live.set_up()
    assert live.client.get(f"{AT}/ways").json()["ways"] == ["snapshot"]
    assert live.client.get(f"{AT}/mjpeg").status_code == 404
    shown = Image.open(io.BytesIO(live.client.get(f"{AT}/snapshot").content)).convert("RGB")
    assert shown.getpixel((100, 100)) == pytest.approx((0, 0, 0), abs=8)
