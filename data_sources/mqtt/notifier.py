"""Tells the web processes what changed: the first change at once, then at most so many frames a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import orjson

from dashboard.ports import AssetChange
from data_sources.mqtt.topics import LIVE_FRAMES

_QUIET_INTERVAL_S: Final = 0.08
"""So that 95 of 100 changes are on the page within 100 ms: the wait for the next frame is most of that."""

_LOOK_AGAIN_S: Final = 0.1
_BUSY_INTERVAL_S: Final = 0.25
_BUSY_CHANGES_PER_S: Final = 1500.0
"""A steady 1 000 a second, with its jitter from frame to frame, is not busy."""


class Sender(Protocol):
    """Whatever can publish while it is connected."""

    @property
    def connected(self) -> bool: ...

    def publish(self, topic: str, payload: bytes, qos: int = 0, retain: bool = False) -> Any: ...


class MqttNotifier:
    """Conflates changes into frames: ≤ 12.5 a second, ≤ 4 above 1 500 changes a second, no wait when it is quiet.

    While the broker is away the changes are kept, the newest of each asset, and leave when it is back.
    """

    def __init__(self, sender: Sender, topic: str = LIVE_FRAMES) -> None:
        self._sender = sender
        self._topic = topic
        self._lock = threading.Condition()
        self._assets: dict[str, AssetChange] = {}
        self._feeds: dict[str, int] = {}
        self._last_sent_s = 0.0
        self._changes_since = 0
        self._interval_s = _QUIET_INTERVAL_S
        self._closed = False
        self._thread = threading.Thread(target=self._send_in_time, name="live-frames", daemon=True)
        self._thread.start()

    def publish(self, changes: Sequence[AssetChange], feeds: Mapping[str, int]) -> None:
        """Takes in changes; a frame leaves now if the last one left long enough ago, else as soon as it did."""
        if not changes and not feeds:
            return
        with self._lock:
            self._changes_since += len(changes)
            for change in changes:
                self._merge(change)
            self._feeds.update(feeds)
            if time.monotonic() - self._last_sent_s >= self._interval_s:
                self._send()
            self._lock.notify()

    def close(self) -> None:
        """Sends what is left and ends the thread."""
        with self._lock:
            self._closed = True
            self._lock.notify()
        self._thread.join()

    def _merge(self, change: AssetChange) -> None:
        before = self._assets.get(change.asset_id)
        values = {**before.values, **change.values} if before else change.values
        self._assets[change.asset_id] = change._replace(values=values)

    def _send_in_time(self) -> None:
        with self._lock:
            while not self._closed:
                if not self._assets and not self._feeds:
                    self._lock.wait()
                    continue
                due_in_s = self._last_sent_s + self._interval_s - time.monotonic()
                if due_in_s > 0:
                    self._lock.wait(due_in_s)
                elif not self._sender.connected:
                    self._lock.wait(_LOOK_AGAIN_S)
                else:
                    self._send()
            self._send()

    def _send(self) -> None:
        if not self._sender.connected or not (self._assets or self._feeds):
            return
        now_s = time.monotonic()
        rate = self._changes_since / max(now_s - self._last_sent_s, 0.05)
        self._interval_s = _BUSY_INTERVAL_S if rate > _BUSY_CHANGES_PER_S else _QUIET_INTERVAL_S
        frame = encode(list(self._assets.values()), self._feeds)
        self._assets, self._feeds = {}, {}
        self._changes_since = 0
        self._last_sent_s = now_s
        self._sender.publish(self._topic, frame)


def encode(changes: Sequence[AssetChange], feeds: Mapping[str, int]) -> bytes:
    """The frame as the web processes read it; asset entries have the shape that browsers get."""
    return orjson.dumps(
        {
            "assets": [
                {"id": c.asset_id, "state": c.state.value, "at": c.last_seen_us // 1000, "values": c.values}
                for c in changes
            ],
            "feeds": feeds,
        }
    )
