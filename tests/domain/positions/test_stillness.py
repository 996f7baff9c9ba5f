"""Since when somebody stays at one place."""

from __future__ import annotations

from dashboard.domain.positions.reports import Position
from dashboard.domain.positions.stillness import Still, moved, still_since

M_NORTH = 1 / 111_195  # degrees of latitude


def at(minute: int, north_m: float, accuracy_m: float | None = None) -> Position:
    return Position(minute * 60_000_000, 121.2623, 28.6497 + north_m * M_NORTH, accuracy_m)


def test_the_first_position_is_where_somebody_stands() -> None:
    assert moved(None, at(3, 0.0)) == Still(121.2623, 28.6497, 180_000_000)


def test_within_30_m_nobody_has_moved_and_beyond_it_they_stand_anew() -> None:
    state = moved(None, at(0, 0.0))
    assert moved(state, at(1, 29.9)) is state
    assert moved(state, at(2, 30.1)).since_us == 120_000_000
    assert moved(state, at(2, 30.1), radius_m=50.0) is state


def test_a_slow_creep_is_measured_from_where_it_began() -> None:
    assert still_since([at(minute, 2.1 * minute) for minute in range(20)]) == 15 * 60_000_000


def test_who_may_still_be_within_the_radius_has_not_left_it() -> None:
    state = moved(None, at(0, 0.0))
    assert moved(state, at(1, 75.0, accuracy_m=50.0)) is state
    assert moved(state, at(1, 85.0, accuracy_m=50.0)).since_us == 60_000_000


def test_an_older_position_changes_nothing_and_a_track_needs_no_order() -> None:
    state = moved(None, at(5, 0.0))
    assert moved(state, at(4, 500.0)) is state
    assert still_since([at(9, 1.0), at(0, 500.0), at(4, 0.0)]) == 4 * 60_000_000
    assert still_since([]) is None
