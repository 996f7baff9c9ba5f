"""Every recorded payload of a camera is read by its source, or is known to be no event."""

from __future__ import annotations

import json

import pytest

from dashboard.domain.camera_pulls import PULL_TOPIC
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from data_sources.cameras import camera_sources
from tests.cameras.test_camera_sources import RECEIVED_US, RECORDED, recorded

MAKERS = ("axis_", "dahua_", "frigate_", "gat1400_", "hikvision_")
AXIS = "axis/ACCC8E000001/event/tns:axis/CameraApplicationPlatform/ObjectAnalytics/Device1Scenario1"
READ = {
    "axis_aoa_object_mqtt.json": ("axis", AXIS, 1),
    "axis_onvif_object_analytics_any_change.xml": ("onvif", f"{PULL_TOPIC}onvif:gate", 1),
    "axis_onvif_rule_engine_region_detector.xml": ("onvif", f"{PULL_TOPIC}onvif:gate", 0),
    "axis_scene_description_mqtt.json": ("axis", "axis/ACCC8E000001/scene/frame", 3),
    "frigate_events.json": ("frigate", "frigate/events", 1),
    "frigate_reviews.json": ("frigate", "frigate/reviews", 3),
    "frigate_tracked_object_update_classification_3.json": ("frigate", "frigate/tracked_object_update", 1),
    "frigate_tracked_object_update_classification_4.json": ("frigate", "frigate/tracked_object_update", 1),
    "frigate_tracked_object_update_description.json": ("frigate", "frigate/tracked_object_update", 1),
    "frigate_tracked_object_update_face.json": ("frigate", "frigate/tracked_object_update", 0),
    "frigate_tracked_object_update_lpr.json": ("frigate", "frigate/tracked_object_update", 0),
    "frigate_triggers.json": ("frigate", "frigate/triggers", 0),
    "gat1400_motor_vehicle.json": ("gat1400", "pushed", 1),
    "hikvision_alertstream_heartbeat.xml": ("hikvision", f"{PULL_TOPIC}hikvision:nvr", 0),
    "hikvision_cam1_DS-2CD2T46G2-ISU_io_notification.xml": ("hikvision", "pushed", 1),
    "hikvision_fielddetection_human.xml": ("hikvision", "pushed", 1),
    "hikvision_fielddetection_vehicle.xml": ("hikvision", "pushed", 1),
    "hikvision_ipc_1_fielddetection.xml": ("hikvision", "pushed", 1),
    "hikvision_ipc_thermometry_motiondetection.xml": ("hikvision", "pushed", 1),
    "hikvision_pir.xml": ("hikvision", "pushed", 1),
}
"""By file: the source, where it came, and how many reports, pictures or notes it comes to."""

ELSEWHERE = {
    "axis_acap_parking_mqtt.json": "a parking sensor, by the generic uplink",
    "dahua_event_stream.txt": "a whole stream, cut into its parts by the test of Dahua",
    "hikvision_httpHosts_put.xml": "what is sent to a camera so that it pushes",
    "hikvision_speaker_play_custom_audio_put.json": "a loudspeaker",
    "hikvision_speaker_tts_put.json": "a loudspeaker",
}


@pytest.mark.parametrize("name", READ)
def test_a_recorded_payload_of_a_camera_is_read(name: str) -> None:
    source, topic, count = READ[name]
    assert len(camera_sources()[source].read(Delivery(topic, said(name), RECEIVED_US))) == count


def said(name: str) -> bytes:
    """What came on the topic; some files hold both."""
    content = recorded(name)
    document = json.loads(content) if name.endswith(".json") else {}
    return json.dumps(document["payload"]).encode() if document.keys() == {"topic", "payload"} else content


def test_what_configures_a_camera_is_no_event() -> None:
    with pytest.raises(UnreadablePayload):
        camera_sources()["hikvision"].read(Delivery("pushed", recorded("hikvision_httpHosts_put.xml"), RECEIVED_US))


def test_no_recorded_payload_of_a_camera_is_left_out() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded payloads are not here")
    there = {path.name for path in RECORDED.iterdir() if path.name.startswith(MAKERS)}
    assert there == READ.keys() | ELSEWHERE.keys()
