"""A million generated and mutated payloads over all uplinks and camera sources: no crash, no report that vanished."""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from bench.tables import show
from dashboard.domain.readings import Delivery, Device
from dashboard.services.ingest.intake import MQTT_CHANNEL, Intake, Sorted
from data_sources.cameras import camera_sources
from data_sources.uplinks import uplinks, usual_mappings

ROOT: Final = Path(__file__).resolve().parents[1]
REPEATED_SHARE: Final = 0.1
"""So many of the payloads are the one before once more, as a network server repeats them."""

SPOILT_SHARE: Final = 0.15
"""So many are spoilt as bytes; in the others something is exchanged."""

MOST_FAULTS: Final = 20
RECEIVED_US: Final = 1_795_248_903_000_000
TOPICS: Final = {
    "canonical": "xiuhua/v1/manhole/JG-0413/observation",
    "chirpstack": "application/a/device/b/event/up",
    "ttn": "v3/a/devices/b/up",
    "alink": "$sys/a/b/thing/history/post",
    "iotda": "$oc/devices/a/sys/properties/report",
    "ctwing": "uplinks/ctwing",
    "generic": "fuzz/x",
}
CAMERA_TOPICS: Final = {
    "camera": "xiuhua/v1/camera/a/event",
    "frigate": "frigate/events",
    "webhook": "camera-events",
    "hikvision": "camera-stream/hikvision:a",
    "dahua": "camera-stream/dahua:a",
    "axis": "axis/a/event/tns:axis/ObjectAnalytics/b",
    "onvif": "camera-stream/onvif:a",
    "gat1400": "api/v1/camera-events/gat1400",
}
_NOT_BY_MQTT: Final = frozenset({"ctwing", "webhook", "hikvision", "dahua", "onvif", "gat1400"})
_DISTANCE: Final[dict[str, Any]] = {"metric": "level_m", "unit": "mm", "from_datum": True}
MAPPINGS: Final[list[dict[str, Any]]] = [
    {"match": {"uplink": "chirpstack"}, "fields": [{"path": "object.depth", "metric": "level_m", "unit": "cm"}]},
    {"match": {"uplink": "ttn"}, "fields": [{"path": "decoded_payload.distance", **_DISTANCE}]},
    {"match": {"uplink": "alink"}, "fields": [{"path": "params.Distance", **_DISTANCE}]},
    {"match": {"uplink": "iotda"}, "fields": [{"path": "services.Water.distance", **_DISTANCE}]},
    {"match": {"uplink": "ctwing"}, "fields": [{"path": "payload.serviceData.tilt", "metric": "tilt_deg"}]},
    {
        "match": {"uplink": "generic", "topic": "fuzz/.+"},
        "device_id": "device_id",
        "time": "ts",
        "each": "data",
        "fields": [
            {"path": "tilt", "metric": "tilt_deg"},
            {"path": "distance", **_DISTANCE},
            {"path": "value", "metric": "rain_mm", "counter": True, "invalid": [9999]},
        ],
    },
]
_SHAPES: Final = (b"{}", b"[]", b"null", b"[{}]", b'{"values":{"level_m":null}}')
_PLAIN: Final = {
    "canonical": (
        b'{"ts":1795248902331,"seq":7,"values":{"level_m":0.84,"cover":"open","temperature_c":85},"battery_pct":92}',
        b'[{"ts":"2026-11-21T08:15:02Z","seq":1,"values":{"ph":7}},{"ts":"2026-11-21T08:15:03Z","values":{"ph":14}}]',
        b'{"values":{"depth_m":0.2,"rssi_dbm":15}}',
    ),
    "generic": (
        b'{"device_id":"w-7","tilt":3.5,"ts":1795248902}',
        b'[{"device_id":8,"value":41.2}]',
        b'{"value":9999}',
    ),
    "camera": (b'{"event_id":"e-1","phase":"start","category":"0504","confidence":"93%","ts":1795248902331}',),
    "webhook": (b'{"camera":"7","category":"0505","confidence":0.9,"ts":"2026/11/21 16:15:02"}',),
    "hikvision": (
        b'{"macAddress":"0a:1b:2c:3d:4e:5f","channelID":3,"dateTime":"2026-11-21T16:15:02+08:00","eventType":"VMD"}',
    ),
    "dahua": (
        b'Code=CrossLineDetection;action=Start;index=0;data={"UTC":1795248902}',
        b"Code=VideoMotion;action=Stop;index=0",
    ),
    "axis": (
        (
            b'{"topic":"axis/a/event/tns:axis/ObjectAnalytics/b","timestamp":1795248902331,"serial":"ACCC8E000001",'
            b'"message":{"source":{},"key":{},"data":{"objectId":"37","active":"1","classTypes":"car"}}}'
        ),
    ),
    "onvif": (
        (
            b"<Envelope><NotificationMessage><Topic>tns1:RuleEngine/FieldDetector/ObjectsInside</Topic><Message>"
            b'<Message UtcTime="2026-11-21T08:15:02Z"><Data><SimpleItem Name="IsInside" Value="true"/></Data></Message>'
            b"</Message></NotificationMessage></Envelope>"
        ),
    ),
    "gat1400": (
        (
            b'{"MotorVehicleObjectList":{"MotorVehicleObject":[{"MotorVehicleID":"3301010100121000000102",'
            b'"DeviceID":"33010101001210000001","PassTime":"20261121161502"}]}}'
        ),
    ),
}
_WORDS: Final = (
    "ts", "time", "value", "values", "level_m", "depth_m", "object", "history", "timestamp", "params", "properties",
    "events", "services", "service_id", "data", "payload", "serviceData", "tilt", "identity", "subDevices", "after",
    "id", "camera", "category", "type", "decoded_payload", "uplink_message",
)  # fmt: skip
_ODD: Final[tuple[Any, ...]] = (
    None, True, False, 0, 1, -1, 85, 255, 9999, 32767, 65535, 2**31, 2**63, 2**64, 10**19, 0.5, 1e300, "", "NaN", "on",
    "1700 mm", "12%", "2026-11-21T08:15:02Z", "2026/11/21 16:15:02", "20261121081502", 1_795_248_902_331, "打开", "\0",
    {}, [], [None], {"value": None}, {"value": 1, "time": 2},
)  # fmt: skip
_BYTES: Final = (
    b"",
    b"\0",
    b"\xef\xbb\xbf",
    b"nan",
    b"-Infinity",
    b"\xb4\xf2",
    b"\\u",
    b'"',
    b"{",
    b"]",
    b",",
    b"1e999",
)


