"""Which messages were heard before, by their content, their counter and the broker's word."""

from __future__ import annotations

import pytest

from dashboard.domain.repeats import KEPT_US, MOST_KEPT, Heard, Mark, hear

SECOND = 1_000_000
MINUTE = 60 * SECOND

Said = tuple[str, int, bool]
"""A content, when it comes, and whether the broker says that it delivers it again."""

COUNTED: dict[str, tuple[list[Said], Heard]] = {
    "new content": ([("a", 0, False), ("b", 1, False)], Heard.NEWS),
    "the newest one again, hours later": ([("a", 0, False), ("a", 180 * MINUTE, False)], Heard.REPEAT),
    "an older one within a minute": ([("a", 0, False), ("b", 1, False), ("a", 59 * SECOND, False)], Heard.REPEAT),
    "an older one minutes later": ([("a", 0, False), ("b", MINUTE, False), ("a", 5 * MINUTE, False)], Heard.REPEAT),
    "the broker delivers again": ([("a", 0, False), ("b", MINUTE, False), ("a", 5 * MINUTE, True)], Heard.REPEAT),
    "delivered again, but never heard": ([("a", 0, False), ("b", MINUTE, True)], Heard.NEWS),
}
UNCOUNTED: dict[str, tuple[list[Said], Heard]] = {
    "the same within a second": ([("a", 0, False), ("a", SECOND // 2, False)], Heard.REPEAT),
    "the same after a second": ([("a", 0, False), ("a", 2 * SECOND, False)], Heard.NEWS),
    "something came in between": ([("a", 0, False), ("b", 1, False), ("a", SECOND // 2, False)], Heard.NEWS),
    "the newest is delivered again": ([("a", 0, False), ("a", MINUTE, True)], Heard.REPEAT),
    "an older one is delivered again": ([("a", 0, False), ("b", MINUTE, False), ("a", 2 * MINUTE, True)], Heard.ECHO),
}


def last_of(said: list[Said], *, counted: bool) -> Heard:
    """What the last message is."""
    seen: list[Mark] = []
    heard = [hear(seen, ord(text), at_us, counted=counted, redelivered=again) for text, at_us, again in said]
    return heard[-1]


@pytest.mark.parametrize(("said", "expected"), COUNTED.values(), ids=COUNTED)
def test_messages_with_a_counter(said: list[Said], expected: Heard) -> None:
    assert last_of(said, counted=True) is expected


@pytest.mark.parametrize(("said", "expected"), UNCOUNTED.values(), ids=UNCOUNTED)
def test_messages_without_time_and_counter(said: list[Said], expected: Heard) -> None:
    assert last_of(said, counted=False) is expected


def counters_heard(counters: list[int], minutes: list[float]) -> list[Heard]:
    """What messages with these counters are; the content of each is told by its counter."""
    seen: list[Mark] = []
    return [
        hear(seen, counter, int(minute * MINUTE), counted=True, redelivered=False, counter=counter)
        for counter, minute in zip(counters, minutes, strict=True)
    ]


def test_a_device_that_restarted_counts_from_the_beginning_and_all_of_it_is_news() -> None:
    first = list(range(30))
    minutes = [number * 0.1 for number in (*first, *range(30, 60))]
    assert set(counters_heard([*first, *first], minutes)) == {Heard.NEWS}


def test_a_restart_is_seen_also_when_its_first_messages_were_lost() -> None:
    assert counters_heard([2, 3, 40, 3, 40], [0, 0.5, 1, 3, 3.5])[3:] == [Heard.NEWS, Heard.NEWS]


def test_what_a_gateway_sends_again_minutes_later_is_no_restart() -> None:
    sent = list(range(100, 130))
    heard = counters_heard([*sent, *sent], [*[0.0] * 30, *[5.0] * 30])
    assert heard == [Heard.NEWS] * 30 + [Heard.REPEAT] * 30


def test_little_is_remembered_of_a_slow_device_and_a_bounded_number_of_a_fast_one() -> None:
    slow: list[Mark] = []
    fast: list[Mark] = []
    for number in range(2 * MOST_KEPT):
        hear(slow, number, number * 2 * KEPT_US, counted=True, redelivered=False)
        hear(fast, number, number, counted=True, redelivered=False)
    assert (len(slow), len(fast)) == (2, MOST_KEPT)


def test_what_came_before_an_outage_is_still_known_after_it() -> None:
    seen: list[Mark] = []
    for number in range(5):
        hear(seen, number, number * SECOND, counted=False, redelivered=False)
    after = [hear(seen, number, 180 * MINUTE + number, counted=False, redelivered=True) for number in (2, 3, 4, 5, 3)]
    assert after == [Heard.ECHO, Heard.ECHO, Heard.REPEAT, Heard.NEWS, Heard.ECHO]
