"""The reference systems of Chinese maps."""

from __future__ import annotations

import math

import pytest

from dashboard.domain.coordinates import (
    CHINA,
    Datum,
    Position,
    bd09_to_gcj02,
    bd09_to_wgs84,
    distance_m,
    from_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    has_no_fix,
    looks_swapped,
    position_problem,
    to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

CITIES = {
    "chengdu": Position(104.06, 30.66),
    "shanghai": Position(121.4737, 31.2304),
    "taizhou": Position(121.2623, 28.6497),
    "liuzhou": Position(109.4156, 24.3264),
    "zhengzhou": Position(113.6254, 34.7466),
    "urumqi": Position(87.6168, 43.8256),
    "harbin": Position(126.5349, 45.8038),
}
ABROAD = {
    "new york": Position(-74.006, 40.7128),
    "melbourne": Position(144.9631, -37.8136),
    "london": Position(0.1, 51.5),
}


def test_gcj02_is_shifted_by_361_m_in_chengdu() -> None:
    shifted = wgs84_to_gcj02(104.06, 30.66)
    assert distance_m(Position(104.06, 30.66), shifted) == pytest.approx(361.0, abs=1.0)
    assert shifted == pytest.approx((104.0624959, 30.6575704), abs=1e-6)


def test_bd09_adds_its_known_offset_to_gcj02() -> None:
    assert gcj02_to_bd09(116.404, 39.915) == pytest.approx((116.41036949, 39.92133699), abs=1e-7)


@pytest.mark.parametrize("place", CITIES.values(), ids=CITIES)
def test_going_there_and_back_again_ends_within_a_millimetre(place: Position) -> None:
    assert distance_m(place, gcj02_to_wgs84(*wgs84_to_gcj02(*place))) < 0.001
    assert distance_m(place, bd09_to_wgs84(*wgs84_to_bd09(*place))) < 0.001
    assert distance_m(place, bd09_to_gcj02(*gcj02_to_bd09(*place))) < 0.001


@pytest.mark.parametrize("place", CITIES.values(), ids=CITIES)
def test_the_shift_is_between_100_m_and_1_km_everywhere_in_china(place: Position) -> None:
    assert 100.0 < distance_m(place, wgs84_to_gcj02(*place)) < 1000.0
    assert 500.0 < distance_m(place, wgs84_to_bd09(*place)) < 2000.0


def test_the_inverse_is_exact_on_a_raster_over_the_whole_of_china() -> None:
    raster = [Position(73.0 + 1.3 * column, 3.0 + 1.3 * row) for column in range(50) for row in range(40)]
    assert max(distance_m(place, bd09_to_wgs84(*wgs84_to_bd09(*place))) for place in raster) < 0.1


@pytest.mark.parametrize("place", ABROAD.values(), ids=ABROAD)
@pytest.mark.parametrize("datum", Datum)
def test_abroad_every_datum_passes_through_unchanged(place: Position, datum: Datum) -> None:
    assert to_wgs84(*place, datum) == place
    assert from_wgs84(*place, datum) == place


@pytest.mark.parametrize(
    "corner",
    [(CHINA.west, CHINA.south), (CHINA.east, CHINA.north), (CHINA.west, CHINA.north), (CHINA.east, CHINA.south)],
)
def test_the_inverse_settles_at_the_corners_of_the_box(corner: tuple[float, float]) -> None:
    assert all(map(math.isfinite, bd09_to_wgs84(*corner)))
    assert distance_m(Position(*corner), gcj02_to_wgs84(*corner)) < 2000.0


def test_cgcs2000_is_taken_as_wgs84() -> None:
    assert to_wgs84(121.0, 28.0, Datum.CGCS2000) == (121.0, 28.0)


def test_datums_are_shifted_or_true() -> None:
    assert {datum: datum.is_shifted for datum in Datum} == {
        Datum.WGS84: False,
        Datum.CGCS2000: False,
        Datum.GCJ02: True,
        Datum.BD09: True,
    }


@pytest.mark.parametrize(
    ("lon", "lat", "says"),
    [
        pytest.param(0.0, 0.0, "without a fix", id="null island"),
        pytest.param(math.nan, 28.0, "without a fix", id="NaN"),
        pytest.param(121.0, math.inf, "without a fix", id="infinity"),
        pytest.param(4294.9673, 4294.9673, "without a fix", id="unsigned overflow"),
        pytest.param(121.0, 4294.967295, "without a fix", id="overflow of the latitude alone"),
        pytest.param(31.23, 121.47, "swapped", id="swapped"),
        pytest.param(43.8, 87.6, "swapped", id="swapped in the far west"),
        pytest.param(500000.0, 3170000.0, "EPSG:n", id="metres"),
        pytest.param(181.0, 28.0, "within ±180", id="off the globe"),
    ],
)
def test_an_implausible_position_is_told_with_its_reason(lon: float, lat: float, says: str) -> None:
    problem = position_problem(lon, lat)
    assert problem is not None
    assert says in problem.en
    assert problem.zh


@pytest.mark.parametrize("place", [*CITIES.values(), *ABROAD.values()])
def test_real_cities_are_plausible(place: Position) -> None:
    assert position_problem(*place) is None
    assert not looks_swapped(*place)
    assert not has_no_fix(*place)
