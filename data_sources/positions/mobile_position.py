"""Positions of body cameras and vehicles by GB/T 28181: the MANSCDP notification MobilePosition in a SIP body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from dashboard.domain.positions.reports import PositionReport
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from dashboard.ports.positions import PositionSource
from data_sources.positions._moments import dated, moment

MAX_BODY_BYTES: Final = 1024 * 1024
"""A SIP body is far smaller: a datagram ends at 64 KiB."""

# Bounded: a body of nothing but beginnings of declarations would be searched for minutes.
_DECLARATION: Final = re.compile(r"<\?xml[^>]{0,200}\?>")
_DECLARED_GB: Final = re.compile(
    rb"""<\?xml[^>]{0,100}encoding\s{0,9}=\s{0,9}["'](?:gb2312|gbk|gb18030)["']""", re.IGNORECASE
)
_AROUND: Final = b"\0 \t\r\n\xef\xbb\xbf"
"""What devices leave before and behind the body: a byte order mark, line ends, trailing NULs."""
_DEVICE_ID: Final = re.compile(r"[0-9]{20}")
_KMH_PER_MPS: Final = 3.6


def read(delivery: Delivery, zone: tzinfo) -> Sequence[PositionReport]:
    """Return the positions of a notification that a gateway handed over, as `read_notification` does."""
    return dated(read_notification(delivery.payload, zone), delivery)


def read_notification(payload: bytes, zone: tzinfo) -> list[PositionReport]:
    """Return the positions of a notification: one, or those of its `DeviceList`.

    One position stands in the notification itself (GB/T 28181-2016, annex A.2.5), several as `Item` with a DeviceID and
    a CaptureTime of their own, as devices of the 2022 edition send them. `payload` is the body, with or without an
    XML declaration, or the whole SIP message. Times without a zone are in `zone`. Speed is km/h there and m/s here.
    An empty longitude or latitude is a device without a fix. Raises UnreadablePayload: `bad_shape` for what is no such
    XML, `unknown_event` for another CmdType, `bad_time`, `too_large`.
    """
    if len(payload) > MAX_BODY_BYTES:
        raise UnreadablePayload("too_large", f"{len(payload)} bytes; the limit is {MAX_BODY_BYTES}")
    notify = _parse(_text(_body(payload)))
    command = _word(notify, "CmdType")
    if notify.tag != "Notify" or command is None:
        raise UnreadablePayload("bad_shape", f"<{notify.tag:.40}> is no <Notify> with a <CmdType>")
    if command != "MobilePosition":
        raise UnreadablePayload("unknown_event", f"CmdType {command!r:.40} is not MobilePosition")
    if notify.find("DeviceList") is None:
        return [_report(notify, notify, zone)]
    return [_report(item, notify, zone) for item in notify.findall("DeviceList/Item")]


def _body(payload: bytes) -> bytes:
    """What stands behind the header of a SIP message; a bare body begins with `<`."""
    content = payload.strip(_AROUND)
    return content if content.startswith(b"<") else content.partition(b"\r\n\r\n")[2].strip(_AROUND)


def _text(body: bytes) -> str:
    """The body as text. The parser knows none of the Chinese encodings reliably, so it never gets to see bytes."""
    encodings = ("gb18030", "utf-8") if _DECLARED_GB.match(body) else ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        declaration = _DECLARATION.match(text)
        return text[declaration.end() :] if declaration else text
    raise UnreadablePayload("bad_shape", "a text neither in GB18030 nor in UTF-8")


def _parse(text: str) -> Element:
    try:
        return fromstring(text, forbid_dtd=True)
    except ParseError as error:
        raise UnreadablePayload("bad_shape", f"not XML: {error}") from error
    except DefusedXmlException as error:
        raise UnreadablePayload("bad_shape", "XML with a document type or entities is not read") from error


def _report(item: Element, notify: Element, zone: tzinfo) -> PositionReport:
    """One position; what an Item leaves out of device and time is that of the whole notification."""
    device_id = _word(item, "DeviceID") or _word(notify, "DeviceID") or ""
    if not _DEVICE_ID.fullmatch(device_id):
        raise UnreadablePayload("bad_shape", f"DeviceID {device_id!r:.40} is not the 20 digits of a GB/T 28181 device")
    speed_kmh = _optional(item, "Speed")
    return PositionReport(
        f"gb28181:{device_id}",
        moment(_word(item, "CaptureTime") or _word(item, "Time") or _word(notify, "Time"), zone),
        _degrees(item, "Longitude"),
        _degrees(item, "Latitude"),
        speed_mps=None if speed_kmh is None else speed_kmh / _KMH_PER_MPS,
        heading_deg=_optional(item, "Direction"),
    )


def _word(parent: Element, tag: str) -> str | None:
    return (parent.findtext(tag) or "").strip() or None


def _degrees(item: Element, tag: str) -> float | None:
    word = _word(item, tag)
    if word is None:
        return None
    try:
        return float(word)
    except ValueError as error:
        raise UnreadablePayload("bad_shape", f"{tag} is not a number in degrees") from error


def _optional(item: Element, tag: str) -> float | None:
    """A number that may be missing; whatever else stands there is as good as missing."""
    try:
        return float(_word(item, tag) or "")
    except ValueError:
        return None


POSITION_SOURCE = PositionSource(
    key="gb28181_position",
    topic_filters=("xiuhua/v1/person/+/gb28181",),
    topic_pattern=r"xiuhua/v1/person/[^/]+/gb28181",
    read=read,
)
