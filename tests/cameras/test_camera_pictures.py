"""Live pictures from a real HTTP server with a digest login."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from dashboard.domain.camera_pictures import (
    CUT_AFTER_US,
    LARGEST_PICTURE_BYTES,
    LATE_AFTER_US,
    CameraAccess,
    Freshness,
    access_problem,
    freshness,
)
from dashboard.domain.durations import SECOND_US
from dashboard.errors import Unavailable
from dashboard.services.cameras.looking import CameraLooks
from data_sources.camera_pictures.http import HttpCameraPicture
from data_sources.sealing import FernetSealing, Purpose
from tests.cameras.camera_server import Camera, playing
from tests.fakes_alarms import FakeClock
from tests.servers import NOW

PICTURE = b"\xff\xd8\xff and more"


@pytest.fixture
def camera() -> Iterator[Camera]:
    with playing(Camera()) as camera:
        yield camera


def access(camera: Camera, password: str = "geheim-7") -> CameraAccess:
    return CameraAccess(camera="gb28181:34020000001320000001", url=camera.url, user=camera.user, password=password)


def test_a_still_picture_is_read_behind_a_digest_and_the_password_is_not_sent(camera: Camera) -> None:
    camera.body = PICTURE
    assert HttpCameraPicture().picture(access(camera)) == PICTURE
    assert [each.partition(" ")[0] for each in camera.asked] == ["", "Digest"]
    assert not any("geheim" in each for each in camera.asked)


def test_without_a_user_it_is_asked_without_a_login(camera: Camera) -> None:
    camera.user = ""
    assert HttpCameraPicture().picture(access(camera)) == camera.body
    assert camera.asked == [""]


@pytest.mark.parametrize("says_length", [True, False])
def test_of_an_mjpeg_stream_the_first_whole_picture_is_taken(camera: Camera, says_length: bool) -> None:
    head = b"Content-Type: image/jpeg\r\n" + (b"Content-Length: %d\r\n" % len(PICTURE) if says_length else b"")
    part = b"--frame\r\n" + head + b"\r\n" + PICTURE + b"\r\n"
    camera.media_type, camera.body = "multipart/x-mixed-replace; boundary=frame", part * 3
    assert HttpCameraPicture().picture(access(camera)) == PICTURE


@pytest.mark.parametrize(
    ("status", "media_type", "body", "password", "says"),
    [
        (200, "image/jpeg", PICTURE, "wrong", "refuses the login"),
        (302, "image/jpeg", b"", "geheim-7", "answers 302"),
        (500, "text/html", b"oops", "geheim-7", "answers 500"),
        (200, "image/jpeg", bytes(LARGEST_PICTURE_BYTES + 9000), "geheim-7", "too large"),
        (200, "multipart/x-mixed-replace; boundary=x", b"--x\r\n\r\n\xff\xd8 half", "geheim-7", "cut off"),
        (200, "multipart/x-mixed-replace; boundary=x", b"y" * (LARGEST_PICTURE_BYTES + 9000), "geheim-7", "too large"),
    ],
    ids=["wrong password", "a redirect", "an error", "too large", "a stream that is cut", "a stream without parts"],
)
def test_what_goes_wrong_is_told_without_address_and_password(
    camera: Camera,
    caplog: pytest.LogCaptureFixture,
    status: int,
    media_type: str,
    body: bytes,
    password: str,
    says: str,
) -> None:
    camera.status, camera.media_type, camera.body = status, media_type, body
    camera.headers = {"Location": "http://127.0.0.1:1/elsewhere"} if status == 302 else {}
    with caplog.at_level(logging.INFO), pytest.raises(Unavailable, match=says) as told:
        HttpCameraPicture().picture(access(camera, password))
    for secret in ("127.0.0.1", password):
        assert secret not in str(told.value)
        assert secret not in " ".join(
            each.getMessage() for each in caplog.records if each.name.startswith("data_sources")
        )


def test_a_camera_that_asks_for_the_plain_password_over_http_does_not_get_it(camera: Camera) -> None:
    camera.scheme = "Basic"
    with pytest.raises(Unavailable, match="refuses the login"):
        HttpCameraPicture().picture(access(camera))
    assert camera.asked == [""]


def test_nobody_there_is_told_as_no_answer() -> None:
    with playing(Camera()) as camera:
        gone = access(camera)
    with pytest.raises(Unavailable, match="does not answer"):
        HttpCameraPicture().picture(gone)


def test_a_camera_is_asked_once_a_second_however_many_look_also_when_it_fails(camera: Camera) -> None:
    camera.user = ""
    clock = FakeClock(NOW)
    looks = CameraLooks(HttpCameraPicture(), clock)
    assert looks.now(access(camera)) is looks.now(access(camera))
    clock.now_us += SECOND_US
    camera.status = 500
    for _ in range(2):
        with pytest.raises(Unavailable, match="answers 500"):
            looks.now(access(camera))
    assert len(camera.asked) == 2


def test_a_picture_that_stands_still_grows_old(camera: Camera) -> None:
    camera.user = ""
    clock = FakeClock(NOW)
    looks = CameraLooks(HttpCameraPicture(), clock)
    assert looks.now(access(camera)).new_us == NOW
    clock.now_us += CUT_AFTER_US
    assert looks.now(access(camera)).new_us == NOW
    camera.body = PICTURE
    clock.now_us += SECOND_US
    assert looks.now(access(camera)).new_us == clock.now_us
    camera.body = b"<html>"
    clock.now_us += SECOND_US
    with pytest.raises(Unavailable, match="no picture"):
        looks.now(access(camera))


def test_how_a_picture_of_some_age_is_called() -> None:
    ages = (0, LATE_AFTER_US - 1, LATE_AFTER_US, CUT_AFTER_US)
    assert [freshness(age) for age in ages] == [Freshness.LIVE, Freshness.LIVE, Freshness.LATE, Freshness.CUT]


@pytest.mark.parametrize(
    ("camera", "url", "says"),
    [
        ("a b", "http://c/1", "a camera is written"),
        ("gb28181:1//2", "http://c/1", "a camera is written"),
        ("jt808:13900000001", "rtsp://c/1", "the address is written"),
        ("jt808:13900000001", "http://u:p@c/1", "the address is written"),
        ("jt808:13900000001", "http://", "the address is written"),
        ("jt808:13900000001", "http://c:99999/", "the address is written"),
        ("jt808:13900000001", "http://c/" + "x" * 400, "the address is written"),
    ],
)
def test_what_is_no_camera_or_no_address_is_refused(camera: str, url: str, says: str) -> None:
    problem = access_problem(CameraAccess(camera=camera, url=url))
    assert problem is not None
    assert says in problem.en


def test_a_password_is_sealed_for_this_installation_alone() -> None:
    sealing = FernetSealing("k" * 32, Purpose.CAMERAS)
    sealed = sealing.seal("geheim-7")
    assert "geheim" not in sealed
    assert sealing.seal("geheim-7") != sealed
    assert sealing.unseal(sealed) == "geheim-7"
    assert FernetSealing("l" * 32, Purpose.CAMERAS).unseal(sealed) is None
    assert FernetSealing("k" * 32, Purpose.WEBHOOKS).unseal(sealed) is None
    assert "geheim" not in repr(CameraAccess(camera="jt808:1", url="http://c", user="u", password="geheim-7"))
