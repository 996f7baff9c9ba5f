"""People on duty over HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

from bootstrap import now_us
from bootstrap.cameras import build_camera_accesses
from bootstrap.web import Services, build_services
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.durations import HOUR_US
from dashboard.domain.people.posts import Post
from dashboard.domain.people.records import Person, Squad
from dashboard.domain.personal import PersonName
from dashboard.domain.readings import from_us
from dashboard.domain.rights import Actor, Means, Role
from dashboard.domain.roster.duty import day_of
from dashboard.domain.roster.figures import Period, period_name
from dashboard.domain.roster.records import Entry, Shift, ShiftKind
from dashboard.services.positions.devices import PositionDevices
from dashboard.settings import Settings
from data_sources.db.positions.store import SqlPositionStore
from tests.actors import TOKEN, OpenDoor, acting
from tests.cameras.camera_server import Camera, playing
from tests.web.conftest import serve


@dataclass
class OnDutySite:
    """A served API that knows whoever `door` says."""

    client: TestClient
    services: Services
    door: OpenDoor

    def push(self, *positions: Mapping[str, object]) -> tuple[int, dict[str, object]]:
        """Status and answer to positions that are sent."""
        answer = self.client.post("/api/v1/positions", json=list(positions))
        return answer.status_code, answer.json()


def known(name: str, role: Role) -> Actor:
    return acting(name, role)._replace(means=Means.PROGRAM)


@pytest.fixture
def duty(settings: Settings) -> Iterator[OnDutySite]:
    """One person on duty all day, another who is not; the asker is the first."""
    services = build_services(settings)
    today = day_of(now_us(), settings.timezone)
    with SqlPositionStore(services.engine, now_us).begin() as work:
        work.save_squads([Squad(code="S1", name="一中队")])
        work.save_people(
            [Person(number=each, name=PersonName("王小明"), post=Post.OFFICER, squad="S1") for each in ("1", "2")]
        )
        work.save_shifts([Shift("A", "全天", ShiftKind.DAY, 0, 1440)])
        work.save_entries([Entry("1", today + timedelta(days=each), "A") for each in (-1, 0, 1)])
    door = OpenDoor(known("officer", Role.OFFICER)._replace(person="1", squad="S1"))
    with TestClient(serve(services, door), headers=TOKEN) as client:
        yield OnDutySite(client, services, door)


HERE = {"lon": 121.4, "lat": 29.65, "accuracy_m": 8}


def test_a_phone_tells_its_position_and_the_desk_shows_it_masked(duty: OnDutySite) -> None:
    assert duty.push(HERE) == (202, {"kept": 1, "refused": {}})
    answer = duty.client.get("/api/v1/people/positions")
    (feature,) = answer.json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [121.4, 29.65]}
    told = feature["properties"]
    assert (told["number"], told["name"], told["shift"], told["standing"]) == ("1", "王**", "A", "moving")
    assert "小明" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({**HERE, "person": "2"}, 403, "forbidden"),
        ({"lat": 1}, 422, "bad_input"),
        ({**HERE, "crs": "mars"}, 422, "bad_input"),
    ],
)
def test_a_position_that_is_not_ones_own_or_none_is_refused(
    duty: OnDutySite, body: Mapping[str, object], status: int, code: str
) -> None:
    found = duty.push(body)
    assert (found[0], found[1]["code"]) == (status, code)
    assert duty.push({**HERE, "lon": 0, "lat": 0}) == (202, {"kept": 0, "refused": {"zero": 1}})


def test_a_track_is_ones_own_or_within_reach(duty: OnDutySite) -> None:
    duty.push(HERE)
    query = {"from": from_us(now_us() - HOUR_US).isoformat(), "to": from_us(now_us() + 1_000_000).isoformat()}
    assert len(duty.client.get("/api/v1/people/1/track", params=query).json()["points"]) == 1
    assert duty.client.get("/api/v1/people/2/track", params=query).status_code == 403
    assert duty.client.get("/api/v1/people/9/track", params=query).status_code == 404
    assert duty.client.get("/api/v1/people/1/track").status_code == 422
    backwards = {"from": query["to"], "to": query["from"]}
    assert duty.client.get("/api/v1/people/1/track", params=backwards).status_code == 422


def test_signing_in_and_out_is_told_in_the_attendance(duty: OnDutySite) -> None:
    assert duty.client.post("/api/v1/duty/sign-in", json={}).status_code == 204
    assert duty.client.post("/api/v1/duty/sign-in", json={}).status_code == 409
    assert duty.client.post("/api/v1/duty/sign-out", json={}).status_code == 204
    assert duty.client.get("/api/v1/attendance?from=2026-11-01&to=2026-11-02").status_code == 403
    duty.door.actor = known("manager", Role.MANAGER)
    today = day_of(now_us(), duty.services.settings.timezone).isoformat()
    answer = duty.client.get("/api/v1/attendance", params={"from": today, "to": today}).json()
    assert answer["turnouts"] == 1
    assert [(row["squad"], row["rostered"], row["came"]) for row in answer["rows"]] == [("S1", 1, 1)]
    table = duty.client.get("/api/v1/attendance.csv", params={"from": today, "to": today, "by": "quarter"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    head, row = table.content.decode("utf-8-sig").splitlines()
    assert head.split(",")[:3] == ["period", "from (Asia/Shanghai)", "to (Asia/Shanghai)"]
    quarter = period_name(Period.QUARTER, date.fromisoformat(today))
    assert row.split(",") == [quarter, today, today, "S1", "一中队", "1", "1", "0", "0", "1", "1.0"]
    for wrong in ("from=yesterday&to=today", f"from={today}&to={today}&by=fortnight", f"from=1999-01-01&to={today}"):
        assert duty.client.get(f"/api/v1/attendance.csv?{wrong}").status_code == 422
    assert duty.client.get("/api/v1/people/positions").status_code == 403
    assert duty.client.get("/api/v1/patrol/coverage").json() == {"type": "FeatureCollection", "features": []}


def test_the_live_picture_of_an_inspection_comes_through_us(duty: OnDutySite) -> None:
    chief = known("chief", Role.DISPATCHER)
    root = known("root", Role.ADMINISTRATOR)
    duty.client.post("/api/v1/duty/sign-in", json={})
    picked = duty.services.duty.inspections.pick(chief)
    address = f"/api/v1/inspections/{picked.inspection_key}/picture"
    assert duty.client.get(address).status_code == 403
    duty.door.actor = chief
    missing = duty.client.get(address)
    assert (missing.status_code, "offers no live picture" in missing.text) == (404, True)
    store = SqlPositionStore(duty.services.engine, now_us)
    PositionDevices(store, now_us).link("jt808:13900000001", "1", root)
    with playing(Camera()) as camera:
        access = CameraAccess(camera="jt808:13900000001", url=camera.url, user=camera.user, password=camera.password)
        build_camera_accesses(duty.services.settings, duty.services.engine).set(access, root)
        answer = duty.client.get(address)
        assert (answer.content, answer.headers["content-type"]) == (camera.body, "image/jpeg")
        assert int(answer.headers["x-picture-age-ms"]) >= 0
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; sandbox")
        assert duty.client.get("/api/v1/inspections/0/picture").status_code == 422
    gone = duty.client.get(address)
    assert camera.url not in gone.text
