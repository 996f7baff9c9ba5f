"""What this web process and its pages say about the cost of frames."""

from __future__ import annotations

import pytest

from dashboard.domain.live_pace import SHORTEST_S, USUAL_S
from dashboard.services.live.pace import FramePace
from tests.fakes_alarms import FakeClock

NOW_US = 1_763_700_000_000_000


def test_the_slowest_page_sets_the_pace_until_it_leaves() -> None:
    pace = FramePace(FakeClock(NOW_US))
    for _ in range(3):
        pace.hear("desk", '{"took_ms": 1}')
        pace.hear("old television", '{"took_ms": 20}')
    assert pace.look(0.5, 0.0) == pytest.approx(0.04)
    pace.forget("old television")
    assert [pace.look(0.5, 0.0) for _ in range(4)][-1] == SHORTEST_S


def test_a_page_that_fell_silent_counts_for_five_seconds() -> None:
    clock = FakeClock(NOW_US)
    pace = FramePace(clock)
    for _ in range(3):
        pace.hear("wall", '{"took_ms": 24}')
    assert pace.look(0.5, 0.0) == pytest.approx(0.048)
    clock.now_us += 5_000_001
    assert [pace.look(0.5, 0.0) for _ in range(4)][-1] == SHORTEST_S


def test_a_page_that_waited_for_its_neighbours_is_taken_at_its_cheapest_word() -> None:
    pace = FramePace(FakeClock(NOW_US))
    for took_ms in (19, 12, 18):
        pace.hear("desk", f'{{"took_ms": {took_ms}}}')
    assert [pace.look(0.5, 0.0) for _ in range(3)][-1] == pytest.approx(0.024)


def test_the_start_of_a_page_slows_nobody() -> None:
    pace = FramePace(FakeClock(NOW_US))
    intervals_s = []
    for took_ms in (60, 40, 20):
        pace.hear("desk", f'{{"took_ms": {took_ms}}}')
        intervals_s.append([pace.look(0.5, 0.0) for _ in range(4)][-1])
    assert intervals_s == pytest.approx([0.01, 0.01, 0.04])


def test_a_page_that_lies_or_takes_nothing_cannot_slow_the_channel_below_the_usual() -> None:
    pace = FramePace(FakeClock(NOW_US))
    for _ in range(10):
        pace.hear("liar", '{"took_ms": 60000}')
        pace.count_frame(0.0005)
        pace.count_send(30.0)
        assert pace.look(0.5, 0.0) <= USUAL_S


def test_dear_frames_take_a_quarter_of_a_core() -> None:
    pace = FramePace(FakeClock(NOW_US))
    for _ in range(10):
        pace.count_frame(0.02)
    assert pace.look(0.5, 0.0) == pytest.approx(0.08)
