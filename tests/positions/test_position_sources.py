"""How positions come by MQTT: which topic leads to which reader."""

from __future__ import annotations

import re
from datetime import UTC

import pytest

from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from data_sources.cameras import camera_sources
from data_sources.positions import position_sources
from data_sources.uplinks import uplinks
from tests.positions.payloads import payload

NOW_US = 1_795_248_903_000_000


@pytest.mark.parametrize(
    ("topic", "fixture", "key", "first"),
    [
        ("xiuhua/v1/person/0042/position", "canonical.json", "person_position", "person:0042"),
        ("xiuhua/v1/person/g1/gb28181", "mobile_position_2022.xml", "gb28181_position", "gb28181:33100000001320000042"),
        ("xiuhua/v1/person/g1/jt808", "jtt808_2013_bulk.hex", "jt808_position", "jt808:012300000042"),
    ],
)
def test_each_topic_leads_to_one_reader(topic: str, fixture: str, key: str, first: str) -> None:
    patterns = {
        **{each.key: each.topic_pattern for each in uplinks().values()},
        **{each.key: each.topic_pattern for each in camera_sources().values()},
        **{each.key: each.topic_pattern for each in position_sources().values()},
    }
    fit = [name for name, pattern in patterns.items() if pattern and re.fullmatch(pattern, topic)]
    assert [name for name in fit if name != "generic"] == [key]
    assert position_sources()[key].topic_filters == (re.sub(r"/person/[^/]+", "/person/+", topic),)
    assert position_sources()[key].read(Delivery(topic, payload(fixture), NOW_US), UTC)[0].source == first


def test_no_key_is_that_of_another_kind_of_source() -> None:
    assert not position_sources().keys() & {**uplinks(), **camera_sources()}.keys()


def test_a_retained_notification_needs_a_time() -> None:
    content = payload("mobile_position_2016.xml").replace(b"2026-11-21T16:15:03", b"")
    delivery = Delivery("xiuhua/v1/person/g1/gb28181", content, NOW_US)
    read = position_sources()["gb28181_position"].read
    assert read(delivery, UTC)[0].at_us is None
    with pytest.raises(UnreadablePayload, match="any age"):
        read(delivery._replace(retained=True), UTC)
