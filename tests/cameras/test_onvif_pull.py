"""ONVIF PullPoint against a real SOAP server over HTTP, with WS-Security by digest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.domain.camera_events import Phase
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import PULL_TOPIC, LoginRefused
from dashboard.domain.readings import Delivery
from dashboard.errors import Unavailable
from data_sources.cameras import camera_sources
from data_sources.cameras.onvif import ask
from tests.cameras.camera_server import Camera, playing
from tests.cameras.onvif_server import Device, notification, serving

AT = datetime(2026, 11, 21, 8, 15, 2, tzinfo=UTC)
AT_US = int(AT.timestamp() * 1e6)


@pytest.fixture
def device() -> Iterator[Device]:
    with serving(Device()) as device:
        yield device


def access(device: Camera, password: str = "geheim-7") -> CameraAccess:
    return CameraAccess(camera="onvif:gate", url=device.url, user=device.user, password=password, events="onvif")


def test_what_comes_into_a_field_and_leaves_it_is_told(device: Device) -> None:
    device.messages.put(notification(AT, operation="Initialized") + notification(AT))
    told = ask(access(device), 0)
    first = next(told)
    device.messages.put(notification(AT + timedelta(seconds=40), inside="false"))
    second = next(told)
    said = [
        report
        for each in (first, second)
        for report in camera_sources()["onvif"].read(Delivery(f"{PULL_TOPIC}onvif:gate", each, AT_US + 41_000_000))
    ]
    assert [(each.camera_ref, each.zone, each.phase) for each in said] == [  # type: ignore[union-attr]
        ("onvif:gate/VideoSource_1", "no_park_3", Phase.START),
        ("onvif:gate/VideoSource_1", "no_park_3", Phase.END),
    ]
    assert set(device.paths) == {"/onvif/device_service", "/event", "/event/pull"}, "at the host that we know"


@pytest.mark.parametrize("hours", [8, -8])
def test_a_device_whose_clock_is_off_takes_our_token_all_the_same(device: Device, hours: int) -> None:
    device.ahead = timedelta(hours=hours)
    device.messages.put(notification(AT))
    assert b"no_park_3" in next(ask(access(device), 0))


def test_a_device_that_wants_digest_login_over_http_gets_it(device: Device) -> None:
    device.wants_http_login = True
    device.messages.put(notification(AT))
    assert b"no_park_3" in next(ask(access(device), 0))
    with pytest.raises(LoginRefused):
        next(ask(access(device, "wrong"), 0))


def test_a_wrong_password_is_told_as_one(device: Device) -> None:
    with pytest.raises(LoginRefused):
        next(ask(access(device, "wrong"), 0))
    assert device.calls == ["GetSystemDateAndTime", "GetCapabilities"]


def test_who_stops_unsubscribes(device: Device) -> None:
    device.messages.put("")
    told = ask(access(device), 0)
    next(told)
    del told
    assert device.calls[-1] == "Unsubscribe"


def test_a_subscription_that_the_device_forgot_is_told_and_a_new_one_is_made(device: Device) -> None:
    device.messages.put("")
    told = ask(access(device), 0)
    next(told)
    device.subscription = 99
    with pytest.raises(Unavailable, match="no such subscription"):
        next(told)
    device.messages.put(notification(AT))
    assert b"no_park_3" in next(ask(access(device), 0))


def test_a_device_that_stalls_is_given_up(device: Device) -> None:
    with pytest.raises(Unavailable, match="does not answer"):
        next(ask(access(device), 0, patience_s=0.3))


def test_a_device_without_events_and_what_is_no_device_are_told(device: Device) -> None:
    device.no_events = True
    with pytest.raises(Unavailable, match="offers no events"):
        next(ask(access(device), 0))
    camera = Camera()
    camera.answers["/snapshot.jpg"] = b"<html>"
    with playing(camera), pytest.raises(Unavailable, match="is no ONVIF device"):
        next(ask(access(camera), 0))
    with pytest.raises(Unavailable, match="does not answer"):
        next(ask(access(camera), 0))
