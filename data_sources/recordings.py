"""Recorded messages in files: one JSON object a line, our own records or events of ChirpStack, gzipped or not."""

from __future__ import annotations

import base64
import binascii
import gzip
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import orjson

from dashboard.domain.replays import REPLAY_PREFIX, RecordedMessage
from dashboard.domain.timestamps import BadTime, parse_time
from dashboard.errors import BadInput
from data_sources.payloads import MAX_PAYLOAD_BYTES

_LONGEST_TOPIC: Final = 1_000
_LONGEST_LINE: Final = 4 * MAX_PAYLOAD_BYTES
_HOW_TO: Final = 'write {"topic": …, "payload": … or "payload_base64": …, "received_at": …}, or a ChirpStack event'
_CHIRPSTACK_KINDS: Final = (
    ("fCnt", "up"),
    ("margin", "status"),
    ("batteryLevel", "status"),
    ("acknowledged", "ack"),
    ("level", "log"),
    ("gatewayId", "txack"),
    ("location", "location"),
    ("integrationName", "integration"),
    ("devAddr", "join"),
)


class Recording(NamedTuple):
    """What a file holds: how many messages, and the first and last time in it (µs since the epoch)."""

    messages: int
    first_us: int
    last_us: int


def check_recording(path: Path, now_us: int, *, spaces: bool) -> Recording:
    """Reads the whole file once. Raises BadInput naming the line that cannot be played; `spaces`: in topics or not."""
    count, first_us, last_us = 0, 0, 0
    for count, message in enumerate(read_recording(path, now_us), start=1):
        if not spaces and " " in message.topic:
            raise BadInput(f"{path}: the topic {message.topic!r:.80} has a space, which the embedded broker refuses")
        first_us = message.received_us if count == 1 else first_us
        last_us = message.received_us
    if not count:
        raise BadInput(f"{path}: there is nothing in it; {_HOW_TO}")
    return Recording(count, first_us, last_us)


def read_recording(path: Path, now_us: int) -> Iterator[RecordedMessage]:
    """The messages of the file in its order. Raises BadInput naming the line that is none."""
    try:
        with _opened(path) as file:
            for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), start=1):
                if line.strip():
                    yield _message(line, f"{path}: line {number}", now_us)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _opened(path: Path) -> gzip.GzipFile | BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path) if packed else path.open("rb")


def _message(line: bytes, where: str, now_us: int) -> RecordedMessage:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise BadInput(f"{where}: is no JSON: {error}") from error
    if isinstance(record, dict) and isinstance(record.get("topic"), str):
        topic, payload, time = record["topic"], _payload(record, where), record.get("received_at")
    elif isinstance(record, dict) and isinstance(record.get("deviceInfo"), dict):
        topic, payload, time = _chirpstack_topic(record), line.strip(), record.get("time")
    else:
        raise BadInput(f"{where}: {_HOW_TO}")
    _check(topic, payload, where)
    if time is None:
        raise BadInput(f"{where}: the time is missing; {_HOW_TO}")
    try:
        return RecordedMessage(topic, payload, parse_time(time, now_us))
    except BadTime as error:
        raise BadInput(f"{where}: {error}") from error


def _payload(record: Mapping[str, Any], where: str) -> bytes:
    """The verbatim bytes: base64, a text as it stands, or any other value as JSON."""
    if "payload_base64" in record:
        try:
            return base64.b64decode(record["payload_base64"], validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise BadInput(f"{where}: payload_base64 is not base64") from error
    if "payload" not in record:
        raise BadInput(f"{where}: the payload is missing; {_HOW_TO}")
    payload = record["payload"]
    return payload.encode() if isinstance(payload, str) else orjson.dumps(payload)


def _check(topic: str, payload: bytes, where: str) -> None:
    if not topic or len(topic.encode()) > _LONGEST_TOPIC or any(sign in topic for sign in "+#\0"):
        raise BadInput(f"{where}: {topic!r:.80} is no topic that something can be published on")
    if topic.startswith(REPLAY_PREFIX):
        raise BadInput(f"{where}: is a replay itself; play what was recorded the first time")
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise BadInput(f"{where}: the payload has {len(payload)} bytes; the limit is {MAX_PAYLOAD_BYTES}")


def _chirpstack_topic(event: Mapping[str, Any]) -> str:
    """The topic on which ChirpStack publishes the event; the kind of event shows in its fields."""
    info = event["deviceInfo"]
    kind = next((kind for member, kind in _CHIRPSTACK_KINDS if member in event), "log")
    application, device = info.get("applicationId", "-"), info.get("devEui", "-")
    return f"application/{application}/device/{device}/event/{kind}"
