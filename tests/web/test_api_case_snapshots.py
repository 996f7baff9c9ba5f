"""Pictures of chat groups over HTTP: proposed, passed on, refused, and measured."""

from __future__ import annotations

from typing import Any

import pytest

from data_sources.db.engine import create
from tests.case_office import BEFORE, LAT, LON, CaseOffice
from tests.web.conftest import Site

PATH = "/api/v1/cases/snapshots"


@pytest.fixture
def office(site: Site) -> CaseOffice:
    """A bureau with a catalogue and a picture of whoever asks in the database that is served."""
    office = CaseOffice(create(site.services.settings.database))
    with office.store.begin() as work:
        (photo,) = work.photos([BEFORE.digest]).values()
        work.add_photo(photo, "operator")
    return office


def told(**more: Any) -> dict[str, Any]:
    unit = {"kind": "squad", "code": "S1"}
    known = {"category": "0504", "lon": LON, "lat": LAT, "photos": [BEFORE.digest], "sender": "resident", "unit": unit}
    return known | more


def send(site: Site, body: dict[str, Any], status: int = 201, key: str = "") -> Any:
    answer = site.client.post(PATH, json=body, headers={"Idempotency-Key": key})
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_picture_is_proposed_to_a_unit_passed_on_once_and_measured(site: Site, office: CaseOffice) -> None:
    (first, *_) = site.get(f"{PATH}/units?category=0504&lon={LON}&lat={LAT}")["items"]
    assert (first["kind"], first["code"], first["name"], first["by_rule"]) == ("squad", "S1", "一中队", "")
    assert first["why"][0] == {"zh": "负责网格 一格", "en": "answers for the grid 一格"}
    case = send(site, told(), key="k")
    assert (case["state"], case["squad"], case["source"]) == ("to_handle", "S1", "snapshot")
    assert send(site, told(), key="k")["id"] == case["id"]
    assert send(site, told(sender="shop"), 409, key="k")["code"] == "conflict"
    moved = site.post(f"/api/v1/cases/{case['id']}/accept", {"revision": case["revision"]})
    assert moved["state"] == "handling"
    figures = site.get(f"{PATH}/figures")
    assert (figures["source"], figures["accepted"], figures["of"], figures["waiting"]) == ("snapshot", 1, 1, 0)
    assert figures["median_receipt_s"] >= 0
    assert [(each["unit"], each["name"], each["of"]) for each in figures["units"]] == [("S1", "一中队", 1)]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"photos": []}, "there is no picture"),
        ({"lon": None, "lat": None}, "the picture tells no place"),
        ({"photos": ["f" * 64]}, "is not stored"),
        ({"sender": "nobody"}, "sender"),
        ({"unit": {"kind": "squad", "code": "S9"}}, "not among those that are proposed"),
        ({"category": "gone"}, "the catalogue has no code 'gone'"),
        ({"lon": 120.0}, "outside the city"),
    ],
)
def test_what_cannot_be_passed_on_says_what_to_mend(
    site: Site, office: CaseOffice, more: dict[str, Any], said: str
) -> None:
    assert said in send(site, told(**more), 422)["detail"]
    assert site.get("/api/v1/cases")["total"] == 0


def test_what_somebody_else_has_just_reported_is_told_with_that_case(site: Site, office: CaseOffice) -> None:
    first = send(site, told(similar_seen=[]))
    refused = send(site, told(similar_seen=[]), 409)
    assert refused["case"]["id"] == first["id"]
    assert "刚有人上报了同一处" in refused["told"]["zh"]
    report = {"source": "handheld", "category": "0504", "lon": LON, "lat": LAT, "similar_seen": []}
    assert site.post("/api/v1/cases", report, 409)["case"]["id"] == first["id"]
    assert site.post("/api/v1/cases", {**report, "similar_seen": [first["id"]]}, 201)["id"] != first["id"]
