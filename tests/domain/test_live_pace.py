"""How far apart live frames are: bounded, quick to give way, and in no client's hands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.live_pace import LONGEST_S, SHORTEST_S, USUAL_S, Look, next_interval_s, read_page_cost_s

SECONDS = st.floats(0, 100)
LOOKS = st.builds(Look, frame_s=SECONDS, busy_share=st.floats(0, 2), late_s=SECONDS, page_s=SECONDS)
INTERVALS = st.floats(SHORTEST_S, LONGEST_S)
CHEAP = Look(0.0005, 0.03, 0.001, 0.002)


def settle(look: Look, interval_s: float = USUAL_S) -> float:
    for _ in range(10):
        interval_s = next_interval_s(interval_s, look)
    return interval_s


@given(INTERVALS, LOOKS)
def test_the_interval_stays_within_its_bounds(interval_s: float, look: Look) -> None:
    assert SHORTEST_S <= next_interval_s(interval_s, look) <= LONGEST_S


@given(INTERVALS, LOOKS, SECONDS)
def test_a_dearer_frame_never_shortens_the_interval(interval_s: float, look: Look, more_s: float) -> None:
    dearer = look._replace(frame_s=look.frame_s + more_s, page_s=look.page_s + more_s)
    assert next_interval_s(interval_s, dearer) >= next_interval_s(interval_s, look)


@given(SECONDS, SECONDS)
def test_pages_and_lateness_alone_never_ask_for_more_than_the_usual(page_s: float, late_s: float) -> None:
    assert settle(CHEAP._replace(page_s=page_s, late_s=late_s)) <= USUAL_S


def test_cheap_frames_come_close_together_after_four_looks() -> None:
    interval_s = USUAL_S
    for _ in range(4):
        interval_s = next_interval_s(interval_s, CHEAP)
    assert interval_s == SHORTEST_S


def test_it_gives_way_at_once_to_a_slow_page() -> None:
    assert next_interval_s(SHORTEST_S, CHEAP._replace(page_s=0.02)) == pytest.approx(0.04)


def test_only_what_frames_cost_the_server_goes_beyond_the_usual() -> None:
    assert settle(CHEAP._replace(frame_s=0.03)) == pytest.approx(0.12)


def test_the_frames_of_several_senders_count_together() -> None:
    assert next_interval_s(0.02, Look(0.004, 0.8, 0.0, 0.0)) == pytest.approx(0.064)


@pytest.mark.parametrize(
    ("word", "cost_s"),
    [
        ('{"took_ms": 3.5}', 0.0035),
        ('{"took_ms":0}', 0.0),
        *((word, None) for word in ('{"took_ms":-1}', '{"took_ms":NaN}', '{"took_ms":1e9}', '{"took_ms":true}')),
        *((word, None) for word in ('{"took_ms":"3"}', "[1]", "", "[" * 64, '{"took_ms":1' + " " * 80 + "}")),
    ],
)
def test_only_a_sound_word_of_a_page_counts(word: str, cost_s: float | None) -> None:
    assert read_page_cost_s(word) == cost_s


@given(st.text())
def test_no_word_of_a_page_does_harm(word: str) -> None:
    cost_s = read_page_cost_s(word)
    assert cost_s is None or 0 <= cost_s <= 60
