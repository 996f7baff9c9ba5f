"""One small real input for each fault of reading, with the right answer (tests/fixtures/cases)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from dashboard.domain.readings import Delivery, Device, Observation, TimeSource, from_us
from dashboard.domain.refusals import REFUSALS
from dashboard.services.ingest.intake import MQTT_CHANNEL, Intake, Sorted
from data_sources.cameras import camera_sources
from data_sources.mapping_files import load_mappings
from data_sources.uplinks import uplinks, usual_mappings

CASES = Path(__file__).parents[1] / "fixtures/cases"
NOW = 1_795_248_903_000_000  # 2026-11-21 08:15:03 UTC
HOUR = 3_600_000_000
ROAD = "xiuhua/v1/road_water/road/observation"
UP = "application/7/device/{}/event/up"
IOTDA = "$oc/devices/p_1/sys/properties/report"
_PLACE = re.compile(rb'"?\{now(?:([+-][0-9]+)(s|min|h))?(?: (rfc|s|local|utc))?\}"?')


def devices() -> Iterator[tuple[str, Device]]:
    with (CASES / "devices.csv").open(encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            datum_m = float(row["datum_m"]) if row["datum_m"] else None
            yield row["device_ref"], Device(number, f"A-{number}", row["kind"], datum_m, None)


def filled(match: re.Match[bytes]) -> bytes:
    """What stands for a placeholder: epoch milliseconds, or the moment as a text."""
    unit = {b"s": 1, b"min": 60, b"h": 3600}.get(match[2], 0)
    moment = from_us(NOW) + timedelta(seconds=int(match[1] or 0) * unit)
    local = moment.astimezone(timezone(timedelta(hours=8)))
    as_text = {
        b"rfc": f'"{moment.isoformat()}"',
        b"local": f'"{local:%Y-%m-%dT%H:%M:%S}"',
        b"utc": f'"{moment:%Y-%m-%d %H:%M:%S}"',
        b"s": f"{moment.timestamp():.3f}",
    }
    return as_text.get(match[3], f"{moment.timestamp() * 1000:.0f}").encode()


def payloads(name: str) -> list[bytes]:
    [path] = CASES.glob(f"{name}*")
    content = _PLACE.sub(filled, path.read_bytes())
    return content.splitlines() if path.suffix == ".jsonl" else [content]


@pytest.fixture
def intake() -> Intake:
    intake = Intake(uplinks(), camera_sources(), usual_mappings())
    intake.load_mappings(load_mappings(CASES / "mappings.yaml"))
    intake.registry = dict(devices())
    return intake


def said(intake: Intake, name: str, topic: str, retained: bool = False, channel: str = MQTT_CHANNEL) -> Sorted:
    """What the payloads of a case come to."""
    return intake.sort([Delivery(topic, payload, NOW, retained) for payload in payloads(name)], channel)


def only(found: Sorted) -> Observation:
    [known] = found.observations
    return known.observation


def refusals(found: Sorted) -> list[tuple[str, str]]:
    assert all(each.refused.code in REFUSALS for each in found.refused)
    return [(each.refused.field, each.refused.code) for each in found.refused]


def test_01_values_may_have_keys_of_any_yaml_type() -> None:
    [entry] = load_mappings(CASES / "01-values-of-any-key.yaml")
    assert entry["fields"][0]["values"] == {"0": "closed", "1": "tilted", "2": "open"}
    assert list(entry["fields"][1]["values"]) == ["1.5", "true", "null", "2026-01-01"]


@pytest.mark.parametrize("name", ["02", "03"])
def test_02_03_a_byte_order_mark_and_trailing_nuls_are_passed_over(intake: Intake, name: str) -> None:
    assert only(said(intake, name, ROAD)).values == {"depth_m": 0.04}


def test_04_a_text_in_gb18030_is_read(intake: Intake) -> None:
    assert only(said(intake, "04", "own/cover/1")).values == {"cover": 2.0, "battery_pct": 81}


def test_05_a_bare_nan_is_refused_alone(intake: Intake) -> None:
    found = said(intake, "05", "tele/well3/SENSOR")
    assert only(found).values == {"level_m": pytest.approx(0.582)}
    assert only(found).measured_us == NOW
    assert refusals(found) == [("temperature_c", "not_a_number")]


def test_06_a_bare_infinity_is_refused_alone(intake: Intake) -> None:
    found = said(intake, "06", ROAD)
    assert only(found).values == {"depth_m": 0.05}
    assert refusals(found) == [("temperature_c", "not_a_number")]


@pytest.mark.parametrize(
    ("name", "topic", "refused"),
    [
        ("07", "own/depth/1", ["depth_m"]),
        ("08", "own/level/1", ["level_m"]),
        ("09", "own/bin/1", ["fill_ratio", "battery_pct"]),
        ("10", "xiuhua/v1/drainage/works/observation", ["cod_mgl", "ss_mgl", "nh3n_mgl", "ph", "flow_lps"] * 2),
        ("11", "xiuhua/v1/rain/gauge/observation", ["rain_mm"]),
        ("39", UP.format("70b3d57ed00c0004"), ["level_m"]),
        ("41", "xiuhua/v1/parking_bay/bay/observation", ["rssi_dbm", "temperature_c"]),
        ("27", "xiuhua/v1/camera/eye/observation", ["running"]),
    ],
)
def test_what_is_no_measurement_is_refused_and_its_device_is_heard(
    intake: Intake, name: str, topic: str, refused: list[str]
) -> None:
    found = said(intake, name, topic)
    assert found.observations == []
    assert [field for field, _ in refusals(found)] == refused
    assert len(found.signs_of_life) == 1


def test_12_a_gauge_that_counts_up_says_that_it_does(intake: Intake) -> None:
    found = said(intake, "12", "own/rain/1")
    assert [known.observation.values["rain_mm"] for known in found.observations] == [41.6, 41.8, 41.8, 42.2, 0.2]
    assert {known.observation.counters for known in found.observations} == {frozenset({"rain_mm"})}


def test_14_a_device_that_begins_to_count_anew_is_news(intake: Intake) -> None:
    first, _, third = [known.observation for known in said(intake, "14", UP.format("70b3d57ed00c0001")).observations]
    assert (first.frame, third.frame) == (0, 0)
    assert first.dedupe != third.dedupe
    assert third.values["cover"] == 2.0


def test_14_a_frame_that_the_server_sends_again_is_a_repeat(intake: Intake) -> None:
    twice = [*said(intake, "14", UP.format("70b3d57ed00c0001")).observations] * 2
    assert len({known.observation.dedupe for known in twice}) == 3


def test_15_the_servers_clock_is_believed_when_the_gateways_is_hours_off(intake: Intake) -> None:
    found = said(intake, "15", UP.format("70b3d57ed00c0002"))
    assert [known.observation.measured_us for known in found.observations] == [NOW, NOW]
    assert found.observations[1].observation.values["depth_m"] == pytest.approx(0.53)


def test_16_a_gateway_of_2021_is_not_believed(intake: Intake) -> None:
    assert only(said(intake, "16", "v3/city@ttn/devices/road-9/up")).measured_us == NOW


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("17-empty", UP.format("70b3d57ed00c0002")),
        ("17-null", UP.format("70b3d57ed00c0002")),
        ("17-no-s", IOTDA),
        ("17-no-p", IOTDA),
    ],
)
def test_17_a_report_without_any_value_waits_in_quarantine(intake: Intake, name: str, topic: str) -> None:
    found = said(intake, name, topic)
    assert [row.reason for row in found.quarantined] == ["no_values"]


def test_23_a_time_that_looks_like_utc_leaves_a_hint(intake: Intake) -> None:
    found = said(intake, "23", "own/depth/1")
    assert only(found).measured_us == NOW - 8 * HOUR
    assert refusals(found) == [("time", "doubtful_zone")]


def test_23_the_zone_may_be_declared(intake: Intake) -> None:
    entries = load_mappings(CASES / "mappings.yaml")
    intake.load_mappings([{**entry, "zone": "UTC"} if entry.get("time") == "time" else entry for entry in entries])
    found = said(intake, "23", "own/depth/1")
    assert only(found).measured_us == NOW
    assert found.refused == []


def test_24_a_long_number_keeps_its_digits(intake: Intake) -> None:
    assert only(said(intake, "24", "own/sim/1")).device_ref == "generic:89860423456789054321"


def test_25_an_element_is_chosen_by_its_key_wherever_it_stands(intake: Intake) -> None:
    found = said(intake, "25", "own/kv/1")
    assert [known.observation.values for known in found.observations] == [{"level_m": 1.3, "temperature_c": 17}] * 2


def test_26_a_key_may_have_a_dot(intake: Intake) -> None:
    assert only(said(intake, "26", "own/dot/1")).values == {"level_m": 1.6}


@pytest.mark.parametrize(
    ("name", "topic"),
    [("28", "own/cover/1"), ("28", ROAD), ("28", "nobody/reads/this"), ("29", "tele/well3/LWT"), ("29", "own/cover/1")],
)
def test_28_29_cleared_messages_and_last_wills_are_no_faults(intake: Intake, name: str, topic: str) -> None:
    found = said(intake, name, topic, retained=True)
    assert (found.quarantined, found.refused, found.observations, found.no_reports) == ([], [], [], 1)


def test_29_a_mapping_may_ignore_topics(intake: Intake) -> None:
    found = intake.sort([Delivery("tele/well3/STATE", b'{"Uptime":"0T01:00:00"}', NOW)])
    assert (found.quarantined, found.no_reports) == ([], 1)


def test_30_a_null_top_score_falls_back_to_the_score(intake: Intake) -> None:
    [report] = said(intake, "30", "frigate/events").camera_reports
    assert report.confidence == 0.68


def test_31_percent_and_slashes_are_read(intake: Intake) -> None:
    [report] = said(intake, "31", "api/v1/camera-events", channel="webhook").camera_reports
    assert report.confidence == pytest.approx(0.87)
    assert from_us(report.at_us) == datetime(2026, 11, 21, 8, 15, 1, tzinfo=UTC)


def test_40_null_never_overrides(intake: Intake) -> None:
    assert only(said(intake, "40", IOTDA)).values == {"temperature_c": 29, "ph": 7}


def test_42_slashes_in_a_time_are_read_as_local(intake: Intake) -> None:
    assert from_us(only(said(intake, "42", ROAD)).measured_us) == datetime(2026, 11, 21, 8, 15, 1, tzinfo=UTC)


def test_43_a_frame_of_chirpstack_3_is_told_as_such(intake: Intake) -> None:
    [row] = said(intake, "43", UP.format("70b3d57ed00c0002")).quarantined
    assert row.reason == "chirpstack_v3"
    assert "ChirpStack v3" in row.detail


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        (ROAD, b'{"values":{"depth_m":0.6}}'),
        ("own/depth/1", b'{"depth":600}'),
        (UP.format("70b3d57ed00c0002"), b'{"deviceInfo":{"deviceProfileName":"own"},"object":{"depth":600}}'),
        (
            "v3/a/devices/b/up",
            b'{"end_device_ids":{"dev_eui":"70b3d57ed00c0003"},"uplink_message":{"decoded_payload":{"depth":600}}}',
        ),
        (IOTDA, b'{"services":[{"service_id":"Water","properties":{"temp":20}}]}'),
    ],
)
def test_13_a_retained_message_without_a_time_is_of_an_unknown_time(intake: Intake, topic: str, payload: bytes) -> None:
    kept = only(intake.sort([Delivery(topic, payload, NOW, retained=True)]))
    assert kept.undated
    assert only(intake.sort([Delivery(topic, payload, NOW)])).time_source is TimeSource.SERVER
