"""What cameras of several makers send in their own words, and everything that is wrong with it."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any

import pytest

from dashboard.domain.camera_events import Box, CameraEventReport, Phase
from dashboard.domain.durations import HOUR_US, SECOND_US
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from data_sources.cameras import camera_sources
from data_sources.cameras._parts import Part, PartReader, joined, parts_of, split
from tests.cameras.test_camera_sources import JPEG, OWN, RECEIVED_US, recorded

ALERT = (OWN / "hikvision_fielddetection.xml").read_bytes()
AOA = "axis/ACCC8E000001/event/tns:axis/CameraApplicationPlatform/ObjectAnalytics/illegal_parking"


def read(source: str, payload: bytes, topic: str = "pushed", received_us: int = RECEIVED_US) -> list[Any]:
    return list(camera_sources()[source].read(Delivery(topic, payload, received_us)))


def pushed(*parts: tuple[str, bytes], boundary: str = "MIME_boundary") -> bytes:
    """A form as cameras push it, without lengths."""
    body = b"".join(
        b"--%b\r\nContent-Disposition: form-data; name=x\r\nContent-Type: %b\r\n\r\n%b\r\n"
        % (boundary.encode(), kind.encode(), content)
        for kind, content in parts
    )
    return body + b"--" + boundary.encode() + b"--\r\n"


def png(width: int, height: int) -> bytes:
    """A PNG that says that it has so many pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def jpeg(width: int, height: int) -> bytes:
    """A JPEG that says that it has so many pixels."""
    return (
        JPEG[:20] + b"\xff\xdb\x00\x04\x00\x00" + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03"
    )


def test_an_alert_of_hikvision_is_read_by_its_hardware_address() -> None:
    [report] = read("hikvision", ALERT)
    assert (report.camera_ref, report.label, report.zone) == ("hikvision:0a1b2c3d4e5f/1", "fielddetection/vehicle", "2")
    assert (report.phase, report.bbox, report.at_us) == (
        Phase.START,
        Box(0.4, 0.45, 0.11, 0.2),
        RECEIVED_US - SECOND_US,
    )
    assert (report.is_named, report.clock_off_h, report.source) == (False, 0, "hikvision")


def test_the_same_alert_sent_again_is_the_same_event_and_a_later_one_is_not() -> None:
    [first], [again], [later] = (read("hikvision", each) for each in (ALERT, ALERT, ALERT.replace(b":02+", b":03+")))
    assert first.event_ref == again.event_ref != later.event_ref


@pytest.mark.parametrize(
    ("name", "camera", "label", "phase"),
    [
        ("cam1_DS-2CD2T46G2-ISU_io_notification", "4fe42f81cd1b/1", "IO", Phase.START),
        ("fielddetection_human", "acb92f494475/1", "fielddetection/human", Phase.START),
        ("fielddetection_vehicle", "acb92f494475/1", "fielddetection/vehicle", Phase.START),
        ("ipc_1_fielddetection", "a6639ef80109/1", "fielddetection", Phase.START),
        ("ipc_thermometry_motiondetection", "a6609ef80109/2", "VMD", Phase.START),
        ("pir", "c6e6610a4637/1", "PIR", Phase.UPDATE),
    ],
)
def test_recorded_alerts_of_hikvision_are_read(name: str, camera: str, label: str, phase: Phase) -> None:
    [report] = read("hikvision", recorded(f"hikvision_{name}.xml"))
    assert (report.camera_ref, report.label, report.phase) == (f"hikvision:{camera}", label, phase)


def test_the_recorded_heartbeat_is_no_event_and_an_answer_to_a_setting_is_no_alert() -> None:
    assert read("hikvision", recorded("hikvision_alertstream_heartbeat.xml")) == []
    with pytest.raises(UnreadablePayload, match="is no <EventNotificationAlert>"):
        read("hikvision", recorded("hikvision_httpHosts_put.xml"))


@pytest.mark.parametrize("boundary", ["MIME_boundary", "boundary", "-----7e13971310878"])
def test_of_a_multipart_the_largest_whole_picture_is_kept(boundary: str) -> None:
    body = pushed(("application/xml", ALERT), ("image/jpeg", JPEG), ("image/jpeg", JPEG + bytes(9)), boundary=boundary)
    [report] = read("hikvision", body)
    assert (report.image, report.image_problem) == (JPEG + bytes(9), None)


def test_of_a_multipart_that_was_cut_the_event_is_kept_and_the_picture_is_refused() -> None:
    body = pushed(("application/xml", ALERT), ("image/jpeg", JPEG))
    [report] = read("hikvision", body[: body.index(JPEG) + 20])
    assert (report.label, report.image, report.image_problem.code) == ("fielddetection/vehicle", None, "bad_image")
    with pytest.raises(UnreadablePayload):
        read("hikvision", body[: body.index(b"<eventType>")])


def test_an_alert_in_gb2312_is_read() -> None:
    text = ALERT.decode().replace("UTF-8", "GB2312").replace("<regionID>2<", "<regionID>东侧<")
    [report] = read("hikvision", text.encode("gb2312"))
    assert report.zone == "东侧"


