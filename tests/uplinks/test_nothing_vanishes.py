"""Every report ends as an observation, a refused value or a row in quarantine: never as nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.mutations import CAMERA_TOPICS, TOPICS, Outcome, desk, outcome, tally
from data_sources.cameras import camera_sources
from data_sources.uplinks import uplinks

EMPTY: list[Any] = [
    {},
    [],
    [{}],
    None,
    {"ts": None, "values": {"depth_m": None}},
    {"values": {}},
    {"object": {}},
    {"object": {"depth": None}},
    {"object": {"history": []}},
    {"object": {"history": [{}]}},
    {"object": {"history": ["x"]}},
    {"deviceInfo": {"devEui": "00"}, "object": None},
    {"end_device_ids": {"dev_eui": "00"}, "uplink_message": {}},
    {"end_device_ids": {"dev_eui": "00"}, "uplink_message": {"decoded_payload": {}}},
    {"params": {}},
    {"params": []},
    {"params": {"Distance": None}},
    {"params": {"Distance": []}},
    {"params": {"properties": {}, "events": {}}},
    {"params": {"properties": [], "subDevices": []}},
    {"params": {"properties": ["x"]}},
    {"params": [[[[[[{}]]]]]]},
    {"services": []},
    {"services": [{}]},
    {"services": [{"service_id": "Water", "properties": {}}]},
    {"services": [{"service_id": "Water", "properties": {"temp": None}}]},
    {"devices": []},
    {"deviceId": "d", "payload": {}},
    {"deviceId": "d", "payload": {"serviceData": {}}},
    {"deviceId": "d", "payload": {"APPdata": None}},
    {"deviceId": "d", "eventContent": {}},
    {"tilt": None},
    {"data": []},
    {"data": [None]},
    {"type": "new", "after": {}},
    {"camera": None, "category": None},
]
DESK = desk()


def check(payload: bytes) -> None:
    for key, topic in {**TOPICS, **CAMERA_TOPICS}.items():
        assert outcome(DESK, key, topic, payload) is not Outcome.VANISHED, (key, payload)


def test_every_uplink_and_camera_source_is_tried() -> None:
    assert TOPICS.keys() == uplinks().keys()
    assert CAMERA_TOPICS.keys() == camera_sources().keys()


@pytest.mark.parametrize("body", EMPTY, ids=json.dumps)
def test_an_empty_report_is_told(body: object) -> None:
    check(json.dumps(body).encode())


def nulls(keys: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.just("") | st.just({}) | st.just([]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=12,
    )


KEYS = st.sampled_from(
    [
        *("ts", "values", "level_m", "object", "history", "params", "value", "time", "services", "properties", "tilt"),
        *("service_id", "identity", "subDevices", "data", "devices", "device_id", "deviceId", "payload", "deviceInfo"),
        *("serviceData", "APPdata", "eventContent", "uplink_message", "decoded_payload", "end_device_ids", "dev_eui"),
        *("devEui", "after", "type", "camera", "category"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(nulls(KEYS))
def test_whatever_holds_no_value_is_told(body: object) -> None:
    check(json.dumps(body).encode())


def test_of_five_thousand_mutated_payloads_none_crashes_or_vanishes() -> None:
    counts, faults = tally(5_000, seed=7)
    assert faults == []
    assert all(of_key[Outcome.OBSERVED] and of_key[Outcome.REPEATED] for of_key in counts.values())
