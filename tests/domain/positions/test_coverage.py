"""What a patrol covers of a street: against shapely's buffer of the track, in a metric projection of the ellipsoid."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import pytest
from pyproj import Transformer
from shapely import LineString, unary_union

from dashboard.domain.positions.coverage import PATROL_MPS, LineCoverage, cover, cover_lines, cover_together
from dashboard.domain.positions.plane import Plane
from dashboard.domain.positions.reports import Position

LON, LAT = 121.2623, 28.6497
METRIC = Transformer.from_crs("EPSG:4326", f"+proj=aeqd +lat_0={LAT} +lon_0={LON} +ellps=WGS84", always_xy=True)
START_US = 1_795_248_903_000_000

Track = list[Position]


def degrees(east_m: float, north_m: float) -> tuple[float, float]:
    """A place by its metres from the corner of the test street."""
    lon, lat = METRIC.transform(east_m, north_m, direction="INVERSE")
    return lon, lat


def line_of(*corners: tuple[float, float]) -> list[tuple[float, float]]:
    return [degrees(*corner) for corner in corners]


def walk(*corners: tuple[float, float], every_m: float = 12.0, mps: float = 1.2, start_s: float = 0.0) -> Track:
    """A track along straight ways at an even pace, a position each `every_m` metres."""
    way = LineString(corners)
    steps = math.ceil(way.length / every_m)
    points = [way.interpolate(min(step * every_m, way.length)) for step in range(steps + 1)]
    return [
        Position(START_US + round((start_s + step * every_m / mps) * 1e6), *degrees(point.x, point.y))
        for step, point in enumerate(points)
    ]


def metric(line: Sequence[tuple[float, float]]) -> LineString:
    return LineString([METRIC.transform(*each) for each in line])


def covered_m(line: Sequence[tuple[float, float]], tracks: Sequence[Track], near_m: float = 25.0) -> float:
    """The same by shapely: how much of the line lies in the union of the tracks' buffers. No gaps, nobody too fast."""
    ways = [metric([(each.lon, each.lat) for each in track]).buffer(near_m, quad_segs=64) for track in tracks]
    return metric(line).intersection(unary_union(ways)).length


STREET = [(0.0, 0.0), (400.0, 0.0)]
BENT = [(0.0, 0.0), (180.0, 40.0), (220.0, 260.0), (420.0, 300.0), (430.0, 520.0)]
LOOP = [(150 * math.cos(turn / 10), 150 * math.sin(turn / 10)) for turn in range(60)]
SHAPES = {"straight": STREET, "bent": BENT, "loop": LOOP}