class Outcome(StrEnum):
    """What became of a report."""

    OBSERVED = "observed"
    REPEATED = "repeated"
    REFUSED = "refused"
    QUARANTINED = "quarantined"
    NO_REPORT = "no report"
    VANISHED = "vanished"
    CRASHED = "crashed"


class AnyDevice(dict[str, Device]):
    """A registry that knows every device, mounted three metres above the datum."""

    def get(self, _key: str, _default: Any = None) -> Any:
        """The one device that there is."""
        return Device(1, "A-1", "manhole", 3.0, None)

    def __contains__(self, key: object) -> bool:
        return True


def desk() -> Intake:
    """An intake that reads everything, of any device."""
    intake = Intake(uplinks(), camera_sources(), usual_mappings())
    intake.load_mappings(MAPPINGS)
    intake.registry = AnyDevice()
    return intake


def read(intake: Intake, key: str, topic: str, payload: bytes) -> Sorted:
    """What a payload comes to; what never arrives by MQTT goes by its channel."""
    channel = key if key in _NOT_BY_MQTT else MQTT_CHANNEL
    return intake.sort([Delivery(topic, payload, RECEIVED_US)], channel)


def outcome(intake: Intake, key: str, topic: str, payload: bytes) -> Outcome:
    """What becomes of a payload; the best that happened to a part of it."""
    return of_sorted(read(intake, key, topic, payload))


def of_sorted(found: Sorted) -> Outcome:
    """The best that happened to a part of what was read."""
    if found.observations or found.camera_reports or found.camera_pictures:
        return Outcome.OBSERVED
    if found.quarantined:
        return Outcome.QUARANTINED
    if found.refused:
        return Outcome.REFUSED
    return Outcome.NO_REPORT if found.no_reports else Outcome.VANISHED


def seeds() -> dict[str, list[bytes]]:
    """By uplink and camera source the payloads that mutations begin at: recorded ones, and bare shapes."""
    found: dict[str, list[bytes]] = {key: [*_PLAIN.get(key, ())] * 3 for key in (*TOPICS, *CAMERA_TOPICS)}
    recorded = ROOT / "tests/fixtures/payloads"
    for path in sorted([*recorded.glob("*.json"), *recorded.glob("*.xml")]):
        prefix = path.stem.partition("_")[0]
        found[{"onejson": "alink", "axis": "generic"}.get(prefix, prefix)] += [path.read_bytes()] * 3
    for of_key in found.values():
        of_key += _SHAPES
    return found


