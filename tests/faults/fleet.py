"""Devices of three kinds, and messages whose number can be read from the row that they become."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from tests.e2e.product import Report, now_ms

METRIC: Final = "battery_v"
KINDS_OF_ASSETS: Final = ("bin", "manhole", "parking_bay", "sign")
"""The kinds of assets whose devices report a battery's voltage, which no rule of the demo city looks at."""

_STEP_V: Final = 0.001


class DeviceKind(StrEnum):
    """What a device sends beside its value."""

    TIMED = "ts + seq"
    COUNTED = "seq only"
    BARE = "neither"


KINDS: Final = tuple(DeviceKind)


class Fleet:
    """So many devices that report in turn. Message `n` is a reading of its own: no two of a device have one value."""

    def __init__(self, assets: Sequence[tuple[str, str]]) -> None:
        self._topics = [f"xiuhua/v1/{kind}/{asset_id}/observation" for kind, asset_id in assets]
        self._turn = {asset_id: index for index, (_, asset_id) in enumerate(assets)}

    def report(self, number: int, padding: int = 0) -> Report:
        """Return the message of that number as of now, made longer by `padding` bytes."""
        index, report = number % len(self._topics), number // len(self._topics)
        element: dict[str, object] = {"values": {METRIC: round((report + 1) * _STEP_V, 3)}}
        kind = self.kind(number)
        if kind is not DeviceKind.BARE:
            element["seq"] = report
        if kind is DeviceKind.TIMED:
            element["ts"] = now_ms()
        if padding:
            element["note"] = "x" * padding
        return Report(self._topics[index], json.dumps(element).encode())

    def kind(self, number: int) -> DeviceKind:
        """Return the kind of the device that sends this message."""
        return KINDS[number % len(self._topics) % len(KINDS)]

    def number(self, asset_id: str, value: float) -> int | None:
        """Return the number of the message that became this reading; None when it is of none of our devices."""
        turn = self._turn.get(asset_id)
        return None if turn is None else (round(value / _STEP_V) - 1) * len(self._topics) + turn
