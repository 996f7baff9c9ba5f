"""The live picture of an inspection: from a real HTTP camera, with the rights of who inspects, on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.durations import HOUR_US, MINUTE_US
from dashboard.domain.inspections.records import Inspection
from dashboard.domain.rights import Role
from dashboard.errors import BadInput, Conflict, Forbidden, NotFound, Unavailable, Unusable
from dashboard.services.cameras.access import CameraAccesses
from dashboard.services.cameras.looking import CameraLooks
from dashboard.services.inspections.pictures import InspectionPictures
from dashboard.services.positions.devices import PositionDevices
from data_sources.camera_pictures.http import HttpCameraPicture
from data_sources.db import tables as t
from data_sources.db.cameras.store import SqlCameraAccessStore
from data_sources.db.positions.store import SqlPositionStore
from data_sources.sealing import FernetSealing, Purpose
from tests.actors import acting
from tests.adapters.test_inspections import CHIEF, GOOD, LEADER, ZONE, Rig
from tests.cameras.camera_server import Camera, playing

ROOT = acting("root", Role.ADMINISTRATOR)
BODY_CAM = "gb28181:34020000001320000001"


class Street(Rig):
    """The four people; the first wears a body cam that can be asked for its picture."""

    def __init__(self, engine: Engine, camera: Camera) -> None:
        super().__init__(engine)
        self.camera, self.sealing = camera, FernetSealing("k" * 32, Purpose.CAMERAS)
        PositionDevices(SqlPositionStore(engine, self.clock), self.clock).link(BODY_CAM, "1", ROOT)
        self.accesses = CameraAccesses(SqlCameraAccessStore(engine, self.clock), self.sealing, self.clock)
        self.accesses.set(
            CameraAccess(camera=BODY_CAM, url=camera.url, user=camera.user, password=camera.password), ROOT
        )
        self.look_anew()

    def look_anew(self) -> None:
        """As another server, which remembers nothing."""
        looks = CameraLooks(HttpCameraPicture(), self.clock)
        self.pictures = InspectionPictures(self.store, looks, self.sealing, self.clock, ZONE)

    def pick(self) -> Inspection:
        """Chance draws the first."""
        return self.inspections.pick(CHIEF)


@pytest.fixture
def street(engine: Engine) -> Iterator[Street]:
    with playing(Camera()) as camera:
        yield Street(engine, camera)


def test_who_picked_somebody_sees_what_their_body_cam_shows_and_how_old_it_is(street: Street) -> None:
    picked = street.pick()
    assert picked.person == "1"
    assert street.pictures.offers(picked, CHIEF)
    look = street.pictures.picture(picked.inspection_key, CHIEF)
    assert (look.shown.content, look.shown.media_type, look.age_us) == (street.camera.body, "image/jpeg", 0)
    street.clock.now_us += MINUTE_US
    assert street.pictures.picture(picked.inspection_key, CHIEF).age_us == MINUTE_US, "the same picture as before"


def test_that_somebody_looks_is_noted_before_the_picture_and_once_in_ten_minutes(street: Street) -> None:
    picked = street.pick()
    street.camera.status = 500
    with pytest.raises(Unavailable):
        street.pictures.picture(picked.inspection_key, CHIEF)
    street.look_anew()
    street.camera.status = 200
    for _ in range(3):
        street.pictures.picture(picked.inspection_key, CHIEF)
    assert street.audited("look_through_camera") == 2, "once for each of two servers"
    street.clock.now_us += 10 * MINUTE_US
    street.pictures.picture(picked.inspection_key, CHIEF)
    assert street.audited("look_through_camera") == 3


def test_nobody_else_sees_it_and_nobody_once_it_is_over(street: Street) -> None:
    picked = street.pick()
    key = picked.inspection_key
    for actor in (LEADER, acting("o", Role.OFFICER)):
        with pytest.raises(Forbidden):
            street.pictures.picture(key, actor)
    with pytest.raises(Forbidden, match="only who picked it"):
        street.pictures.picture(key, acting("other", Role.DISPATCHER))
    with pytest.raises(NotFound):
        street.pictures.picture(key + 1, CHIEF)
    street.inspections.fill_in(key, GOOD, "", CHIEF)
    with pytest.raises(Conflict, match="filled in"):
        street.pictures.picture(key, CHIEF)
    assert street.audited("look_through_camera") == 0
    assert street.camera.asked == []


def test_off_duty_nobody_is_seen(street: Street) -> None:
    picked = street.pick()
    street.clock.now_us += 50 * 24 * HOUR_US
    with pytest.raises(Conflict, match="off duty"):
        street.pictures.picture(picked.inspection_key, CHIEF)


def test_without_an_address_it_is_said_that_none_is_offered(street: Street) -> None:
    street.accesses.remove(BODY_CAM, ROOT)
    picked = street.pick()
    assert not street.pictures.offers(picked, CHIEF)
    with pytest.raises(NotFound, match="offers no live picture"):
        street.pictures.picture(picked.inspection_key, CHIEF)
    with pytest.raises(NotFound):
        street.accesses.remove(BODY_CAM, ROOT)


def test_the_password_is_kept_sealed_and_stands_nowhere(street: Street) -> None:
    (kept,) = street.accesses.listed(ROOT)
    assert (kept.camera, kept.url, kept.user) == (BODY_CAM, street.camera.url, street.camera.user)
    assert street.sealing.unseal(kept.sealed) == street.camera.password
    with street.engine.connect() as connection:
        for table in t.metadata.sorted_tables:
            assert street.camera.password not in str(connection.execute(select(table)).all()), table.name
        told = connection.execute(select(t.audit.c.detail).where(t.audit.c.action == "set_camera_access")).scalar_one()
    assert json.loads(told)["password"] is True
    street.sealing = FernetSealing("l" * 32, Purpose.CAMERAS)
    street.look_anew()
    with pytest.raises(Unusable, match="enters it again"):
        street.pictures.picture(street.pick().inspection_key, CHIEF)


def test_only_who_registers_devices_says_how_a_camera_is_reached(street: Street) -> None:
    access = CameraAccess(camera=BODY_CAM, url="http://10.0.0.9/pic")
    for deed in (
        lambda: street.accesses.set(access, CHIEF),
        lambda: street.accesses.remove(BODY_CAM, CHIEF),
        lambda: street.accesses.listed(CHIEF),
    ):
        with pytest.raises(Forbidden):
            deed()
    with pytest.raises(BadInput, match="the address is written"):
        street.accesses.set(CameraAccess(camera=BODY_CAM, url="ftp://x"), ROOT)
    street.accesses.set(access, ROOT)
    assert [each.url for each in street.accesses.listed(ROOT)] == ["http://10.0.0.9/pic"]
