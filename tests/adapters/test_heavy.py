"""Large messages wait by topic, and never stand before small ones."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.domain.readings import Delivery
from data_sources.mqtt.client import Received
from data_sources.mqtt.heavy import LARGE_BYTES, MOST_BYTES, SHARE_BYTES, Heavy


def message(topic: str, size: int = LARGE_BYTES) -> Received:
    return Received(Delivery(topic, bytes(size), 1), 1, 1, 1)


def topics(received: Sequence[Received]) -> list[str]:
    return [each.delivery.topic for each in received]


def test_a_loud_camera_keeps_no_quiet_one_waiting() -> None:
    heavy = Heavy()
    for _ in range(100):
        heavy.takes(message("loud", SHARE_BYTES // 4))
    assert heavy.takes(message("quiet"))
    assert topics(heavy.share())[:2] == ["loud", "quiet"]
    assert len(heavy) == 96, "a share of four, and one that goes beyond it"


def test_a_share_is_bounded_and_at_least_one() -> None:
    heavy = Heavy()
    for topic in ("a", "b", "c"):
        heavy.takes(message(topic, SHARE_BYTES))
    assert [topics(heavy.share()) for _ in range(4)] == [["a"], ["b"], ["c"], []]


def test_small_messages_pass_unless_they_follow_a_large_one_of_their_topic() -> None:
    heavy = Heavy()
    assert not heavy.takes(message("camera", 10))
    assert heavy.takes(message("camera"))
    assert heavy.takes(message("camera", 10)), "an end never comes before its start"
    assert not heavy.takes(message("meter", 10))
    assert [len(each.delivery.payload) for each in heavy.share()] == [LARGE_BYTES, 10]
    assert not heavy.takes(message("camera", 10))


def test_it_is_full_once_so_much_waits_and_not_after_that_was_taken() -> None:
    heavy = Heavy()
    heavy.takes(message("a", MOST_BYTES))
    assert heavy.is_full
    heavy.share()
    assert (heavy.is_full, len(heavy)) == (False, 0)
