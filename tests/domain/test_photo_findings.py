"""What is odd about a picture, and what is not."""

from __future__ import annotations

import pytest

from dashboard.domain.coordinates import Position
from dashboard.domain.durations import DAY_US, HOUR_US
from dashboard.domain.photos.findings import Oddity, findings
from dashboard.domain.photos.limits import LONGEST_EDGE_PX, MOST_PIXELS, size_problem
from dashboard.domain.photos.records import Photo

NOW = 1_763_700_000_000_000
PLACE = Position(120.09, 30.86)


def photo(width: int = 2560, height: int = 1920, age_us: int | None = 60, position: Position | None = None) -> Photo:
    taken_us = None if age_us is None else NOW - age_us
    return Photo(
        digest="0" * 64, width=width, height=height, size_bytes=1, taken_us=taken_us, position=position, stored_us=NOW
    )


@pytest.mark.parametrize(
    ("given", "place", "odd"),
    [
        (photo(), PLACE, []),
        (photo(position=Position(120.0902, 30.8601)), PLACE, []),
        (photo(position=Position(120.0902, 30.8601)), None, []),
        (photo(position=Position(120.095, 30.86)), PLACE, [Oddity.FAR]),
        (photo(position=Position(-2.497, 51.41)), PLACE, [Oddity.FAR]),
        (photo(age_us=None), PLACE, []),
        (photo(age_us=DAY_US), PLACE, []),
        (photo(age_us=DAY_US + 1), PLACE, [Oddity.OLD]),
        (photo(age_us=-HOUR_US), PLACE, []),
        (photo(age_us=-HOUR_US - 1), PLACE, [Oddity.AHEAD]),
        (photo(479, 300), PLACE, [Oddity.SMALL]),
        (photo(480, 300), PLACE, []),
        (photo(300, 200, 3 * DAY_US, Position(0.1, 0.1)), PLACE, [Oddity.FAR, Oddity.OLD, Oddity.SMALL]),
    ],
)
def test_a_picture_is_odd_for_its_place_its_time_and_its_size(
    given: Photo, place: Position | None, odd: list[Oddity]
) -> None:
    assert [each.oddity for each in findings(given, place)] == odd


@pytest.mark.parametrize(
    ("lon", "zh", "en"),
    [(120.095, "477 米", "477 m"), (120.2, "10.5 公里", "10.5 km"), (-2.5, "10863 公里", "10863 km")],
)
def test_how_far_it_is_is_told_in_the_unit_that_fits(lon: float, zh: str, en: str) -> None:
    (found,) = findings(photo(position=Position(lon, 30.86)), PLACE)
    assert zh in found.text.zh
    assert en in found.text.en


def test_how_old_it_is_is_told_in_days() -> None:
    (found,) = findings(photo(age_us=3 * DAY_US + 5), PLACE)
    assert "3 天" in found.text.zh
    assert "3 d" in found.text.en


def test_the_very_same_picture_on_another_case_is_odd() -> None:
    assert [each.oddity for each in findings(photo(), PLACE, is_reused=True)] == [Oddity.REUSED]


@pytest.mark.parametrize(
    ("width", "height", "is_taken"),
    [
        (32, 32, True),
        (31, 4000, False),
        (LONGEST_EDGE_PX, 32, True),
        (LONGEST_EDGE_PX + 1, 32, False),
        (MOST_PIXELS // 6500, 6500, True),
        (MOST_PIXELS // 6500 + 1, 6500, False),
        (50_000, 50_000, False),
    ],
)
def test_how_large_a_picture_may_be(width: int, height: int, is_taken: bool) -> None:
    assert (size_problem(width, height) is None) is is_taken
