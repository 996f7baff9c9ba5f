"""Positions of people in Xiuhua's own envelope."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.coordinates import wgs84_to_bd09, wgs84_to_gcj02
from dashboard.domain.positions.reports import PositionReport
from dashboard.domain.quarantine_reasons import QUARANTINE_REASONS
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from data_sources.positions.canonical import MAX_POSITIONS, read
from tests.positions.payloads import payload

CITY = ZoneInfo("Asia/Shanghai")
AT_US = 1_795_248_903_000_000  # 2026-11-21 08:15:03 UTC
TOPIC = "xiuhua/v1/person/0042/position"


def reports(body: Any, topic: str = TOPIC, *, retained: bool = False) -> Sequence[PositionReport]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read(Delivery(topic, content, AT_US, retained), CITY)


def refused(body: Any, topic: str = TOPIC, *, retained: bool = False) -> UnreadablePayload:
    with pytest.raises(UnreadablePayload) as error:
        reports(body, topic, retained=retained)
    assert error.value.reason in QUARANTINE_REASONS
    return error.value


def test_a_list_is_read_in_its_order_with_every_way_of_writing_a_time() -> None:
    assert reports(payload("canonical.json")) == [
        PositionReport("person:0042", AT_US, 121.2623, 28.6497, 8.0, 1.2, 271.5, 64.0),
        PositionReport("person:0042", AT_US + 5_000_000, 121.2624, 28.6497),
        PositionReport("person:0042", AT_US + 10_500_000, 121.2625, 28.6497),
        PositionReport("person:0042", AT_US + 15_000_000, None, None),
    ]


def test_one_position_needs_no_list_and_no_time() -> None:
    assert reports({"lon": 121, "lat": 28.5}) == [PositionReport("person:0042", None, 121.0, 28.5)]


def test_positions_of_chinese_maps_are_converted_once() -> None:
    for crs, shifted in (("gcj02", wgs84_to_gcj02), ("BD09", wgs84_to_bd09), ("wgs84", lambda *place: place)):
        lon, lat = shifted(121.2623, 28.6497)
        found = reports({"lon": lon, "lat": lat, "crs": crs})[0]
        assert (found.lon, found.lat) == pytest.approx((121.2623, 28.6497), abs=1e-8)


@pytest.mark.parametrize("crs", ["gcj-02", "mars", "EPSG:4326", "", 7, [], {}])
def test_an_unknown_reference_system_is_refused(crs: object) -> None:
    assert "wgs84, cgcs2000, gcj02, bd09" in refused({"lon": 121.0, "lat": 28.0, "crs": crs}).detail


def test_what_is_no_number_among_the_optional_values_is_left_out() -> None:
    odd = {"lon": 121.0, "lat": 28.0, "accuracy_m": "8", "speed_mps": True, "heading_deg": [], "battery_pct": "87%"}
    assert reports(odd) == [PositionReport("person:0042", None, 121.0, 28.0)]


def test_a_bare_nan_is_kept_to_be_refused_alone() -> None:
    good, bad = reports(b'[{"lon": 121.0, "lat": 28.0}, {"lon": NaN, "lat": 28.0, "crs": "gcj02"}]')
    assert (good.lon, good.lat) == (121.0, 28.0)
    assert bad.lon is not None
    assert math.isnan(bad.lon)


def test_clocks_that_are_wrong_are_judged_later_position_by_position() -> None:
    stamps = ["1980-01-06T00:00:00Z", "2099-01-01T00:00:00Z", 0, 1e300, "2026-11-21 16:15:03"]
    found = [each.at_us for each in reports([{"lon": 121.0, "lat": 28.0, "ts": ts} for ts in stamps])]
    assert found[0] == 0
    assert found[2] == 0
    assert min(found[1] or 0, found[3] or 0) > AT_US + 1e15
    assert found[4] == AT_US


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b"\xff\xfe\xff", "bad_json"),
        ([], "no_values"),
        (7, "bad_shape"),
        (None, "bad_shape"),
        ([{"lon": 121.0, "lat": 28.0}, "x"], "bad_shape"),
        ({}, "bad_shape"),
        ({"lon": 121.0}, "bad_shape"),
        ({"lon": "121.0", "lat": 28.0}, "bad_shape"),
        ({"lon": True, "lat": 28.0}, "bad_shape"),
        ({"lon": 121.0, "lat": 28.0, "ts": "yesterday"}, "bad_time"),
        ({"lon": 121.0, "lat": 28.0, "ts": ""}, "bad_time"),
        ({"lon": 121.0, "lat": 28.0, "ts": {}}, "bad_time"),
        ([{}] * (MAX_POSITIONS + 1), "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_whole(body: Any, reason: str) -> None:
    assert refused(body).reason == reason


@pytest.mark.parametrize(
    "topic",
    [
        "xiuhua/v1/person/position",
        "xiuhua/v1/person//position",
        "xiuhua/v1/person/1/2/position",
        "xiuhua/v1/person/4 2/position",
        f"xiuhua/v1/person/{'1' * 41}/position",
        "xiuhua/v1/manhole/0042/observation",
    ],
)
def test_only_the_topic_of_a_person_is_read(topic: str) -> None:
    assert refused({"lon": 121.0, "lat": 28.0}, topic).reason == "bad_topic"


@pytest.mark.parametrize(
    "body", [[121.2623, 28.6497], {"lon": "121.2623", "lat": 28.6497}, {"lon": [121.2623], "lat": 1}]
)
def test_what_is_wrong_is_told_without_saying_where_somebody_is(body: Any) -> None:
    assert "121" not in refused(body).detail


def test_a_retained_position_of_no_time_may_be_of_any_age() -> None:
    assert refused({"lon": 121.0, "lat": 28.0}, retained=True).reason == "bad_time"
    assert reports({"lon": 121.0, "lat": 28.0, "ts": AT_US / 1e6}, retained=True)[0].at_us == AT_US
