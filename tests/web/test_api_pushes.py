"""What is pushed over HTTP, by whom, and how large it may be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from dashboard.services.ingest.pushes import MOST_ELEMENTS
from tests.web.conftest import Site

JSON = {"Content-Type": "application/json"}
OWN = {"Origin": "http://127.0.0.1:8050", "Host": "127.0.0.1:8050", "Sec-Fetch-Site": "same-origin"}


def observation(**others: Any) -> dict[str, Any]:
    """A reading of JG-1."""
    return {"device_id": "JG-1", "ts": "2025-11-21T08:15:02Z", "seq": 1, "values": {"tilt_deg": 2.5}, **others}


def test_observations_are_counted_after_the_commit(site: Site) -> None:
    body = [observation(), observation(), observation(seq=2), observation(device_id="X"), "nonsense"]
    answer = site.post("/api/v1/observations", body, 202)
    assert (answer["accepted"], answer["repeated"], answer["quarantined"]) == (2, 1, 2)
    assert [(each["element"], each["code"]) for each in answer["problems"]] == [(3, "unknown_device"), (4, "bad_shape")]
    assert len(site.get("/api/v1/assets/JG-1/observations")["items"]) == 2


def test_a_device_may_be_named_by_its_whole_reference(site: Site) -> None:
    body = {"device_ref": "canonical:JG-2", "values": {"tilt_deg": 1}}
    assert site.post("/api/v1/observations", body, 202)["accepted"] == 1


def test_an_empty_list_is_nothing_to_do(site: Site) -> None:
    answer = site.post("/api/v1/observations", [], 202)
    assert answer == {"accepted": 0, "repeated": 0, "quarantined": 0, "problems": []}


def test_thousands_of_observations_in_one_request(site: Site) -> None:
    body = [observation(seq=number, ts=1_763_700_000_000 + number) for number in range(3_000)]
    assert site.post("/api/v1/observations", body, 202)["accepted"] == 3_000


@pytest.mark.parametrize("path", ["/api/v1/observations", "/api/v1/camera-events", "/api/v1/uplinks/ctwing"])
@pytest.mark.parametrize("body", [b"{nope", b"\xff\xfe\x00", b'{"a": ' + b"[" * 5_000])
def test_what_is_not_json_is_refused_and_kept(site: Site, path: str, body: bytes) -> None:
    answer = site.client.post(path, content=body, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_json")
    assert [item["payload_bytes"] for item in site.get("/api/v1/quarantine")["items"]] == [len(body)]


def test_an_empty_body_is_refused(site: Site) -> None:
    answer = site.client.post("/api/v1/observations", content=b"", headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_json")


def test_a_value_that_is_no_number_leaves_the_others(site: Site) -> None:
    body = b'{"device_id": "JG-1", "values": {"tilt_deg": NaN, "battery_pct": 80}}'
    answer = site.client.post("/api/v1/observations", content=body, headers=JSON).json()
    assert (answer["accepted"], answer["quarantined"]) == (1, 1)


def test_a_message_of_ctwing_is_taken(site: Site) -> None:
    body = {"messageType": "dataReport", "deviceId": "d1", "productId": "p", "timestamp": 1_763_700_000_000}
    answer = site.post("/api/v1/uplinks/ctwing", {**body, "payload": {"serviceData": {"level_m": 1}}})
    assert (answer["accepted"], answer["quarantined"]) == (0, 1)
    assert answer["problems"][0]["code"] == "unknown_device"


def test_a_body_above_the_limit_is_refused(site: Site) -> None:
    huge = b"[" + b" " * 8 * 1024 * 1024 + b"]"
    for sent in (huge, iter([huge[:5_000_000], huge[5_000_000:]])):
        answer = site.client.post("/api/v1/observations", content=sent, headers=JSON)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_body_must_be_sent_as_json(site: Site, media_type: str) -> None:
    body = json.dumps(observation()).encode()
    answer = site.client.post("/api/v1/observations", content=body, headers={"Content-Type": media_type})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999", "Host": "127.0.0.1:8050"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=["other site", "hidden", "other port", "cross-site", "same-site"],
)
@pytest.mark.parametrize("path", ["/api/v1/observations", "/api/v1/alarms/1/acknowledge", "/_dash-update-component"])
def test_another_site_s_page_may_not_change_anything(site: Site, path: str, headers: dict[str, str]) -> None:
    answer = site.client.post(path, json=observation(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")


def test_our_own_page_may(site: Site) -> None:
    assert site.client.post("/api/v1/observations", json=observation(), headers=OWN).status_code == 202


def test_another_site_s_page_may_not_listen(site: Site) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        site.client.websocket_connect("/api/v1/live", headers={"Origin": "https://evil.example"}),
    ):
        pass


@pytest.mark.parametrize("path", ["/api/v1/observations", "/api/v1/camera-events", "/api/v1/uplinks/ctwing"])
@pytest.mark.parametrize("element", [{}, [], 1, {"a": 1, "b": 2, "c": [3, 4, 5]}], ids=str)
def test_a_list_of_too_many_elements_is_refused_and_nothing_of_it_is_kept(site: Site, path: str, element: Any) -> None:
    for count in (MOST_ELEMENTS + 1, 300_000):
        body = b"[" + b",".join([json.dumps(element, separators=(",", ":")).encode()] * count) + b"]"
        answer = site.client.post(path, content=body, headers=JSON)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_many_elements")
        assert "10000 elements; send them in several requests" in answer.json()["detail"]
    assert site.get("/api/v1/quarantine")["items"] == []


def test_the_largest_list_is_taken(site: Site) -> None:
    body = [observation(seq=number, ts=1_763_700_000_000 + number) for number in range(MOST_ELEMENTS)]
    assert site.post("/api/v1/observations", body, 202)["accepted"] == MOST_ELEMENTS
