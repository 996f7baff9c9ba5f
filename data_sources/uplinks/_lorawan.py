"""What both LoRaWAN network servers have in common: history frames inside a decoded object, and the signal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from dashboard.domain.field_rules import resolve
from dashboard.domain.metrics import METRICS
from data_sources.payloads import digest
from data_sources.uplinks._reports import Report

_RSSI: Final = METRICS["rssi_dbm"]


def with_history(report: Report) -> Iterator[Report]:
    """The report, and one more for each frame of its `history`, at the frame's own time (Milesight 20CE).

    A history frame has the fields of a live one beside its `timestamp`.
    """
    decoded = resolve(report.body, report.measured)
    if not isinstance(decoded, dict):
        return
    frames = decoded.get("history")
    live = {key: value for key, value in decoded.items() if key != "history"}
    if live:
        yield replace(report, body={**report.body, str(report.measured[-1]): live})
    for frame in frames if isinstance(frames, list) else ():
        if isinstance(frame, dict):
            fields = {key: value for key, value in frame.items() if key not in ("timestamp", "time")}
            time = frame.get("timestamp", frame.get("time"))
            dedupe = f"history:{digest(repr(frame))}"
            body: dict[str, object] = {str(report.measured[-1]): fields}
            yield replace(report, body=body, times=(time,), dedupe=dedupe, history=True, extra={})


def signal(receptions: object) -> Mapping[str, float]:
    """The best signal strength among the gateways that heard a frame. Their position is never the device's."""
    if not isinstance(receptions, list):
        return {}
    heard = [each.get("rssi") for each in receptions if isinstance(each, dict)]
    levels = [float(rssi) for rssi in heard if isinstance(rssi, int | float) and _RSSI.accepts(rssi)]
    return {_RSSI.key: max(levels)} if levels else {}
