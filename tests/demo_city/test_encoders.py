"""What the simulated devices say is what the uplinks understand, value for value."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

from dashboard.domain.mappings import MappingRules
from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import Delivery, Device, Parsed, to_us
from data_sources.demo_city.encoders import Message, Report, battery_status, encode
from data_sources.demo_city.profiles import PROFILES, PROFILES_BY_KEY
from data_sources.demo_city.records import Asset, DemoCity
from data_sources.uplinks import uplinks

NOW = datetime(2026, 11, 21, 8, 15, 2, 331_000, tzinfo=UTC)
VALUES = {
    "tilt_deg": 22.4,
    "cover": 1.0,
    "level_m": 0.84,
    "depth_m": 0.28,
    "fill_ratio": 0.86,
    "flow_lps": 36.0,
    "rain_mm": 1.6,
    "ph": 7.3,
    "cod_mgl": 240.0,
    "nh3n_mgl": 26.0,
    "ss_mgl": 160.0,
    "conductivity_uscm": 920.0,
    "occupied": 1.0,
    "occupied_bays": 210.0,
    "running": 1.0,
    "battery_pct": 86.0,
    "battery_v": 3.55,
    "temperature_c": 18.5,
}
MEASURING = [profile.key for profile in PROFILES if profile.uplink != "frigate"]


def _asset(city: DemoCity, profile: str) -> Asset:
    return next(asset for asset in city.assets if asset.profile == profile)


def _report(asset: Asset, sequence: int = 70_000) -> Report:
    return Report(asset, PROFILES_BY_KEY[str(asset.profile)], VALUES, NOW, sequence)


def _read(city: DemoCity, asset: Asset, message: Message) -> Parsed:
    uplink = uplinks()[asset.uplink]
    assert re.fullmatch(uplink.topic_pattern, message.topic)
    registry = {asset.device_ref: Device(1, asset.asset_id, asset.kind, asset.datum_m, None)}
    delivery = Delivery(message.topic, message.payload, to_us(NOW))
    return uplink.read(delivery, MappingRules.from_dicts(city.mappings), registry)


@pytest.mark.parametrize("profile", MEASURING)
def test_every_profile_is_understood_by_its_uplink(city: DemoCity, profile: str) -> None:
    asset = _asset(city, profile)
    parsed = _read(city, asset, encode(_report(asset)))
    assert parsed.problems == []
    assert [observation.device_ref for observation in parsed.observations] == [asset.device_ref]
    fields = PROFILES_BY_KEY[profile].fields
    sent = {field.metric for field in fields} or set(VALUES)
    understood = parsed.observations[0].values
    assert understood.keys() - {"rssi_dbm"} == sent
    for metric in sent:
        assert understood[metric] == pytest.approx(VALUES[metric], abs=0.06 if METRICS[metric].digits < 2 else 0.006)


def test_canonical_message_has_the_shape_of_the_contract(city: DemoCity) -> None:
    asset = _asset(city, "xh-cover")
    message = encode(_report(asset)._replace(values={"tilt_deg": 0.8, "cover": 0.0, "battery_pct": 92.4}))
    assert message.topic == f"xiuhua/v1/manhole/{asset.asset_id}/observation"
    assert message.qos == 1
    assert json.loads(message.payload) == {
        "ts": "2026-11-21T08:15:02.331Z",
        "seq": 70_000,
        "values": {"tilt_deg": 0.8, "cover": "closed"},
        "battery_pct": 92,
    }


def test_chirpstack_frame_names_the_device_and_never_its_position(city: DemoCity) -> None:
    asset = _asset(city, "EM320-TILT")
    body = json.loads(encode(_report(asset)).payload)
    assert f"deveui:{body['deviceInfo']['devEui']}" == asset.device_ref
    assert body["object"] == {"angle_x": 22.4, "cover": "trigger", "battery": 86}
    assert "location" not in body
    assert "location" in body["rxInfo"][0]


def test_chirpstack_status_event_carries_the_battery(city: DemoCity) -> None:
    asset = _asset(city, "EM320-TILT")
    status = battery_status(_report(asset))
    assert status is not None
    assert _read(city, asset, status).observations[0].values["battery_pct"] == 86.0
    assert battery_status(_report(_asset(city, "xh-cover"))) is None


def test_the_things_stack_leaves_out_a_zero_frame_counter(city: DemoCity) -> None:
    asset = _asset(city, "TPS110")
    message = encode(_report(asset, sequence=0x20000))
    assert message.qos == 0
    assert "f_cnt" not in json.loads(message.payload)["uplink_message"]


def test_consecutive_reports_are_different_messages(city: DemoCity) -> None:
    for profile in MEASURING:
        asset = _asset(city, profile)
        later = _report(asset, 70_001)._replace(at=NOW.replace(second=3), values={**VALUES, "tilt_deg": 1.0})
        first = _read(city, asset, encode(_report(asset))).observations[0]
        assert _read(city, asset, encode(later)).observations[0].dedupe != first.dedupe


def test_distance_is_measured_down_from_the_datum(city: DemoCity) -> None:
    asset = _asset(city, "radar")
    body = json.loads(encode(_report(asset)).payload)
    assert asset.datum_m is not None
    assert body["params"]["Distance"]["value"] == round((asset.datum_m - VALUES["level_m"]) * 1_000)
