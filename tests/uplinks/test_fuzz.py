"""Whatever the bytes, an uplink or camera source gives an answer or raises UnreadablePayload, and nothing else."""

from __future__ import annotations

import contextlib
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.mutations import CAMERA_TOPICS, TOPICS
from dashboard.domain.camera_events import CameraEventReport
from dashboard.domain.mappings import MappingRules
from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import Delivery, Device
from dashboard.errors import UnreadablePayload
from data_sources.cameras import camera_sources
from data_sources.uplinks import uplinks, usual_mappings

RECEIVED_US = 1_795_248_903_000_000
FIXTURES = sorted((Path(__file__).parents[1] / "fixtures/payloads").glob("*.json"))
GREEDY = [
    {
        "match": {"uplink": uplink},
        "fields": [{"path": path, "metric": "level_m"}, {"path": f"{path}[0]", "metric": "cover"}],
    }
    for uplink, path in (
        ("chirpstack", "object.depth"),
        ("ttn", "decoded_payload.level"),
        ("alink", "params.Distance"),
        ("iotda", "services.Water.distance"),
        ("ctwing", "payload.serviceData.tilt"),
    )
]
GREEDY.append(
    {
        "match": {"uplink": "generic", "topic": "fuzz/.+"},
        "device_id": "device_id",
        "time": "ts",
        "each": "data",
        "fields": [{"path": "tilt", "metric": "tilt_deg"}, {"path": "value", "metric": "occupied"}],
    }
)
RULES = MappingRules.from_dicts(GREEDY).followed_by(usual_mappings())

words = st.sampled_from(
    ["ts", "values", "level_m", "object", "params", "value", "time", "services", "properties", "identity", "data"]
) | st.text(max_size=8)
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["NaN", "1e999", "1700 mm", "2026-11-21T08:15:02Z", "20261121081502", 1_795_248_902_331, "\ud800", "\0"]
    )
)
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=5), max_leaves=25
)


class AnyDevice(dict[str, Device]):
    def get(self, key: str, default: Any = None) -> Any:
        return Device(1, key, "manhole", 3.0, None)

    def __contains__(self, key: object) -> bool:
        return True


def check(payload: bytes) -> None:
    """Every uplink and camera source with this payload."""
    for key, topic in TOPICS.items():
        with contextlib.suppress(UnreadablePayload):
            parsed = uplinks()[key].read(Delivery(topic, payload, RECEIVED_US), RULES, AnyDevice())
            for observation in parsed.observations:
                assert observation.values
                assert all(METRICS[metric].accepts(value) for metric, value in observation.values.items())
                assert all(math.isfinite(value) for value in observation.values.values())
                assert observation.dedupe.isprintable()
            for problem in parsed.problems:
                problem.detail.encode()
                assert "\0" not in problem.detail
    for key, topic in CAMERA_TOPICS.items():
        with contextlib.suppress(UnreadablePayload):
            for said in camera_sources()[key].read(Delivery(topic, payload, RECEIVED_US)):
                assert f"{said.label or ''}".isprintable()
                if isinstance(said, CameraEventReport):
                    assert said.camera_ref.isprintable()
                    assert len(said.event_ref) <= 200
                    assert f"{said.event_ref}{said.zone or ''}".isprintable()


def test_every_uplink_and_camera_source_is_fuzzed() -> None:
    assert TOPICS.keys() == uplinks().keys()
    assert CAMERA_TOPICS.keys() <= camera_sources().keys()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_raise_nothing_else(payload: bytes) -> None:
    check(payload)


@settings(max_examples=150, deadline=None)
@given(values)
def test_random_json_raises_nothing_else(value: object) -> None:
    check(json.dumps(value).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_mutated_payloads_raise_nothing_else(path: Path, data: st.DataObject) -> None:
    payload = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(payload) - 1))
        payload[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=4))
    check(bytes(payload))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_payloads_with_exchanged_values_raise_nothing_else(path: Path, data: st.DataObject) -> None:
    body = json.loads(path.read_bytes())
    spot = body
    while isinstance(spot, dict | list) and spot:
        keys: list[Any] = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(spot[key], dict | list) or data.draw(st.booleans()):
            spot[key] = data.draw(values)
            break
        spot = spot[key]
    check(json.dumps(body).encode("utf-8", "surrogatepass"))
