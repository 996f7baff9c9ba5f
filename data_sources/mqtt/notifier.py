"""Tells the web processes what changed: the first change at once, then at most so many frames a second."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import orjson

from dashboard.domain.feeds import Feed
from dashboard.ports.operations import AssetChange, LiveNotifier
from data_sources.mqtt.topics import LIVE_FRAMES

_QUIET_INTERVAL_S: Final = 0.05
"""So that 95 of 100 changes are on the page within 100 ms: the wait for the next frame is most of that."""

_LOOK_AGAIN_S: Final = 0.1
_BUSY_INTERVAL_S: Final = 0.25
_BUSY_CHANGES_PER_S: Final = 1500.0
"""A steady 1 000 a second is not busy."""

_RATE_OVER_S: Final = 1.0
"""The rate is smoothed over so long, so that the jitter from frame to frame does not count."""


class Pace:
    """How long the next frame waits after the last one. Times are seconds of one monotonic clock."""

    def __init__(self) -> None:
        self._last_sent_s = 0.0
        self._rate_per_s = 0.0
        self._interval_s = _QUIET_INTERVAL_S

    def wait_s(self, now_s: float) -> float:
        """How long a frame that is ready now must still wait; 0 or less: not at all."""
        return self._last_sent_s + self._interval_s - now_s

    def sent(self, changes: int, now_s: float) -> None:
        """A frame left, with so many changes in it before they were conflated."""
        kept = math.exp((self._last_sent_s - now_s) / _RATE_OVER_S)
        self._rate_per_s = self._rate_per_s * kept + changes / _RATE_OVER_S
        self._interval_s = _BUSY_INTERVAL_S if self._rate_per_s > _BUSY_CHANGES_PER_S else _QUIET_INTERVAL_S
        self._last_sent_s = now_s


class Sender(Protocol):
    """Whatever can publish while it is connected."""

    @property
    def connected(self) -> bool: ...

    def publish(self, topic: str, payload: bytes, qos: int = 0, retain: bool = False) -> Any: ...


class MqttNotifier(LiveNotifier):
    """Conflates changes into frames: ≤ 20 a second, ≤ 4 above 1 500 changes a second, no wait when it is quiet.

    While the broker is away the changes are kept, the newest of each asset, and leave when it is back.
    """

    def __init__(self, sender: Sender, topic: str = LIVE_FRAMES) -> None:
        self._sender = sender
        self._topic = topic
        self._lock = threading.Condition()
        self._assets: dict[str, AssetChange] = {}
        self._feeds: dict[Feed, int] = {}
        self._pace = Pace()
        self._changes_since = 0
        self._closed = False
        self._thread = threading.Thread(target=self._send_in_time, name="live-frames", daemon=True)
        self._thread.start()

    def publish(self, changes: Sequence[AssetChange], feeds: Mapping[Feed, int]) -> None:
        """Takes in changes; a frame leaves now if the last one left long enough ago, else as soon as it did."""
        if not changes and not feeds:
            return
        with self._lock:
            self._changes_since += len(changes)
            for change in changes:
                self._merge(change)
            for feed, revision in feeds.items():
                # Two threads may tell what they committed in another order.
                self._feeds[feed] = max(revision, self._feeds.get(feed, 0))
            if self._pace.wait_s(time.monotonic()) <= 0:
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
                due_in_s = self._pace.wait_s(time.monotonic())
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
        self._pace.sent(self._changes_since, time.monotonic())
        self._changes_since = 0
        frame = encode(list(self._assets.values()), self._feeds)
        self._assets, self._feeds = {}, {}
        self._sender.publish(self._topic, frame)


def encode(changes: Sequence[AssetChange], feeds: Mapping[Feed, int]) -> bytes:
    """The frame as the web processes read it; asset entries have the shape that browsers get."""
    return orjson.dumps(
        {
            "assets": [
                {"id": c.asset_id, "state": c.state.value, "at": c.last_seen_us // 1000, "values": c.values}
                for c in changes
            ],
            "feeds": {feed.value: revision for feed, revision in feeds.items()},
        }
    )
