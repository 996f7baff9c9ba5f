"""The uplinks of the Chinese platforms: Alink, OneJSON, IoTDA and CTWing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboard.domain.readings import TimeSource
from dashboard.errors import UnreadablePayload

POST = "/sys/a1pump/BZ-01/thing/event/property/post"
REPORT = "$oc/devices/bz-01/sys/properties/report"
ALINK = [
    {
        "match": {"uplink": "alink"},
        "fields": [
            {"path": "params.Distance", "metric": "level_m", "unit": "mm", "from_datum": True},
            {"path": "params.Battery", "metric": "battery_pct"},
            {"path": "params.Pump", "metric": "running"},
            {"path": "params.Power", "metric": "running"},
            {"path": "params.WF", "metric": "flow_lps", "unit": "m³/h"},
        ],
    }
]
IOTDA = [
    {
        "match": {"uplink": "iotda"},
        "fields": [
            {"path": "services.Water.distance", "metric": "level_m", "unit": "mm", "from_datum": True},
            {"path": "services.Water.flow", "metric": "flow_lps", "unit": "m3/h"},
            {"path": "services.Power.battery", "metric": "battery_pct"},
            {"path": "services.Power.temperature", "metric": "temperature_c"},
            {"path": "services.Temperature.value", "metric": "temperature_c"},
            {"path": "services.Battery.level", "metric": "battery_pct"},
            {"path": "services.NBWatch.Battery", "metric": "battery_pct"},
            {"path": "services.NBWatch.Temperature", "metric": "temperature_c"},
        ],
    }
]
CTWING = [
    {
        "match": {"uplink": "ctwing", "profile": "15014772"},
        "fields": [
            {"path": "payload.serviceData.tilt", "metric": "tilt_deg"},
            {"path": "payload.serviceData.Battery_Level", "metric": "battery_pct"},
        ],
    }
]


def test_alink_properties_are_grouped_by_their_times(read: Any, own: Any) -> None:
    parsed = read("alink", POST, own("alink_property_post"), ALINK)
    assert [(each.device_ref, each.measured_us, each.values) for each in parsed.observations] == [
        ("alink:a1pump/BZ-01", 1_795_248_902_331_000, {"level_m": 1.75, "battery_pct": 88}),
        ("alink:a1pump/BZ-01", 1_795_248_903_000_000, {"running": 1.0}),
    ]
    assert parsed.unmapped_fields == 1
    assert parsed.problems == []


def test_an_alink_id_is_only_unique_within_its_day(read: Any) -> None:
    def key(time: int, value: int) -> str:
        params = {"Distance": {"value": value, "time": time}}
        dedupe: str = read("alink", POST, {"id": "1", "params": params}, ALINK).observations[0].dedupe
        return dedupe

    assert key(1_795_240_800_000, 900) == key(1_795_240_800_000, 900)
    assert len({key(1_795_240_800_000, 900), key(1_795_154_400_000, 900), key(1_795_240_800_000, 901)}) == 3


@pytest.mark.parametrize(
    ("topic", "name", "expected"),
    [
        (
            "/sys/a1gate/GW-1/thing/event/property/history/post",
            "alink_history_post",
            [("alink:a1pump/BZ-02", 1_795_240_800, 1.7, True), ("alink:a1pump/BZ-02", 1_795_244_400, 1.72, True)],
        ),
        (
            "$sys/p9/GW-1/thing/history/post",
            "onejson_history_post",
            [("alink:p9/BZ-03", 1_795_240_800, 1.7, True), ("alink:p9/BZ-03", 1_795_244_400, 1.71, True)],
        ),
        (
            "$sys/p9/GW-1/thing/pack/post",
            "onejson_pack_post",
            [("alink:p9/BZ-03", 1_795_248_900, 1.71, False), ("alink:p9/BZ-04", 1_795_248_900, 2.01, False)],
        ),
    ],
)
def test_packs_and_histories_are_read_for_every_device_in_them(
    read: Any, own: Any, topic: str, name: str, expected: list[Any]
) -> None:
    observations = read("alink", topic, own(name), ALINK).observations
    assert [
        (each.device_ref, each.measured_us // 1_000_000, round(each.values["level_m"], 3), each.history)
        for each in observations
    ] == expected


@pytest.mark.parametrize(
    ("name", "at_us"),
    [
        ("aliyun_alink_property_post.json", 1_524_448_722_000_000),
        ("onenet_onejson_property_post.json", 1_524_448_722_123_000),
        ("aliyun_alink_property_post_short.json", 1_795_248_903_000_000),
    ],
)
def test_the_documented_property_posts_are_read(read: Any, third_party: Any, name: str, at_us: int) -> None:
    document = third_party(name)
    topic = "$sys/pid/dn/thing/property/post" if "onenet" in name else POST
    [observation] = read("alink", topic, document.get("payload", document), ALINK).observations
    assert observation.values == {"running": 1.0, "flow_lps": pytest.approx(23.6 / 3.6)}
    assert observation.measured_us == at_us


def test_the_documented_event_post_is_read_with_a_mapping(read: Any, third_party: Any) -> None:
    field = {"path": "params.errorCode", "metric": "running", "values": {"error": False}}
    mapping = [{"match": {"uplink": "alink"}, "fields": [field]}]
    payload = third_party("aliyun_alink_event_post.json")["payload"]
    [observation] = read("alink", "/sys/pk/dn/thing/event/alarm/post", payload, mapping).observations
    assert observation.values == {"running": 0.0}
    assert observation.measured_us == 1_524_448_722_000_000


def test_iotda_services_of_one_time_are_one_observation(read: Any, own: Any) -> None:
    [observation] = read("iotda", REPORT, own("iotda_report"), IOTDA).observations
    assert observation.device_ref == "iotda:bz-01"
    assert observation.measured_us == 1_795_248_902_000_000
    assert observation.values == {"level_m": 1.75, "flow_lps": 10.0, "battery_pct": 60, "temperature_c": 27.9}


def test_iotda_gateways_report_for_their_sub_devices(read: Any, own: Any) -> None:
    topic = "$oc/devices/gw-1/sys/gateway/sub_devices/properties/report"
    observations = read("iotda", topic, own("iotda_sub_devices"), IOTDA).observations
    assert [(each.device_ref, each.measured_us) for each in observations] == [
        ("iotda:sub-1", 1_795_248_902_000_000),
        ("iotda:sub-2", 1_795_248_902_500_000),
    ]


@pytest.mark.parametrize("time", [None, "", "soon", "20261341T000000Z"])
def test_an_iotda_event_time_that_is_not_well_formed_means_the_arrival(read: Any, time: object) -> None:
    service = {"service_id": "Water", "properties": {"flow": 36}, "event_time": time}
    [observation] = read("iotda", REPORT, {"services": [service]}, IOTDA).observations
    assert observation.measured_us == 1_795_248_903_000_000
    assert observation.time_source is TimeSource.SERVER


def test_an_iotda_event_time_that_cannot_be_true_is_a_problem(read: Any) -> None:
    service = {"service_id": "Water", "properties": {"flow": 36}, "event_time": "20701212T121212Z"}
    assert [problem.code for problem in read("iotda", REPORT, {"services": [service]}, IOTDA).problems] == ["bad_time"]


def test_the_documented_iotda_report_is_read(read: Any, third_party: Any) -> None:
    payload = third_party("huawei_iotda_property_report.json")["payload"]
    [observation] = read("iotda", REPORT, payload, IOTDA).observations
    assert observation.values == {"temperature_c": 57, "battery_pct": 80}
    assert observation.measured_us == 1_449_922_332_000_000


def test_the_recorded_northbound_push_is_read(read: Any, third_party: Any) -> None:
    [observation] = read("iotda", "iotda", third_party("huawei_northbound_deviceDatasChanged.json"), IOTDA).observations
    assert observation.device_ref == "iotda:4955fab4-11e1-440a-822b-15a229013d16"
    assert observation.values == {"battery_pct": 60, "temperature_c": 27.9}


def test_ctwing_service_data_is_read(read: Any, own: Any) -> None:
    [observation] = read("ctwing", "uplinks/ctwing", own("ctwing_profile"), CTWING).observations
    assert observation.device_ref == "ctwing:5f0c2b1e"
    assert observation.values == {"tilt_deg": 22.4, "battery_pct": 100}
    assert observation.time_source is TimeSource.GATEWAY


def test_ctwing_repeats_are_known_although_their_number_says_nothing(read: Any, own: Any) -> None:
    message = json.loads(own("ctwing_profile"))
    other = json.loads(own("ctwing_profile"))
    other["payload"]["serviceData"]["tilt"] = 23
    keys = [read("ctwing", "x", each, CTWING).observations[0].dedupe for each in (message, message, other)]
    assert keys[0] == keys[1] != keys[2]


def test_a_raw_ctwing_frame_asks_for_a_codec(read: Any, own: Any) -> None:
    assert [each.code for each in read("ctwing", "x", own("ctwing_transparent")).problems] == ["not_decoded"]


def test_a_ctwing_frame_that_is_json_is_read(read: Any, own: Any) -> None:
    message = json.loads(own("ctwing_transparent"))
    message["payload"]["APPdata"] = "eyJ0aWx0X2RlZyI6IDIyLjR9"
    assert read("ctwing", "x", message).observations[0].values == {"tilt_deg": 22.4}


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("ctwing_aep_dataReport_profile.json", ["no_mapping"]),
        ("ctwing_aep_dataReport_transparent.json", ["not_decoded"]),
        ("ctwing_aep_online_offline.json", []),
    ],
)
def test_the_recorded_ctwing_pushes_are_understood(read: Any, third_party: Any, name: str, codes: list[str]) -> None:
    assert [problem.code for problem in read("ctwing", "x", third_party(name)).problems] == codes


@pytest.mark.parametrize(
    ("uplink", "topic", "payload"),
    [
        ("alink", POST, {"params": 7}),
        ("alink", POST, {}),
        ("iotda", REPORT, {"services": 7}),
        ("iotda", "iotda", {"services": []}),
        ("ctwing", "x", {"payload": {}}),
        ("ctwing", "x", {"deviceId": "a", "payload": 7}),
    ],
)
def test_another_shape_is_unreadable(read: Any, uplink: str, topic: str, payload: object) -> None:
    with pytest.raises(UnreadablePayload) as caught:
        read(uplink, topic, payload)
    assert caught.value.reason == "bad_shape"
