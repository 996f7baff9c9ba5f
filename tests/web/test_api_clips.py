"""A clip over HTTP: fetched from a real server with digest, played in parts, refused without the right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bootstrap.cameras import build_camera_accesses
from bootstrap.web import Services, build_services
from dashboard.domain.camera_pictures import CameraAccess
from dashboard.domain.coordinates import Position
from dashboard.domain.imports import AssetRecord
from dashboard.domain.rights import Means, Role
from dashboard.settings import Settings
from data_sources.db.register_store import SqlRegister
from tests.actors import TOKEN, OpenDoor, acting
from tests.cameras.camera_server import Camera, playing
from tests.cameras.test_recorders import FOUND, MP4, NOTHING
from tests.case_office import LAT, LON, SEAT, CaseOffice
from tests.web.conftest import serve

ROOT = acting("root", Role.ADMINISTRATOR)


class ClipSite:
    """A served API with a case of a camera whose recorder answers."""

    def __init__(self, client: TestClient, door: OpenDoor, services: Services, recorder: Camera, case: int) -> None:
        self.client, self.door, self.services, self.recorder, self.case = client, door, services, recorder, case

    def fetch(self, **body: Any) -> Any:
        return self.client.post(f"/api/v1/cases/{self.case}/clips", json=body)

    def known(self, role: Role) -> None:
        self.door.actor = acting(role.value, role)._replace(means=Means.PROGRAM)


@pytest.fixture
def site(settings: Settings) -> Iterator[ClipSite]:
    services, door = build_services(settings), OpenDoor()
    office = CaseOffice(services.engine)
    device = AssetRecord(
        asset_id="CAM-1", kind="camera", name="东门", position=Position(LON, LAT), device_ref="hikvision:0a1b2c3d4e5f/1"
    )
    SqlRegister(services.engine, office.clock).upsert_assets([device])
    case = office.reported(asset_id="CAM-1").case_key
    with playing(Camera()) as recorder, TestClient(serve(services, door), headers=TOKEN) as client:
        recorder.guards_posts = True
        recorder.answers = {"/ISAPI/ContentMgmt/search": FOUND, "/ISAPI/ContentMgmt/download": MP4}
        address = recorder.url.replace("/snapshot.jpg", "")
        access = CameraAccess(
            camera="hikvision:0a1b2c3d4e5f",
            url="",
            user="viewer",
            password=recorder.password,
            events="hikvision",
            events_url=address,
        )
        build_camera_accesses(settings, services.engine).set(access, ROOT)
        found = ClipSite(client, door, services, recorder, case)
        found.known(Role.OPERATOR)
        yield found


def test_a_clip_is_fetched_joins_the_timeline_and_is_played_in_parts(site: ClipSite) -> None:
    answer = site.fetch()
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["size_bytes"], told["media_type"], told["asset_id"]) == (len(MP4), "video/mp4", "CAM-1")
    entry = site.client.get(f"/api/v1/cases/{site.case}/timeline").json()["items"][-1]
    assert (entry["kind"], entry["data"]["clip"]) == ("clip", told["digest"])
    whole = site.client.get(f"/api/v1/clips/{told['digest']}")
    assert (whole.status_code, whole.content, whole.headers["accept-ranges"]) == (200, MP4, "bytes")
    assert whole.headers["content-type"] == "video/mp4"
    part = site.client.get(f"/api/v1/clips/{told['digest']}", headers={"Range": "bytes=4-11"})
    assert (part.status_code, part.content) == (206, b"ftypmp42")
    assert part.headers["content-range"] == f"bytes 4-11/{len(MP4)}"
    beyond = site.client.get(f"/api/v1/clips/{told['digest']}", headers={"Range": f"bytes={len(MP4)}-"})
    assert beyond.status_code == 416
    saved = site.client.get(f"/api/v1/clips/{told['digest']}?save=1")
    assert f"CAM-1-{told['digest'][:12]}.mp4" in saved.headers["content-disposition"]


def test_nothing_is_asked_of_the_recorder_before_somebody_wants_it(site: ClipSite) -> None:
    site.client.get(f"/api/v1/cases/{site.case}/timeline")
    site.client.get(f"/api/v1/clips/{'0' * 64}")
    assert (site.recorder.paths, site.recorder.posted) == ([], [])


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 403), (Role.DEPARTMENT, 403), (Role.MANAGER, 403)])
def test_without_the_right_it_is_neither_fetched_nor_played(site: ClipSite, role: Role, status: int) -> None:
    digest = site.fetch().json()["digest"]
    site.known(role)
    assert site.client.get(f"/api/v1/clips/{digest}").status_code == status
    if role is not Role.MANAGER:
        assert site.fetch().status_code == status


def test_what_is_gone_refused_or_odd_is_said(site: ClipSite) -> None:
    site.recorder.answers["/ISAPI/ContentMgmt/search"] = NOTHING
    gone = site.fetch()
    assert (gone.status_code, "any more" in gone.text) == (404, True)
    for body in ({"from": "2026-11-28T10:00:00Z"}, {"from": "yesterday"}, {"speed": 2}, {"asset_id": "x" * 99}):
        assert site.fetch(**body).status_code == 422
    assert site.fetch(asset_id="CAM-9").status_code == 404
    site.recorder.password = "other"
    refused = site.fetch()
    assert (refused.status_code, "127.0.0.1" in refused.text) == (503, False)
    assert site.client.get("/api/v1/clips/..%2f..%2fetc").status_code in (404, 422)
    assert SEAT.name not in gone.text
