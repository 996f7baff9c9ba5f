"""The live notifier: what it does with changes while nobody can hear them."""

from __future__ import annotations

import queue

import orjson

from dashboard.domain.severity import AssetState
from dashboard.ports import AssetChange
from data_sources.mqtt.notifier import MqttNotifier

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
    notifier.publish([change(1.0)], {"alarms": 3})
    frame = orjson.loads(line.sent.get(timeout=PATIENCE_S))
    notifier.close()
    assert frame["assets"][0]["values"] == {"tilt_deg": 1.0}
    assert frame["feeds"] == {"alarms": 3}


def test_changes_are_kept_while_the_broker_is_away_and_the_newest_leave_when_it_is_back() -> None:
    line = Line()
    line.connected = False
    notifier = MqttNotifier(line)
    notifier.publish([change(1.0)], {"alarms": 3})
    notifier.publish([change(2.0)], {"alarms": 4})
    assert line.sent.empty()
    line.connected = True
    frame = orjson.loads(line.sent.get(timeout=PATIENCE_S))
    notifier.close()
    assert frame["assets"][0]["values"] == {"tilt_deg": 2.0}
    assert frame["feeds"] == {"alarms": 4}
    assert line.sent.empty()
