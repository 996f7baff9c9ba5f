"""What phones, body cameras and vehicle terminals of the demo bureau say of where their people are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from functools import reduce
from operator import xor
from struct import pack
from typing import Any, Final

from dashboard.domain.people.posts import Post
from dashboard.domain.positions.reports import Position
from dashboard.domain.readings import from_us
from data_sources.demo_city.bureau import DemoBureau
from data_sources.demo_city.encoders import Message
from data_sources.demo_city.simulation import CITY_TIME

_BODY_CAMERAS: Final = 4
_TERMINALS: Final = 3
_GATEWAY: Final = "demo-gateway"
_MOST_IN_A_FRAME: Final = 30
"""A body of JT/T 808 has at most 1 023 bytes, a location report in a bulk 30."""
_LOCATION: Final = 0x0200
_LOCATIONS: Final = 0x0704
_LOCATED: Final = 0x02
_LATE: Final = 1
"""The type of a bulk that had no signal before."""


def linked_devices(bureau: DemoBureau) -> Mapping[str, str]:
    """Return the body cameras of a few officers and the terminals of a few deputies' motorbikes, by person's number."""
    officers = [each.number for each in bureau.people if each.post == Post.OFFICER]
    deputies = [each.number for each in bureau.people if each.post == Post.DEPUTY_SQUAD_LEADER]
    chosen = officers[1 :: max(1, len(officers) // _BODY_CAMERAS)][:_BODY_CAMERAS]
    cameras = {person: f"gb28181:3302990007132{number:07d}" for number, person in enumerate(chosen, start=1)}
    terminals = {person: f"jt808:0100{number:08d}" for number, person in enumerate(deputies[:_TERMINALS], start=1)}
    return cameras | terminals


def say(source: str, positions: Sequence[Position]) -> Message:
    """Return the message that tells positions, the older first; 0/0 is what a device without a fix writes."""
    kind, _, number = source.partition(":")
    return _SAYINGS[kind](number, positions)


def _canonical(number: str, positions: Sequence[Position]) -> Message:
    items = [_item(each) for each in positions]
    body = json.dumps(items if len(items) > 1 else items[0], separators=(",", ":")).encode()
    return Message(f"xiuhua/v1/person/{number}/position", body, 1)


def _item(position: Position) -> dict[str, Any]:
    told = position._asdict()
    at = from_us(told.pop("at_us")).astimezone(UTC)
    return {**told, "ts": at.isoformat(timespec="milliseconds").replace("+00:00", "Z")}


def _gb28181(number: str, positions: Sequence[Position]) -> Message:
    """One position in the notification itself, several as a list (GB/T 28181-2016 annex A.2.5, and -2022)."""
    newest = positions[-1]
    if len(positions) == 1:
        inner = f"<DeviceID>{number}</DeviceID><Time>{_clock(newest)}</Time>{_place(newest)}"
    else:
        items = "".join(
            f"<Item><DeviceID>{number}</DeviceID><CaptureTime>{_clock(each)}</CaptureTime>{_place(each)}</Item>"
            for each in positions
        )
        head = f"<DeviceID>{number}</DeviceID><Time>{_clock(newest)}</Time>"
        inner = f'{head}<DeviceList Num="{len(positions)}">{items}</DeviceList>'
    notify = f"<Notify><CmdType>MobilePosition</CmdType><SN>{newest.at_us // 1_000_000 % 100_000}</SN>{inner}</Notify>"
    body = f'<?xml version="1.0" encoding="GB2312"?>\r\n{notify}\r\n'.encode("gb2312")
    return Message(f"xiuhua/v1/person/{_GATEWAY}/gb28181", body, 1)


def _clock(position: Position) -> str:
    return from_us(position.at_us).astimezone(CITY_TIME).strftime("%Y-%m-%dT%H:%M:%S")


def _place(position: Position) -> str:
    speed_kmh = (position.speed_mps or 0.0) * 3.6
    return (
        f"<Longitude>{position.lon:.7f}</Longitude><Latitude>{position.lat:.7f}</Latitude>"
        f"<Speed>{speed_kmh:.1f}</Speed><Direction>{position.heading_deg or 0.0:.0f}</Direction>"
    )


def _jt808(number: str, positions: Sequence[Position]) -> Message:
    """One frame 0x0200, or bulks 0x0704 (JT/T 808-2013 sections 8.18 and 8.49)."""
    if len(positions) == 1:
        frames = _frame(number, _LOCATION, positions[0].at_us, _fix(positions[0]))
    else:
        parts = [positions[at : at + _MOST_IN_A_FRAME] for at in range(0, len(positions), _MOST_IN_A_FRAME)]
        frames = b"".join(_frame(number, _LOCATIONS, part[-1].at_us, _bulk(part)) for part in parts)
    return Message(f"xiuhua/v1/person/{_GATEWAY}/jt808", frames, 1)


def _bulk(positions: Sequence[Position]) -> bytes:
    fixes = [_fix(each) for each in positions]
    return pack(">HB", len(fixes), _LATE) + b"".join(pack(">H", len(fix)) + fix for fix in fixes)


def _fix(position: Position) -> bytes:
    located = _LOCATED if position.lon or position.lat else 0
    place = round(position.lat * 1_000_000), round(position.lon * 1_000_000)
    speed, heading = round((position.speed_mps or 0.0) * 36), round(position.heading_deg or 0.0) % 360
    time = bytes.fromhex(from_us(position.at_us).astimezone(CITY_TIME).strftime("%y%m%d%H%M%S"))
    return pack(">IIIIHHH6s", 0, located, *place, 12, speed, heading, time)


def _frame(number: str, identity: int, at_us: int, body: bytes) -> bytes:
    head = pack(">HH6sH", identity, len(body), bytes.fromhex(number), at_us // 1_000_000 % 65_536)
    content = head + body
    content += bytes([reduce(xor, content)])
    return b"\x7e" + content.replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02") + b"\x7e"


_SAYINGS: Final[Mapping[str, Callable[[str, Sequence[Position]], Message]]] = {
    "person": _canonical,
    "gb28181": _gb28181,
    "jt808": _jt808,
}
