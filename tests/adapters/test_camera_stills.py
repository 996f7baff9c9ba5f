"""Events that came without a picture get what their camera shows, as long as that is still what happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import wait
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_pulls import PULL_TOPIC
from dashboard.domain.readings import Delivery
from dashboard.services.cameras.masks import CameraMasks
from dashboard.services.cameras.stills import FRESH_US, Stills
from data_sources.camera_pictures.http import HttpCameraPicture
from data_sources.cameras import usual_stills
from data_sources.db import tables as t
from data_sources.db.cameras.store import SqlCameraPrivacyStore
from tests.camera_pulling import ROOT, Pulling
from tests.cameras.camera_server import Camera, playing
from tests.pictures import two_coloured, written
from tests.servers import NOW

SHOWN = written(two_coloured())
AXIS = "axis/ACCC8E000001/event/tns:axis/CameraApplicationPlatform/ObjectAnalytics/street_vendor"


@dataclass
class Street:
    """An ingest, a camera on a real port, and what asks it."""

    rig: Pulling
    stills: Stills
    camera: Camera

    def hear(self, topic: str, payload: bytes, channel: str = "mqtt") -> None:
        self.rig.ingest.refresh()
        self.rig.ingest.record([Delivery(topic, payload, self.rig.clock.now_us)], channel)

    def of_dahua(self, second: int = 0) -> None:
        """An event of the second channel."""
        line = f'Code=CityMotorParking;action=Pulse;index=1;data={{"EventID":{second}}}'
        self.hear(f"{PULL_TOPIC}dahua:gate", line.encode(), "dahua")

    def reached(self, name: str, events: str = "", url: str = "", password: str = "geheim-7") -> None:
        origin = "/".join(self.camera.url.split("/")[:3])
        access = CameraAccess(
            camera=name,
            url=origin + url if url else "",
            user="viewer",
            password=password,
            events=events,
            events_url=origin if events else "",
        )
        self.rig.accesses.set(access, ROOT)

    def asked(self) -> int:
        """Ask whom there is to ask, wait for the answers, and keep them; return how many pictures that were."""
        kept = self.stills.look()
        wait([each.answer for each in self.stills._asked.values()])
        return kept + self.stills.look()

    def pictures(self) -> list[bytes]:
        with self.rig.engine.connect() as connection:
            return [bytes(row) for row in connection.execute(select(t.image.c.content)).scalars()]


@pytest.fixture
def street(engine: Engine) -> Iterator[Street]:
    rig, camera = Pulling(engine, NOW), Camera()
    camera.body = SHOWN
    stills = Stills(rig.store, rig.sealing, HttpCameraPicture(), rig.ingest, rig.clock, usual_stills())
    with playing(camera):
        yield Street(rig, stills, camera)
    stills.close()


def test_an_event_of_dahua_gets_what_its_channel_shows(street: Street) -> None:
    street.reached("dahua:gate", "dahua")
    street.of_dahua()
    assert street.asked() == 1
    [event] = street.rig.events()
    assert (event.image_digest is not None, street.pictures()) == (True, [SHOWN])
    assert street.camera.paths[-1] == "/cgi-bin/snapshot.cgi?channel=2"
    assert street.camera.asked[-1].startswith("Digest ")
    assert street.asked() == 0


def test_an_event_of_axis_over_mqtt_gets_what_the_address_shows_that_was_set(street: Street) -> None:
    street.reached("axis:ACCC8E000001", url="/axis-cgi/jpg/image.cgi")
    data = {"active": "1", "classTypes": "human", "objectId": "7"}
    message = {"serial": "ACCC8E000001", "timestamp": NOW // 1000, "message": {"data": data}}
    street.hear(AXIS, json.dumps(message).encode())
    assert (street.asked(), street.camera.paths[-1]) == (1, "/axis-cgi/jpg/image.cgi")


def test_what_a_camera_must_not_show_is_painted_over_in_its_still_too(street: Street) -> None:
    masks = CameraMasks(SqlCameraPrivacyStore(street.rig.engine, street.rig.clock), street.rig.clock)
    masks.set("dahua:gate/2", [[[0, 0], [1, 0], [1, 1]]], ROOT)
    street.reached("dahua:gate", "dahua")
    street.of_dahua()
    assert street.asked() == 1
    assert street.pictures() != [SHOWN]
    street.camera.body = SHOWN[:300]
    street.rig.clock.now_us += 3_600_000_000
    street.of_dahua(1)
    assert (street.asked(), len(street.pictures())) == (0, 1)


def test_a_camera_that_refuses_the_login_is_not_asked_again_at_once(street: Street) -> None:
    street.reached("dahua:gate", "dahua", password="wrong")
    for second in range(3):
        street.rig.clock.now_us += 1_000_000
        street.hear(f"{PULL_TOPIC}dahua:gate", f"Code=Event{second};action=Pulse;index=1".encode(), "dahua")
        assert street.asked() == 0
    assert len(street.camera.asked) == 2, "once without a login, once with it"


def test_an_old_event_and_one_of_nobody_are_left_alone(street: Street) -> None:
    street.of_dahua()
    assert (street.asked(), street.camera.asked) == (0, [])
    street.reached("dahua:gate", "dahua")
    street.rig.clock.now_us += FRESH_US + 1
    assert (street.asked(), street.camera.asked) == (0, [])


def test_a_picture_that_came_meanwhile_stays(street: Street) -> None:
    street.reached("dahua:gate", "dahua")
    street.of_dahua()
    street.stills.look()
    with street.rig.engine.begin() as connection:
        connection.execute(t.camera_event.update().values(image_digest="d" * 64))
    assert street.asked() == 0
    assert street.rig.events()[0].image_digest == "d" * 64


@pytest.mark.parametrize("body", [b"<html>", b"\xff\xd8\xff" + bytes(6_000_000), b""])
def test_what_is_no_picture_is_not_kept(street: Street, body: bytes) -> None:
    street.camera.body = body
    street.reached("dahua:gate", "dahua")
    street.of_dahua()
    assert (street.asked(), street.pictures()) == (0, [])