@pytest.mark.parametrize("corners", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("seed", range(8))
def test_it_agrees_with_shapely_within_half_a_metre(corners: list[tuple[float, float]], seed: int) -> None:
    chance = random.Random(seed)
    stray = [(x + chance.gauss(0, 25), y + chance.gauss(0, 25)) for x, y in corners[: chance.randint(2, len(corners))]]
    track = walk(*stray, every_m=chance.uniform(5, 100))
    line = line_of(*corners)
    found = cover(line, track)
    assert found.length_m == pytest.approx(LineString(corners).length, rel=1e-4)
    assert found.walked_m == pytest.approx(covered_m(line, [track]), rel=1e-3, abs=0.5)
    assert found.share == pytest.approx(found.walked_m / found.length_m)


def test_many_corners_and_positions_agree_with_shapely_too() -> None:
    corners = [(x * 10.0, 60.0 * math.sin(x / 5)) for x in range(200)]
    line = line_of(*corners)
    track = walk((0.0, 30.0), (1500.0, -20.0), (700.0, 80.0), every_m=0.8)
    assert len(track) > 2_800
    assert cover(line, track).walked_m == pytest.approx(covered_m(line, [track]), rel=1e-3, abs=0.5)


def test_the_whole_street_walked_is_all_of_it_once_in_both_directions() -> None:
    there = walk(*STREET)
    back = walk(*reversed(STREET), start_s=1000.0)
    for track in (there, back, [*there, *back], [*back, *there]):
        found = cover(line_of(*STREET), track)
        assert found.walked_m == pytest.approx(400.0, abs=0.1)
        assert found.share == pytest.approx(1.0)
    assert cover(line_of(*STREET), [*there, *back]).last_passed_us == back[-1].at_us


@pytest.mark.parametrize(
    ("line", "length_m"), [([], 0.0), (line_of((0, 0)), 0.0), (line_of((0, 0), (0, 0)), 0.0), (line_of(*STREET), 400.0)]
)
def test_nothing_and_single_points_cover_nothing(line: list[tuple[float, float]], length_m: float) -> None:
    for track in ([], walk(*STREET)[:1]):
        found = cover(line, track)
        assert found == LineCoverage(found.length_m, 0.0, 0.0, None)
        assert found.length_m == pytest.approx(length_m, abs=0.1)
    if not length_m:
        assert cover(line, walk(*STREET)) == LineCoverage(0.0, 0.0, 0.0, None)


def test_crossing_it_once_covers_25_m_on_both_sides() -> None:
    found = cover(line_of(*STREET), walk((200.0, -100.0), (200.0, 100.0)))
    assert found.walked_m == pytest.approx(50.0, abs=0.1)
    assert found.last_passed_us is not None
    assert START_US < found.last_passed_us < START_US + 200e6 / 1.2


def test_standing_beside_it_covers_what_is_near_and_a_parallel_street_nothing() -> None:
    stand = [Position(START_US + minute * 60_000_000, *degrees(200.0, 15.0)) for minute in range(3)]
    assert cover(line_of(*STREET), stand).walked_m == pytest.approx(40.0, abs=0.1)
    assert cover(line_of(*STREET), walk((0.0, 26.0), (400.0, 26.0))) == cover(line_of(*STREET), [])
    assert cover(line_of(*STREET), walk((0.0, 26.0), (400.0, 26.0)), near_m=27.0).share == pytest.approx(1.0)


def test_what_lies_in_a_gap_is_not_covered() -> None:
    first, second = walk((0.0, 0.0), (100.0, 0.0)), walk((300.0, 0.0), (400.0, 0.0), start_s=90.0 + 121.0)
    found = cover(line_of(*STREET), [*first, *second])
    assert found.walked_m == pytest.approx(125.0 + 125.0, abs=0.5)
    assert cover(line_of(*STREET), [*first, *second], gap_s=240.0).share == pytest.approx(1.0)


@pytest.mark.parametrize(("mps", "share"), [(1.2, 1.0), (5.0, 1.0), (6.9, 1.0), (7.1, 0.0), (14.0, 0.0)])
def test_who_walks_or_rides_covers_the_street_and_who_drives_by_does_not(mps: float, share: float) -> None:
    track = walk(*STREET, every_m=50.0, mps=mps)
    assert cover(line_of(*STREET), track).share == pytest.approx(share)
    assert cover_lines([line_of(*STREET)], [track])[0].share == pytest.approx(share)
    assert PATROL_MPS == 7.0


def test_inaccurate_positions_are_passed_over() -> None:
    rough = [each._replace(accuracy_m=60.0) for each in walk(*STREET)]
    assert cover(line_of(*STREET), rough).walked_m == 0.0
    assert cover(line_of(*STREET), rough, accurate_m=100.0).share == pytest.approx(1.0)


def test_two_people_share_a_street_and_are_not_taken_for_one() -> None:
    one, other = walk((0.0, 0.0), (150.0, 0.0)), walk((400.0, 0.0), (100.0, 0.0), start_s=5.0)
    found = cover_together(line_of(*STREET), [one, other])
    assert found.walked_m == pytest.approx(400.0, abs=0.1)
    apart = cover_together(line_of(*STREET), [one[:4], other[:4]])
    assert apart.walked_m == pytest.approx(covered_m(line_of(*STREET), [one[:4], other[:4]]), abs=0.5)
    assert apart.walked_m == pytest.approx(36.0 + 36.0 + 50.0, abs=0.5)
    assert apart.last_passed_us == other[3].at_us


def test_a_plane_is_true_to_a_thousandth_five_kilometres_away() -> None:
    plane = Plane.around(LON, LAT)
    for east_m, north_m in ((5000.0, 0.0), (0.0, 5000.0), (3500.0, 3500.0), (-3500.0, 3500.0)):
        assert math.hypot(*plane.point(*degrees(east_m, north_m))) == pytest.approx(
            math.hypot(east_m, north_m), rel=1e-3
        )


def test_many_lines_at_once_are_covered_as_each_by_itself() -> None:
    lines = [
        line_of(*[(east + shift, north + shift) for east, north in corners])
        for corners in SHAPES.values()
        for shift in (0.0, 350.0, -900.0)
    ]
    tracks = [walk(*STREET), walk((300.0, 900.0), (340.0, 300.0), (900.0, 250.0)), walk(*BENT, start_s=900.0)]
    together = cover_lines(lines, tracks)
    assert any(0 < each.share < 1 for each in together)
    assert any(each.share == 0 for each in together)
    for line, found in zip(lines, together, strict=True):
        alone = cover_together(line, tracks)
        assert found.walked_m == pytest.approx(alone.walked_m, abs=0.5)
        assert found.length_m == pytest.approx(alone.length_m, rel=1e-3)
        assert found.last_passed_us == alone.last_passed_us
    assert cover_lines([], tracks) == []
    assert cover_lines([[], line_of((0.0, 0.0))], tracks)[0].length_m == 0.0
