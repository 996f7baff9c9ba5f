"""Who answers for a place."""

from __future__ import annotations

from dashboard.domain.grid import AreaHit
from dashboard.domain.people.answering import (
    AreaNode,
    areas_up,
    is_answered,
    nearest_first,
    squad_in_charge,
    starts_of,
)
from dashboard.domain.people.readouts import AreaHolder
from dashboard.domain.personal import PersonName

AREAS = {
    "C": AreaNode("城区", "built_up_area"),
    "B1": AreaNode("一区块", "block", "C", "S1"),
    "G1": AreaNode("一网格", "grid", "B1"),
    "L1": AreaNode("县前街", "line", "G1"),
    "U1": AreaNode("001", "unit_grid", "G1"),
    "G2": AreaNode("二网格", "grid", "C"),
}


def holder(area: str, role: str, name: str | None = "张〇一") -> AreaHolder:
    return AreaHolder(area, AREAS[area].name, AREAS[area].level, role, name=PersonName(name) if name else None)


def test_a_place_belongs_to_line_unit_grid_grid_block_and_city_in_this_order() -> None:
    assert areas_up(starts_of(AreaHit("G1", "U1", "L1", 3.0)), AREAS) == ["L1", "U1", "G1", "B1", "C"]
    assert areas_up(["nowhere"], AREAS) == []


def test_the_nearest_answer_first_and_areas_without_anybody_are_passed_over() -> None:
    held = [holder("B1", "area_leader"), holder("L1", "line_officer"), holder("G2", "grid_leader")]
    found = nearest_first(areas_up(["L1"], AREAS), held)
    assert [(each.area, each.holders[0].role) for each in found] == [("L1", "line_officer"), ("B1", "area_leader")]


def test_a_vacant_post_answers_for_nothing() -> None:
    found = nearest_first(areas_up(["L1"], AREAS), [holder("L1", "line_officer", None)])
    assert not is_answered(found)
    assert is_answered(nearest_first(areas_up(["L1"], AREAS), [holder("G1", "grid_leader")]))


def test_where_nobody_answers_it_is_the_squad_of_the_nearest_area_that_has_one() -> None:
    assert squad_in_charge(areas_up(["U1"], AREAS), AREAS) == ("B1", "S1")
    assert squad_in_charge(areas_up(["G2"], AREAS), AREAS) is None


def test_a_circle_of_areas_is_left_where_it_closes() -> None:
    circle = {"A": AreaNode("A", "grid", "B"), "B": AreaNode("B", "grid", "A")}
    assert sorted(areas_up(["A"], circle)) == ["A", "B"]