@pytest.mark.parametrize("source", ["hikvision", "onvif"])
def test_an_xml_bomb_is_refused_unread(source: str) -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b"<EventNotificationAlert><eventType>&b;</eventType></EventNotificationAlert>"
    )
    with pytest.raises(UnreadablePayload, match="document type or entities"):
        read(source, bomb)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "bad_shape"),
        (b"<a>", "bad_shape"),
        (b"<EventNotificationAlert/>", "bad_shape"),
        (b"<EventNotificationAlert><eventType>IO</eventType></EventNotificationAlert>", "bad_shape"),
        (b"--x\r\n", "bad_shape"),
        (b"--x\r\nContent-Length: 99999999\r\n\r\n", "too_large"),
        (b"--x\r\n" + b"a: b\r\n" * 3000, "too_large"),
        (pushed(("image/jpeg", JPEG)), "bad_shape"),
        (ALERT + b" " * 1024 * 1024, "too_large"),
        (ALERT.replace(b"2026-11-21", b"1970-01-01"), "bad_time"),
    ],
)
def test_what_is_no_alert_is_unreadable(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadablePayload) as caught:
        read("hikvision", body)
    assert caught.value.reason == reason


@pytest.mark.parametrize(("off_h", "local"), [(8, b"2026-11-22T00:15:02+08:00"), (-8, b"2026-11-21T08:15:02+08:00")])
def test_a_clock_that_is_off_by_eight_hours_is_told_and_the_event_is_of_now(off_h: int, local: bytes) -> None:
    [report] = read("hikvision", ALERT.replace(b"2026-11-21T16:15:02+08:00", local))
    assert (report.at_us, report.clock_off_h) == (RECEIVED_US, off_h)


def test_what_a_camera_sends_again_after_an_outage_keeps_its_time() -> None:
    late = ALERT.replace(b"Retransmission>false", b"Retransmission>true")
    [report] = read("hikvision", late, received_us=RECEIVED_US + 8 * HOUR_US)
    assert (report.at_us, report.clock_off_h) == (RECEIVED_US - SECOND_US, 0)


@pytest.mark.parametrize("picture", [png(50_000, 50_000), jpeg(50_000, 50_000), png(2**31, 1)])
def test_a_picture_of_too_many_pixels_is_refused_unread(picture: bytes) -> None:
    [report] = read("hikvision", pushed(("application/xml", ALERT), ("image/jpeg", picture)))
    assert (report.image, report.image_problem.code) == (None, "image_too_large")


def test_the_ai_open_platform_speaks_json_and_names_its_event() -> None:
    alert = {
        "macAddress": "0a:1b:2c:3d:4e:5f",
        "channelID": 33,
        "dateTime": "2026-11-21T16:15:02+08:00",
        "eventType": "AIOP_Video",
        "eventState": "active",
        "uuid": "u-1",
        "AIOPData": {"events": {"alertInfo": [{"ruleInfo": {"ruleID": 3}}]}},
    }
    [report] = read("hikvision", json.dumps(alert).encode())
    assert (report.camera_ref, report.event_ref, report.label) == (
        "hikvision:0a1b2c3d4e5f/33",
        "u-1",
        "AIOP_Video/rule 3",
    )
    assert report.is_named


def dahua(text: str) -> list[CameraEventReport]:
    return read("dahua", text.encode(), "camera-stream/dahua:gate-7")


def test_an_event_of_dahua_is_read() -> None:
    data = {
        "Name": "禁停区",
        "UTC": 1_795_248_902,
        "Object": {"BoundingBox": [0, 0, 4095.5, 8191], "ObjectType": "Vehicle"},
    }
    [report] = dahua(f"Code=CityMotorParking;action=Start;index=0;data={json.dumps(data, indent=1)}\r\n")
    assert (report.camera_ref, report.category, report.label) == ("dahua:gate-7/1", "0505", "CityMotorParking/Vehicle")
    assert (report.bbox, report.zone, report.at_us) == (Box(0, 0, 0.5, 1), "禁停区", RECEIVED_US - SECOND_US)


@pytest.mark.parametrize(
    ("action", "phase"), [("Start", Phase.START), ("Pulse", Phase.START), ("State", Phase.UPDATE), ("Stop", Phase.END)]
)
def test_the_action_of_dahua_is_the_phase(action: str, phase: Phase) -> None:
    assert [report.phase for report in dahua(f"Code=X;action={action};index=3;data={{broken")] == [phase]


@pytest.mark.parametrize("text", ["", "Code=;action=Start;index=0", "Code=A;action=Jump;index=0", "hello"])
def test_what_is_no_event_of_dahua_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadablePayload):
        dahua(text)
    with pytest.raises(UnreadablePayload, match="ask the camera"):
        read("dahua", b"Code=A;action=Start;index=0")


def test_the_recorded_stream_of_dahua_is_cut_and_read() -> None:
    body = recorded("dahua_event_stream.txt").replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    parts = [part.content.decode() for part in PartReader(b"myboundary").feed(body)]
    assert [[report.label for report in dahua(part)] for part in parts] == [["VideoMotion"], ["VideoBlind"], []]


