"""Positions of vehicles by JT/T 808-2013 and -2019: the location reports 0x0200 and, in bulk, 0x0704."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from functools import reduce
from operator import xor
from struct import Struct
from typing import Final, NamedTuple

from dashboard.domain.positions.reports import PositionReport
from dashboard.domain.readings import Delivery, to_us
from dashboard.domain.timestamps import BEIJING
from dashboard.errors import UnreadablePayload
from dashboard.ports.positions import PositionSource
from data_sources.payloads import MAX_PAYLOAD_BYTES
from data_sources.positions._moments import NEVER_SET_US

LOCATION: Final = 0x0200
LOCATIONS: Final = 0x0704

_FLAG: Final = b"\x7e"
_BAD_ESCAPE: Final = re.compile(rb"\x7d(?![\x01\x02])")
_START: Final = Struct(">HH")  # message id, properties of the body
_LENGTH_BITS: Final = 0x03FF
_ENCRYPTION_BITS: Final = 0x1C00
_IN_PARTS: Final = 0x2000
_VERSIONED: Final = 0x4000
_FIX: Final = Struct(">IIIIHHH6s")  # alarm, status, latitude, longitude, altitude, speed, direction, time
_LOCATED, _SOUTH, _WEST = 0x02, 0x04, 0x08
_MICRODEGREES: Final = 1_000_000
_TENTHS_OF_KMH_PER_MPS: Final = 36.0


class _Message(NamedTuple):
    """What a frame holds: the message id, the bits of its properties, the terminal's number and the body."""

    identity: int
    properties: int
    phone: str
    body: bytes


def read(delivery: Delivery, _zone: tzinfo) -> Sequence[PositionReport]:
    """Return the positions in the frames that a gateway handed over, as `read_frames` does; their zone is fixed."""
    return read_frames(delivery.payload)


def read_frames(payload: bytes) -> list[PositionReport]:
    """Return the positions in one or several whole frames, in the order in which they were sent.

    Messages other than the two location reports hold no position and are passed over. A position whose status says
    that it is not located has no `lon` and `lat`. Times are GMT+8. Raises UnreadablePayload for all of the frames
    when one of them is cut, fails its checksum or does not hold what the standard says (`bad_shape`, `too_large`);
    encrypted messages and those in several parts are not read.
    """
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise UnreadablePayload("too_large", f"{len(payload)} bytes; the limit is {MAX_PAYLOAD_BYTES}")
    return [report for frame in _frames(payload) for report in _reports(_message(frame))]


def _frames(payload: bytes) -> list[bytes]:
    """What stands between the flags 0x7e; two frames may share the flag between them."""
    if len(payload) < 2 or not (payload.startswith(_FLAG) and payload.endswith(_FLAG)):
        raise UnreadablePayload("bad_shape", "a frame of JT/T 808 begins and ends with 0x7e; this one is cut")
    frames = [frame for frame in payload.split(_FLAG) if frame]
    if not frames:
        raise UnreadablePayload("bad_shape", "there is nothing between the flags 0x7e")
    return frames


def _message(frame: bytes) -> _Message:
    """A frame taken apart: escapes, checksum and header (JT/T 808-2013 sections 4.4.2, 4.4.4 and 4.4.3)."""
    if _BAD_ESCAPE.search(frame):
        raise UnreadablePayload("bad_shape", "0x7d stands before something else than 0x01 and 0x02")
    content = frame.replace(b"\x7d\x02", _FLAG).replace(b"\x7d\x01", b"\x7d")
    if len(content) < 13:
        raise UnreadablePayload("bad_shape", f"{len(content)} bytes are too few for a frame of JT/T 808")
    if reduce(xor, content):
        raise UnreadablePayload("bad_shape", "the checksum of the frame is wrong")
    identity, properties = _START.unpack_from(content)
    phone_at, phone_bytes = (5, 10) if properties & _VERSIONED else (4, 6)
    body_at = phone_at + phone_bytes + 2 + (4 if properties & _IN_PARTS else 0)
    body = content[body_at:-1]
    if len(content) <= body_at or len(body) != properties & _LENGTH_BITS:
        raise UnreadablePayload("bad_shape", f"the body has {len(body)} bytes, not {properties & _LENGTH_BITS}")
    return _Message(identity, properties, _digits(content[phone_at : phone_at + phone_bytes]), body)


def _digits(packed: bytes) -> str:
    """Packed decimal digits (BCD 8421), two in a byte, leading zeros kept."""
    digits = packed.hex()
    if not digits.isdecimal():
        raise UnreadablePayload("bad_shape", f"{digits} are no decimal digits")
    return digits


def _reports(message: _Message) -> Iterator[PositionReport]:
    if message.identity not in (LOCATION, LOCATIONS):
        return
    if message.properties & _ENCRYPTION_BITS:
        raise UnreadablePayload("bad_shape", "the message is encrypted; switch that off at the terminal")
    if message.properties & _IN_PARTS:
        raise UnreadablePayload("bad_shape", "the message is one of several parts; let it hold fewer positions")
    fixes = [message.body] if message.identity == LOCATION else _items(message.body)
    for fix in fixes:
        yield _report(fix, f"jt808:{message.phone}")


def _items(body: bytes) -> list[bytes]:
    """The location reports of a bulk: their number, its type, then each with its length before it."""
    if len(body) < 3:
        raise UnreadablePayload("bad_shape", "the bulk of positions is cut")
    items: list[bytes] = []
    at = 3
    while at + 2 <= len(body):
        length = int.from_bytes(body[at : at + 2])
        items.append(body[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(body) or len(items) != int.from_bytes(body[:2]):
        raise UnreadablePayload("bad_shape", "the bulk holds another number of positions than it says")
    return items


def _report(fix: bytes, source: str) -> PositionReport:
    """One position; what follows the first 28 bytes (mileage, fuel …) is passed over."""
    if len(fix) < _FIX.size:
        raise UnreadablePayload("bad_shape", f"a location report has {_FIX.size} bytes at least, not {len(fix)}")
    _, status, lat, lon, _, speed, direction, time = _FIX.unpack_from(fix)
    at_us = _moment(_digits(time))
    if not status & _LOCATED:
        return PositionReport(source, at_us, None, None)
    return PositionReport(
        source,
        at_us,
        (-lon if status & _WEST else lon) / _MICRODEGREES,
        (-lat if status & _SOUTH else lat) / _MICRODEGREES,
        speed_mps=speed / _TENTHS_OF_KMH_PER_MPS,
        heading_deg=float(direction),
    )


def _moment(digits: str) -> int:
    """YYMMDDhhmmss of this century in GMT+8; a date that does not exist, such as 0, is of a clock never set."""
    year, month, day, hour, minute, second = (int(digits[at : at + 2]) for at in range(0, 12, 2))
    try:
        return to_us(datetime(2000 + year, month, day, hour, minute, second, tzinfo=BEIJING))
    except ValueError:
        return NEVER_SET_US


POSITION_SOURCE = PositionSource(
    key="jt808_position",
    topic_filters=("xiuhua/v1/person/+/jt808",),
    topic_pattern=r"xiuhua/v1/person/[^/]+/jt808",
    read=read,
)
