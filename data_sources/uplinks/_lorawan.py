"""What both LoRaWAN network servers have in common: history frames inside an object, the signal, and whose clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from dashboard.domain.durations import MINUTE_US
from dashboard.domain.field_rules import resolve
from dashboard.domain.metrics import METRICS
from dashboard.domain.timestamps import BadTime, parse_time
from data_sources.payloads import digest, key_part
from data_sources.uplinks._reports import Report

_RSSI: Final = METRICS["rssi_dbm"]
_CLOCK_TOLERANCE_US: Final = 5 * MINUTE_US


def with_history(report: Report) -> Iterator[Report]:
    """The report, and one more for each frame of its `history`, at the frame's own time (Milesight 20CE).

    A history frame has the fields of a live one beside its `timestamp`.
    """
    decoded = resolve(report.body, report.measured)
    frames = decoded.get("history") if isinstance(decoded, dict) else None
    if not isinstance(decoded, dict) or not isinstance(frames, list) or not frames:
        yield report
        return
    live = {key: value for key, value in decoded.items() if key != "history"}
    if live:
        yield replace(report, body={**report.body, str(report.measured[-1]): live}, partial=True)
    for frame in frames:
        fields, time = _fields_and_time(frame)
        dedupe = f"history:{digest(repr(frame))}"
        body: dict[str, object] = {str(report.measured[-1]): fields}
        yield replace(report, body=body, times=(time,), dedupe=dedupe, history=True, extra={}, frame=None)


def _fields_and_time(frame: object) -> tuple[object, object]:
    if not isinstance(frame, dict):
        return frame, None
    fields = {key: value for key, value in frame.items() if key not in ("timestamp", "time")}
    return fields, frame.get("timestamp", frame.get("time"))


def signal(receptions: object) -> Mapping[str, float]:
    """The best signal strength among the gateways that heard a frame. Their position is never the device's."""
    levels = [float(rssi) for rssi in said(receptions, "rssi") if isinstance(rssi, int | float) and _RSSI.accepts(rssi)]
    return {_RSSI.key: max(levels)} if levels else {}


def said(receptions: object, key: str) -> list[object]:
    """What the gateways that heard a frame say as `key`."""
    heard = receptions if isinstance(receptions, list) else []
    return [each.get(key) for each in heard if isinstance(each, dict)]


def trusted_times(gateways: Iterable[object], servers: Iterable[object], received_us: int) -> tuple[object, ...]:
    """The times of a frame in the order in which they are believed.

    The gateways' come first, as they are nearest to the device, unless all of them that can be read are more than
    five minutes from the network server's: a gateway's clock may never have been set, the server's is.
    """
    of_gateways = [time for time in gateways if time is not None]
    of_servers = [time for time in servers if time is not None]
    server_us = next((moment for time in of_servers if (moment := _moment(time, received_us)) is not None), None)
    if server_us is None:
        return (*of_gateways, *of_servers)
    near = [time for time in of_gateways if _is_near(time, server_us, received_us)]
    return (*near, *of_servers)


def frame_key(session: object, counter: object, payload: object) -> str:
    """The dedupe key of a frame. A counter says nothing alone: a device that restarts begins to count anew."""
    return f"{key_part(session)}:{key_part(counter)}:{digest(repr(payload))}"


def counted(counter: object) -> int | None:
    """A frame counter when it is one."""
    return counter if isinstance(counter, int) and not isinstance(counter, bool) else None


def _is_near(time: object, server_us: int, received_us: int) -> bool:
    moment = _moment(time, received_us)
    return moment is not None and abs(moment - server_us) <= _CLOCK_TOLERANCE_US


def _moment(time: object, received_us: int) -> int | None:
    try:
        return parse_time(time, received_us)
    except BadTime:
        return None
