"""Tells the web processes what changed: the first change at once, then at most so many frames a second."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import orjson

from dashboard.domain.feeds import Feed
from dashboard.domain.live_pace import LONGEST_S, USUAL_S, bounded_s
from dashboard.ports.operations import AssetChange, LiveNotifier
from data_sources.mqtt.topics import LIVE_FRAMES

log = logging.getLogger(__name__)

_WORD_COUNTS_S: Final = 3.0
_WORDS_AT_MOST: Final = 64
_LOOK_AGAIN_S: Final = 0.1
_BUSY_CHANGES_PER_S: Final = 1500.0
"""A steady 1 000 a second is not busy."""

_RATE_OVER_S: Final = 1.0
"""The rate is smoothed over so long, so that the jitter from frame to frame does not count."""


class Pace:
    """How long the next frame waits after the last one. Times are seconds of one monotonic clock.

    As long as the web process that wants it longest said in the last three seconds; USUAL_S when none did; LONGEST_S
    above 1 500 changes a second.
    """

    def __init__(self) -> None:
        self._last_sent_s = 0.0
        self._rate_per_s = 0.0
        self._words: dict[str, tuple[float, float]] = {}

    def follow(self, web: str, interval_s: float, now_s: float) -> None:
        """Take the word of a web process; those that went silent, and more than 64, are left out."""
        self._words = {name: word for name, word in self._words.items() if now_s - word[0] < _WORD_COUNTS_S}
        if web in self._words or len(self._words) < _WORDS_AT_MOST:
            self._words[web] = (now_s, bounded_s(interval_s))

    def _interval_s(self, now_s: float) -> float:
        if self._rate_per_s > _BUSY_CHANGES_PER_S:
            return LONGEST_S
        told = [interval for at_s, interval in self._words.values() if now_s - at_s < _WORD_COUNTS_S]
        return max(told, default=USUAL_S)

    def wait_s(self, now_s: float) -> float:
        """How long a frame that is ready now must still wait; 0 or less: not at all."""
        return self._last_sent_s + self._interval_s(now_s) - now_s

    def sent(self, changes: int, now_s: float) -> None:
        """A frame left, with so many changes in it before they were conflated."""
        kept = math.exp((self._last_sent_s - now_s) / _RATE_OVER_S)
        self._rate_per_s = self._rate_per_s * kept + changes / _RATE_OVER_S
        self._last_sent_s = now_s


class Sender(Protocol):
    """Whatever can publish while it is connected."""

    @property
    def connected(self) -> bool: ...

    def publish(self, topic: str, payload: bytes, qos: int = 0, retain: bool = False) -> Any: ...


class MqttNotifier(LiveNotifier):
    """Conflates changes into frames: as far apart as `Pace` says, no wait when it is quiet.

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

    def follow(self, payload: bytes) -> None:
        """Take in how far apart a web process would have the frames; a word that cannot be read is left out."""
        try:
            word = orjson.loads(payload)
            web, interval_s = str(word["web"]), float(word["interval_ms"]) / 1000
        except (ValueError, KeyError, TypeError) as error:
            log.debug("the pace of a web process could not be read: %s", error)
            return
        with self._lock:
            self._pace.follow(web, interval_s, time.monotonic())
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


def encode_pace(web: str, interval_s: float) -> bytes:
    """The word of a web process, as the notifiers read it."""
    return orjson.dumps({"web": web, "interval_ms": round(interval_s * 1000, 1)})
