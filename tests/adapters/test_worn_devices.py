"""The device that a person wears, from one form, on both databases: linked and asked together, never told whole."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, insert, select

from dashboard.domain.camera_pictures import WornDevice, WornDraft
from dashboard.domain.rights import Role
from dashboard.errors import BadInput, Forbidden, NotFound
from dashboard.services.positions.worn import WornDevices
from data_sources.db import tables as t
from data_sources.db.positions.store import SqlWornStore
from data_sources.sealing import FernetSealing, Purpose
from tests.actors import acting
from tests.adapters.test_positions import Rig

BOSS = acting("boss")
CAM, URL, SECRET = "gb28181:34020000001320000001", "http://10.1.2.3/x.jpg", "Spring-2026"
SEALING = FernetSealing("a secret of thirty-two characters", Purpose.CAMERAS)


class Worn(Rig):
    """The rig of positions with what gives out devices."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.worn = WornDevices(SqlWornStore(engine, self.clock), SEALING, self.clock)

    def kept(self) -> str | None:
        """The password as a camera would be told it."""
        with self.engine.connect() as connection:
            sealed = connection.execute(select(t.camera_access.c.sealed)).scalar_one_or_none()
        return SEALING.unseal(sealed) if sealed else sealed

    def record(self) -> list[tuple[str, str, str]]:
        columns = (t.audit.c.action, t.audit.c.subject, t.audit.c.detail)
        with self.engine.connect() as connection:
            return [(row.action, row.subject, row.detail) for row in connection.execute(select(*columns))]


@pytest.fixture
def rig(engine: Engine) -> Worn:
    return Worn(engine)


def draft(number: str = "1", **fields: str) -> WornDraft:
    return WornDraft(**{"number": number, "source": CAM, "url": URL, "user": "viewer", "password": SECRET, **fields})


def test_a_device_speaks_for_a_person_and_is_asked_for_its_picture(rig: Worn) -> None:
    assert rig.worn.save(draft(), BOSS) == [WornDevice(CAM, URL, "viewer", has_password=True)]
    assert rig.worn.of("1", BOSS) == [WornDevice(CAM, URL, "viewer", has_password=True)]
    assert (rig.worn.of("2", BOSS), rig.kept()) == ([], SECRET)
    assert [(action, subject) for action, subject, _ in rig.record()] == [
        ("link_position_device", CAM),
        ("set_camera_access", CAM),
    ]
    assert SECRET not in str(rig.record()) + repr(draft())


@pytest.mark.parametrize(
    ("fields", "password"),
    [
        ({"password": ""}, SECRET),
        ({"password": "Autumn-2026"}, "Autumn-2026"),
        ({"password": "", "url": "http://10.9.9.9/x.jpg"}, ""),
        ({"password": "", "user": "admin"}, ""),
        ({"password": "", "url": ""}, SECRET),
    ],
    ids=["left empty", "another one", "another address", "another user", "no address"],
)
def test_a_password_stays_for_the_same_address_and_user_alone(rig: Worn, fields: dict[str, str], password: str) -> None:
    rig.worn.save(draft(), BOSS)
    rig.worn.save(draft(**fields), BOSS)
    assert rig.kept() == password


def test_another_person_gets_the_device_and_the_one_before_has_it_no_more(rig: Worn) -> None:
    rig.worn.save(draft(), BOSS)
    rig.worn.save(draft("2", url=""), BOSS)
    assert (rig.worn.of("1", BOSS), [each.source for each in rig.worn.of("2", BOSS)]) == ([], [CAM])
    with pytest.raises(NotFound, match="no such device"):
        rig.worn.remove("1", CAM, BOSS)


def test_where_a_device_is_asked_for_its_events_stays(rig: Worn) -> None:
    asked = {"events": "hikvision", "events_url": "http://10.1.2.3/ISAPI/Event/notification/alertStream"}
    with rig.engine.begin() as connection:
        row = {"camera": CAM, "url": "", "user": "", "sealed": "", "updated_us": 1, **asked}
        connection.execute(insert(t.camera_access).values(row))
    rig.worn.save(draft(), BOSS)
    with rig.engine.connect() as connection:
        kept = connection.execute(select(t.camera_access.c.url, *(t.camera_access.c[name] for name in asked))).one()
    assert kept == (URL, *asked.values())


def test_a_removed_device_speaks_for_nobody_and_is_asked_no_more(rig: Worn) -> None:
    rig.worn.save(draft(), BOSS)
    assert rig.worn.remove("1", CAM, BOSS) == []
    assert rig.kept() is None
    assert [action for action, *_ in rig.record()][-2:] == ["unlink_position_device", "remove_camera_access"]


@pytest.mark.parametrize(
    "fields",
    [{"source": "camera 7"}, {"source": ""}, {"url": "10.1.2.3/x.jpg"}, {"url": "http://viewer:pw@10.1.2.3/x.jpg"}],
    ids=["no device", "nothing", "no address", "a password in the address"],
)
def test_of_what_is_refused_nothing_is_kept(rig: Worn, fields: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        rig.worn.save(draft(**fields), BOSS)
    assert (rig.worn.of("1", BOSS), rig.kept(), rig.record()) == ([], None, [])


def test_nobody_else_gives_out_devices_and_nobody_unknown_gets_one(rig: Worn) -> None:
    with pytest.raises(NotFound):
        rig.worn.save(draft("404"), BOSS)
    for role in (Role.OPERATOR, Role.DISPATCHER, Role.SQUAD_LEADER, Role.OFFICER, Role.MANAGER):
        with pytest.raises(Forbidden):
            rig.worn.save(draft(), acting("somebody", role))
        with pytest.raises(Forbidden):
            rig.worn.of("1", acting("somebody", role))
