"""What is wrong between areas."""

from __future__ import annotations

import pytest

from dashboard.domain.grid import Area, AreaProblemKind
from data_sources.geo.validation import validate, with_parents
from tests.fakes_geo import area, box, line

METRE = 1.0 / 111_194.9  # in degrees of latitude
PARENT = area("B", "block", box(121.0, 28.0, 121.02, 28.01))
WEST = area("W", "grid", box(121.0, 28.0, 121.01, 28.01), "B")
EAST = area("E", "grid", box(121.01, 28.0, 121.02, 28.01), "B")


def codes(areas: list[Area], known: list[Area] | None = None) -> dict[str, list[str]]:
    report = validate(areas, known or [])
    found: dict[str, list[str]] = {}
    for problem in report.problems:
        found.setdefault(problem.kind.value, []).append(problem.code)
    return found


def test_grids_that_fill_their_block_have_no_problem() -> None:
    assert codes([PARENT, WEST, EAST]) == {}


@pytest.mark.parametrize(
    ("east", "found"),
    [
        pytest.param(box(121.009, 28.0, 121.02, 28.01), {"overlap": ["W"]}, id="overlap"),
        pytest.param(box(121.01 - METRE / 4, 28.0, 121.02, 28.01), {}, id="overlap of a sliver"),
        pytest.param(box(121.011, 28.0, 121.02, 28.01), {"gap": ["B"]}, id="gap"),
        pytest.param(box(121.01 + METRE / 4, 28.0, 121.02, 28.01), {}, id="gap of a sliver"),
        pytest.param(box(121.01, 28.0, 121.03, 28.01), {"outside_parent": ["E"]}, id="outside the parent"),
        pytest.param(box(121.01, 28.0, 121.02 + METRE / 4, 28.01), {}, id="outside by a sliver"),
        pytest.param(
            box(121.03, 28.0, 121.04, 28.01), {"gap": ["B"], "outside_parent": ["E"]}, id="somewhere else altogether"
        ),
    ],
)
def test_overlaps_gaps_and_areas_outside_their_parent_are_found(
    east: dict[str, object], found: dict[str, list[str]]
) -> None:
    assert codes([PARENT, WEST, area("E", "grid", east, "B")]) == found


def test_the_size_of_an_overlap_is_told_in_square_metres() -> None:
    report = validate([WEST, area("E", "grid", box(121.009, 28.0, 121.02, 28.01))], [PARENT])
    detail = report.of_kind(AreaProblemKind.OVERLAP)[0].detail
    assert detail.en == "overlaps E by 109,165 m²"
    assert detail.zh == "与 E 重叠 109,165 m²"


def test_a_gap_is_told_with_its_place() -> None:
    report = validate([PARENT, WEST, area("E", "grid", box(121.012, 28.0, 121.02, 28.01), "B")])
    assert "1 gaps between grid areas" in report.of_kind(AreaProblemKind.GAP)[0].detail.en
    assert report.of_kind(AreaProblemKind.GAP)[0].detail.en.endswith("the largest at 121.01100, 28.00500")


def test_without_a_parent_a_hole_between_the_areas_is_a_gap() -> None:
    ring = [
        box(121.0, 28.0, 121.03, 28.01),
        box(121.0, 28.02, 121.03, 28.03),
        box(121.0, 28.01, 121.01, 28.02),
        box(121.02, 28.01, 121.03, 28.02),
    ]
    assert codes([area(str(number), "grid", each) for number, each in enumerate(ring)]) == {"gap": ["grid"]}


def test_areas_of_different_levels_may_cover_each_other() -> None:
    assert codes([area("S", "school_zone", box(121.0, 28.0, 121.005, 28.005)), WEST, EAST], [PARENT]) == {}


def test_known_areas_count_unless_they_are_replaced() -> None:
    old = area("E", "grid", box(121.005, 28.0, 121.02, 28.01), "B")
    assert codes([WEST], [PARENT, old]) == {"overlap": ["W"]}
    assert codes([WEST, EAST], [PARENT, old]) == {}


def test_problems_among_known_areas_alone_are_not_told_again() -> None:
    others = [area("X", "unit_grid", box(120, 28, 120.1, 28.1)), area("Y", "unit_grid", box(120.05, 28, 120.1, 28.1))]
    assert codes([WEST, EAST], [PARENT, *others]) == {}


def test_a_line_may_leave_its_grid_by_a_metre_and_lines_may_cross() -> None:
    near = line((121.001, 28.001), (121.001, 28.01 + METRE * 0.9))
    far = line((121.002, 28.001), (121.002, 28.01 + METRE * 20))
    crossing = line((121.0, 28.005), (121.01, 28.005))
    lines = [area(code, "line", each, "W") for code, each in (("N", near), ("F", far), ("C", crossing))]
    assert codes(lines, [PARENT, WEST]) == {"outside_parent": ["F"]}


def test_a_missing_parent_is_told_beside_the_geometry() -> None:
    assert codes([area("W", "grid", box(121.0, 28.0, 121.01, 28.01), "nobody")]) == {"missing_parent": ["W"]}


def test_areas_without_a_parent_get_the_one_around_them() -> None:
    loose = [
        area("W", "grid", box(121.0, 28.0, 121.01, 28.01)),
        area("U", "unit_grid", box(121.001, 28.001, 121.002, 28.002)),
        area("L", "line", line((121.0, 28.005), (121.01, 28.005))),
        area("FAR", "grid", box(122.0, 28.0, 122.1, 28.1)),
        area("OWN", "grid", box(121.012, 28.0, 121.015, 28.01), "elsewhere"),
        area("S", "school_zone", box(121.001, 28.001, 121.002, 28.002)),
    ]
    city = area("CITY", "built_up_area", box(120.9, 27.9, 121.1, 28.1))
    parents = {each.code: each.parent for each in with_parents(loose, [PARENT, city])}
    assert parents == {"W": "B", "U": "W", "L": "W", "FAR": None, "OWN": "elsewhere", "S": None}


def test_a_block_without_parents_in_sight_stays_on_top() -> None:
    assert with_parents([PARENT], []) == [PARENT]
