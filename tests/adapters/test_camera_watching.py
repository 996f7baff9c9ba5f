"""Who may watch which camera live, on both databases."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine, select

from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.camera_streams import Way
from dashboard.domain.coordinates import Position
from dashboard.domain.durations import MINUTE_US
from dashboard.domain.grid import Area
from dashboard.domain.imports import AssetRecord
from dashboard.domain.rights import Actor, Role
from dashboard.domain.wall_facts import BusyCamera
from dashboard.errors import Forbidden, NotFound, Unusable
from dashboard.services.cameras.access import CameraAccesses
from dashboard.services.cameras.watching import CameraWatching
from data_sources.db import tables as t
from data_sources.db.cameras.store import SqlCameraAccessStore
from data_sources.db.register_store import SqlRegister
from data_sources.db.walls.read_models import WallReader
from data_sources.sealing import FernetSealing, Purpose
from tests.actors import acting

ROOT = acting("root", Role.ADMINISTRATOR)
SEAT = acting("seat", Role.OPERATOR)
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}


class Yard:
    """A camera in a grid of a street, which can be watched, and one that cannot."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.now_us = engine, 1_000_000 * MINUTE_US
        self.store = SqlCameraAccessStore(engine, lambda: self.now_us)
        street = Area(code="S1", name="街道", level="street", geometry=SQUARE)
        grid = Area(code="G1", name="网格", level="grid", geometry=SQUARE, parent="S1")
        register = SqlRegister(engine, lambda: self.now_us)
        register.upsert_areas([street, grid], [], {})
        register.upsert_assets([self.asset(1, "G1"), self.asset(2, None)])
        self.sealing = FernetSealing("k" * 32, Purpose.CAMERAS)
        accesses = CameraAccesses(self.store, self.sealing, lambda: self.now_us)
        accesses.set(
            CameraAccess(
                camera="onvif:1", url="http://c/1.jpg", hls_url="http://c/1.m3u8", user="v", password="geheim"
            ),
            ROOT,
        )
        self.watching = CameraWatching(self.store, self.sealing, lambda: self.now_us)

    @staticmethod
    def asset(number: int, grid: str | None) -> AssetRecord:
        return AssetRecord(
            asset_id=f"CAM-{number}",
            kind="camera",
            name=f"{number} 号",
            position=Position(104.0, 30.6),
            device_ref=f"onvif:{number}",
            grid=grid,
        )

    def looks(self) -> list[tuple[str, str]]:
        """By whom which camera was watched, as the audit log tells."""
        query = select(t.audit.c.actor, t.audit.c.subject).where(t.audit.c.action == "watch_camera")
        with self.engine.connect() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]


@pytest.fixture
def yard(engine: Engine) -> Yard:
    return Yard(engine)


def squad_of(area: str) -> Actor:
    return acting("leader", Role.SQUAD_LEADER)._replace(areas=frozenset({area}))


def test_who_may_watch_everything_gets_the_address_with_its_password(yard: Yard) -> None:
    assert yard.watching.offer("CAM-1", SEAT).ways == (Way.HLS, Way.SNAPSHOT)
    access = yard.watching.access("CAM-1", Way.HLS, SEAT)
    assert (access.hls_url, access.user, access.password) == ("http://c/1.m3u8", "v", "geheim")


def test_a_right_that_reaches_areas_reaches_what_stands_in_them_on_any_level(yard: Yard) -> None:
    for area in ("G1", "S1"):
        assert yard.watching.access("CAM-1", Way.SNAPSHOT, squad_of(area)).url
    for actor in (squad_of("G9"), acting("a", Role.AUDITOR), acting("d", Role.DEPARTMENT)):
        with pytest.raises(Forbidden):
            yard.watching.offer("CAM-1", actor)
    with pytest.raises(Forbidden):
        yard.watching.offer("CAM-2", squad_of("G1"))


def test_that_a_person_watches_is_noted_once_in_ten_minutes(yard: Yard) -> None:
    for _ in range(3):
        yard.watching.access("CAM-1", Way.SNAPSHOT, SEAT)
    assert yard.looks() == [("seat", "CAM-1")]
    yard.now_us += 10 * MINUTE_US
    yard.watching.access("CAM-1", Way.SNAPSHOT, SEAT)
    assert len(yard.looks()) == 2


def test_what_is_not_there_or_not_set_up_or_sealed_otherwise_is_told(yard: Yard) -> None:
    assert yard.watching.offer("CAM-2", SEAT).ways == ()
    for asset, way in (("CAM-9", Way.SNAPSHOT), ("CAM-2", Way.SNAPSHOT), ("CAM-1", Way.WHEP)):
        with pytest.raises(NotFound):
            yard.watching.access(asset, way, SEAT)
    other = CameraWatching(yard.store, FernetSealing("o" * 32, Purpose.CAMERAS), lambda: yard.now_us)
    with pytest.raises(Unusable, match="another XIUHUA_SECRET_KEY"):
        other.access("CAM-1", Way.SNAPSHOT, SEAT)


def test_a_new_password_is_used_within_seconds_and_no_password_is_in_the_audit_log(yard: Yard) -> None:
    yard.watching.access("CAM-1", Way.SNAPSHOT, SEAT)
    accesses = CameraAccesses(yard.store, yard.sealing, lambda: yard.now_us)
    accesses.set(CameraAccess(camera="onvif:1", url="http://c/1.jpg", user="v", password="neu"), ROOT)
    yard.now_us += MINUTE_US
    assert yard.watching.access("CAM-1", Way.SNAPSHOT, SEAT).password == "neu"
    with yard.engine.connect() as connection:
        details = connection.execute(select(t.audit.c.detail)).scalars().all()
    assert not any(secret in json.dumps(detail) for detail in details for secret in ("geheim", "neu"))


def test_a_wall_shows_cameras_that_can_be_watched(yard: Yard) -> None:
    assert WallReader(yard.engine).busiest_cameras(0, 5) == [BusyCamera("CAM-1", "1 号", 0)]
