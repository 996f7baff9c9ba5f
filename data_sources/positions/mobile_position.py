"""Positions of body cameras and vehicles by GB/T 28181: the MANSCDP notification MobilePosition in a SIP body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import tzinfo
from typing import Final
from xml.etree.ElementTree import Element

from dashboard.domain.positions.reports import PositionReport
from dashboard.domain.readings import Delivery
from dashboard.errors import UnreadablePayload
from dashboard.ports.positions import PositionSource
from data_sources.positions._moments import dated, moment
from data_sources.xml_payloads import bare, parse_xml, word_of

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
    notify = parse_xml(_body(payload))
    command = word_of(notify, "CmdType")
    if notify.tag != "Notify" or command is None:
        raise UnreadablePayload("bad_shape", f"<{notify.tag:.40}> is no <Notify> with a <CmdType>")
    if command != "MobilePosition":
        raise UnreadablePayload("unknown_event", f"CmdType {command!r:.40} is not MobilePosition")
    if notify.find("DeviceList") is None:
        return [_report(notify, notify, zone)]
    return [_report(item, notify, zone) for item in notify.findall("DeviceList/Item")]


def _body(payload: bytes) -> bytes:
    """What stands behind the header of a SIP message; a bare body begins with `<`."""
    content = bare(payload)
    return content if content.startswith(b"<") else content.partition(b"\r\n\r\n")[2]


def _report(item: Element, notify: Element, zone: tzinfo) -> PositionReport:
    """One position; what an Item leaves out of device and time is that of the whole notification."""
    device_id = word_of(item, "DeviceID") or word_of(notify, "DeviceID") or ""
    if not _DEVICE_ID.fullmatch(device_id):
        raise UnreadablePayload("bad_shape", f"DeviceID {device_id!r:.40} is not the 20 digits of a GB/T 28181 device")
    speed_kmh = _optional(item, "Speed")
    return PositionReport(
        f"gb28181:{device_id}",
        moment(word_of(item, "CaptureTime") or word_of(item, "Time") or word_of(notify, "Time"), zone),
        _degrees(item, "Longitude"),
        _degrees(item, "Latitude"),
        speed_mps=None if speed_kmh is None else speed_kmh / _KMH_PER_MPS,
        heading_deg=_optional(item, "Direction"),
    )


def _degrees(item: Element, tag: str) -> float | None:
    word = word_of(item, tag)
    if word is None:
        return None
    try:
        return float(word)
    except ValueError as error:
        raise UnreadablePayload("bad_shape", f"{tag} is not a number in degrees") from error


def _optional(item: Element, tag: str) -> float | None:
    """A number that may be missing; whatever else stands there is as good as missing."""
    try:
        return float(word_of(item, tag) or "")
    except ValueError:
        return None


POSITION_SOURCE = PositionSource(
    key="gb28181_position",
    topic_filters=("xiuhua/v1/person/+/gb28181",),
    topic_pattern=r"xiuhua/v1/person/[^/]+/gb28181",
    read=read,
)
