"""Xiuhua's own envelope: `xiuhua/v1/{kind}/{device_id}/observation`, one observation or a list of them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from dashboard.domain.field_rules import state_value
from dashboard.domain.mappings import MappingRules
from dashboard.domain.metrics import METRICS
from dashboard.domain.readings import EPOCH, MICROSECOND, Delivery, Observation, Parsed, Problem, TimeSource
from dashboard.domain.timestamps import EARLIEST_US, FUTURE_TOLERANCE_US, BadTime, parse_time
from dashboard.ports.ingest import Registry, Uplink
from data_sources.payloads import MAX_PROBLEMS, decode, digest, key_part, unknown_device

SHARED_TOPIC: Final = "xiuhua/v1/observations"
"""Where a gateway reports for several devices at once."""

_LIMITS: Final = {key: (metric.minimum, metric.maximum) for key, metric in METRICS.items() if not metric.states}
_BESIDE_VALUES: Final = frozenset({"battery_pct", "battery_v", "rssi_dbm", "temperature_c"})


def read(delivery: Delivery, _rules: MappingRules, registry: Registry) -> Parsed:
    """The observations of a canonical message; a bad element of a list leaves the others.

    On SHARED_TOPIC, and by HTTP, the elements name their device themselves: by `device_id` or a whole `device_ref`.
    """
    body = decode(delivery.payload)
    device_ref = _device_ref(delivery.topic)
    if device_ref is not None and device_ref not in registry:
        return Parsed([], [unknown_device(device_ref)])
    items = body if type(body) is list else [body]
    observations: list[Observation] = []
    problems: list[Problem] = []
    unmapped = 0
    for index, item in enumerate(items):
        known_problems = len(problems)
        observation, unknown = _observe(item, device_ref, delivery, registry, problems)
        unmapped += unknown
        if observation is not None:
            observations.append(observation)
        if items is body and len(problems) > known_problems:
            problems[known_problems:] = [
                Problem(problem.code, f"[{index}] {problem.detail}") for problem in problems[known_problems:]
            ]
            del problems[MAX_PROBLEMS:]
    return Parsed(observations, problems, unmapped)


def _observe(
    item: object, device_ref: str | None, delivery: Delivery, registry: Registry, problems: list[Problem]
) -> tuple[Observation | None, int]:
    """One element as an observation (None when nothing of it can be used) and its number of unknown metrics."""
    if type(item) is not dict:
        problems.append(Problem("bad_shape", f"an observation must be a JSON object, not {item!r:.40}"))
        return None, 0
    if device_ref is None:
        device_ref = _named_device(item)
        if device_ref not in registry:
            problems.append(unknown_device(device_ref))
            return None, 0
    ts = item.get("ts")
    try:
        measured_us = _measured_us(ts, delivery.received_us)
    except BadTime as error:
        problems.append(Problem("bad_time", str(error)))
        return None, 0
    refused = len(problems)
    values, unmapped = _values(item, problems)
    if values:
        source = TimeSource.SERVER if ts is None else TimeSource.DEVICE
        return Observation(device_ref, measured_us, values, _dedupe(item, measured_us), source), unmapped
    if len(problems) == refused:
        problems.append(Problem("no_values", 'no known metric; write for example {"values": {"level_m": 0.84}}'))
    return None, unmapped


def _values(item: dict[str, object], problems: list[Problem]) -> tuple[dict[str, float], int]:
    """The accepted values of one element, and how many of its metrics are unknown."""
    values: dict[str, float] = {}
    unmapped = 0
    raw = item.get("values")
    if type(raw) is dict:
        for key, value in raw.items():
            limits = _LIMITS.get(key)
            # The common case without a call: 50 000 of these pass in a second.
            if limits is not None and (type(value) is float or type(value) is int) and limits[0] <= value <= limits[1]:
                values[key] = value
            elif key in METRICS:
                _store(key, value, values, problems)
            else:
                unmapped += 1
    elif raw is not None:
        problems.append(Problem("bad_shape", f"values must be a JSON object, not {raw!r:.40}"))
    if not _BESIDE_VALUES.isdisjoint(item):
        for key in _BESIDE_VALUES & item.keys():
            _store(key, item[key], values, problems)
    return values, unmapped


def _store(key: str, value: object, values: dict[str, float], problems: list[Problem]) -> None:
    """Put one value that is no plain number in range where it belongs: among the values or the problems."""
    metric = METRICS[key]
    if value is None:
        return
    if metric.states:
        state = state_value(metric, value)
        if state is None:
            problems.append(Problem("unknown_value", f"{key}: {value!r:.60} is none of {', '.join(metric.states)}"))
        else:
            values[key] = state
    elif isinstance(value, bool) or not isinstance(value, int | float):
        problems.append(Problem("not_a_number", f"{key}: {value!r:.60} is not a number"))
    elif metric.minimum <= value <= metric.maximum:
        values[key] = value
    else:
        limits = f"{metric.minimum:g} … {metric.maximum:g}"
        problems.append(Problem("out_of_range", f"{key}: {value!r:.60} is outside {limits} {metric.unit}".rstrip()))


def _measured_us(ts: object, received_us: int) -> int:
    """As `parse_time`, with the common case first."""
    if type(ts) is str:
        try:
            moment_us = (datetime.fromisoformat(ts) - EPOCH) // MICROSECOND
        except (ValueError, TypeError):
            return parse_time(ts, received_us)
        if EARLIEST_US <= moment_us <= received_us + FUTURE_TOLERANCE_US:
            return moment_us
    elif type(ts) is int and EARLIEST_US <= ts * 1000 <= received_us + FUTURE_TOLERANCE_US:
        return ts * 1000
    return parse_time(ts, received_us)


def _dedupe(item: dict[str, object], measured_us: int) -> str:
    """Time and sequence number; what is missing of them is made up for by a digest of the whole element."""
    seq = item.get("seq")
    if item.get("ts") is None:
        return digest(repr(item))
    if type(seq) is int:
        return f"{measured_us}:{seq}"
    return f"{measured_us}:{digest(repr(item)) if seq is None else key_part(seq)}"


def _device_ref(topic: str) -> str | None:
    """The device that a topic names; None for SHARED_TOPIC, where each element names its own."""
    parts = topic.split("/")
    if len(parts) == 5 and parts[4] == "observation":
        return "canonical:" + parts[3]
    return None


def _named_device(item: dict[str, object]) -> str:
    reference = item.get("device_ref")
    if isinstance(reference, str):
        return reference
    identity = item.get("device_id")
    return f"canonical:{identity}" if isinstance(identity, str) else "canonical:"


UPLINK = Uplink(
    key="canonical",
    topic_filters=("xiuhua/v1/+/+/observation", SHARED_TOPIC),
    topic_pattern=rf"xiuhua/v1/[^/]+/[^/]+/observation|{SHARED_TOPIC}",
    read=read,
)