def mutated(chance: random.Random, payload: bytes) -> bytes:
    """The payload with something in it exchanged, taken out, or spoilt."""
    if chance.random() < SPOILT_SHARE:
        return _spoilt(chance, payload)
    try:
        body = json.loads(payload)
    except ValueError:  # like a body with nothing exchanged, some text stays as it is
        return _spoilt(chance, payload) if chance.random() < 0.7 else payload
    for _ in range(chance.randint(0, 2)):
        body = _exchanged(chance, body)
    return json.dumps(body, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _spoilt(chance: random.Random, payload: bytes) -> bytes:
    content = bytearray(payload)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content) + 1)
        content[at : at + chance.randint(0, 6)] = chance.choice(_BYTES)
    return bytes(content)


def _exchanged(chance: random.Random, body: Any) -> Any:
    """One place in a decoded payload exchanged for something odd, taken out, or given another name."""
    if not isinstance(body, dict | list) or not body or chance.random() < 0.02:
        return _odd(chance)
    keys = list(body) if isinstance(body, dict) else list(range(len(body)))
    key = chance.choice(keys)
    what = chance.random()
    if what < 0.55:
        body[key] = _exchanged(chance, body[key])
    elif what < 0.75:
        body[key] = _odd(chance)
    elif what < 0.9:
        del body[key]
    elif isinstance(body, dict):
        body[chance.choice(_WORDS)] = body.pop(key)
    return body


def _odd(chance: random.Random, depth: int = 0) -> Any:
    """A value as hardly any device sends it."""
    if depth < 3 and chance.random() < 0.2:
        return {chance.choice(_WORDS): _odd(chance, depth + 1) for _ in range(chance.randint(0, 3))}
    return json.loads(json.dumps(chance.choice(_ODD)))


def mutations(count: int, seed: int = 1) -> Iterator[tuple[str, str, bytes]]:
    """`count` payloads with the uplink or camera source, and the topic, that they are for; the same for each seed."""
    chance = random.Random(seed)
    kept = seeds()
    topics = {**TOPICS, **CAMERA_TOPICS}
    keys = list(topics)
    last: dict[str, bytes] = {}
    for number in range(count):
        key = keys[number % len(keys)]
        if key not in last or chance.random() >= REPEATED_SHARE:
            last[key] = mutated(chance, chance.choice(kept[key]))
        yield key, topics[key], last[key]


def identities(found: Sorted) -> frozenset[str]:
    """What tells the observations and events of a payload from others."""
    observed = {f"{known.observation.device_ref} {known.observation.dedupe}" for known in found.observations}
    return frozenset(observed | {f"{report.camera_ref} {report.event_ref}" for report in found.camera_reports})


def tally(count: int, seed: int = 1) -> tuple[dict[str, Counter[Outcome]], list[tuple[str, Outcome, bytes]]]:
    """By uplink how often each outcome happened, and the first payloads that vanished or crashed."""
    intake = desk()
    counts: dict[str, Counter[Outcome]] = {key: Counter() for key in (*TOPICS, *CAMERA_TOPICS)}
    faults: list[tuple[str, Outcome, bytes]] = []
    before: dict[str, frozenset[str]] = {}
    for key, topic, payload in mutations(count, seed):
        try:
            found = read(intake, key, topic, payload)
            became, same = of_sorted(found), identities(found)
        except Exception as error:  # a crash is what is looked for here
            became, same = Outcome.CRASHED, frozenset()
            sys.stderr.write(f"{key}: {type(error).__name__}: {error}\n")
        if became is Outcome.OBSERVED and same == before.get(key):
            became = Outcome.REPEATED
        before[key] = same
        counts[key][became] += 1
        if became in (Outcome.VANISHED, Outcome.CRASHED) and len(faults) < MOST_FAULTS:
            faults.append((key, became, payload))
    return counts, faults


def main() -> int:
    """Print the table; the exit code is 1 when something vanished or crashed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    counts, faults = tally(options.count, options.seed)
    rows = [(key, *(of_key[each] for each in Outcome)) for key, of_key in counts.items()]
    total = ("all", *(sum(of_key[each] for of_key in counts.values()) for each in Outcome))
    show(f"{options.count:,} mutated payloads (seed {options.seed})", ("uplink", *Outcome), [*rows, total])
    for key, fault, payload in faults:
        sys.stdout.write(f"{fault} {key}: {payload[:400]!r}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