def test_an_event_of_axis_begins_and_ends_under_one_name() -> None:
    message = {
        "topic": AOA,
        "timestamp": 1_795_248_902_331,
        "serial": "ACCC8E000001",
        "message": {"source": {}, "key": {}, "data": {"objectId": "37", "active": "1", "classTypes": "car"}},
    }
    [start] = read("axis", json.dumps(message).encode(), AOA)
    message["message"]["data"]["active"] = "0"  # type: ignore[index]
    [end] = read("axis", json.dumps(message).encode(), AOA)
    assert (start.event_ref, start.phase, end.phase) == (end.event_ref, Phase.START, Phase.END)
    assert (start.camera_ref, start.category, start.label) == ("axis:ACCC8E000001", "0505", "car")


def test_recorded_messages_of_axis_are_read() -> None:
    wrapped = json.loads(recorded("axis_aoa_object_mqtt.json"))
    [end] = read("axis", json.dumps(wrapped["payload"]).encode(), wrapped["topic"])
    assert (end.camera_ref, end.label, end.phase) == ("axis:B8A44FC5C075", "human", Phase.END)
    scene = recorded("axis_scene_description_mqtt.json")
    human, bus, gone = read("axis", scene, "axis/B8A44FC5C075/analytics_scene_description")
    assert [(each.label, each.confidence) for each in (human, bus)] == [("Human", 0.6), ("Bus", 0.7)]
    assert (gone.phase, gone.event_ref) == (Phase.END, "track 3 of 20230308")


def test_recorded_notifications_of_onvif_are_read_and_a_state_that_is_replayed_is_none() -> None:
    [report] = read("onvif", recorded("axis_onvif_object_analytics_any_change.xml"), "camera-stream/onvif:gate")
    assert (report.camera_ref, report.label) == ("onvif:gate", "ObjectAnalytics/Device1Scenario1/human")
    assert read("onvif", recorded("axis_onvif_rule_engine_region_detector.xml")) == []


VEHICLE: dict[str, Any] = {
    "MotorVehicleID": "330101010012100000010220261121161502000010200001",
    "DeviceID": "33010101001210000001",
    "PassTime": "20261121161502",
    "PlateNo": "浙A12345",
    "LeftTopX": 100,
    "LeftTopY": 50,
    "RightBtmX": 300,
    "RightBtmY": 150,
    "SubImageList": {
        "SubImageInfoObject": [
            {"Type": "10", "EventSort": 4, "Data": "", "Width": 10, "Height": 10},
            {"Type": "14", "EventSort": 603, "Data": base64.b64encode(JPEG).decode(), "Width": 1000, "Height": 500},
        ]
    },
}


def test_a_notification_of_a_view_library_is_read_without_its_plate() -> None:
    inner = {"NotificationID": "n", "MotorVehicleObjectList": {"MotorVehicleObject": [VEHICLE]}}
    inner["FaceObjectList"] = {"FaceObject": [{"FaceID": "f", "DeviceID": "d"}]}
    body = {"SubscribeNotificationListObject": {"SubscribeNotificationObject": [inner]}}
    [report] = read("gat1400", json.dumps(body).encode())
    assert (report.camera_ref, report.category) == ("gat1400:33010101001210000001", "0505")
    assert (report.label, report.at_us) == ("MotorVehicle/603", RECEIVED_US - SECOND_US)
    assert (report.bbox, report.image) == (Box(0.1, 0.1, 0.2, 0.2), JPEG)
    assert "A12345" not in repr(report)


def test_the_recorded_vehicle_of_a_view_library_is_read() -> None:
    [report] = read("gat1400", recorded("gat1400_motor_vehicle.json"))
    assert (report.camera_ref, report.label) == ("gat1400:65010000001190000001", "MotorVehicle/4")
    assert "5676" not in repr(report)


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"PersonListObject": {"PersonObject": [{"PersonID": "p"}]}}'])
def test_what_is_no_notification_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadablePayload):
        read("gat1400", body)


def test_parts_that_are_joined_come_apart_again_also_when_one_was_cut() -> None:
    parts = [Part("application/xml", b"<a/>"), Part("image/jpeg", b"--xiuhua-parts\r\n\r\nx"), Part("image/png", b"")]
    assert split(joined(parts)) == parts
    cut = [parts[0], Part("image/jpeg", JPEG, is_whole=False)]
    assert split(joined(cut)) == cut
    assert parts_of(b"{}") == [Part("text/plain", b"{}")]


@pytest.mark.parametrize("size", [1, 7, 64, 4096])
def test_a_stream_is_cut_into_the_same_parts_however_it_comes(size: int) -> None:
    body = b"\r\n" + pushed(("application/xml", ALERT), ("image/jpeg", JPEG)).replace(b"\r\n--MIME_boundary--", b"")
    body += b"--MIME_boundary\r\nContent-Length: 3\r\n\r\nabc\r\n--MIME_boundary--\r\n"
    reader = PartReader(b"MIME_boundary")
    found = [part for at in range(0, len(body), size) for part in reader.feed(body[at : at + size])]
    assert [part.content for part in found] == [ALERT, JPEG, b"abc"]
    assert reader.rest() is None
