"""What came before the line broke is known when it comes again, once, and not for ever."""

from __future__ import annotations

import pytest

from data_sources.mqtt.redelivery import RecentMessages


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest.fixture
def recent(clock: Clock) -> RecentMessages:
    """A connection over which one message came just now."""
    messages = RecentMessages(clock)
    assert not messages.came_before("a", b"1")
    return messages


def reconnect(recent: RecentMessages) -> None:
    """The line breaks and is back."""
    recent.line_broke()
    recent.line_is_back()


def test_while_the_line_holds_the_same_bytes_are_a_new_message(recent: RecentMessages) -> None:
    assert not recent.came_before("a", b"1")


def test_after_a_break_it_is_known_once(recent: RecentMessages) -> None:
    reconnect(recent)
    assert [recent.came_before("a", b"1") for _ in range(2)] == [True, False]


def test_another_topic_or_another_payload_is_new(recent: RecentMessages) -> None:
    reconnect(recent)
    assert not recent.came_before("b", b"1")
    assert not recent.came_before("a", b"2")


def test_what_came_twice_may_come_twice_again(recent: RecentMessages) -> None:
    recent.came_before("a", b"1")
    reconnect(recent)
    assert [recent.came_before("a", b"1") for _ in range(3)] == [True, True, False]


def test_a_second_break_forgets_nothing(recent: RecentMessages) -> None:
    reconnect(recent)
    reconnect(recent)
    assert recent.came_before("a", b"1")


def test_however_long_the_broker_is_away_what_came_last_is_known(recent: RecentMessages, clock: Clock) -> None:
    recent.line_broke()
    clock.now_s += 3600
    recent.line_is_back()
    assert recent.came_before("a", b"1")


def test_a_minute_after_the_reconnect_the_same_bytes_are_new(recent: RecentMessages, clock: Clock) -> None:
    reconnect(recent)
    clock.now_s += 61
    assert not recent.came_before("a", b"1")


def test_what_came_long_before_the_break_is_not_suspected(recent: RecentMessages, clock: Clock) -> None:
    for _ in range(3):
        clock.now_s += 6
        recent.came_before("another", b"1")
    reconnect(recent)
    assert not recent.came_before("a", b"1")
