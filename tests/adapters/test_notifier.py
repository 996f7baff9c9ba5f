"""The live notifier: what it does with changes while nobody can hear them."""

from __future__ import annotations

import queue
from itertools import pairwise

import orjson
import pytest

from dashboard.domain.feeds import Feed
from dashboard.domain.severity import AssetState
from dashboard.ports.operations import AssetChange
from data_sources.mqtt.notifier import MqttNotifier, Pace, encode_pace

PATIENCE_S = 30.0


class Line:
    """A line to the broker that can be cut."""

    def __init__(self) -> None:
        self.connected = True
        self.sent: queue.Queue[bytes] = queue.Queue()

    def publish(self, _topic: str, payload: bytes, qos: int = 0, retain: bool = False) -> None:
        assert self.connected, "nothing may be sent while the line is cut"
        assert (qos, retain) == (0, False)
        self.sent.put(payload)


def change(value: float) -> AssetChange:
    return AssetChange("JG-0001", AssetState.NORMAL, 1_000_000, {"tilt_deg": value})


def test_a_first_change_leaves_at_once() -> None:
    line = Line()
    notifier = MqttNotifier(line)
    notifier.publish([change(1.0)], {Feed.ALARMS: 3})
    frame = orjson.loads(line.sent.get(timeout=PATIENCE_S))
    notifier.close()
    assert frame["assets"][0]["values"] == {"tilt_deg": 1.0}
    assert frame["feeds"] == {"alarms": 3}


def test_changes_are_kept_while_the_broker_is_away_and_the_newest_leave_when_it_is_back() -> None:
    line = Line()
    line.connected = False
    notifier = MqttNotifier(line)
    notifier.publish([change(1.0)], {Feed.ALARMS: 3})
    notifier.publish([change(2.0)], {Feed.ALARMS: 4})
    assert line.sent.empty()
    line.connected = True
    frame = orjson.loads(line.sent.get(timeout=PATIENCE_S))
    notifier.close()
    assert frame["assets"][0]["values"] == {"tilt_deg": 2.0}
    assert frame["feeds"] == {"alarms": 4}
    assert line.sent.empty()


def test_a_revision_never_falls_when_two_threads_tell_in_another_order() -> None:
    line = Line()
    line.connected = False
    notifier = MqttNotifier(line)
    notifier.publish([], {Feed.ALARMS: 4, Feed.WALLS: 1})
    notifier.publish([], {Feed.ALARMS: 3, Feed.WALLS: 2})
    line.connected = True
    frame = orjson.loads(line.sent.get(timeout=PATIENCE_S))
    notifier.close()
    assert frame["feeds"] == {"alarms": 4, "walls": 2}


def test_the_web_process_that_wants_frames_farthest_apart_is_followed_while_it_speaks() -> None:
    pace = Pace()
    pace.sent(1, 100.0)
    pace.follow("a", 0.01, 100.0)
    assert pace.wait_s(100.0) == pytest.approx(0.01)
    pace.follow("b", 0.03, 102.0)
    assert pace.wait_s(100.0) == pytest.approx(0.03)
    pace.follow("a", 0.01, 104.0)
    pace.sent(1, 106.0)
    assert pace.wait_s(106.0) == pytest.approx(0.01)
    pace.sent(1, 109.0)
    assert pace.wait_s(109.0) == pytest.approx(0.05)


@pytest.mark.parametrize("told_s", [-1.0, 0.0, float("nan"), float("inf"), 1e9])
def test_whatever_is_told_stays_within_bounds(told_s: float) -> None:
    pace = Pace()
    pace.sent(1, 100.0)
    pace.follow("a", told_s, 100.0)
    assert 0.0049 <= pace.wait_s(100.0) <= 0.2501


@pytest.mark.parametrize("word", [b"", b"[]", b"{", b"{}", b'{"web":"a","interval_ms":null}', b"\xff"])
def test_a_word_that_cannot_be_read_changes_nothing(word: bytes) -> None:
    notifier = MqttNotifier(Line())
    notifier.follow(word)
    notifier.follow(encode_pace("a", 0.02))
    notifier.close()


def waits_s(frames: list[tuple[float, int]]) -> list[float]:
    """The wait after each frame that left at that second with so many changes."""
    pace, found = Pace(), []
    for now_s, changes in frames:
        pace.sent(changes, now_s)
        found.append(round(pace.wait_s(now_s), 3))
    return found


def test_nothing_waits_after_a_quiet_moment() -> None:
    pace = Pace()
    pace.sent(1, 100.0)
    assert pace.wait_s(100.0) == pytest.approx(0.05)
    assert pace.wait_s(101.0) < 0


def test_a_steady_thousand_a_second_that_comes_in_lumps_is_not_busy() -> None:
    lumps = [(100.0 + frame * 0.05, (10, 90)[frame % 2]) for frame in range(100)]
    assert set(waits_s(lumps)) == {0.05}


def test_a_storm_slows_the_frames_to_four_a_second_until_it_is_over() -> None:
    storm = [(100.0 + frame * 0.25, 1_000) for frame in range(20)]
    calm = [(106.0 + frame * 0.25, 5) for frame in range(20)]
    found = waits_s(storm + calm)
    assert found[2:20] == [0.25] * 18
    assert found[-1] == 0.05
    assert sum(before != after for before, after in pairwise(found)) == 2
