"""`/api/v1/camera-events/{id}/confirm|reject|merge|undo`: verdicts of programs and of whoever scripts."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Site


def pushed(site: Site, camera: str = "c-1") -> int:
    site.post("/api/v1/camera-events", {"source": "gate", "camera": camera, "category": "0504"})
    [event] = [each for each in site.get("/api/v1/camera-events")["items"] if each["camera_ref"].endswith(camera)]
    assert event["state"] == "waiting"
    return int(event["id"])


def waiting(site: Site) -> list[int]:
    return [event["id"] for event in site.get("/api/v1/camera-events?state=waiting")["items"]]


def test_a_verdict_is_given_shown_and_taken_back(site: Site) -> None:
    event, other = pushed(site), pushed(site, "c-2")
    rejected = site.post(f"/api/v1/camera-events/{event}/reject", {"reason": "nothing_there"})
    assert (rejected["state"], rejected["reject_reason"], rejected["judged_by"]) == (
        "rejected",
        "nothing_there",
        "operator",
    )
    assert rejected == site.post(f"/api/v1/camera-events/{event}/reject", {"reason": "nothing_there"})
    assert waiting(site) == [other]
    refused = site.post(f"/api/v1/camera-events/{event}/confirm", {"case": False}, 409)
    assert (refused["code"], "'Rejected' already, by operator" in refused["detail"]) == ("conflict", True)
    assert site.post(f"/api/v1/camera-events/{event}/undo")["state"] == "waiting"
    assert site.post(f"/api/v1/camera-events/{event}/confirm", {"case": False})["state"] == "accepted"
    merged = site.post(f"/api/v1/camera-events/{other}/merge", {"into": event})
    assert (merged["state"], merged["merged_into"]) == ("merged", event)
    assert waiting(site) == []


@pytest.mark.parametrize(
    ("action", "body", "status", "code", "names"),
    [
        ("reject", {}, 422, "bad_input", "reason"),
        ("reject", {"reason": "bored"}, 422, "bad_input", "nothing_there"),
        ("merge", {"into": 9_999}, 422, "bad_input", "into"),
        ("confirm", {"case": False, "cases": 1}, 422, "bad_input", "cases"),
        ("confirm", {"join": 9_999}, 422, "bad_input", "case"),
        ("undo", None, 409, "conflict", "no verdict"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_done(
    site: Site, action: str, body: Any, status: int, code: str, names: str
) -> None:
    event = pushed(site)
    refused = site.post(f"/api/v1/camera-events/{event}/{action}", body, status)
    assert refused["code"] == code
    assert names in refused["detail"]
    assert waiting(site) == [event]


def test_an_event_that_is_not_there_is_not_found(site: Site) -> None:
    assert site.post("/api/v1/camera-events/9999/confirm", {"case": False}, 404)["code"] == "not_found"
    assert site.get("/api/v1/camera-events?state=new", 422)["code"] == "bad_input"
