"""What cameras and view libraries push in their own words."""

from __future__ import annotations

import json

from tests.cameras.test_camera_sources import JPEG
from tests.cameras.test_makers import ALERT, VEHICLE, pushed
from tests.web.conftest import Site

HIKVISION = "/api/v1/camera-events/hikvision"
VIID = "/VIID/SubscribeNotifications"


def test_an_alert_with_its_picture_is_an_event_after_the_answer(site: Site) -> None:
    body = pushed(("application/xml", ALERT), ("image/jpeg", JPEG))
    told = {"Content-Type": "multipart/form-data; boundary=MIME_boundary"}
    answer = site.client.post(HIKVISION, content=body, headers=told)
    assert (answer.status_code, answer.json()["accepted"], answer.json()["quarantined"]) == (200, 1, 0)
    [event] = site.get("/api/v1/camera-events")["items"]
    assert (event["camera_ref"], event["label"]) == ("hikvision:0a1b2c3d4e5f/1", "fielddetection/vehicle")
    assert site.client.get(event["image"], params={"clear": "true"}).content == JPEG


def test_an_alert_that_cannot_be_read_is_answered_200_and_kept(site: Site) -> None:
    answer = site.client.post(HIKVISION, content=b"<nothing>", headers={"Content-Type": "application/xml"})
    assert (answer.status_code, answer.json()["quarantined"]) == (200, 1)
    assert answer.json()["problems"][0]["code"] == "bad_shape"
    assert [item["payload_bytes"] for item in site.get("/api/v1/quarantine")["items"]] == [9]


def test_a_view_library_hears_which_notifications_arrived(site: Site) -> None:
    inner = {"NotificationID": "n-1", "MotorVehicleObjectList": {"MotorVehicleObject": [VEHICLE]}}
    body = {"SubscribeNotificationListObject": {"SubscribeNotificationObject": [inner]}}
    answer = site.client.post(VIID, content=json.dumps(body), headers={"Content-Type": "application/VIID+JSON"})
    assert answer.headers["content-type"] == "application/VIID+JSON"
    [told] = answer.json()["ResponseStatusListObject"]["ResponseStatusObject"]
    assert (told["Id"], told["StatusCode"], len(told["LocalTime"])) == ("n-1", 0, 14)
    [event] = site.get("/api/v1/camera-events")["items"]
    assert (event["camera_ref"], event["category"]) == ("gat1400:33010101001210000001", "0505")
