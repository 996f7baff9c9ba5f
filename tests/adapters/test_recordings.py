"""Recorded messages in files: what can be played, and one clear line for what cannot."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.domain.replays import RecordedMessage
from dashboard.errors import BadInput
from data_sources.recordings import check_recording, read_recording
from tests.fakes_geo import SHARED

NOW = 1_800_000_000_000_000
THEN = "2026-01-05T10:00:01Z"
THEN_US = 1_767_607_201_000_000
CHIRPSTACK = SHARED / "sensors_chirpstack_lorawan" / "chirpstack_events_2026-01-14_01-20.ndjson.gz"


def written(path: Path, *records: Any) -> Path:
    """A file with one record a line; texts are written as they are."""
    lines = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
    content = "\n".join(lines).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def record(**others: Any) -> dict[str, Any]:
    """A message on a topic."""
    return {"topic": "xiuhua/v1/manhole/JG-1/observation", "payload": {"a": 1}, "received_at": THEN, **others}


@pytest.mark.parametrize("name", ["r.ndjson", "r.ndjson.gz"])
def test_messages_come_back_as_they_were(tmp_path: Path, name: str) -> None:
    binary = base64.b64encode(b"\x00\xff").decode()
    without_payload = {key: value for key, value in record().items() if key != "payload"}
    path = written(
        tmp_path / name,
        record(),
        "",
        record(payload='{"b": 2.50}'),
        {**without_payload, "payload_base64": binary},
        record(topic="井盖/一号", received_at=THEN_US / 1e6),
    )
    topic = "xiuhua/v1/manhole/JG-1/observation"
    assert list(read_recording(path, NOW)) == [
        RecordedMessage(topic, b'{"a":1}', THEN_US),
        RecordedMessage(topic, b'{"b": 2.50}', THEN_US),
        RecordedMessage(topic, b"\x00\xff", THEN_US),
        RecordedMessage("井盖/一号", b'{"a":1}', THEN_US),
    ]
    assert check_recording(path, NOW, spaces=False) == (4, THEN_US, THEN_US)


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"fCnt": 1, "devAddr": "0", "object": {}}, "up"),
        ({"margin": 0, "batteryLevel": 90.5}, "status"),
        ({"devAddr": "0"}, "join"),
        ({"level": "ERROR", "code": "UPLINK_CODEC"}, "log"),
    ],
)
def test_events_of_chirpstack_go_to_the_topic_of_their_kind(tmp_path: Path, members: Any, kind: str) -> None:
    event = {
        "deviceInfo": {"applicationId": "a1", "devEui": "24e1"},
        "time": "2026-01-05T10:00:01.123456789Z",
        **members,
    }
    path = written(tmp_path / "r.ndjson", event)
    (message,) = read_recording(path, NOW)
    assert message.topic == f"application/a1/device/24e1/event/{kind}"
    assert (json.loads(message.payload), message.received_us) == (event, THEN_US + 123_456)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("asset_id,kind", "line 2: is no JSON"),
        ("[]", "line 2: write"),
        ("{}", "line 2: write"),
        (record(payload_base64="%%%"), "payload_base64 is not base64"),
        ({"topic": "t", "received_at": THEN}, "the payload is missing"),
        ({"topic": "t", "payload": 1}, "the time is missing"),
        (record(received_at="yesterday"), "RFC 3339"),
        (record(received_at="2999-01-01T00:00:00Z"), "in the future"),
        (record(topic="a/#"), "is no topic"),
        (record(topic=""), "is no topic"),
        (record(topic="t" * 2_000), "is no topic"),
        (record(topic="xiuhua/v1/replay/r/1/t"), "is a replay itself"),
        (record(payload="x" * 9_000_000), "the limit is"),
    ],
)
def test_what_cannot_be_played_is_told_with_its_line(tmp_path: Path, line: Any, says: str) -> None:
    path = written(tmp_path / "r.ndjson", record(), line)
    with pytest.raises(BadInput, match=r"r\.ndjson: line 2") as caught:
        check_recording(path, NOW, spaces=True)
    assert says in str(caught.value)


def test_a_file_that_is_empty_missing_or_damaged_is_refused(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.gz"
    damaged.write_bytes(gzip.compress(b"{}" * 1000)[:-20])
    for path in (written(tmp_path / "empty.ndjson"), tmp_path / "missing.ndjson", damaged, tmp_path):
        with pytest.raises(BadInput, match=path.name):
            check_recording(path, NOW, spaces=True)


def test_a_space_in_a_topic_is_for_brokers_that_take_it(tmp_path: Path) -> None:
    path = written(tmp_path / "r.ndjson", record(topic="a b"))
    assert check_recording(path, NOW, spaces=True).messages == 1
    with pytest.raises(BadInput, match="has a space"):
        check_recording(path, NOW, spaces=False)


@pytest.mark.skipif(not CHIRPSTACK.exists(), reason="the recorded ChirpStack events are not beside the repository")
def test_two_weeks_of_a_real_network_can_be_played() -> None:
    recording = check_recording(CHIRPSTACK, NOW, spaces=False)
    assert recording.messages == 4_760
    assert recording.first_us < recording.last_us
