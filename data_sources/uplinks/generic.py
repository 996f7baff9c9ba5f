"""Any JSON on any topic that a mapping names: Zigbee2MQTT, Tasmota, Milesight cellular, home-made devices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from dashboard.domain.field_rules import ABSENT, Path, resolve
from dashboard.domain.imports import is_device_ref
from dashboard.domain.mappings import MappingEntry, MappingRules
from dashboard.domain.readings import Delivery, Parsed, Problem, Stranger, TimeSource
from dashboard.ports.ingest import Registry, Uplink
from data_sources.payloads import decode, decode_exactly, digest
from data_sources.uplinks._reports import Report, understand

_EXACT: Final = 2**53
"""Below it a float is a whole number with all its digits."""

_PRESENCE: Final = frozenset(
    {"online", "offline", "connected", "disconnected", "available", "unavailable", "alive", "dead", "up", "down"}
)
_PRESENCE_TOPICS: Final = ("/lwt", "/availability", "/available", "/online", "/connected", "/connection")


def read(delivery: Delivery, rules: MappingRules, registry: Registry) -> Parsed:
    """The mapped fields of a message, or of each message of a list; a bare value is the field `value`.

    The mapping says where the device's id and the time are; without an id the topic is the device. Last wills and
    their opposites (Online, Offline) measure nothing, nor does what a mapping ignores.
    """
    entry = rules.find("generic", f"generic:{delivery.topic}", "", delivery.topic)
    if (entry is not None and entry.ignore) or _is_presence(delivery, mapped=entry is not None):
        return Parsed([], [], no_report=True)
    exact = entry is not None and entry.device_id is not None
    body = decode_exactly(delivery.payload) if exact else decode(delivery.payload)
    messages = body if isinstance(body, list) else [body]
    if entry is None:
        return _unmapped(delivery.topic, messages)
    reports = (report for message in messages for report in _reports(message, entry, delivery.topic))
    return understand("generic", reports, delivery, rules, registry, entry)


def _unmapped(topic: str, messages: list[object]) -> Parsed:
    """A message that no mapping reads: its topic is the device, until a mapping says otherwise."""
    device_ref = f"generic:{topic}"
    named = device_ref if is_device_ref(device_ref) else ""
    problem = Problem("no_mapping", f"no generic mapping matches the topic {topic!r:.120}: add one", named)
    return Parsed([], [problem], strangers=[Stranger(device_ref, "", _as_object(each)) for each in messages[:1]])


def _as_object(message: object) -> dict[str, object]:
    return message if isinstance(message, dict) else {"value": message}


def _is_presence(delivery: Delivery, mapped: bool) -> bool:
    """Whether a message only tells that a device came or went: by its word, or by a topic that nobody mapped."""
    word = delivery.payload[:32].strip(b"\0\r\n\t \"'").decode("ascii", "replace").lower()
    return word in _PRESENCE or (not mapped and delivery.topic.lower().endswith(_PRESENCE_TOPICS))


def _reports(message: object, entry: MappingEntry, topic: str) -> Iterator[Report]:
    """The message as one report, or each element of the list in it that the mapping names with `each`."""
    body = _as_object(message)
    report = Report(
        device_ref=_device_ref(body, entry, topic),
        profile="",
        body=body,
        measured=(),
        times=(_at(body, entry.time),),
        dedupe=digest(repr(body)),
        source=TimeSource.DEVICE,
        envelope_fields=_envelope_fields(body, entry),
    )
    elements = resolve(body, entry.each) if entry.each is not None else ABSENT
    if not isinstance(elements, list) or not elements:
        yield report
        return
    for number, element in enumerate(elements):
        inner = _as_object(element)
        time = _at(inner, entry.time) or _at(body, entry.time)
        yield replace(
            report,
            body=inner,
            times=(time,),
            dedupe=f"{report.dedupe}:{number}",
            envelope_fields=_envelope_fields(inner, entry),
        )


def _device_ref(body: dict[str, object], entry: MappingEntry, topic: str) -> str:
    if entry.device_id is None:
        return f"generic:{topic}"
    identity = resolve(body, entry.device_id)
    if isinstance(identity, float) and identity.is_integer() and abs(identity) < _EXACT:
        identity = int(identity)
    return f"generic:{identity}" if isinstance(identity, str | int) and not isinstance(identity, bool) else "generic:"


def _envelope_fields(body: dict[str, object], entry: MappingEntry) -> int:
    return sum(_at(body, path) is not None for path in (entry.device_id, entry.time))


def _at(body: object, path: Path | None) -> object:
    found = ABSENT if path is None else resolve(body, path)
    return None if found is ABSENT else found


UPLINK = Uplink(key="generic", topic_filters=(), topic_pattern=r".+", read=read)
