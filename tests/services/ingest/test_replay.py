"""Playing recorded messages: pace, times, and stopping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from dashboard.domain.replays import RecordedMessage, ReplayMark, replay_topic, unwrapped
from dashboard.domain.rights import Actor, Role
from dashboard.errors import Forbidden, UnreadablePayload
from dashboard.services.ingest.replay import Played, Player, Replay
from tests.actors import OPERATOR, acting
from tests.fakes_alarms import FakeClock

BEGIN, THEN, SECOND = 1_763_700_000_000_000, 1_700_000_000_000_000, 1_000_000


@dataclass
class Stage:
    """A clock that runs only while somebody waits, and a sender that remembers."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(BEGIN))
    sent: list[tuple[str, bytes, int]] = field(default_factory=list)
    finished: bool = False
    stop_after: int = 1_000
    actor: Actor = OPERATOR
    noted: list[tuple[Any, ...]] = field(default_factory=list)

    def wait(self, seconds: float) -> bool:
        self.clock.now_us += round(seconds * SECOND)
        return len(self.sent) >= self.stop_after

    def send(self, topic: str, payload: bytes) -> None:
        self.sent.append((topic, payload, self.clock.now_us))

    def finish(self) -> None:
        self.finished = True

    def play(self, *after_s: float, speed: float = 1.0) -> Played:
        """Plays messages that came so many seconds after the first."""
        messages = [RecordedMessage("t", b"x", THEN + round(each * SECOND)) for each in after_s]
        return Player(self, self, self.clock, self.wait).play(messages, Replay("r1", "夜里.ndjson", speed), self.actor)

    @contextmanager
    def begin(self) -> Iterator[Stage]:
        """Where it is noted."""
        assert not self.sent, "a message left before it was noted"
        yield self

    def note_in_audit(self, actor: Actor, action: str, subject: str, detail: Mapping[str, object], at_us: int) -> None:
        self.noted.append((actor.name, action, subject, dict(detail)))


@pytest.mark.parametrize(("speed", "at_s"), [(1.0, [0, 10, 40]), (10.0, [0, 1, 4]), (0.5, [0, 20, 80])])
def test_messages_follow_each_other_at_a_multiple_of_their_pace(speed: float, at_s: list[int]) -> None:
    stage = Stage()
    assert stage.play(0, 10, 40, speed=speed) == Played(3, complete=True)
    assert [at_us - BEGIN for _, _, at_us in stage.sent] == [each * SECOND for each in at_s]
    assert stage.finished


def test_each_message_is_moved_to_the_moment_at_which_it_is_played() -> None:
    stage = Stage()
    stage.play(0, 10, speed=10.0)
    moved = [unwrapped(topic)[0].shift_us + THEN for topic, _, _ in stage.sent]
    assert moved == [BEGIN, BEGIN + SECOND - 10 * SECOND]


def test_a_message_that_is_out_of_order_is_played_at_once() -> None:
    stage = Stage()
    stage.play(0, 10, 5)
    assert [at_us - BEGIN for _, _, at_us in stage.sent] == [0, 10 * SECOND, 10 * SECOND]


def test_it_is_noted_before_the_first_message_leaves() -> None:
    stage = Stage()
    stage.play(0, 1, speed=2.0)
    assert stage.noted == [("operator", "replay_messages", "夜里.ndjson", {"run": "r1", "speed": 2.0})]


def test_who_may_not_register_devices_plays_nothing() -> None:
    stage = Stage(actor=acting("li", Role.OPERATOR))
    with pytest.raises(Forbidden):
        stage.play(0)
    assert (stage.sent, stage.noted) == ([], [])


def test_it_stops_when_told_to() -> None:
    stage = Stage(stop_after=2)
    assert stage.play(0, 1, 2, 3) == Played(2, complete=False)


@pytest.mark.parametrize("topic", ["a/b", "/sys/p/d/thing/event/property/post", "$oc/devices/d", "井盖/一号", "a//b"])
def test_a_topic_comes_out_as_it_went_in(topic: str) -> None:
    mark = ReplayMark("6920a1f0", -5)
    assert unwrapped(replay_topic(topic, mark)) == (mark, topic)


@pytest.mark.parametrize("rest", ["", "r1", "r1/5", "r1/5/", "r1/x/t", "R!/5/t", "r1/99999999999999999999/t"])
def test_a_topic_that_is_no_replay_is_refused(rest: str) -> None:
    with pytest.raises(UnreadablePayload) as caught:
        unwrapped(f"xiuhua/v1/replay/{rest}")
    assert caught.value.reason == "bad_topic"
