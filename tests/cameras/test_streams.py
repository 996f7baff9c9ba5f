"""Endless answers of cameras: what stalls, ends or is none is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import LoginRefused, pause_s
from dashboard.errors import Unavailable
from data_sources.cameras import dahua, hikvision
from tests.cameras.camera_server import Camera, playing
from tests.cameras.test_camera_sources import JPEG
from tests.cameras.test_makers import ALERT

ANNOUNCED = b"--boundary\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n%b\r\n" % (len(ALERT), ALERT)


@pytest.fixture
def camera() -> Iterator[Camera]:
    with playing(Camera()) as camera:
        yield camera


def access(camera: Camera, password: str = "geheim-7") -> CameraAccess:
    return CameraAccess(camera="hikvision:a", url=camera.url, user=camera.user, password=password, events="hikvision")


def test_a_stream_that_stalls_without_closing_is_given_up_and_nothing_that_came_is_lost(camera: Camera) -> None:
    camera.begin_stream().put(ANNOUNCED)
    told = hikvision.ask(access(camera), 0, patience_s=0.3)
    assert ALERT in next(told), "the picture that it announced never came"
    with pytest.raises(Unavailable, match="says nothing any more"):
        next(told)


def test_a_stream_that_is_cut_in_a_picture_gives_the_alert_without_it(camera: Camera) -> None:
    stream = camera.begin_stream()
    stream.put(ANNOUNCED + b"--boundary\r\nContent-Type: image/jpeg\r\nContent-Length: 9999\r\n\r\n" + JPEG)
    stream.put(None)
    told = hikvision.ask(access(camera), 0)
    whole = next(told)
    assert ALERT in whole
    assert JPEG not in whole
    with pytest.raises(Unavailable, match="ended the connection"):
        next(told)


@pytest.mark.parametrize(
    ("media_type", "body", "says"),
    [
        ("text/html", b"<html>", "is no stream of events"),
        ("multipart/mixed", b"", "is no stream of events"),
        ("multipart/mixed; boundary=b", b"--b\r\n" + b"x: y\r\n" * 4000, "cannot be read"),
        ("multipart/mixed; boundary=b", b"--b\r\nContent-Length: 999999999\r\n\r\n", "cannot be read"),
        ("multipart/mixed; boundary=b", b"no part at all", "ended the connection"),
    ],
)
def test_what_is_no_stream_is_told(camera: Camera, media_type: str, body: bytes, says: str) -> None:
    camera.media_type, camera.body = media_type, body
    with pytest.raises(Unavailable, match=says):
        list(hikvision.ask(access(camera), 0))


def test_a_refused_login_is_told_apart(camera: Camera) -> None:
    with pytest.raises(LoginRefused):
        list(dahua.ask(access(camera, "wrong"), 0))


def test_dahua_tells_each_part(camera: Camera) -> None:
    camera.media_type = "multipart/x-mixed-replace; boundary=myboundary"
    camera.body = b"".join(
        b"--myboundary\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%b\r\n" % (len(text), text)
        for text in (b"Heartbeat", b"Code=VideoMotion;action=Start;index=0\r\n")
    )
    told, seen = dahua.ask(access(camera), 0), list[bytes]()
    with pytest.raises(Unavailable, match="ended the connection"):
        seen.extend(told)
    assert [each.strip() for each in seen] == [b"Heartbeat", b"Code=VideoMotion;action=Start;index=0"]


def test_who_is_away_is_asked_ever_more_seldom_and_who_refuses_very_seldom() -> None:
    assert [pause_s(failures, is_refused=False) for failures in (1, 2, 3, 7, 99)] == [1, 2, 4, 60, 60]
    assert pause_s(1, is_refused=True) == 600
