"""What a report is probably about."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.cases.guessing import MOST_GUESSES, Here, PastReport, likeliest
from dashboard.domain.coordinates import Position

ZONE = ZoneInfo("Asia/Shanghai")
NAMES = {code: f"小类 {code}" for code in ("stall", "car", "litter", *"abcdefg")}
HERE = Position(121.405, 29.655)


def us(day: int, hour: int) -> int:
    """A moment of the city in November 2026, in µs; the 27th is a Friday."""
    return int(datetime(2026, 11, day, hour, 30, tzinfo=ZONE).astimezone(UTC).timestamp() * 1e6)


def report(category: str, day: int = 20, hour: int = 18, away_deg: float = 0.0) -> PastReport:
    return PastReport(category, HERE.lon + away_deg, HERE.lat, us(day, hour))


def codes(past: list[PastReport], hour: int = 18, day: int = 27, position: Position | None = HERE) -> list[str]:
    return [each.category for each in likeliest(past, Here(us(day, hour), ZONE, position), NAMES).items]


@pytest.mark.parametrize(
    ("past", "first"),
    [
        pytest.param([report("stall"), report("car"), report("car")], "car", id="what comes more often"),
        pytest.param([report("stall"), *[report("car", hour=3)] * 3], "stall", id="what comes at this hour"),
        pytest.param([report("stall", hour=17), *[report("car", hour=3)] * 3], "stall", id="the hour beside it"),
        pytest.param([report("stall"), *[report("car", away_deg=0.01)] * 2], "stall", id="what comes close by"),
        pytest.param([report("stall"), report("car", day=21)], "stall", id="such a day"),
    ],
)
def test_the_likeliest_is(past: list[PastReport], first: str) -> None:
    assert codes(past)[0] == first


def test_midnight_is_beside_eleven_at_night() -> None:
    past = [report("stall", hour=23), *[report("car", hour=12)] * 3]
    assert codes(past, hour=0)[0] == "stall"


def test_a_day_off_is_told_by_days_off() -> None:
    past = [report("stall", day=21), report("car", day=20)]
    assert codes(past, day=28)[0] == "stall"


def test_shares_are_of_all_that_is_known_and_few_reports_make_no_certainty() -> None:
    here = Here(us(27, 18), ZONE, HERE)
    few = likeliest([report("stall"), report("car", hour=3)], here, NAMES)
    many = likeliest([report("stall")] * 40 + [report("car", hour=3)], here, NAMES)
    assert sum(each.share for each in few.items) == pytest.approx(1.0)
    assert (few.cases, many.cases) == (2, 41)
    assert few.items[0].share < 0.85 < 0.95 < many.items[0].share


def test_there_are_six_at_most_and_none_that_the_catalogue_has_no_more() -> None:
    past = [report(code) for code in (*"abcdefg", "gone", "stall")]
    assert len(codes(past)) == MOST_GUESSES
    assert "gone" not in codes([*past, *[report("gone")] * 9])
    assert likeliest([report("gone")], Here(us(27, 18), ZONE), NAMES).cases == 0


def test_without_a_position_the_hour_says_it_alone() -> None:
    assert codes([report("stall"), *[report("car", hour=3)] * 3], position=None)[0] == "stall"
