"""Xiuhua's own envelope: `xiuhua/v1/{kind}/{device_id}/observation`, one observation or a list of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from dashboard.domain.durations import HOUR_US
from dashboard.domain.field_rules import state_value
from dashboard.domain.mappings import MappingRules
from dashboard.domain.metrics import METRICS
from dashboard.domain.plausibility import Plausible, plausible_ranges
from dashboard.domain.readings import (
    EPOCH,
    MICROSECOND,
    Delivery,
    Observation,
    Parsed,
    Problem,
    Refused,
    Stranger,
    TimeSource,
)
from dashboard.domain.refusals import DOUBTFUL_ZONE, NO_MEASUREMENT, OUT_OF_RANGE, TIME_FIELD
from dashboard.domain.timestamps import EARLIEST_US, WRONG_ZONE_US, BadTime, parse_time, zone_is_doubtful
from dashboard.errors import UnreadablePayload
from dashboard.ports.ingest import Registry, Uplink
from data_sources.payloads import MAX_PROBLEMS, decode, digest, key_part, unknown_device

SHARED_TOPIC: Final = "xiuhua/v1/observations"
"""Where a gateway reports for several devices at once."""

Ranges = Mapping[str, Plausible]
Found = tuple[list[Observation], list[Problem], list[Refused]]
"""What the elements of one message came to so far."""

_LARGEST_SEQ: Final = 2**53
_BESIDE_VALUES: Final = frozenset({"battery_pct", "battery_v", "rssi_dbm", "temperature_c"})


def read(delivery: Delivery, _rules: MappingRules, registry: Registry) -> Parsed:
    """The observations of a canonical message; a bad element of a list leaves the others.

    On SHARED_TOPIC, and by HTTP, the elements name their device themselves: by `device_id` or a whole `device_ref`.
    """
    body = decode(delivery.payload)
    device_ref = _device_ref(delivery.topic)
    ranges: Ranges | None = None
    if device_ref is not None:
        device = registry.get(device_ref)
        if device is None:
            return Parsed([], [unknown_device(device_ref)], strangers=[_stranger(device_ref, body)])
        ranges = plausible_ranges(device.kind)
    items = body if type(body) is list else [body]
    if not items:
        raise UnreadablePayload("no_values", "the list is empty")
    observations: list[Observation] = []
    problems: list[Problem] = []
    refused: list[Refused] = []
    found = (observations, problems, refused)
    unmapped = 0
    for index, item in enumerate(items):
        known_problems = len(problems)
        unmapped += _observe(item, device_ref, ranges, delivery, registry, found)
        if items is body and len(problems) > known_problems:
            problems[known_problems:] = [
                problem._replace(detail=f"[{index}] {problem.detail}") for problem in problems[known_problems:]
            ]
            del problems[MAX_PROBLEMS:]
    strangers = _strangers(items, device_ref, problems, registry)
    if problems or refused:
        spoke = {device_ref or _named_device(item) for item in items if type(item) is dict}
        silent = {observation.device_ref for observation in observations}
        heard = [ref for ref in spoke - silent if ref in registry]
        return Parsed(observations, problems, unmapped, refused, heard, strangers=strangers)
    return Parsed(observations, problems, unmapped)


def _observe(
    item: object,
    device_ref: str | None,
    ranges: Ranges | None,
    delivery: Delivery,
    registry: Registry,
    found: Found,
) -> int:
    """Take in one element; the number of its unknown metrics. Without `device_ref` it names its device itself."""
    observations, problems, refused = found
    if type(item) is not dict:
        problems.append(_no_object(item))
        return 0
    if device_ref is None or ranges is None:
        device_ref = _named_device(item)
        device = registry.get(device_ref)
        if device is None:
            problems.append(unknown_device(device_ref))
            return 0
        ranges = plausible_ranges(device.kind)
    ts, received_us = item.get("ts"), delivery.received_us
    try:
        measured_us = _measured_us(ts, received_us)
    except BadTime as error:
        _refuse(device_ref, TIME_FIELD, ts, Problem("bad_time", str(error)), found)
        return 0
    known_refused = len(refused)
    values, unmapped = _values(item, ranges, device_ref, found)
    if values:
        source = TimeSource.DEVICE
        if ts is None:
            source = TimeSource.UNKNOWN if delivery.retained else TimeSource.SERVER
        elif received_us - measured_us > HOUR_US:
            _doubt_zone(ts, measured_us, received_us, device_ref, refused)
        dedupe = _dedupe(item, measured_us)
        observations.append(Observation(device_ref, measured_us, values, dedupe, source, seq=_sequence(item)))
        return unmapped
    if len(refused) == known_refused and type(item.get("values")) in (dict, type(None)):
        problems.append(Problem("no_values", 'no known metric; write for example {"values": {"level_m": 0.84}}'))
    return unmapped


def _strangers(
    items: list[object], device_ref: str | None, problems: list[Problem], registry: Registry
) -> Sequence[Stranger]:
    """What the unknown devices among the elements said; only looked for when there is one."""
    if not any(problem.device_ref for problem in problems):
        return ()
    named = [(device_ref or _named_device(item), item) for item in items if isinstance(item, dict)]
    return [_stranger(reference, item) for reference, item in named if reference not in registry][:MAX_PROBLEMS]


def _stranger(device_ref: str, body: object) -> Stranger:
    """The values of an unknown device, those beside `values` among them."""
    item = body[0] if isinstance(body, list) and body else body
    item = item if isinstance(item, dict) else {}
    values = item.get("values")
    named = values if isinstance(values, dict) else {}
    beside = {key: item[key] for key in sorted(_BESIDE_VALUES & item.keys())}
    return Stranger(device_ref, "", {"values": {**named, **beside}}, ("values",))


def _refuse(device_ref: str, field: str, value: object, problem: Problem, found: Found) -> None:
    """Note a value that is not taken; what is no measurement needs no second look in quarantine."""
    _, problems, refused = found
    refused.append(Refused(device_ref, field, f"{value!r:.60}", problem.code))
    if problem.code != NO_MEASUREMENT:
        problems.append(problem)


def _no_object(item: object) -> Problem:
    return Problem("bad_shape", f"an observation must be a JSON object, not {item!r:.40}")


def _doubt_zone(ts: object, measured_us: int, received_us: int, device_ref: str, refused: list[Refused]) -> None:
    """Leave a hint at a device whose times without a zone look like UTC."""
    if zone_is_doubtful(ts, measured_us, received_us):
        refused.append(Refused(device_ref, TIME_FIELD, f"{ts!r:.60}", DOUBTFUL_ZONE))


def _values(item: dict[str, object], ranges: Ranges, device_ref: str, found: Found) -> tuple[dict[str, float], int]:
    """The accepted values of one element, and how many of its metrics are unknown."""
    values: dict[str, float] = {}
    unmapped = 0
    raw = item.get("values")
    if type(raw) is dict:
        for key, value in raw.items():
            limits = ranges.get(key)
            # The common case without a call: 50 000 of these pass in a second.
            if (
                limits is not None
                and (type(value) is float or type(value) is int)
                and limits[0] <= value <= limits[1]
                and value not in limits[2]
            ):
                values[key] = value
            elif key in METRICS:
                _store(key, value, values, ranges, device_ref, found)
            else:
                unmapped += 1
    elif raw is not None:
        found[1].append(Problem("bad_shape", f"values must be a JSON object, not {raw!r:.40}"))
    if not _BESIDE_VALUES.isdisjoint(item):
        for key in _BESIDE_VALUES & item.keys():
            _store(key, item[key], values, ranges, device_ref, found)
    return values, unmapped


def _store(key: str, value: object, values: dict[str, float], ranges: Ranges, device_ref: str, found: Found) -> None:
    """Put one value where it belongs: among the values or the refused."""
    if value is None:
        return
    limits = ranges.get(key)
    if limits is None:
        state = state_value(METRICS[key], value)
        if state is not None:
            values[key] = state
            return
    elif (type(value) is float or type(value) is int) and limits[0] <= value <= limits[1] and value not in limits[2]:
        values[key] = value
        return
    _refuse(device_ref, key, value, _fault(key, value, limits), found)


def _fault(key: str, value: object, limits: Plausible | None) -> Problem:
    """Why a value is refused; without `limits` the metric has states."""
    metric = METRICS[key]
    if limits is None:
        return Problem("unknown_value", f"{key}: {value!r:.60} is none of {', '.join(metric.states)}")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Problem("not_a_number", f"{key}: {value!r:.60} is not a number")
    if value in limits.sentinels:
        return Problem(NO_MEASUREMENT, f"{key}: {value!r:.60} is what a sensor says without a measurement")
    hint = "; a CSQ is no dBm" if key == "rssi_dbm" and 0 < value < 100 else ""
    span = f"{limits.minimum:g} … {limits.maximum:g} {metric.unit}".rstrip()
    return Problem(OUT_OF_RANGE, f"{key}: {value!r:.60} is outside {span}{hint}")


def _measured_us(ts: object, received_us: int) -> int:
    """As `parse_time`, with the common case first."""
    if type(ts) is str:
        try:
            moment_us = (datetime.fromisoformat(ts) - EPOCH) // MICROSECOND
        except (ValueError, TypeError):
            return parse_time(ts, received_us, ahead_us=WRONG_ZONE_US)
        if EARLIEST_US <= moment_us <= received_us + WRONG_ZONE_US:
            return moment_us
    elif type(ts) is int and EARLIEST_US <= ts * 1000 <= received_us + WRONG_ZONE_US:
        return ts * 1000
    return parse_time(ts, received_us, ahead_us=WRONG_ZONE_US)


def _dedupe(item: dict[str, object], measured_us: int) -> str:
    """Time and sequence number; what is missing of them is made up for by a digest of the whole element."""
    seq = item.get("seq")
    if item.get("ts") is None:
        return digest(repr(item))
    if type(seq) is int:
        return f"{measured_us}:{seq}"
    return f"{measured_us}:{digest(repr(item)) if seq is None else key_part(seq)}"


def _sequence(item: dict[str, object]) -> int | None:
    seq = item.get("seq")
    return seq if type(seq) is int and abs(seq) <= _LARGEST_SEQ else None


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
