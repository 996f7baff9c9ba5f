"""Kinds and views of cameras as imports tell them, and the tree that they make."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.domain.camera_register import (
    AreaNode,
    CameraKind,
    KindCount,
    Tally,
    ViewFan,
    camera_tree,
    traits_of,
    traits_problem,
)


def fan(bearing: Any, angle: Any, reach: Any) -> dict[str, Any]:
    return {"view_bearing_deg": bearing, "view_angle_deg": angle, "view_range_m": reach}


@pytest.mark.parametrize(
    ("attributes", "kind", "view"),
    [
        ({}, CameraKind.OTHER, None),
        ({"camera_kind": "高点", **fan("350", "90", "1200")}, CameraKind.HIGH_POINT, ViewFan(350, 90, 1200)),
        ({"camera_kind": "Shop Front", **fan(360, 60, 40.5)}, CameraKind.SHOP_FRONT, ViewFan(0, 60, 40.5)),
        ({"camera_kind": "vehicle", **fan(10, "", 40)}, CameraKind.VEHICLE, None),
        ({"camera_kind": "moon", **fan("nan", 1, 2)}, CameraKind.OTHER, None),
    ],
)
def test_attributes_tell_what_a_camera_looks_at(
    attributes: dict[str, Any], kind: CameraKind, view: ViewFan | None
) -> None:
    assert traits_of(attributes) == (kind, view)


@pytest.mark.parametrize(
    ("attributes", "named"),
    [
        ({"camera_kind": "moon"}, "moon"),
        (fan(400, 60, 40), "view_bearing_deg"),
        (fan(-1, 60, 40), "view_bearing_deg"),
        (fan(40, 0, 40), "view_angle_deg"),
        (fan(40, 60, 0), "view_range_m"),
        (fan(40, 60, 1e9), "view_range_m"),
        (fan(40, "wide", 10), "wide"),
        (fan(40, "", 10), "view_angle_deg"),
    ],
)
def test_what_cannot_be_is_named(attributes: dict[str, Any], named: str) -> None:
    problem = traits_problem(attributes)
    assert problem is not None
    assert named in problem.en
    assert named in problem.zh


@pytest.mark.parametrize("attributes", [{}, {"camera_kind": ""}, {"camera_kind": "排水", **fan(0, 360, 20_000)}])
def test_what_can_be_has_no_problem(attributes: dict[str, Any]) -> None:
    assert traits_problem(attributes) is None


def test_branches_add_up_what_is_below_them_in_the_order_of_codes() -> None:
    counts = [
        KindCount("B2", CameraKind.STREET, Tally(3, 1)),
        KindCount("B1", CameraKind.HIGH_POINT, Tally(1, 1)),
        KindCount("B1", CameraKind.STREET, Tally(2, 0)),
        KindCount("D", CameraKind.STREET, Tally(4, 4)),
        KindCount(None, CameraKind.OTHER, Tally(1, 0)),
    ]
    areas = [AreaNode("B2", "二", "D"), AreaNode("D", "区", None), AreaNode("B1", "一", "D")]
    district, outside = camera_tree(counts, areas)
    assert (district.name, district.tally) == ("区", Tally(10, 6))
    assert [(each.name, each.tally) for each in district.branches] == [("一", Tally(3, 1)), ("二", Tally(3, 1))]
    assert district.branches[0].kinds == ((CameraKind.STREET, Tally(2, 0)), (CameraKind.HIGH_POINT, Tally(1, 1)))
    assert (outside.code, outside.tally) == ("", Tally(1, 0))


def test_areas_that_bite_their_own_tail_are_shown_once() -> None:
    counts = [KindCount("A", CameraKind.STREET, Tally(1, 1)), KindCount("C", CameraKind.STREET, Tally(1, 1))]
    ring = [AreaNode("A", "甲", "B"), AreaNode("B", "乙", "A"), AreaNode("C", "丙", "B")]
    found = camera_tree(counts, ring)
    assert [(each.code, each.tally.total) for each in found] == [("A", 1), ("B", 1)]
    assert [each.code for each in found[1].branches] == ["C"]
