"""Of which class the place of a case is."""

from __future__ import annotations

import pytest

from dashboard.domain.cases.placing import ClassedArea, class_of
from dashboard.domain.catalogue.records import AreaClass

A, B, C = AreaClass


@pytest.mark.parametrize(
    ("line", "grid", "block", "city", "expected"),
    [
        (None, B, C, None, B),
        (A, B, C, None, A),
        (None, None, C, A, C),
        (None, None, None, C, C),
        (None, None, None, None, None),
    ],
)
def test_the_class_is_that_of_the_smallest_area_that_has_one(
    line: AreaClass | None,
    grid: AreaClass | None,
    block: AreaClass | None,
    city: AreaClass | None,
    expected: AreaClass | None,
) -> None:
    areas = {
        "L": ClassedArea("B", line),
        "G": ClassedArea("B", grid),
        "B": ClassedArea("C", block),
        "C": ClassedArea("B", city),
    }
    assert class_of("G", "L", areas) is expected


def test_a_street_line_without_a_grid_is_of_the_class_of_the_area_above_it() -> None:
    assert class_of(None, "L", {"L": ClassedArea("B", None), "B": ClassedArea(None, C)}) is C
    assert class_of(None, None, {}) is None
