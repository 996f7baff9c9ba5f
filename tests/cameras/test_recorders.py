"""Clips from recorders that are real HTTP servers: Frigate by cookie, Hikvision by digest; killed, gone, refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard.domain.camera_clips import ClipWish
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import LoginRefused
from dashboard.errors import NotFound, Unavailable
from data_sources.recorders import recorders
from tests.cameras.camera_server import Camera, playing

MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 400
AT = 1_763_700_000_000_000
FOUND = b"""<?xml version="1.0" encoding="UTF-8"?>
<CMSearchResult xmlns="http://www.isapi.org/ver20/XMLSchema"><responseStatusStrg>OK</responseStatusStrg>
<matchList><searchMatchItem><mediaSegmentDescriptor>
<playbackURI>rtsp://10.0.0.9/Streaming/tracks/301?starttime=20251121&amp;name=a&amp;size=7</playbackURI>
</mediaSegmentDescriptor></searchMatchItem></matchList></CMSearchResult>"""
NOTHING = b"<CMSearchResult><responseStatusStrg>NO MATCHES</responseStatusStrg></CMSearchResult>"


@pytest.fixture
def camera() -> Iterator[Camera]:
    camera = Camera()
    with playing(camera):
        yield camera


def access(camera: Camera, key: str, name: str, user: str = "viewer") -> CameraAccess:
    url = camera.url.replace("/snapshot.jpg", "/api/")
    return CameraAccess(camera=name, url=camera.url, events=key, events_url=url, user=user, password=camera.password)


def fetched(access: CameraAccess, wish: ClipWish) -> bytes:
    return b"".join(recorders()[access.events].clip(access, wish))


def test_frigate_gives_the_clip_of_an_event(camera: Camera) -> None:
    camera.user, camera.answers = "", {"/api/events/171.5-abc/clip.mp4": MP4}
    wish = ClipWish("frigate:cam_1", AT, AT + 1, "/api/events/171.5-abc/clip.mp4")
    assert fetched(access(camera, "frigate", "frigate:north", user=""), wish) == MP4


def test_frigate_gives_a_time_of_a_camera_after_its_login(camera: Camera) -> None:
    known = access(camera, "frigate", "frigate:north")
    camera.user, camera.body = "", MP4
    assert fetched(known, ClipWish("frigate:cam 1", AT, AT + 30_500_000)) == MP4
    assert camera.posted == [b'{"user":"viewer","password":"geheim-7"}']
    assert camera.paths[-1] == "/api/cam%201/start/1763700000.000/end/1763700030.500/clip.mp4"


@pytest.mark.parametrize("clip", ["http://elsewhere/x", "/etc/passwd", "//elsewhere/api/events/x"])
def test_what_an_event_says_of_its_clip_leads_nowhere_else(camera: Camera, clip: str) -> None:
    camera.user, camera.body = "", MP4
    fetched(access(camera, "frigate", "frigate:north", user=""), ClipWish("frigate:cam_1", AT, AT + 1, clip))
    assert camera.paths[-1].startswith("/api/cam_1/start/")


def test_frigate_without_the_right_password_and_with_a_clip_that_is_gone(camera: Camera) -> None:
    camera.post_status = 401
    with pytest.raises(LoginRefused):
        fetched(access(camera, "frigate", "frigate:north"), ClipWish("frigate:cam_1", AT, AT + 1))
    camera.user, camera.status = "", 404
    with pytest.raises(NotFound, match="any more"):
        fetched(access(camera, "frigate", "frigate:north", user=""), ClipWish("frigate:cam_1", AT, AT + 1))


def test_hikvision_searches_the_channel_and_downloads_what_it_found_behind_digest(camera: Camera) -> None:
    camera.guards_posts = True
    camera.answers = {"/ISAPI/ContentMgmt/search": FOUND, "/ISAPI/ContentMgmt/download": MP4}
    wish = ClipWish("hikvision:0a1b2c3d4e5f/3", AT, AT + 60_000_000)
    assert fetched(access(camera, "hikvision", "hikvision:0a1b2c3d4e5f"), wish) == MP4
    (search,) = camera.posted
    assert b"<trackID>301</trackID>" in search
    assert b"<startTime>2025-11-21T04:40:00Z</startTime><endTime>2025-11-21T04:41:00Z</endTime>" in search
    assert b"starttime=20251121&amp;name=a&amp;size=7</playbackURI>" in camera.bodies[-1]


def test_hikvision_with_nothing_recorded_a_wrong_password_and_an_answer_that_is_none(camera: Camera) -> None:
    wish = ClipWish("hikvision:0a1b2c3d4e5f", AT, AT + 60_000_000)
    known = access(camera, "hikvision", "hikvision:0a1b2c3d4e5f")
    camera.guards_posts, camera.answers = True, {"/ISAPI/ContentMgmt/search": NOTHING}
    with pytest.raises(NotFound, match="any more"):
        fetched(known, wish)
    camera.answers = {"/ISAPI/ContentMgmt/search": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}
    with pytest.raises(Unavailable):
        fetched(known, wish)
    camera.password = "other"
    with pytest.raises(LoginRefused):
        fetched(known, wish)


@pytest.mark.parametrize("key", ["frigate", "hikvision"])
def test_a_recorder_that_is_away_is_said_without_its_address(key: str) -> None:
    camera = Camera()
    with playing(camera):
        known = access(camera, key, f"{key}:north")
    with pytest.raises(Unavailable) as told:
        fetched(known, ClipWish(f"{key}:north", AT, AT + 1))
    assert "127.0.0.1" not in str(told.value)
