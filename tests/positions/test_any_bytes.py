"""Whatever the bytes, a reader gives positions that can be judged or raises UnreadablePayload, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.positions.plausibility import judge
from dashboard.domain.positions.refusals import PositionRefusal
from dashboard.domain.positions.reports import Position, PositionReport
from dashboard.domain.quarantine_reasons import QUARANTINE_REASONS
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from data_sources.positions import position_sources
from tests.positions.payloads import FIXTURES, frame, payload

NOW_US = 1_795_248_903_000_000
CITY = ZoneInfo("Asia/Shanghai")
NAMES = sorted(path.name for path in FIXTURES.iterdir())
TOPICS = {
    "person_position": "xiuhua/v1/person/0042/position",
    "gb28181_position": "xiuhua/v1/person/gateway-1/gb28181",
    "jt808_position": "xiuhua/v1/person/gateway-1/jt808",
}
WORDS = st.one_of(
    st.sampled_from(["", "0", "-1", "1e999", "NaN", "inf", "1_0", "2026-11-21T16:15:03", "0001-01-01T00:00:00", "９"]),
    st.sampled_from(
        ["9999-12-31T23:59:59", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "20261121161503"]
    ),
    st.floats().map(str),
    st.integers().map(str),
    st.text(st.characters(exclude_characters="<&", exclude_categories=["C"]), max_size=20),
)
TAGS = ["CmdType", "DeviceID", "Time", "CaptureTime", "Longitude", "Latitude", "Speed", "Direction", "Item"]
KEYS = ["lon", "lat", "accuracy_m", "speed_mps", "heading_deg", "ts", "battery_pct", "crs"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.sampled_from(["gcj02", "bd09"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=8),
    max_leaves=20,
)


def is_answered(name: str, content: bytes) -> None:
    found: Sequence[PositionReport] = []
    reason = "no_values"
    try:
        found = position_sources()[name].read(Delivery(TOPICS[name], content, NOW_US), CITY)
    except UnreadablePayload as error:
        reason = error.reason
    assert reason in QUARANTINE_REASONS
    for report in found:
        assert isinstance(judge(report, NOW_US, None), Position | PositionRefusal)


@pytest.mark.parametrize("name", TOPICS)
@settings(deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes(name: str, content: bytes) -> None:
    is_answered(name, content)


@pytest.mark.parametrize("name", TOPICS)
@pytest.mark.parametrize("fixture", NAMES)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_fixture_with_bytes_exchanged(name: str, fixture: str, data: st.DataObject) -> None:
    content = payload(fixture)
    at = data.draw(st.integers(0, len(content)))
    width = data.draw(st.integers(0, 12))
    is_answered(name, content[:at] + data.draw(st.binary(max_size=12)) + content[at + width :])


@settings(deadline=None, max_examples=300)
@given(
    identity=st.sampled_from(["0200", "0704"]),
    flags=st.sampled_from([0, 0x20, 0x40, 0x60]),
    body=st.binary(max_size=99),
)
def test_well_framed_bodies(identity: str, flags: int, body: bytes) -> None:
    header = f"{identity}{flags:02x}{len(body):02x}" + ("01" + "00" * 4 if flags & 0x40 else "")
    is_answered(
        "jt808_position", frame(header + "012300000042 0001" + ("00020001" if flags & 0x20 else ""), body.hex())
    )


@settings(deadline=None, max_examples=300)
@given(fix=st.binary(min_size=22, max_size=22), time=st.text("0123456789", min_size=12, max_size=12))
def test_any_fix(fix: bytes, time: str) -> None:
    is_answered("jt808_position", frame("0200001c 012300000042 0001", fix.hex() + time))


@settings(deadline=None, max_examples=300)
@given(fields=st.lists(st.tuples(st.sampled_from(TAGS), WORDS), max_size=12), listed=st.booleans())
def test_any_words_in_a_notification(fields: list[tuple[str, str]], listed: bool) -> None:
    inner = "".join(f"<{tag}>{word}</{tag}>" for tag, word in fields)
    inner = f"<DeviceList><Item>{inner}</Item></DeviceList>" if listed else inner
    known = "<CmdType>MobilePosition</CmdType><DeviceID>33100000001320000042</DeviceID>"
    is_answered("gb28181_position", f"<Notify>{known}{inner}</Notify>".encode())


@settings(deadline=None, max_examples=500)
@given(body=JSON | st.fixed_dictionaries({"lon": JSON, "lat": JSON}, optional=dict.fromkeys(KEYS[2:], JSON)))
def test_any_json(body: Any) -> None:
    is_answered("person_position", json.dumps(body).encode())
